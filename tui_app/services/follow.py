"""Looking at a log again and again while its task runs."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass

from ..api.errors import GatewayError, NoLog
from ..models.ids import TaskInstanceId
from ..models.lookup import LogLookup
from ..models.status import Status
from .explorer import Explorer

FOLLOW_S = 3.0
"""Between two looks while the server answers at once, seconds."""

LONGEST_S = 60.0
"""Between two looks while it does not answer."""

_SHARE = 5
"""A server that takes long to answer rests this many times as long."""


@dataclass(frozen=True, slots=True)
class LogPoll:
    """What one look has shown."""

    found: LogLookup | None = None
    """The log, None where there was no answer."""

    error: GatewayError | None = None
    """Why there was none."""

    over: Status | None = None
    """The task's final state: this was the last look."""

    pause_s: float = 0.0
    """Seconds until the next look."""


async def follow(
    explorer: Explorer,
    task_id: TaskInstanceId,
    before: str,
    max_length: Callable[[], int],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncGenerator[LogPoll, None]:
    """LogPoll at once and then every few seconds, until the task is over and its log was read once more.

    The task is asked about only when its log has not grown. Iterate under ``contextlib.aclosing``.

    Args:
        explorer: asks the server.
        task_id: whose log.
        before: the log as known by now.
        max_length: how long a log is asked for, in characters; may change between two looks.
        sleep: waits.
    """
    pause_s = FOLLOW_S
    while True:
        found, error, over = await _look(explorer, task_id, before, max_length())
        if error is not None:
            pause_s = max(min(2 * pause_s, LONGEST_S), error.pause_s)
        elif found is not None:
            before, pause_s = found.log, max(FOLLOW_S, _SHARE * found.answer.elapsed_s)
        yield LogPoll(found, error, over, pause_s)
        if over is not None:
            return
        await sleep(pause_s)


async def _look(
    explorer: Explorer, task_id: TaskInstanceId, before: str, max_length: int
) -> tuple[LogLookup | None, GatewayError | None, Status | None]:
    try:
        found = await explorer.log(task_id, max_length, fresh=True)
        over = await _final_state(explorer, task_id) if found.log == before else None
        if over is not None:
            # What was written between the two questions.
            found = await explorer.log(task_id, max_length, fresh=True)
        return found, None, over
    except NoLog as error:
        return None, error, await _final_state(explorer, task_id)
    except GatewayError as error:
        return None, error, None


async def _final_state(explorer: Explorer, task_id: TaskInstanceId) -> Status | None:
    """The state the task will stay in; None while there may come more, or where its record is refused."""
    try:
        state = (await explorer.task(task_id)).task.state
    except GatewayError:
        return None
    return state if state.is_final else None
