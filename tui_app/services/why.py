"""Asks what is needed to say why a run stands as it does, and no more."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from ..api.errors import GatewayError
from ..logic.why.explanation import LogExcerpt, Why, excerpt
from ..logic.why.root_cause import Finding, Verdict, trace
from ..models.flow_instance import FlowInstance
from ..models.ids import FlowInstanceId, InstanceId, TaskInstanceId
from ..models.lookup import FlowLookup, Found, TaskLookup
from .concurrency import gather
from .explorer import Explorer


async def why(explorer: Explorer, some_id: InstanceId, fresh: bool = False) -> AsyncGenerator[Why, None]:
    """Find out, and give what is known as soon as there is more of it; the last is complete.

    Asks for the run, for its workflow, for workflows that may hold the cause, then at once for the record of
    the cause and for its log.

    Raises:
        GatewayError: the run itself cannot be read.
    """
    found = await explorer.find(some_id, fresh=fresh)
    finding = await _finding(explorer, found, fresh)
    so_far = Why(found, finding, is_complete=finding.cause is None)
    yield so_far
    if finding.cause is None:
        return
    cause, log = await asyncio.gather(
        _record(explorer, found, finding.cause, fresh),
        _log(explorer, finding.cause, fresh) if finding.verdict is not Verdict.WAITS else _no_log(),
    )
    yield replace(
        so_far,
        cause=cause if isinstance(cause, TaskLookup) else None,
        log=log if isinstance(log, LogExcerpt) else None,
        trouble=tuple(one for one in (cause, log) if isinstance(one, str)),
        is_complete=True,
    )


async def _finding(explorer: Explorer, found: Found, fresh: bool) -> Finding:
    """Trace, asking for one workflow after the other; `trace` knows when it is enough."""
    flows: dict[str, FlowInstance | str] = {}
    if isinstance(found, FlowLookup):
        flows[found.id.text] = found.flow

    async def ask(flow_id: FlowInstanceId) -> FlowLookup:
        return await explorer.flow(flow_id, fresh=fresh)

    while (finding := trace(found, flows)).asks:
        async with aclosing(gather(finding.asks, ask)) as answers:
            async for flow_id, answer in answers:
                flows[flow_id.text] = answer.flow if isinstance(answer, FlowLookup) else str(answer)
    return finding


async def _record(explorer: Explorer, found: Found, cause: TaskInstanceId, fresh: bool) -> TaskLookup | str:
    if isinstance(found, TaskLookup) and found.id == cause:
        return found
    try:
        return await explorer.task(cause, fresh=fresh)
    except GatewayError as error:
        return f"The record of {cause} cannot be read: {error}"


async def _log(explorer: Explorer, cause: TaskInstanceId, fresh: bool) -> LogExcerpt | str:
    try:
        lookup = await explorer.log(cause, fresh=fresh)
    except GatewayError as error:
        return f"The log of {cause} cannot be read: {error}"
    # A mebibyte takes longer to look through than a key may wait.
    return await asyncio.to_thread(excerpt, lookup.log)


async def _no_log() -> None:
    return None
