"""Reads what is needed to explain the status of a run, and no more."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from ..api.errors import GatewayError
from ..logic.why.cause_analysis import CauseAnalysis, Conclusion
from ..logic.why.explanation import Explanation, LogExcerpt, excerpt
from ..logic.why.root_cause import analyze, first_failures
from ..models.flow_instance import FlowInstance
from ..models.ids import FlowInstanceId, InstanceId, TaskInstanceId
from ..models.lookup import FlowLookup, Found, TaskLookup
from .concurrency import gather
from .explorer import Explorer, Key
from .flow_content import is_large


async def explain(
    explorer: Explorer, some_id: InstanceId, fresh: bool = False
) -> AsyncGenerator[Explanation, None]:
    """Explain a run step by step; the last explanation is complete.

    Reads the run and its workflow, then in one round trip the records of all first failures and the workflows
    that may hold others. Where only one task can be the cause, its log is read together with its record.

    Raises:
        GatewayError: the run itself cannot be read.
    """
    found = await explorer.find(some_id, fresh=fresh)
    async with aclosing(explain_found(explorer, found, fresh)) as steps:
        async for step in steps:
            yield step


async def explain_found(
    explorer: Explorer, found: Found, fresh: bool = False, room: int | None = None
) -> AsyncGenerator[Explanation, None]:
    """`explain` a run that was read.

    Args:
        room: number of requests that may be sent, None for any. Where they do not suffice, the analysis stays
            provisional, or the log is not read.
    """

    def cost(*keys: Key) -> int:
        return sum(fresh or not explorer.has_cached(key) for key in keys)

    flows: dict[str, FlowInstance | str] = (
        {found.id.text: found.flow} if isinstance(found, FlowLookup) else {}
    )
    records: dict[str, TaskLookup | str] = {}
    logs: dict[TaskInstanceId, asyncio.Task[LogExcerpt | str]] = {}
    try:
        while (analysis := await _analysis(found, flows, records)).is_provisional:
            so_far = Explanation(found, analysis)
            needed = cost(*analysis.flows_needed, *analysis.records_needed)
            if room is not None and needed > room:
                yield Explanation(found, analysis, is_complete=True)
                return
            room = None if room is None else room - needed
            log_cost = cost(*_log_key(so_far))
            is_only = so_far.has_log_to_read and len(analysis.causes) == 1 and not logs
            if is_only and (room is None or log_cost <= room):
                _start_reading(explorer, so_far, fresh, logs)
                room = None if room is None else room - log_cost
                yield so_far
            await _read(explorer, analysis, fresh, flows, records)
        so_far = Explanation(found, analysis)
        is_log_out_of_reach = (
            room is not None and analysis.cause not in logs and cost(*_log_key(so_far)) > room
        )
        if not so_far.has_log_to_read or is_log_out_of_reach:
            yield Explanation(found, analysis, is_complete=True)
            return
        reading = _start_reading(explorer, so_far, fresh, logs)
        if not reading.done():
            yield so_far
        log = await reading
        if isinstance(log, LogExcerpt):
            yield Explanation(found, analysis, log, is_complete=True)
        else:
            yield Explanation(found, analysis, problems=(log,), is_complete=True)
    finally:
        for task in logs.values():
            task.cancel()
        await asyncio.gather(*logs.values(), return_exceptions=True)


async def _analysis(
    found: Found, flows: dict[str, FlowInstance | str], records: dict[str, TaskLookup | str]
) -> CauseAnalysis:
    if not is_large(flow for flow in flows.values() if isinstance(flow, FlowInstance)):
        return analyze(found, flows, records)
    return await asyncio.to_thread(analyze, found, dict(flows), dict(records))


async def ranked_failures(explorer: Explorer, found: FlowLookup) -> list[str]:
    """The ids of a flow instance's own first failures by their records, read in one round trip."""
    records: dict[str, TaskLookup | str] = {}
    needed = (await _analysis(found, {found.id.text: found.flow}, {})).records_needed
    await _read(explorer, CauseAnalysis(Conclusion.UNKNOWN, records_needed=needed), False, {}, records)
    return await asyncio.to_thread(first_failures, found, records)


async def _read(
    explorer: Explorer,
    analysis: CauseAnalysis,
    fresh: bool,
    flows: dict[str, FlowInstance | str],
    records: dict[str, TaskLookup | str],
) -> None:
    """Read everything that an analysis needs at once."""

    async def ask(some_id: InstanceId) -> Found:
        if isinstance(some_id, FlowInstanceId):
            return await explorer.flow(some_id, fresh=fresh)
        return await explorer.task(TaskInstanceId(some_id.text), fresh=fresh)

    needed: list[InstanceId] = [*analysis.flows_needed, *analysis.records_needed]
    async with aclosing(gather(needed, ask)) as answers:
        async for some_id, answer in answers:
            if isinstance(some_id, FlowInstanceId):
                flows[some_id.text] = answer.flow if isinstance(answer, FlowLookup) else str(answer)
            else:
                records[some_id.text] = answer if isinstance(answer, TaskLookup) else str(answer)


def _log_key(so_far: Explanation) -> tuple[Key, ...]:
    """The log of the cause in the cache."""
    cause = so_far.analysis.cause
    return () if cause is None else (("log", cause),)


def _start_reading(
    explorer: Explorer,
    so_far: Explanation,
    fresh: bool,
    logs: dict[TaskInstanceId, asyncio.Task[LogExcerpt | str]],
) -> asyncio.Task[LogExcerpt | str]:
    """Start reading the log of the cause, once."""
    cause = so_far.analysis.cause
    assert cause is not None
    if cause not in logs:
        logs[cause] = asyncio.create_task(_log(explorer, cause, fresh))
    return logs[cause]


async def _log(explorer: Explorer, cause: TaskInstanceId, fresh: bool) -> LogExcerpt | str:
    try:
        lookup = await explorer.log(cause, fresh=fresh)
    except GatewayError as error:
        return f"The log of {cause} cannot be read: {error}"
    if lookup.inconsistencies:
        return " ".join((*lookup.inconsistencies, "It is not used to explain the status."))
    # A mebibyte takes longer to search than a key may wait.
    return await asyncio.to_thread(excerpt, lookup.log)
