"""Runs of the same task or flow before and after a run: from arithmetic on ids, else from the list."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection, Iterable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import timedelta, timezone

from ..api.errors import BadReply, GatewayError, NotFound
from ..api.gateway import MANUAL, PERIODIC, FlowQuery
from ..logic import times
from ..logic.runs import cycles
from ..logic.runs.cycles import Step, is_earlier
from ..models.flow_instance import FlowInstance
from ..models.ids import FlowInstanceId, InstanceId, TaskInstanceId
from ..models.lookup import FlowLookup, Found, TaskLookup
from ..models.status import has_succeeded
from .explorer import Explorer

MOST_GAPS = 5
"""Most consecutive ids that do not exist before a search ends."""

MOST_BACK = 30
"""Most runs that the search for the last success goes back."""

_AHEAD = timedelta(days=1)
"""Limit in the future: runs are created some hours ahead of their time."""

_WINDOW = timedelta(days=90)
"""Period of the list that is read; the console keeps instances as long."""

_PAGE_SIZE, _MOST_PAGES = 20, 10
_DIGITS_OF_MANUAL = 14
_FARTHEST_ZONE = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A run that may exist."""

    id: InstanceId
    basis: str
    """Source of the id: ``inferred``, ``doubly inferred`` or ``listed``."""
    flow: FlowInstance | None = None
    """Its row in the list, where it is a listed flow instance."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest existing run on one side, and the ids before it that do not exist."""

    found: Found | None
    basis: str
    gaps: tuple[InstanceId, ...]


async def nearest(explorer: Explorer, of: Found, direction: int) -> Nearest:
    """The run before (-1) or after (1) another; tries at most `MOST_GAPS` ids.

    Raises:
        GatewayError: a request failed other than with NotFound.
    """
    gaps: list[InstanceId] = []
    async with aclosing(neighbours_of(explorer, of, direction, missing=gaps)) as found:
        async for one in found:
            try:
                return Nearest(await explorer.find_as_named(one.id), one.basis, tuple(gaps))
            except NotFound:
                gaps.append(one.id)
                if len(gaps) >= MOST_GAPS:
                    break
    return Nearest(None, "", tuple(gaps))


@dataclass(frozen=True, slots=True)
class Success:
    """The last success before a run."""

    found: Found
    basis: str
    back: int
    """Number of ids requested, this one included."""


async def last_success(
    explorer: Explorer, of: Found, on_step: Callable[[InstanceId, int], None], hint: str = ""
) -> Success:
    """The last success before a run, searched run by run to save requests.

    Args:
        on_step: called with each id before its request, and the number of requests so far.

    Raises:
        NotFound: none of the last `MOST_BACK` runs succeeded, or there are no more.
        GatewayError: a request failed in another way.
    """
    requested = gaps = 0
    missing: list[InstanceId] = []
    async with aclosing(neighbours_of(explorer, of, -1, missing=missing)) as earlier:
        async for one in earlier:
            on_step(one.id, requested)
            requested += 1
            try:
                found = await explorer.find_as_named(one.id)
            except NotFound:
                gaps += 1
                missing.append(one.id)
            else:
                gaps = 0
                if has_succeeded(found.state):
                    return Success(found, one.basis, requested)
            if gaps >= MOST_GAPS or requested >= MOST_BACK:
                break
    raise NotFound(f"No earlier successful run found ({_searched(requested, gaps)}).", hint)


def _searched(requested: int, gaps: int) -> str:
    """The reason that a search ended, given the number of ids and how many of the last do not exist."""
    if not requested:
        return "neither its id nor the list gives one"
    ids = "previous id" if requested == 1 else f"{requested} previous ids"
    if requested == gaps:
        return f"the {ids} {'does' if requested == 1 else 'do'} not exist"
    return f"{ids} searched" + (f", the last {gaps} not existing" if gaps else "")


