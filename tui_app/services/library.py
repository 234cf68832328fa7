"""Favourites, history and saved searches of one profile; files are read and written in a thread."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from ..models.listed_run import ListedRun
from ..models.lookup import Found
from ..models.saved_rows import Entry, Key, SavedSearch
from ..store.errors import StoreError
from ..store.favourites import Favourites
from ..store.files import remove_drafts
from ..store.history import History
from ..store.locations import Locations
from ..store.searches import Searches

Result = TypeVar("Result")
Row = TypeVar("Row", Entry, SavedSearch)


class Library:
    """Favourites, history and saved searches of one profile.

    `favourites`, `history` and `searches` are snapshots; every async method updates them. A change that the
    user makes raises `StoreError` if it cannot be written.
    """

    def __init__(self, locations: Locations, profile_name: str) -> None:
        """Read nothing yet."""
        self._locations = locations
        self._favourites = Favourites(locations.favourites)
        self._history = History(locations.history)
        self._searches = Searches(locations.searches)
        self._profile_name = profile_name
        self._one_at_a_time = asyncio.Lock()
        self._dropped: dict[Key, Entry] = {}
        self._complaints: dict[str, bool] = {}
        self.favourites: tuple[Entry, ...] = ()
        """Starred instances of this profile, the last starred first."""
        self.history: tuple[Entry, ...] = ()
        """Opened instances of this profile, the last opened first."""
        self.searches: tuple[SavedSearch, ...] = ()
        """Saved searches of this profile, the last saved first."""

    async def load(self) -> None:
        """Read the files, and remove what killed programs left beside them."""

        def remove() -> None:
            for path in self._locations.own():
                remove_drafts(path)

        await self._run(remove)

    async def record(self, found: Found) -> None:
        """Put an instance at the top of the history, and update the favourite for it.

        An error of the disk becomes a notice, so that viewing does not fail.
        """
        await self._write_seen(found, self._history.record)

    async def refresh_seen(self, found: Found) -> None:
        """Update name and state of an instance in favourites and history; none of them moves.

        An error of the disk becomes a notice.
        """
        await self._write_seen(found, self._history.refresh_seen)

    async def _write_seen(self, found: Found, write_history: Callable[[Entry], None]) -> None:
        entry = self.entry_of(found)

        def write() -> None:
            write_history(entry)
            self._favourites.refresh_seen(entry)

        try:
            await self._run(write)
        except StoreError as error:
            self._complaints.setdefault(str(error), True)

    async def toggle(self, entry: Entry) -> bool:
        """Star or unstar an entry; True if starred now. A removed star comes back with its note."""
        kept = self.favourite(entry)
        if kept is not None:
            self._dropped[kept.key] = kept
        return await self._run(lambda: self._favourites.toggle(self._dropped.get(entry.key, entry)))

    async def annotate(self, entry: Entry, note: str, tags: Iterable[str], latest: bool = False) -> None:
        """Write a note, tags, and whether the latest run is meant; adds the favourite where there is none."""

        def write() -> None:
            self._favourites.add(entry)
            self._favourites.annotate(entry.key, note, tags, latest)

        await self._run(write)

    async def save_search(self, name: str, words: str) -> None:
        """Save a search under a name; it replaces one of the same name."""
        await self._run(lambda: self._searches.save(name, self._profile_name, words))

    async def rename_search(self, search: SavedSearch, name: str) -> None:
        """Give a saved search another name."""
        await self._run(lambda: self._searches.rename(search, name))

    async def remove_search(self, search: SavedSearch) -> None:
        """Delete a saved search."""
        await self._run(lambda: self._searches.remove(search.key))

    def favourite(self, entry: Entry) -> Entry | None:
        """The favourite for the same instance, None if there is none."""
        return next((kept for kept in self.favourites if kept.key == entry.key), None)

    def is_favourite(self, found: Found) -> bool:
        """Whether an instance is a favourite."""
        return self.favourite(self.entry_of(found)) is not None

    def entry_of(self, found: Found) -> Entry:
        """The entry of an instance in this profile."""
        return Entry.of(found, self._profile_name)

    def entry_of_run(self, run: ListedRun, now: datetime) -> Entry:
        """The favourite for a run, else an entry for it; `now` is aware."""
        entry = Entry.of_run(run, self._profile_name, now)
        return self.favourite(entry) or entry

    def pop_notices(self) -> list[str]:
        """Sentences for the user about the files, each once."""
        files = (self._favourites, self._history, self._searches)
        complaints = [sentence for sentence, is_fresh in self._complaints.items() if is_fresh]
        self._complaints = dict.fromkeys(self._complaints, False)
        return [*(notice for file in files for notice in file.pop_notices()), *complaints]

    async def _run(self, step: Callable[[], Result]) -> Result:
        """Run one step on the disk in a thread, and read the files afterwards."""

        def run() -> Result:
            try:
                return step()
            finally:
                self.favourites = self._mine(self._favourites.all())
                self.history = self._mine(self._history.all())
                self.searches = self._mine(self._searches.all())

        async with self._one_at_a_time:
            return await asyncio.to_thread(run)

    def _mine(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        return tuple(row for row in rows if row.profile == self._profile_name)
