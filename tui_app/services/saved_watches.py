"""The watches of one profile on the disk; the file is read and written in a thread."""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from ..models.entry import Entry
from ..models.ids import FlowInstanceId, TaskInstanceId
from ..models.listed_run import ListedRun
from ..store.watch_file import WatchFile
from .watch import WatchState


class SavedWatches:
    """Keeps the watches that run, and reads those of the last session."""

    def __init__(self, path: Path, profile_name: str) -> None:
        self._file = WatchFile(path)
        self._profile_name = profile_name
        self._one_at_a_time = asyncio.Lock()

    async def load(self) -> list[TaskInstanceId | FlowInstanceId]:
        """The ids that were watched when the last session ended."""
        async with self._one_at_a_time:
            entries = await asyncio.to_thread(self._file.all)
        return [entry.instance_id for entry in entries if entry.profile == self._profile_name]

    async def save(self, watched: Iterable[WatchState], now: datetime) -> None:
        """Keep the watches that still run; `now` is aware.

        Raises:
            StoreError: it could not be written.
        """
        entries = [entry for one in watched if (entry := self._entry(one, now)) is not None]
        async with self._one_at_a_time:
            await asyncio.to_thread(self._file.replace, self._profile_name, entries)

    def pop_notices(self) -> list[str]:
        """Sentences for the user about the file, each once."""
        return [str(notice) for notice in self._file.pop_notices()]

    def _entry(self, one: WatchState, now: datetime) -> Entry | None:
        """The entry of a watch; None where it has ended, or its kind is not known yet."""
        if one.is_over or not isinstance(one.id, TaskInstanceId | FlowInstanceId):
            return None
        if one.found is not None:
            return Entry.of(one.found, self._profile_name)
        return Entry.of_run(ListedRun(one.id), self._profile_name, now)