async def neighbours_of(
    explorer: Explorer,
    of: Found,
    direction: int,
    *,
    prefers_list: bool = False,
    missing: Collection[InstanceId] = (),
) -> AsyncGenerator[Neighbour, None]:
    """The ids before (-1) or after (1) a run, the nearest first, as far as they can exist.

    Args:
        prefers_list: read the list first where one request then gives many runs, or where the arithmetic is
            doubtful.
        missing: ids already known not to exist, to which the caller adds. After the first miss by a doubtful
            step the list is read once; it has the real ids.

    Raises:
        GatewayError: a needed request failed.
    """
    step = await _step(explorer, of)
    is_listed = prefers_list and (isinstance(of, FlowLookup) or (step is not None and step.is_doubtful))
    given: set[InstanceId] = set()
    if step is None or is_listed:
        async with aclosing(_listed_if_answered(explorer, of, direction, is_needed=step is None)) as listed:
            async for one in listed:
                given.add(one.id)
                yield one
        if given or step is None:
            return
    latest = explorer.now() + _AHEAD
    for other in cycles.ids(of.id, step, direction, await _zone(explorer, of) if step.months else None):
        moment = cycles.moment_of(other.suffix)
        if direction > 0 and (moment is None or moment > latest):
            return
        given.add(other)
        yield Neighbour(other, step.basis)
        if step.is_doubtful and missing and not is_listed:
            is_listed = True
            is_any = False
            async with aclosing(_listed_if_answered(explorer, of, direction)) as listed:
                async for one in listed:
                    if one.id not in given:
                        is_any = True
                        yield one
            if is_any:
                return


async def _listed_if_answered(
    explorer: Explorer, of: Found, direction: int, *, is_needed: bool = False
) -> AsyncGenerator[Neighbour, None]:
    """The runs the list knows; none where it is refused, unless there is no other way.

    Raises:
        GatewayError: the list was needed and refused.
    """
    try:
        async with aclosing(_listed(explorer, of, direction)) as listed:
            async for one in listed:
                yield one
    except GatewayError:
        if is_needed:
            raise


async def _zone(explorer: Explorer, of: Found) -> timezone | None:
    """The server's zone, else the zone that makes the planned time agree with the id."""
    with suppress(GatewayError):
        return await explorer.learn_zone() or _zone_of_record(of)
    return _zone_of_record(of)


def _zone_of_record(of: Found) -> timezone | None:
    record = of.flow if isinstance(of, FlowLookup) else of.task
    named, planned = cycles.moment_of(of.id.suffix), times.read(record.trigger_time)
    if named is None or planned is None:
        return None
    # Ids have hours, planned times minutes: the hour alone is compared.
    hours = [moment.replace(tzinfo=None, minute=0, second=0, microsecond=0) for moment in (planned, named)]
    offset = hours[0] - hours[1]
    return timezone(offset) if abs(offset) <= _FARTHEST_ZONE else None


async def read_next(source: AsyncIterator[Neighbour], count: int) -> list[Neighbour]:
    """The next items of a source, fewer where it ends; the source stays open."""
    items: list[Neighbour] = []
    while len(items) < count:
        try:
            items.append(await anext(source))
        except StopAsyncIteration:
            break
    return items


async def _step(explorer: Explorer, of: Found) -> Step | None:
    """The distance between runs; the cron is requested only where it is needed."""
    if isinstance(of, FlowLookup):
        return cycles.step_of(of.id.suffix, of.flow.cycle, of.flow.freq)
    task = of.task
    seen = explorer.seen_flow(task.flow_inst_id)
    cron = task.freq or (seen.flow.freq if seen else None)
    if cron is None and task.cycle == "mi" and len(of.id.suffix) != _DIGITS_OF_MANUAL:
        cron = (await explorer.flow(_flow_id(of))).flow.freq
    return cycles.step_of(of.id.suffix, task.cycle, cron)


async def _listed(explorer: Explorer, of: Found, direction: int) -> AsyncGenerator[Neighbour, None]:
    """The runs in the list: the manual ones for a manual run, else the periodic ones."""
    is_manual = len(of.id.suffix) == _DIGITS_OF_MANUAL
    for kind in (MANUAL, PERIODIC) if is_manual else (PERIODIC,):
        is_any = False
        async with aclosing(_rows(explorer, of, direction, kind)) as rows:
            async for row in rows:
                is_any = True
                yield row
        if is_any:
            return


