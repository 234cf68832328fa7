"""The file of favourites; every change raises `StoreError` if it cannot be written."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from ..models.saved_rows import Entry, Key
from .entry_file import EntryFile
from .row_file import newest_first, storable


class Favourites(EntryFile):
    """Starred instances, the last starred first."""

    def add(self, entry: Entry) -> None:
        """Star an instance; one that is starred keeps its note, tags and position."""
        starred = replace(entry, added_at=datetime.now(UTC))
        self._change(
            lambda entries: (
                entries if any(old.key == entry.key for old in entries) else newest_first([starred], entries)
            )
        )

    def toggle(self, entry: Entry) -> bool:
        """Star an instance that is not starred, else remove the star; True if it is starred now."""
        if self.find(entry.key) is None:
            self.add(entry)
            return True
        self.remove(entry.key)
        return False

    def annotate(self, key: Key, note: str, tags: Iterable[str], latest: bool = False) -> None:
        """Set note, tags and what a favourite opens; blank tags and repeated ones are dropped.

        An instance that is no favourite (any more) stays none.
        """
        clean = dict.fromkeys(storable(tag) for tag in tags)
        note, kept = storable(note), tuple(tag for tag in clean if tag)
        self.update(key, lambda entry: replace(entry, note=note, tags=kept, latest=latest))
