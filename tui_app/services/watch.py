"""Looking again and again at what is not over yet: seldom, never twice at once, never for nobody."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ..api.errors import GatewayError
from ..logic.watching import FIRST_PAUSE_S, is_over, next_pause_s
from ..models.ids import FlowInstanceId, InstanceId, TaskInstanceId
from ..models.lookup import Found
from .concurrency import AT_MOST
from .explorer import FRESH_S, Explorer

WatchedId = TaskInstanceId | FlowInstanceId


@dataclass(frozen=True, slots=True)
class WatchState:
    """How one watch stands."""

    id: InstanceId
    """What is watched; of unknown kind until the first answer, where it came from a command line."""

    since: datetime
    """When the watch began, aware."""

    found: Found | None = None
    """The last answer, None before there is one."""

    last: datetime | None = None
    """When was looked last, None before the first look."""

    next: datetime | None = None
    """When will be looked next; None while a question is on its way or held back, and once it is over."""

    error: GatewayError | None = None
    """Why the last look gave no answer, None where it did."""

    @property
    def is_over(self) -> bool:
        """Has it ended?"""
        return self.found is not None and is_over(self.found)


class Watcher:
    """Watches several instances at once, each by a task of its own on the running loop.

    `on_change` is told after every look, from within that task; once a watch is stopped it is told no more.
    """

    def __init__(
        self,
        explorer: Explorer,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        at_most: int = AT_MOST,
    ) -> None:
        """
        Args:
            explorer: asks the server, and has the clock.
            sleep: waits between two looks.
            at_most: questions in flight.
        """
        self.on_change: Callable[[WatchState], None] = lambda watched: None
        self._explorer = explorer
        self._sleep = sleep
        self._places = asyncio.Semaphore(at_most)
        self._may_look = asyncio.Event()
        self._may_look.set()
        self._watches: list[_Watch] = []

    @property
    def watched(self) -> tuple[WatchState, ...]:
        """Every watch in the order they began, those that are over included."""
        return tuple(watch.now for watch in self._watches)

    def of(self, some_id: InstanceId) -> WatchState | None:
        """The watch of an instance, None where there is none."""
        watch = self._find(some_id)
        return None if watch is None else watch.now

    def is_watching(self, some_id: InstanceId) -> bool:
        """Is it watched and not over yet?"""
        one = self.of(some_id)
        return one is not None and not one.is_over

    def start(self, some_id: InstanceId, found: Found | None = None) -> None:
        """Watch an instance; with no answer at hand the first look is taken at once."""
        self.stop(some_id)
        last = None if found is None else found.answer.received_at
        watch = _Watch(WatchState(some_id, self._explorer.now(), found, last))
        self._watches.append(watch)
        watch.task = asyncio.create_task(self._run(watch))

    def stop(self, some_id: InstanceId) -> None:
        """Watch it no more, and forget that it was watched."""
        if (watch := self._find(some_id)) is not None:
            self._watches.remove(watch)
            if watch.task is not None:
                watch.task.cancel()

    def poll_now(self, some_id: InstanceId) -> None:
        """Do not wait for the next look; a question on its way is not put twice."""
        if (watch := self._find(some_id)) is not None:
            watch.wanted.set()

    def pause(self) -> None:
        """Put no question until `resume`: nobody is looking."""
        self._may_look.clear()

    def resume(self) -> None:
        """Go on, with one look at whatever has not been looked at for a while."""
        self._may_look.set()
        now = self._explorer.now()
        for one in self.watched:
            is_asked_to_wait = one.error is not None and one.error.pause_s > 0
            if one.last is not None and not is_asked_to_wait and (now - one.last).total_seconds() >= FRESH_S:
                self.poll_now(one.id)

    async def aclose(self) -> None:
        """End every watch."""
        tasks = [watch.task for watch in self._watches if watch.task is not None]
        for one in self.watched:
            self.stop(one.id)
        await asyncio.gather(*tasks, return_exceptions=True)

    def _find(self, some_id: InstanceId) -> "_Watch | None":
        """Ids of both kinds can share a text; one of unknown kind may mean either."""

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
            await self._may_look.wait()
            async with self._places:
                await self._look(watch)
            if watch.now.is_over:
                self.on_change(watch.now)
                return
            error = watch.now.error
            pause_s = next_pause_s(pause_s, error is not None, error.pause_s if error else 0.0)
            await self._wait(watch, pause_s)

    async def _look(self, watch: "_Watch") -> None:
        """Ask once and note what came."""
        watch.now = replace(watch.now, next=None)
        try:
            found = await self._explorer.find_as_named(watch.now.id, fresh=watch.now.found is not None)
        except GatewayError as error:
            watch.now = replace(watch.now, last=self._explorer.now(), error=error)
        else:
            watch.now = replace(
                watch.now, id=found.id, found=found, last=found.answer.received_at, error=None
            )
        watch.wanted.clear()

    async def _wait(self, watch: "_Watch", pause_s: float) -> None:
        """Until the next look is due, or wanted now."""
        watch.now = replace(watch.now, next=self._explorer.now() + timedelta(seconds=pause_s))
        self.on_change(watch.now)
        either = [asyncio.ensure_future(self._sleep(pause_s)), asyncio.ensure_future(watch.wanted.wait())]
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in either:
                one.cancel()


class _Watch:
    """A watch and what keeps it going."""

    def __init__(self, now: WatchState) -> None:
        self.now = now
        self.wanted = asyncio.Event()
        self.task: asyncio.Task[None] | None = None
