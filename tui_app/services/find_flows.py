"""Search for flow instances, page by page."""

from contextlib import aclosing
from dataclasses import dataclass, replace

from ..api.errors import GatewayError
from ..api.gateway import FlowQuery
from ..logic.answer_check import page_inconsistencies
from ..logic.flow_search import TYPES, FlowSearch
from ..logic.time_window import bounds_ms
from ..models.flow_instance import FlowInstance
from .concurrency import gather
from .explorer import Explorer
from .listing import MOST_ROWS


@dataclass(frozen=True, slots=True, eq=False)
class FoundFlows:
    """The result of a search so far; equal only to itself."""

    search: FlowSearch
    """The search."""

    rows: tuple[FlowInstance, ...]
    """The latest planned first; each instance once. Their graphs have no task states."""

    open: tuple[tuple[FlowQuery, int], ...]
    """Requests with further pages: one for each scheduling type, and its next page from 0."""

    inconsistencies: tuple[str, ...] = ()
    """Sentences on what in the list contradicts the search."""

    @property
    def has_more(self) -> bool:
        """Whether there may be more."""
        return bool(self.open)


async def find_flows(explorer: Explorer, search: FlowSearch) -> FoundFlows:
    """The first page of each scheduling type searched.

    Raises:
        InvalidSearch: its time window cannot be read.
        GatewayError: a request failed.
    """
    from_ms, to_ms = bounds_ms(search.when, explorer.server_zone, explorer.now())
    query = FlowQuery(
        from_ms, to_ms, expression=search.text, owner=search.owner, statuses=tuple(sorted(search.statuses))
    )
    # The list has no value for all types, so each is requested.
    types = [code for code in TYPES.values() if code in search.types or not search.types]
    return await find_more(
        explorer, FoundFlows(search, (), tuple((replace(query, type=code), 0) for code in types))
    )


async def find_more(explorer: Explorer, findings: FoundFlows) -> FoundFlows:
    """The result with the next page of each scheduling type that may have one.

    Raises:
        GatewayError: a request failed.
    """
    rows, still_open, inconsistencies = list(findings.rows), [], dict.fromkeys(findings.inconsistencies)

    async def ask(question: tuple[FlowQuery, int]) -> list[FlowInstance]:
        return await explorer.listing.page(*question)

    async with aclosing(gather(findings.open, ask)) as answers:
        async for (query, number), answer in answers:
            if isinstance(answer, GatewayError):
                raise answer
            fresh = unseen(rows, answer)
            rows += fresh
            if may_go_on(query, answer, len(fresh)):
                still_open.append((query, number + 1))
            inconsistencies |= contradictions(query, answer, len(fresh))
    rows.sort(key=lambda row: (row.trigger_time or "", row.instance_id or ""), reverse=True)
    return replace(findings, rows=tuple(rows), open=tuple(still_open), inconsistencies=tuple(inconsistencies))


def unseen(rows: list[FlowInstance], answer: list[FlowInstance]) -> list[FlowInstance]:
    """The new rows: runs that begin between two pages shift the others."""
    seen = {row.instance_id for row in rows}
    fresh: list[FlowInstance] = []
    for row in answer:
        if row.instance_id is None or row.instance_id not in seen:
            seen.add(row.instance_id)
            fresh.append(row)
    return fresh


def may_go_on(query: FlowQuery, page: list[FlowInstance], fresh: int) -> bool:
    """Whether there may be a page after this one, of which some rows were not listed before.

    `count` is the total in one edition and the page's own in another: only a short page is an end. A server
    that repeats most of each page would be asked without an end.
    """
    return len(page) >= query.page_size and 2 * fresh >= len(page)


def contradictions(query: FlowQuery, page: list[FlowInstance], fresh: int) -> dict[str, None]:
    """Sentences on how a page contradicts its request, as keys in their order.

    Args:
        fresh: number of rows that were not listed before.
    """
    is_full = len(page) >= query.page_size
    is_repeated = bool(page) and (not fresh or (is_full and not may_go_on(query, page, fresh)))
    found = page_inconsistencies(query.statuses, (query.from_ms, query.to_ms), page, is_repeated)
    if len(page) >= MOST_ROWS > query.page_size:
        found += (
            f"The server sent a page of {MOST_ROWS:,} rows or more: the first {MOST_ROWS:,} are listed.",
        )
    return dict.fromkeys(found)
