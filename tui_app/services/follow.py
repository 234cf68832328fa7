"""Polling a log while its task runs."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass

from ..api.errors import GatewayError, NoLog
from ..models.ids import TaskInstanceId
from ..models.lookup import LogLookup
from ..models.status import Status
from .explorer import Explorer

FOLLOW_S = 3.0
"""Pause between two polls while the server answers at once, seconds."""

LONGEST_S = 60.0
"""Longest pause while it does not answer, seconds."""

_SHARE = 5
"""Pause as a multiple of the response time, for slow servers."""


@dataclass(frozen=True, slots=True)
class LogPoll:
    """The result of one poll."""

    found: LogLookup | None = None
    """The log, None after an error."""

    error: GatewayError | None = None
    """The error, None where there was none."""

    over: Status | None = None
    """The task's final state after the last poll, else None."""

    pause_s: float = 0.0
    """Seconds until the next poll."""


async def follow(
    explorer: Explorer,
    task_id: TaskInstanceId,
    before: str,
    max_length: Callable[[], int],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncGenerator[LogPoll, None]:
    """Poll at once and then every few seconds, until the task has ended and its log was read once more.

    The task is requested only when its log has not grown. Iterate under ``contextlib.aclosing``.

    Args:
        max_length: limit of the log, in characters; may change between two polls.
    """
    pause_s = FOLLOW_S
    while True:
        found, error, over = await _poll(explorer, task_id, before, max_length())
        if error is not None:
            pause_s = max(min(2 * pause_s, LONGEST_S), error.pause_s)
        elif found is not None:
            before, pause_s = found.log, max(FOLLOW_S, _SHARE * found.answer.elapsed_s)
        yield LogPoll(found, error, over, pause_s)
        if over is not None:
            return
        await sleep(pause_s)


async def _poll(
    explorer: Explorer, task_id: TaskInstanceId, before: str, max_length: int
) -> tuple[LogLookup | None, GatewayError | None, Status | None]:
    try:
        found = await explorer.log(task_id, max_length, fresh=True)
        over = await _final_state(explorer, task_id) if found.log == before else None
        if over is not None:
            # Lines written between the two requests.
            found = await explorer.log(task_id, max_length, fresh=True)
        return found, None, over
    except NoLog as error:
        return None, error, await _final_state(explorer, task_id)
    except GatewayError as error:
        return None, error, None


async def _final_state(explorer: Explorer, task_id: TaskInstanceId) -> Status | None:
    """The task's final state; None before it, or where its record cannot be read."""
    try:
        state = (await explorer.task(task_id)).task.state
    except GatewayError:
        return None
    return state if state.is_final else None
