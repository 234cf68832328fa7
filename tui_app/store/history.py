"""The file of what was opened."""

from pathlib import Path

from ..models.saved_rows import Entry
from .entry_file import EntryFile
from .row_file import newest_first

HISTORY_LIMIT = 2_000
"""Most entries that are kept: months of nights, read in a few milliseconds."""


class History(EntryFile):
    """Each instance once, where it was opened last."""

    def __init__(self, path: Path, limit: int = HISTORY_LIMIT) -> None:
        super().__init__(path)
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

    def _with_unsaved(self, entries: list[Entry]) -> list[Entry]:
        saved = {entry.key: entry for entry in entries}
        fresh = [saved.get(entry.key, entry).updated_from(entry) for entry in self._unsaved]
        return newest_first(fresh, entries)[: self._limit]
