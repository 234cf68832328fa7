"""List Flow Instances in the way this server accepts: editions differ in page numbers and sort fields."""

import asyncio
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from ..api.envelope import row_for_model, unwrapped
from ..api.errors import BadReply, GatewayError
from ..api.gateway import FlowQuery, Gateway
from ..logic.time_slicing import Steps, run_in_slices
from ..models.flow_instance import FlowInstance

_BAD_PARAMETER = 62102
MOST_ROWS = 5_000
"""Most rows of one page that are read, however many a server sends."""
_VARIANTS = tuple((field, page) for field in ("start_time", "startTime", None) for page in (0, 1))
"""Sort fields and numbers of the first page, the likeliest first."""


@dataclass(slots=True)
class _Form:
    """The requests that a server accepts, as far as detected."""

    first_page: int | None = None
    """The number of the first page; None before it is detected."""

    sort_field: str | None = None
    """The name of the sort field; None where the server accepts none."""


class Listing:
    """One server's list of flow instances; detects its page numbers and sort fields once."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._form = _Form()
        self._detecting = asyncio.Lock()

    def through(self, gateway: Gateway) -> "Listing":
        """The same list through another gateway; what one of them detects, both know."""
        other = copy(self)
        other._gateway = gateway
        return other

    @property
    def is_sorted(self) -> bool:
        """Whether rows come in the order of their start; False where the server accepts no sort field."""
        return self._form.sort_field is not None

    async def page(self, query: FlowQuery, number: int = 0) -> list[FlowInstance]:
        """One page of rows.

        Args:
            query: the search; its page and sort field are set here.
            number: of the page, from 0 for every server.

        Raises:
            GatewayError: the request failed.
        """
        if self._form.first_page is None:
            rows = await self._detect(query)
            if rows is not None and number == 0:
                return rows
        return await self._ask(query, (self._form.first_page or 0) + number)

    async def first_page(self, query: FlowQuery) -> list[FlowInstance]:
        """The first page, without a second request to find out how pages are numbered.

        Raises:
            GatewayError: the request failed.
        """
        if self._form.first_page is not None:
            return await self._ask(query, self._form.first_page)
        return (await self._first_accepted(query))[1]

    async def latest(self, query: FlowQuery) -> list[FlowInstance]:
        """The first page in one request where the server counts from 1, else in two.

        Page 1 is requested first. Where it holds rows, the server may still count from 0 and have more than
        one page: see `is_certain` and `confirm`.

        Raises:
            GatewayError: the request failed.
        """
        async with self._detecting:
            if self._form.first_page is None:
                self._form.sort_field = _VARIANTS[0][0]
                try:
                    rows = await self._ask(query, 1)
                    return rows or await self._page_0_instead_of(query, rows)
                except GatewayError as error:
                    if error.code != _BAD_PARAMETER:
                        raise
        return await self.page(query)

    @property
    def is_certain(self) -> bool:
        """Whether it is known from which number the server counts pages."""
        return self._form.first_page is not None

    async def confirm(self, query: FlowQuery, rows: list[FlowInstance]) -> list[FlowInstance]:
        """The first page, given page 1 as `latest` returned it; requests page 0 where that is not certain.

        Raises:
            GatewayError: the request failed.
        """
        async with self._detecting:
            return rows if self.is_certain else await self._page_0_instead_of(query, rows)

    def assume_first_page_is_1(self) -> None:
        """Take the page that `latest` returned for the first one, where its rows show that."""
        self._form.first_page = 1 if self._form.first_page is None else self._form.first_page

    async def _page_0_instead_of(self, query: FlowQuery, page_1: list[FlowInstance]) -> list[FlowInstance]:
        try:
            page_0 = await self._ask(query, 0)
        except GatewayError as error:
            if error.code != _BAD_PARAMETER:
                raise
            self._form.first_page = 1
            return page_1
        if page_0 or page_1:
            self._form.first_page = 1 if _ids(page_0) == _ids(page_1) else 0
        return page_0

    async def _detect(self, query: FlowQuery) -> list[FlowInstance] | None:
        """See `_first_time`; None where a concurrent request has detected it already."""
        async with self._detecting:
            return await self._first_time(query) if self._form.first_page is None else None

    async def _first_time(self, query: FlowQuery) -> list[FlowInstance]:
        """The first page; sets page numbers and sort field.

        A server that counts from 1 rejects page 0, or treats it as page 1; one that counts from 0 would
        silently skip rows if page 1 were requested first. A wrong sort field has the code of a wrong page.
        """
        page, rows = await self._first_accepted(query)
        if page == 0 and (not rows or len(rows) >= query.page_size):
            second = await self._ask(query, 1)
            if second and (not rows or _ids(second) == _ids(rows)):
                page, rows = 1, second
        if rows or page:
            self._form.first_page = page
        return rows

    async def _first_accepted(self, query: FlowQuery) -> tuple[int, list[FlowInstance]]:
        refused: GatewayError | None = None
        for self._form.sort_field, page in _VARIANTS:
            try:
                return page, await self._ask(query, page)
            except GatewayError as error:
                if error.code != _BAD_PARAMETER:
                    raise
                refused = refused or error
        raise refused or AssertionError("there is at least one variant")

    async def _ask(self, query: FlowQuery, page: int) -> list[FlowInstance]:
        answer = await self._gateway.list_flow_instances(
            replace(query, page=page, sort_field=self._form.sort_field)
        )
        return await run_in_slices(_rows(answer.data))


def _rows(data: Any) -> Steps[list[FlowInstance]]:
    """The flow instances of an answer without their graphs, at most `MOST_ROWS` of them."""
    data = unwrapped(data)
    if isinstance(data, list) and len(data) == 1 and isinstance(data[0], Mapping) and "flowInsts" in data[0]:
        data = data[0]
    listed = unwrapped(data.get("flowInsts")) if isinstance(data, Mapping) else data
    if listed is None or listed == "":
        return []
    if not isinstance(listed, list):
        raise BadReply("The answer holds no list where one belongs.")
    rows = []
    for row in listed[:MOST_ROWS]:
        if isinstance(row, Mapping):
            rows.append(FlowInstance.model_validate(row_for_model(row)))
            yield
    return rows


def _ids(rows: list[FlowInstance]) -> list[str | None]:
    return [row.instance_id for row in rows]
