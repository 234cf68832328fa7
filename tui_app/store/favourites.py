"""The instances somebody starred, with a note and tags."""

from collections.abc import Iterable
from datetime import UTC, datetime

from ..models.entry import Entry, key_of
from ..models.ids import FlowInstanceId, TaskInstanceId
from .entry_file import EntryFile
from .row_file import newest_first, storable


class Favourites(EntryFile):
    """Starred instances, the last starred first. Every change raises `StoreError` if it cannot be written."""

    def add(self, entry: Entry) -> None:
        """Star an instance; one that is starred keeps its note, tags and place."""
        starred = entry.model_copy(update={"added_at": datetime.now(UTC)})
        self._change(
            lambda entries: entries if _has(entries, entry) else newest_first([starred], entries),
        )

    def toggle(self, entry: Entry) -> bool:
        """Star what is not starred, else take the star away; True if it is starred now."""
        if self.find(entry.profile, entry.instance_id) is None:
            self.add(entry)
            return True
        self.remove(entry.profile, entry.instance_id)
        return False

    def annotate(
        self,
        profile: str,
        instance_id: TaskInstanceId | FlowInstanceId,
        note: str,
        tags: Iterable[str],
    ) -> None:
        """Write a note and tags to a favourite; blank tags and repeated ones are dropped.

        An instance that is no favourite (any more) stays none.
        """
        key = key_of(profile, instance_id)
        clean = dict.fromkeys(storable(tag) for tag in tags)
        words = {"note": storable(note), "tags": tuple(tag for tag in clean if tag)}
        self._change(
            lambda entries: [
                entry.model_copy(update=words) if entry.key == key else entry for entry in entries
            ]
        )

    def refresh_seen(self, entry: Entry) -> None:
        """Keep name and state of a favourite as they were last seen; writes nothing for other instances."""
        if self.find(entry.profile, entry.instance_id) is not None:
            self._change(
                lambda entries: [old.seen_as(entry) if old.key == entry.key else old for old in entries]
            )


def _has(entries: list[Entry], entry: Entry) -> bool:
    return any(old.key == entry.key for old in entries)
