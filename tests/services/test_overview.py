"""The overview: one list request, at most three for a reason, at most four at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any, cast

import pytest

from tests.harness import LAST_NIGHT, NOW, a_stand_in, to
from tests.services.scripted import ScriptedGateway
from tests.services.workflows import Case, CaseGateway, Workflow, case
from tests.stand_in.gateway import StandIn
from tests.stand_in.habits import Habits
from tui_app.api.errors import GatewayError, NotPermitted
from tui_app.api.gateway import Gateway
from tui_app.models.ids import FlowInstanceId
from tui_app.models.reason import Reason
from tui_app.services import overview as module
from tui_app.services.explorer import Explorer
from tui_app.services.overview import MOST_REQUESTS, Overview, Runs

NIGHTLY = FlowInstanceId(f"900100-{LAST_NIGHT}")


def an_overview(stand_in: StandIn, span: str = "24h") -> Overview:
    return Overview(Explorer(to(stand_in)(lambda _: None), lambda: NOW), span)


async def loaded(overview: Overview) -> list[Runs]:
    return [runs async for runs in overview.load()]


async def reasons(overview: Overview, *ids: FlowInstanceId) -> dict[str, str]:
    async with aclosing(overview.read_reasons(ids)) as answers:
        return {some_id: reason.line async for some_id, reason in answers}


def ids(runs: Runs) -> set[str | None]:
    return {flow.instance_id for flow in runs.flows}


async def test_one_list_request_lists_the_runs_of_the_span() -> None:
    stand_in = a_stand_in()
    overview = an_overview(stand_in)
    (runs,) = await loaded(overview)
    assert NIGHTLY.text in ids(runs)
    assert stand_in.request_count("flowInstances", "search") == 1
    assert ids((await loaded(an_overview(stand_in, "1h")))[-1]) < ids(runs)


@pytest.mark.parametrize("habits", [Habits(first_page=first) for first in (0, 1)], ids=str)
@pytest.mark.parametrize("page_size", [5, 10, 500])
async def test_every_run_comes_once_however_pages_are_counted(
    habits: Habits, page_size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ids((await loaded(an_overview(a_stand_in())))[-1])
    monkeypatch.setattr(module, "PAGE_SIZE", page_size)
    stand_in = a_stand_in()
    stand_in.habits = habits
    overview = an_overview(stand_in)
    last = (await loaded(overview))[-1]
    assert ids(last) == whole
    assert len(last.flows) == len(whole)
    assert not last.has_more


async def test_a_short_page_of_old_runs_is_not_taken_for_the_latest(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = (await loaded(an_overview(a_stand_in())))[-1]
    # Two thirds of the runs fill page 0; page 1 has the older third.
    monkeypatch.setattr(module, "PAGE_SIZE", len(whole.flows) * 2 // 3)
    stand_in = a_stand_in()
    stand_in.habits = Habits(first_page=0, count="page")
    overview = an_overview(stand_in)
    steps = await loaded(overview)
    assert len(steps[0].flows) < len(whole.flows)
    last = steps[-1]
    assert ids(last) == ids(whole)


async def test_more_runs_than_are_read_are_said_to_be_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE_SIZE", 5)
    monkeypatch.setattr(module, "MOST_RUNS", 10)
    last = (await loaded(an_overview(a_stand_in())))[-1]
    assert last.has_more
    assert len(last.flows) == 10


async def test_a_reason_takes_three_requests_and_is_kept() -> None:
    stand_in = a_stand_in()
    overview = an_overview(stand_in)
    assert await reasons(overview, NIGHTLY) == {
        NIGHTLY.text: "清洗风机数据 clean_turbine_data: KeyError: 'ActivePower_avg'"
    }
    calls = [call for call in stand_in.calls if call.resource != "token"]
    assert len(calls) == MOST_REQUESTS
    assert await reasons(overview, NIGHTLY) == {}
    assert len([call for call in stand_in.calls if call.resource != "token"]) == len(calls)


async def test_where_more_than_three_requests_would_be_needed_no_task_is_called_the_first() -> None:
    workflow = Workflow()
    for name in "abcde":
        workflow.add(name, "FAIL", startTime="2026-11-27 01:00:00", endTime="2026-11-27 01:01:00")
    gateway = CaseGateway(case(workflow.id, workflow))
    overview = Overview(Explorer(gateway), "24h")
    assert await reasons(overview, FlowInstanceId(workflow.id)) == {
        workflow.id: "task-a, task-b, task-c and 2 more failed; which was first is not known yet"
    }
    assert sum(gateway.requests.values()) == 1


async def test_a_run_that_cannot_be_read_has_a_reason_that_says_so_until_it_is_forgotten() -> None:
    overview = Overview(Explorer(ScriptedGateway(NotPermitted("no right"), NotPermitted("no right"))), "24h")
    assert await reasons(overview, NIGHTLY) == {NIGHTLY.text: "not known: no right"}
    assert await reasons(overview, NIGHTLY) == {}
    overview.forget_unread()
    assert await reasons(overview, NIGHTLY) == {NIGHTLY.text: "not known: no right"}


class Gate:
    """Counts the requests in flight, and holds each until the loop has turned a few times."""

    def __init__(self, gateway: Any) -> None:
        self._gateway = gateway
        self.in_flight = self.most = 0

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        method = getattr(self._gateway, name)

        async def request(*arguments: Any) -> Any:
            self.in_flight += 1
            self.most = max(self.most, self.in_flight)
            try:
                for _ in range(20):
                    await asyncio.sleep(0)
                return await method(*arguments)
            finally:
                self.in_flight -= 1

        return request


def many_failures(count: int) -> tuple[Case, list[FlowInstanceId]]:
    """Workflows of two tasks that failed at once."""
    flows = []
    for number in range(10, 10 + count):
        workflow = Workflow(number)
        for name in "ab":
            workflow.add(name, "FAIL", startTime="2026-11-27 01:00:00", endTime="2026-11-27 01:01:00")
        flows.append(workflow)
    return case(flows[0].id, *flows), [FlowInstanceId(workflow.id) for workflow in flows]


async def test_at_most_four_requests_are_in_flight() -> None:
    known, flow_ids = many_failures(9)
    gate = Gate(CaseGateway(known))
    read = await reasons(Overview(Explorer(cast(Gateway, gate)), "24h"), *flow_ids)
    assert len(read) == 9
    assert 1 < gate.most <= 4


async def test_leaving_early_cancels_what_is_pending() -> None:
    known, flow_ids = many_failures(9)
    gateway = CaseGateway(known)
    gate = Gate(gateway)
    async with aclosing(Overview(Explorer(cast(Gateway, gate)), "24h").read_reasons(flow_ids)) as answers:
        async for _ in answers:
            break
    sent = sum(gateway.requests.values())
    assert gate.in_flight == 0
    await asyncio.sleep(0)
    assert sum(gateway.requests.values()) == sent < 9


def listed(*rows: tuple[str, int, str | None]) -> dict[str, Any]:
    flows = [
        {"instanceId": some_id, "status": status, "endTime": end, "triggerTime": "2026-11-23 07:29:00"}
        for some_id, status, end in rows
    ]
    return {"flowInsts": flows, "count": len(flows)}


async def test_failures_since_the_last_look_are_new_until_one_looks() -> None:
    zone = {"timezone": "GMT+8"}
    before, after = ("1-1", -1, "x"), ("2-1", -1, "y")
    gateway = ScriptedGateway(listed(before), zone, listed(before, after), listed(before, after))
    overview = Overview(Explorer(gateway, lambda: NOW), "24h")
    await loaded(overview)
    assert overview.new_failures() == set()
    await loaded(overview)
    assert overview.new_failures() == {"2-1"}
    overview.mark_seen()
    await loaded(overview)
    assert overview.new_failures() == set()


async def test_a_run_that_ended_once_more_has_its_reason_read_again() -> None:
    zone = {"timezone": "GMT+8"}
    gateway = ScriptedGateway(listed(("1-1", -1, "x")), zone, listed(("1-1", -1, "later")))
    overview = Overview(Explorer(gateway, lambda: NOW), "24h")
    await loaded(overview)
    overview.reasons["1-1"] = Reason("earlier")
    await loaded(overview)
    assert overview.reasons == {}


async def test_an_error_of_the_list_is_raised() -> None:
    overview = Overview(Explorer(ScriptedGateway(NotPermitted("no right to list")), lambda: NOW), "24h")
    with pytest.raises(GatewayError, match="no right to list"):
        await loaded(overview)
    assert overview.runs is None
