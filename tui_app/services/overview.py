"""The runs of the last hours: one list request, then the reasons of failures, a few at a time."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

from ..api.errors import GatewayError
from ..api.gateway import FlowQuery
from ..logic import sanitize, times
from ..logic.runs.overview import failed_ids
from ..logic.time_window import bounds_ms
from ..models.flow_instance import FlowInstance
from ..models.ids import FlowInstanceId
from ..models.reason import Reason
from .concurrency import gather
from .explorer import Explorer
from .find_flows import contradictions, may_go_on, unseen
from .limited_gateway import LimitedGateway

if TYPE_CHECKING:
    from ..logic.why.explanation import Explanation

PAGE_SIZE = 500
"""Runs of one request: those of a day of most users."""

MOST_RUNS = 5_000
"""Runs that are listed at most; the overview says where there are more."""

MOST_REQUESTS = 3
"""Requests for the reason of one run: the workflow, the record and the log of the task that failed."""

ROWS_AT_ONCE = 2
"""Runs whose reasons are read at a time; each has at most two requests in flight."""

MOST_EXPLANATIONS = 50
"""Explanations that are kept: each holds the graph of its workflow."""

_RECENT_S = 900
"""Age of the latest planned time up to which a short page is the first: no server has 500 runs in it."""


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """The runs of a span as they were listed; equal only to itself."""

    span: str
    """The span, such as ``24h``."""

    flows: tuple[FlowInstance, ...]
    """The runs, without the states of their tasks."""

    has_more: bool = False
    """Whether there are more than were listed."""

    inconsistencies: tuple[str, ...] = ()
    """Sentences on what in the list contradicts the request."""

    listed_at: datetime | None = None
    """Time of the answer, aware."""


class Overview:
    """Lists the scheduled runs of a span, and keeps the reasons of their failures for the session."""

    def __init__(self, explorer: Explorer, span: str) -> None:
        """Send nothing yet.

        Args:
            span: such as ``24h``, see `logic.time_window`.
        """
        self._explorer = explorer
        self.span = span
        """The span of planned times up to now."""
        self.runs: Runs | None = None
        """The runs as last listed; None before the first answer."""
        self.reasons: dict[str, Reason] = {}
        """The reasons read so far, by the id of the run."""
        self.explanations: dict[str, Explanation] = {}
        """The explanations behind the latest `MOST_EXPLANATIONS` reasons, by the id of the run."""
        self._seen: frozenset[str] | None = None
        self._reason_of_end: dict[str, str | None] = {}

    async def load(self) -> AsyncGenerator[Runs, None]:
        """List the runs; yields after the first request, and again when further pages were needed.

        Raises:
            GatewayError: a request failed.
        """
        explorer, listing = self._explorer, self._explorer.listing
        from_ms, to_ms = bounds_ms(self.span, explorer.server_zone, explorer.now())
        query = FlowQuery(from_ms, to_ms, page_size=PAGE_SIZE)
        page = await listing.latest(query)
        rows = unseen([], page)
        doubts = contradictions(query, page, len(rows))
        first = self._keep(rows, len(page) >= PAGE_SIZE, doubts) if self.runs is None else None
        if first is not None:
            yield first
        if not listing.is_certain:
            if await self._is_up_to_date(rows):
                listing.assume_first_page_is_1()
            else:
                page = await listing.confirm(query, page)
                rows = unseen([], page)
                doubts = contradictions(query, page, len(rows))
        has_more, number = may_go_on(query, page, len(rows)), 1
        while has_more and len(rows) < MOST_RUNS:
            page = await listing.page(query, number)
            fresh = unseen(rows, page)
            rows += fresh
            doubts |= contradictions(query, page, len(fresh))
            has_more, number = may_go_on(query, page, len(fresh)), number + 1
        if first is None or first.flows != tuple(rows) or first.has_more != has_more:
            yield self._keep(rows, has_more, doubts)

    async def _is_up_to_date(self, rows: list[FlowInstance]) -> bool:
        """Whether the rows reach to the present, as those of a second page of a busy server do not."""
        if not rows or len(rows) >= PAGE_SIZE:
            return False
        explorer = self._explorer
        with suppress(GatewayError):
            await explorer.learn_zone()
        newest = max(row.trigger_time or "" for row in rows)
        age_s = times.age_s(newest, explorer.server_zone, explorer.now())
        return age_s is not None and age_s < _RECENT_S

    async def read_reasons(self, ids: Iterable[FlowInstanceId]) -> AsyncGenerator[tuple[str, Reason], None]:
        """Read the reasons of failed runs that are not known yet; yields each as it is there.

        Iterate under ``contextlib.aclosing``: leaving early cancels the pending requests.
        """
        wanted = [one for one in dict.fromkeys(ids) if one.text not in self.reasons]
        async with aclosing(gather(wanted, self.read_reason, ROWS_AT_ONCE)) as answers:
            async for one, answer in answers:
                if not isinstance(answer, GatewayError):
                    yield one.text, answer

    async def read_reason(self, flow_id: FlowInstanceId) -> Reason:
        """Read the reason of a failed run and keep it; where it cannot be read, it says why not."""
        try:
            reason = await self._read(flow_id)
        except GatewayError as error:
            reason = Reason(sanitize.one_line(f"not known: {error}"), is_read=False)
        self.reasons[flow_id.text] = reason
        return reason

    def forget_unread(self) -> None:
        """Forget the reasons that could not be read, so that they are tried again."""
        self.reasons = {one: reason for one, reason in self.reasons.items() if reason.is_read}

    def new_failures(self) -> frozenset[str]:
        """The failed runs that were not among the failed ones when the user last looked."""
        failed = failed_ids(self.runs.flows) if self.runs is not None else frozenset()
        return failed - self._seen if self._seen is not None else frozenset()

    def mark_seen(self) -> None:
        """Take everything listed as seen by the user."""
        if self.runs is not None:
            self._seen = failed_ids(self.runs.flows)

    async def _read(self, flow_id: FlowInstanceId) -> Reason:
        # What judges logs takes long to import, and the runs are listed without it.
        for name in (".why", "..logic.why.reason"):
            await asyncio.to_thread(import_module, name, __package__)
        from ..logic.why.reason import reason_of
        from .why import explain_found

        limited = LimitedGateway(self._explorer.gateway, MOST_REQUESTS, is_tried_once=False)
        explorer = self._explorer.through(limited)
        found = await explorer.find(flow_id)
        async with aclosing(explain_found(explorer, found, room=limited.left)) as steps:
            async for step in steps:
                last = step
        self.explanations[flow_id.text] = last
        if len(self.explanations) > MOST_EXPLANATIONS:
            self.explanations.pop(next(iter(self.explanations)))
        return reason_of(last, explorer.server_zone, explorer.now())

    def _keep(self, rows: Iterable[FlowInstance], has_more: bool, doubts: Iterable[str]) -> Runs:
        """The runs; a run that ended anew since has its reason read again."""
        self.runs = Runs(self.span, tuple(rows), has_more, tuple(doubts), self._explorer.now())
        for row in self.runs.flows:
            some_id = row.instance_id or ""
            if self._reason_of_end.setdefault(some_id, row.end_time) != row.end_time:
                self.reasons.pop(some_id, None)
                self.explanations.pop(some_id, None)
                self._reason_of_end[some_id] = row.end_time
        if self._seen is None:
            self.mark_seen()
        return self.runs