async def listed_before(
    explorer: Explorer, of: TaskLookup, most: int
) -> list[tuple[TaskInstanceId, FlowInstance]]:
    """Runs of a task before one, latest first, each with the listed flow instance it ran in.

    One page of the list is read; none where its rows may not be the latest ones.

    Raises:
        GatewayError: the request failed, or the record names no flow instance.
    """
    query = _query(explorer, of, -1, MANUAL if len(of.id.suffix) == _DIGITS_OF_MANUAL else PERIODIC)
    if query is None:
        return []
    page = await explorer.listing.first_page(query)
    if not explorer.listing.is_sorted and len(page) >= query.page_size:
        return []
    rows = {suffix: row for row in page if (suffix := _suffix(row, query.expression))}
    earlier = [suffix for suffix in _ordered(rows, -1) if is_earlier(suffix, of.id.suffix)]
    return [(TaskInstanceId(f"{of.id.node}-{suffix}"), rows[suffix]) for suffix in earlier[:most]]


async def _rows(explorer: Explorer, of: Found, direction: int, kind: int) -> AsyncGenerator[Neighbour, None]:
    query = _query(explorer, of, direction, kind)
    if query is None:
        return
    given, waiting, before = {of.id.suffix}, dict[str, FlowInstance](), list[FlowInstance]()
    for number in range(_MOST_PAGES):
        page = await explorer.listing.page(query, number)
        is_last = len(page) < query.page_size or number == _MOST_PAGES - 1
        if number and page and page == before:
            raise BadReply("The server repeats a page of the list, so further runs cannot be listed.")
        before = page
        waiting |= {suffix: row for row in page if (suffix := _suffix(row, query.expression))}
        # Unsorted rows can be yielded nearest first only when all are there.
        for suffix in _ordered(waiting, direction) if is_last or explorer.listing.is_sorted else ():
            row = waiting.pop(suffix)
            if suffix not in given and is_earlier(suffix, of.id.suffix) == (direction < 0):
                given.add(suffix)
                yield _neighbour(of, suffix, row)
        if is_last:
            return


def _ordered(suffixes: Iterable[str], direction: int) -> list[str]:
    return sorted(suffixes, key=lambda one: one.ljust(14, "0"), reverse=direction < 0)


def _query(explorer: Explorer, of: Found, direction: int, kind: int) -> FlowQuery | None:
    due = cycles.planned_at(of.id.suffix, of.model.trigger_time, explorer.server_zone)
    if due is None:
        return None
    until = due if direction < 0 else max(due, explorer.now()) + _AHEAD
    since = due - _WINDOW if direction < 0 else due
    return FlowQuery(
        int(since.timestamp() * 1000),
        int(until.timestamp() * 1000),
        kind,
        expression=_flow_id(of).node,
        page_size=_PAGE_SIZE,
        descending=direction < 0,
    )


def _suffix(row: FlowInstance, node: str) -> str:
    """The suffix of a listed run of this flow; empty for others whose id or name holds the same digits."""
    found = FlowInstanceId.of(row.instance_id)
    return found.suffix if found is not None and found.node == node else ""


def _neighbour(of: Found, suffix: str, row: FlowInstance) -> Neighbour:
    if isinstance(of, FlowLookup):
        return Neighbour(FlowInstanceId(f"{of.id.node}-{suffix}"), "listed", row)
    return Neighbour(TaskInstanceId(f"{of.id.node}-{suffix}"), "inferred from the list")


def _flow_id(of: Found) -> FlowInstanceId:
    """The flow instance of a run.

    Raises:
        NotFound: the record names none.
    """
    if isinstance(of, FlowLookup):
        return of.id
    if (flow_id := FlowInstanceId.of(of.task.flow_inst_id)) is None:
        raise NotFound(
            f"The record of {of.id} names no flow instance, so the runs before and after cannot be listed."
        )
    return flow_id
