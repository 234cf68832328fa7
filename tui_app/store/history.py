"""The instances that were opened, the last one first."""

from pathlib import Path

from ..models.saved_rows import Entry
from .row_file import RowFile, newest_first

HISTORY_LIMIT = 2_000
"""Most entries that are kept: months of nights, read in a few milliseconds."""


class History(RowFile[Entry]):
    """Each instance once, where it was opened last."""

    def __init__(self, path: Path, limit: int = HISTORY_LIMIT) -> None:
        super().__init__(path, Entry)
        self._limit = limit
        self._unsaved: list[Entry] = []

    def all(self) -> tuple[Entry, ...]:
        """Every entry, the last opened first, those included that could not be written yet."""
        saved = super().all()
        return tuple(newest_first(self._unsaved, saved)) if self._unsaved else saved

    def record(self, entry: Entry) -> None:
        """Put an instance at the top.

        Raises:
            StoreError: it could not be written; it is shown all the same, and written with the next one.
        """
        self._unsaved = newest_first([entry], self._unsaved)
        self._change(self._with_unsaved)
        self._unsaved = []

    def refresh_seen(self, entry: Entry) -> None:
        """Update name and state of an instance where it is; writes nothing for one that is not listed.

        A file that a person wrote comments into waits for a change that a person makes, which keeps a copy.
        """
        if self.find(entry.key) is not None and self.is_faithful:
            self._change(
                lambda entries: [old.updated_from(entry) if old.key == entry.key else old for old in entries]
            )

    def _with_unsaved(self, entries: list[Entry]) -> list[Entry]:
        saved = {entry.key: entry for entry in entries}
        fresh = [saved.get(entry.key, entry).updated_from(entry) for entry in self._unsaved]
        return newest_first(fresh, entries)[: self._limit]
