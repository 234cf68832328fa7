"""``enos-tui wait``: polls runs until they are over."""

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import aclosing

from ..api.errors import GatewayError, WrongInstance
from ..logic import sanitize
from ..logic.redact import Redactor
from ..logic.watching import is_over
from ..models.ids import InstanceId
from ..models.lookup import Found
from ..models.status import has_succeeded
from ..services.concurrency import gather, id_finder
from ..services.explorer import Explorer
from ..services.watch import Watcher, WatchState
from ..terminal.notification import notification
from .connection import connect, profile_of
from .output import print_error, print_inconsistencies

ENDED_OTHERWISE, TIME_IS_UP = 6, 7
_RESULTS = {0: "succeeded", ENDED_OTHERWISE: "did not succeed", TIME_IS_UP: "not over in time"}
"""Words of a notification by exit code."""
_UNANSWERED = 5
"""Exit code of errors that may be gone at the next poll."""


async def run(given: argparse.Namespace, redact: Redactor) -> int:
    """Wait; the exit code: 0, 6, 7 or that of an error."""
    profile = profile_of(given)
    async with connect(profile, redact) as explorer:
        code = await wait(explorer, given.ids, timeout_s=given.timeout, for_any=given.any)
    stream = sys.stderr if sys.stderr.isatty() else sys.stdout
    if profile is not None and stream.isatty():
        print(notification(profile.notify, _result(given.ids, code), os.environ), end="", file=stream)
    return code


def _result(ids: list[InstanceId], code: int) -> str:
    """The sentence of a notification: the result of the wait and its ids."""
    more = f" and {len(ids) - 1} more" if len(ids) > 1 else ""
    return f"{_RESULTS.get(code, 'not answered')}: {ids[0]}{more}"


async def wait(
    explorer: Explorer,
    ids: list[InstanceId],
    *,
    timeout_s: float | None = None,
    for_any: bool = False,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> int:
    """Poll until all runs are over, and print each that is.

    Args:
        timeout_s: longest time to wait in seconds; None for any.
        for_any: end with the first that is over.

    Returns:
        0 if all succeeded, 6 if one ended otherwise, 7 if the time was up, else the highest code of an error.
    """
    waiting = _Waiting(explorer, ids, sleep)
    try:
        async with asyncio.timeout(timeout_s):
            return await waiting.until_over(for_any)
    except TimeoutError:
        for some_id in waiting.open_ids:
            print(f"{some_id} is not over yet, and the time is up.", file=sys.stderr)
        return TIME_IS_UP
    finally:
        await waiting.aclose()


class _Waiting:
    """The runs that are not over yet."""

    def __init__(
        self, explorer: Explorer, ids: list[InstanceId], sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self.open_ids = dict.fromkeys(ids)
        """The ids of the runs that may still end."""
        self._is_several = len(ids) > 1
        self._find = id_finder(explorer)
        self._watcher = Watcher(explorer, sleep)
        self._changes: asyncio.Queue[WatchState] = asyncio.Queue()
        self._watcher.on_change = self._changes.put_nowait
        self._said: dict[InstanceId, str] = {}

    async def aclose(self) -> None:
        """End every poll."""
        await self._watcher.aclose()

    async def until_over(self, for_any: bool) -> int:
        """Wait for all runs, or for the first; the exit code."""
        worst = 0
        async with aclosing(gather(list(self.open_ids), self._find)) as answers:
            async for some_id, answer in answers:
                code = self._begin(some_id, answer)
                if for_any and code is not None and not isinstance(answer, GatewayError):
                    return code
                worst = max(worst, code or 0)
        while self.open_ids:
            state = await self._changes.get()
            code = self._settle(state)
            if for_any and state.is_over and code is not None:
                return code
            worst = max(worst, code or 0)
        return worst

    def _begin(self, some_id: InstanceId, answer: Found | GatewayError) -> int | None:
        """Judge the first answer; the exit code where it is the last, too."""
        if isinstance(answer, GatewayError):
            if _stays(answer):
                return self._refuse(some_id, answer)
            self._watcher.start(some_id)
            return None
        del self.open_ids[some_id]
        if is_over(answer):
            return _print(answer)
        self.open_ids[answer.id] = None
        self._watcher.start(answer.id, answer)
        return None

    def _settle(self, state: WatchState) -> int | None:
        """Judge a poll; the exit code where it is the last."""
        if state.is_over and state.found is not None:
            self.open_ids = {one: None for one in self.open_ids if one.text != state.id.text}
            return _print(state.found)
        if state.error is None:
            return None
        if state.found is None and _stays(state.error):
            self._watcher.stop(state.id)
            return self._refuse(state.id, state.error)
        if self._said.get(state.id) != str(state.error):
            self._said[state.id] = str(state.error)
            print_error(state.id, state.error, is_list=True)
        return None

    def _refuse(self, some_id: InstanceId, error: GatewayError) -> int:
        self.open_ids.pop(some_id, None)
        return print_error(some_id, error, is_list=self._is_several)


def _stays(error: GatewayError) -> bool:
    """Whether no further poll is worth it; the record of another instance is no reason to wait."""
    return error.exit_code != _UNANSWERED or isinstance(error, WrongInstance)


def _print(found: Found) -> int:
    """Print a run that is over; its exit code."""
    print_inconsistencies(found)
    print(found.id, sanitize.one_line(found.state.name), sanitize.one_line(found.name), sep="\t", flush=True)
    is_good = has_succeeded(found.state) and not found.state.is_contradictory
    return 0 if is_good else ENDED_OTHERWISE
