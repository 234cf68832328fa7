"""The files of favourites, history, watches and saved searches.

Every change raises `StoreError` if it cannot be written.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ..models.saved_rows import Entry, Key, SavedSearch
from .row_file import RowFile, newest_first, storable

HISTORY_LIMIT = 2_000
"""Most entries that are kept: months of nights, read in a few milliseconds."""


class EntryFile(RowFile[Entry]):
    """Instances, each once."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, Entry)

    def refresh_seen(self, entry: Entry) -> None:
        """Update name and state of an instance where it is; writes nothing for one that is not in the file.

        A file that a person wrote comments into waits for a change that a person makes, which keeps a copy.
        """
        if self.find(entry.key) is not None and self._is_faithful:
            self.update(entry.key, lambda old: old.updated_from(entry))


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


class WatchFile(EntryFile):
    """Watched instances that have not been reported as ended."""

    def write(self, entries: Iterable[Entry], gone: Collection[Key]) -> None:
        """Write some watches and remove others; those of other programs and profiles stay."""
        written = {entry.key: entry for entry in entries}
        unwritten = written.keys() | gone
        self._change(lambda rows: [*written.values(), *(row for row in rows if row.key not in unwritten)])


class Searches(RowFile[SavedSearch]):
    """Saved searches, the last saved first."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, SavedSearch)

    def save(self, name: str, profile: str, words: str) -> None:
        """Save a search; it replaces one of the same name."""
        search = SavedSearch(storable(name), profile, storable(words), datetime.now(UTC))
        self._change(lambda searches: newest_first([search], searches))

    def rename(self, search: SavedSearch, name: str) -> None:
        """Give another name; it replaces a search that has it. One that is gone stays away."""
        renamed = replace(search, name=storable(name))

        def edit(searches: list[SavedSearch]) -> list[SavedSearch]:
            if all(one.key != search.key for one in searches):
                return searches
            kept = [one for one in searches if one.key == search.key or one.key != renamed.key]
            return [renamed if one.key == search.key else one for one in kept]

        self._change(edit)
