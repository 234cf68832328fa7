"""Reads whether earlier runs failed of the same error, from few logs."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from itertools import takewhile

from ..api.errors import GatewayError
from ..logic.logs.decisive_line import Outcome as RunOutcome
from ..logic.runs.recurrence import MOST_RUNS, EarlierRun, Outcome, recurrence_in_words
from ..logic.why.explanation import excerpt
from ..models.ids import InstanceId, TaskInstanceId
from ..models.lookup import TaskLookup
from ..models.status import Status, blocks_downstream, has_succeeded, is_skipped
from .concurrency import gather
from .explorer import Explorer
from .limited_gateway import LimitedGateway
from .neighbours import listed_before
from .previous_runs import RunRow

MOST_LOGS = 3
"""Logs of earlier runs that are read for one failure."""


async def fingerprint_of_log(explorer: Explorer, task_id: TaskInstanceId, outcome: RunOutcome) -> str:
    """The fingerprint of the decisive error of a task's log; empty for a log without one.

    Raises:
        GatewayError: the log cannot be read.
    """
    lookup = await explorer.log(task_id)
    # A mebibyte takes longer to search than a key may wait.
    return (await asyncio.to_thread(excerpt, lookup.log, outcome)).fingerprint


async def earlier_runs(explorer: Explorer, cause: TaskLookup) -> list[EarlierRun]:
    """The runs before a failure, latest first, by one page of the list and by records in the cache.

    The list gives the status of the whole workflow: where that has succeeded, so has the task.
    """
    try:
        listed = await listed_before(explorer, cause, MOST_RUNS)
    except GatewayError:
        return []
    return [
        EarlierRun(task_id, row.trigger_time or "", _outcome(_state(explorer, task_id) or row.state))
        for task_id, row in listed
        if not is_skipped(_state(explorer, task_id) or row.state)
    ]


def runs_of_ids(explorer: Explorer, ids: Sequence[InstanceId]) -> list[EarlierRun]:
    """The runs of some ids, latest first, up to the first without a record in the cache."""
    seen = [explorer.seen_task(one.text) for one in ids]
    return [
        EarlierRun(one.id, one.task.trigger_time or "", _outcome(one.state))
        for one in takewhile(lambda one: one is not None, seen)
        if one is not None and not is_skipped(one.state)
    ]


def runs_of_rows(rows: Sequence[RunRow]) -> list[EarlierRun]:
    """The runs of a table of previous runs, latest first, without the missing ones."""
    return [
        EarlierRun(
            row.id, (row.run.planned or "") if row.run else "", _outcome(row.run.state if row.run else None)
        )
        for row in rows[:MOST_RUNS]
        if not row.is_gap and not (row.run is not None and is_skipped(row.run.state))
    ]


async def compared(explorer: Explorer, fingerprint: str, earlier: Sequence[EarlierRun]) -> list[EarlierRun]:
    """The same runs, with the logs of the latest failures read, at most `MOST_LOGS`."""
    unread = [
        run.id for run in earlier if run.outcome is Outcome.OTHER and isinstance(run.id, TaskInstanceId)
    ]
    outcomes = dict.fromkeys(unread, Outcome.UNKNOWN)

    async def read(task_id: TaskInstanceId) -> str:
        state = _state(explorer, task_id)
        outcome = RunOutcome.UNKNOWN if state is None else RunOutcome.of(state)
        return await fingerprint_of_log(explorer, task_id, outcome)

    async with aclosing(gather(unread[:MOST_LOGS], read)) as answers:
        async for task_id, found in answers:
            if not isinstance(found, GatewayError):
                outcomes[task_id] = Outcome.SAME if found == fingerprint else Outcome.OTHER
    return [
        replace(run, outcome=outcomes.get(run.id, run.outcome)) if isinstance(run.id, TaskInstanceId) else run
        for run in earlier
    ]


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The earlier runs of a failed task that failed of the same error."""

    sentence: str
    """Empty where too little is known."""

    ids: frozenset[InstanceId] = frozenset()
    """Those that share the error."""


async def recurrence_among(explorer: Explorer, this: TaskLookup, rows: Sequence[RunRow]) -> Recurrence:
    """Compare the log of a failed task with those of the failures before it, at most `MOST_LOGS` in all.

    Raises:
        GatewayError: the log of the task itself cannot be read.
    """
    if not any(row.run is not None and row.run.is_bad for row in rows[:MOST_RUNS]):
        return Recurrence("")
    limited = explorer.through(LimitedGateway(explorer.gateway, MOST_LOGS))
    fingerprint = await fingerprint_of_log(limited, this.id, RunOutcome.of(this.state))
    if not fingerprint:
        return Recurrence("")
    runs = await compared(limited, fingerprint, runs_of_rows(rows))
    same = frozenset(run.id for run in runs if run.outcome is Outcome.SAME)
    return Recurrence(recurrence_in_words(this.task.trigger_time or "", runs), same)


def _state(explorer: Explorer, task_id: TaskInstanceId) -> Status | None:
    """The status of a task by its record in the cache; None without one."""
    seen = explorer.seen_task(task_id.text)
    return None if seen is None else seen.state


def _outcome(state: Status | None) -> Outcome:
    """The outcome by a status: a failure has another error until its log is read."""
    if has_succeeded(state):
        return Outcome.SUCCEEDED
    return Outcome.OTHER if blocks_downstream(state) else Outcome.UNKNOWN
