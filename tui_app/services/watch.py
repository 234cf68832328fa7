"""Polling of watched instances until they end, paused while nobody is there."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ..api.errors import GatewayError
from ..logic.watching import FIRST_PAUSE_S, is_over, next_pause_s
from ..models.ids import InstanceId
from ..models.lookup import Found
from ..models.status import Status
from .concurrency import AT_MOST
from .explorer import FRESH_S, Explorer

if TYPE_CHECKING:
    from ..models.saved_rows import Entry


@dataclass(frozen=True, slots=True)
class WatchState:
    """State of one watch."""

    id: InstanceId
    """The watched instance; its kind may be unknown until the first response."""

    since: datetime
    """Start of the watch, aware."""

    found: Found | None = None
    """The last lookup, None before the first."""

    last: datetime | None = None
    """Time of the last poll, None before the first."""

    next: datetime | None = None
    """Time of the next poll; None while one is pending or paused, and after the end."""

    error: GatewayError | None = None
    """The error of the last poll, None where it succeeded."""

    profile: str = ""
    """Name of its profile; empty for that of the watcher."""

    entry: "Entry | None" = None
    """The entry on the disk of a watch whose profile is not in use: nothing polls it until that is."""

    @property
    def state(self) -> Status | None:
        """The state as last seen; None before the first answer."""
        return self.found.state if self.found is not None else self.entry.status if self.entry else None

    @property
    def name(self) -> str:
        """The name of the task or workflow, foreign text; empty where unknown."""
        return self.found.name if self.found is not None else self.entry.name if self.entry else ""

    @property
    def is_over(self) -> bool:
        """Whether the instance has ended."""
        return self.found is not None and is_over(self.found)


class Watcher:
    """Watches several instances, each in its own asyncio task.

    `on_change` is called after every poll from within that task, and no more once the watch is stopped.
    """

    def __init__(
        self,
        explorer: Explorer,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        at_most: int = AT_MOST,
    ) -> None:
        self.on_change: Callable[[WatchState], None] = lambda watched: None
        self._explorer = explorer
        self._sleep = sleep
        self._slots = asyncio.Semaphore(at_most)
        self._may_poll = asyncio.Event()
        self._may_poll.set()
        self._watches: list[_Watch] = []

    @property
    def watched(self) -> tuple[WatchState, ...]:
        """Every watch in the order of their start, ended ones included."""
        return tuple(watch.now for watch in self._watches)

    def of(self, some_id: InstanceId) -> WatchState | None:
        """The watch of an instance, None where there is none."""
        watch = self._find(some_id)
        return None if watch is None else watch.now

    def is_watching(self, some_id: InstanceId) -> bool:
        """Whether an instance is watched and has not ended."""
        one = self.of(some_id)
        return one is not None and not one.is_over

    def start(self, some_id: InstanceId, found: Found | None = None) -> None:
        """Watch an instance; without a lookup at hand the first poll starts at once."""
        self.stop(some_id)
        last = None if found is None else found.answer.received_at
        watch = _Watch(WatchState(some_id, self._explorer.now(), found, last))
        self._watches.append(watch)
        watch.task = asyncio.create_task(self._run(watch))

    def stop(self, some_id: InstanceId) -> None:
        """Stop and remove a watch."""
        if (watch := self._find(some_id)) is not None:
            self._watches.remove(watch)
            if watch.task is not None:
                watch.task.cancel()

    def poll_now(self, some_id: InstanceId) -> None:
        """Poll an instance without waiting; a pending request is not repeated."""
        if (watch := self._find(some_id)) is not None:
            watch.poll_requested.set()

    def pause(self) -> None:
        """Send no request until `resume`; for a terminal that is unattended."""
        self._may_poll.clear()

    def resume(self) -> None:
        """Resume polling, at once for instances whose last poll is older than `FRESH_S`."""
        self._may_poll.set()
        now = self._explorer.now()
        for one in self.watched:
            is_asked_to_wait = one.error is not None and one.error.pause_s > 0
            is_young = one.last is None or 0 <= (now - one.last).total_seconds() < FRESH_S
            if not is_young and not is_asked_to_wait:
                self.poll_now(one.id)

    async def aclose(self) -> None:
        """End every watch."""
        tasks = [watch.task for watch in self._watches if watch.task is not None]
        for one in self.watched:
            self.stop(one.id)
        await asyncio.gather(*tasks, return_exceptions=True)

    def _find(self, some_id: InstanceId) -> "_Watch | None":
        """The watch of an id; one of unknown kind matches either kind."""

        def is_same(other: InstanceId) -> bool:
            kinds = {type(some_id), type(other)}
            return some_id.text == other.text and (len(kinds) == 1 or InstanceId in kinds)

        return next((watch for watch in self._watches if is_same(watch.now.id)), None)

    async def _run(self, watch: "_Watch") -> None:
        pause_s, last = FIRST_PAUSE_S, watch.now.last
        age_s = pause_s if last is None else (self._explorer.now() - last).total_seconds()
        if age_s < pause_s:
            await self._wait(watch, pause_s - max(age_s, 0.0))
        while True:
            await self._may_poll.wait()
            async with self._slots:
                await self._poll(watch)
            if watch.now.is_over:
                self.on_change(watch.now)
                return
            error = watch.now.error
            pause_s = next_pause_s(pause_s, error is not None, error.pause_s if error else 0.0)
            await self._wait(watch, pause_s)

    async def _poll(self, watch: "_Watch") -> None:
        """Request the instance once and store the result."""
        watch.now = replace(watch.now, next=None)
        try:
            found = await self._explorer.find_as_named(watch.now.id, fresh=watch.now.found is not None)
        except GatewayError as error:
            watch.now = replace(watch.now, last=self._explorer.now(), error=error)
        else:
            watch.now = replace(
                watch.now, id=found.id, found=found, last=found.answer.received_at, error=None
            )
        watch.poll_requested.clear()

    async def _wait(self, watch: "_Watch", pause_s: float) -> None:
        """Wait until the next poll is due or requested."""
        watch.now = replace(watch.now, next=self._explorer.now() + timedelta(seconds=pause_s))
        self.on_change(watch.now)
        either = [
            asyncio.ensure_future(self._sleep(pause_s)),
            asyncio.ensure_future(watch.poll_requested.wait()),
        ]
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in either:
                one.cancel()


class _Watch:
    """A watch with its task."""

    def __init__(self, now: WatchState) -> None:
        self.now = now
        self.poll_requested = asyncio.Event()
        self.task: asyncio.Task[None] | None = None
