"""The watches on the disk; the file is read and written in a thread."""

import asyncio
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path

from ..models.ids import FlowInstanceId, TaskInstanceId
from ..models.listed_run import ListedRun
from ..models.profile import DEMO_NAME
from ..models.saved_rows import Entry, Key
from ..store.watch_file import WatchFile
from .watch import WatchState


class SavedWatches:
    """Keeps the watches of one profile that run, and reads those of the last session."""

    def __init__(self, path: Path, profile_name: str) -> None:
        self._file = WatchFile(path)
        self._profile_name = profile_name
        self._one_at_a_time = asyncio.Lock()
        self._keys: set[Key] = set()
        """The watches of this program on the disk: it removes none of another program."""

    async def load(self) -> list[TaskInstanceId | FlowInstanceId]:
        """The ids that were watched when the last session ended."""
        entries = [one for one in await self._all() if one.profile == self._profile_name]
        self._keys |= {entry.key for entry in entries}
        return [entry.instance_id for entry in entries]

    async def of_others(self, in_use: Collection[str]) -> list[Entry]:
        """The watches of profiles that are not in use; the demo's tasks are on no server."""
        return [one for one in await self._all() if one.profile not in (*in_use, DEMO_NAME)]

    async def save(self, watched: Iterable[WatchState], now: datetime) -> None:
        """Keep the watches that still run; `now` is aware.

        Raises:
            StoreError: it could not be written.
        """
        entries = [entry for one in watched if (entry := self._entry(one, now)) is not None]
        keys = {entry.key for entry in entries}
        async with self._one_at_a_time:
            await asyncio.to_thread(self._file.write, entries, self._keys - keys)
            self._keys = keys

    async def remove(self, entry: Entry) -> None:
        """Remove a watch of another profile.

        Raises:
            StoreError: it could not be written.
        """
        async with self._one_at_a_time:
            await asyncio.to_thread(self._file.remove, entry.key)

    def pop_notices(self) -> list[str]:
        """Sentences for the user about the file, each once."""
        return [str(notice) for notice in self._file.pop_notices()]

    async def _all(self) -> tuple[Entry, ...]:
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._file.all)

    def _entry(self, one: WatchState, now: datetime) -> Entry | None:
        """The entry of a watch; None where it has ended, or its kind is not known yet."""
        if one.is_over or not isinstance(one.id, TaskInstanceId | FlowInstanceId):
            return None
        if one.found is not None:
            return Entry.of(one.found, self._profile_name)
        return Entry.of_run(ListedRun(one.id), self._profile_name, now)
