"""The instances the user starred, with a note and tags."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ..models.saved_rows import Entry, Key
from .row_file import RowFile, newest_first, storable


class Favourites(RowFile[Entry]):
    """Starred instances, the last starred first. Every change raises `StoreError` if it cannot be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, Entry)

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
        self._change(
            lambda entries: [
                replace(entry, note=note, tags=kept, latest=latest) if entry.key == key else entry
                for entry in entries
            ]
        )

    def refresh_seen(self, entry: Entry) -> None:
        """Update name and state of a favourite; writes nothing for other instances.

        A file that a person wrote comments into waits for a change that a person makes, which keeps a copy.
        """
        if self.find(entry.key) is not None and self.is_faithful:
            self._change(
                lambda entries: [old.updated_from(entry) if old.key == entry.key else old for old in entries]
            )
