"""Which runs come before and after one, and what it costs to find them."""

from contextlib import aclosing
from typing import Any

import pytest

from tests.harness import LAST_NIGHT, NOW, TODAY, a_stand_in, to
from tests.stand_in.gateway import StandIn
from tui_app.api.errors import NotFound, NotPermitted
from tui_app.api.gateway import FlowQuery
from tui_app.demo import reply
from tui_app.models.ids import FlowInstanceId, InstanceId, TaskInstanceId
from tui_app.models.lookup import Found, TaskLookup
from tui_app.services.explorer import Explorer
from tui_app.services.neighbours import MOST_BACK, Neighbour, last_success, nearest, neighbours_of, read_next

from .scripted import ScriptedGateway

FAILED = TaskInstanceId(f"900103-{LAST_NIGHT}")


def asking(stand_in: StandIn) -> Explorer:
    return Explorer(to(stand_in)(lambda _: None), lambda: NOW)


async def neighbours(explorer: Explorer, of: Found, count: int, direction: int = -1) -> list[Neighbour]:
    async with aclosing(neighbours_of(explorer, of, direction)) as source:
        return await read_next(source, count)


async def test_the_last_success_of_a_nightly_task_costs_one_question() -> None:
    stand_in = a_stand_in()
    explorer, steps = asking(stand_in), list[tuple[InstanceId, int]]()
    failed = await explorer.find(FAILED)
    found = await last_success(explorer, failed, lambda *step: steps.append(step))
    assert found.found.id == TaskInstanceId("900103-2026112000")
    assert (found.back, found.basis) == (1, "inferred")
    assert steps == [(TaskInstanceId("900103-2026112000"), 0)]
    assert stand_in.request_count("taskInstances", "get") == 2
    assert stand_in.request_count("flowInstances") == 0


async def test_runs_that_did_not_succeed_are_passed_over() -> None:
    explorer = asking(a_stand_in())
    later = await explorer.find(TaskInstanceId("900108-2026110500"))
    found = await last_success(explorer, later, lambda *_: None)
    assert (found.found.id.text, found.back) == ("900108-2026110300", 2), "in between it was killed"


async def test_the_search_for_a_success_ends() -> None:
    stand_in = a_stand_in()
    explorer = asking(stand_in)
    first = await explorer.find(TaskInstanceId("900103-2026102300"))
    with pytest.raises(NotFound, match="the 5 previous ids do not exist"):
        await last_success(explorer, first, lambda *_: None)
    record = {"cycle": "D", "status": -1, "flowInstId": "1-2021020200"}
    gateway = ScriptedGateway(*[record] * (MOST_BACK + 1))
    explorer = Explorer(gateway, lambda: NOW)
    with pytest.raises(NotFound, match=f"{MOST_BACK} previous ids searched"):
        await last_success(explorer, await explorer.task(TaskInstanceId("7-2021020200")), lambda *_: None)


async def test_another_refusal_than_not_found_is_told() -> None:
    gateway = ScriptedGateway({"cycle": "D"}, NotPermitted("no"), NotPermitted("no"))
    explorer = Explorer(gateway, lambda: NOW)
    one = await explorer.task(TaskInstanceId("7-2021020200"))
    with pytest.raises(NotPermitted):
        await last_success(explorer, one, lambda *_: None)
    with pytest.raises(NotPermitted):
        await nearest(explorer, one, -1)


async def test_the_nearest_run_is_found_beyond_gaps_and_not_in_the_far_future() -> None:
    gateway = ScriptedGateway({"cycle": "D"}, NotFound("none"), NotFound("none"), {"cycle": "D"})
    explorer = Explorer(gateway, lambda: NOW)
    there = await nearest(explorer, await explorer.task(TaskInstanceId("7-2021020500")), -1)
    assert there.found is not None
    assert there.found.id.text == "7-2021020200"
    assert [gap.text for gap in there.gaps] == ["7-2021020400", "7-2021020300"]
    stand_in = a_stand_in()
    explorer = asking(stand_in)
    last = await nearest(explorer, await explorer.find(TaskInstanceId("900103-2026102300")), -1)
    assert (last.found, len(last.gaps)) == (None, 5)
    asked = stand_in.request_count("taskInstances", "get")
    latest = await nearest(explorer, await explorer.find(FAILED), 1)
    assert latest.found is None
    assert stand_in.request_count("taskInstances", "get") == asked + 1 + 2, (
        "tomorrow may be there ahead of its time"
    )


async def test_the_nearest_of_a_flow_is_a_flow() -> None:
    explorer = asking(a_stand_in())
    there = await nearest(explorer, await explorer.find(FlowInstanceId(f"900300-{TODAY}")), -1)
    assert there.found is not None
    assert there.found.id == FlowInstanceId("900300-2026112222")


async def test_a_minute_cycle_asks_its_flow_for_the_cron_once() -> None:
    task = {"cycle": "mi", "flowInstId": "1-201907261240"}
    gateway = ScriptedGateway(task, {"freq": "0 0/10 * * * ? *", "cycle": "mi"})
    explorer = Explorer(gateway, lambda: NOW)
    one = await explorer.task(TaskInstanceId("7-201907261240"))
    found = await neighbours(explorer, one, 2)
    assert [(other.id.text, other.basis) for other in found] == [
        ("7-201907261230", "inferred"),
        ("7-201907261220", "inferred"),
    ]
    assert [question[0] for question in gateway.asked] == ["task", "flow"]
    await neighbours(explorer, one, 2)
    assert len(gateway.asked) == 2


def listed(*ids: str) -> dict[str, Any]:
    return {"flowInsts": [{"instanceId": one} for one in ids]}


async def manual(*pages: Any) -> tuple[ScriptedGateway, Explorer, TaskLookup]:
    task = {"cycle": "D", "flowInstId": "2809-20190812080700", "triggerTime": "2019-08-12 08:07:22"}
    gateway = ScriptedGateway(task, *pages)
    explorer = Explorer(gateway, lambda: NOW)
    return gateway, explorer, await explorer.task(TaskInstanceId("104890-20190812080700"))


async def test_runs_started_by_hand_are_found_in_the_list() -> None:
    page = listed(
        "2809-20190812080700",
        "2809-20190810093200",
        "12809-20190811080700",
        "2809-20190811093200",
        "2809-20190813080700",
        "no id",
    )
    gateway, explorer, one = await manual(page)
    found = await neighbours(explorer, one, 9)
    assert [(other.id.text, other.basis) for other in found] == [
        ("104890-20190811093200", "inferred from the list"),
        ("104890-20190810093200", "inferred from the list"),
    ]
    (_, query) = gateway.asked[1]
    assert isinstance(query, FlowQuery)
    assert (query.expression, query.type, query.descending) == ("2809", 0, True)
    due_ms = 1565597242000
    assert query.to_ms == due_ms, "what was due then or later is of no interest"
    assert query.from_ms < due_ms


async def test_where_nobody_started_one_by_hand_the_periodic_runs_count() -> None:
    empty = listed()
    gateway, explorer, one = await manual(empty, empty, listed("2809-2019081100"))
    found = await neighbours(explorer, one, 9)
    assert [other.id.text for other in found] == ["104890-2019081100"]
    assert [query.type for _, query in gateway.asked[1:] if isinstance(query, FlowQuery)] == [0, 0, 1]


async def test_a_list_in_no_order_is_read_to_its_end_first() -> None:
    refused = reply_of_62102()
    first = listed(*(f"2809-201908{day:02}093200" for day in [3, 5, *range(6, 11), 1, *[1] * 12]))
    _, explorer, one = await manual(*[refused] * 4, first, first, listed("2809-20190811093200"))
    found = await neighbours(explorer, one, 3)
    assert [other.id.suffix[:8] for other in found] == ["20190811", "20190810", "20190809"]
    assert not explorer.listing.is_sorted


def reply_of_62102() -> NotFound:
    return NotFound("wrong", code=62102)


async def test_a_record_that_names_no_flow_has_no_list_and_says_so() -> None:
    gateway = ScriptedGateway({"cycle": "D"}, {"cycle": "mi", "flowInstId": "?"})
    explorer = Explorer(gateway, lambda: NOW)
    for some_id in ("7-20190812080700", "7-201908120807"):
        one = await explorer.task(TaskInstanceId(some_id))
        with pytest.raises(NotFound, match="names no flow instance"):
            await neighbours(explorer, one, 1)


async def test_runs_of_a_flow_come_from_one_list_and_where_that_fails_by_arithmetic() -> None:
    stand_in = a_stand_in()
    explorer = asking(stand_in)
    flow = await explorer.find(FlowInstanceId(f"900100-{LAST_NIGHT}"))
    async with aclosing(neighbours_of(explorer, flow, -1, prefers_list=True)) as source:
        found = await read_next(source, 15)
    assert [one.id.suffix[6:8] for one in found[:3]] == ["20", "19", "18"]
    assert all(one.flow is not None and one.basis == "listed" for one in found)
    assert stand_in.request_count("flowInstances", "search") == 2, (
        "one of them to find out how pages are counted"
    )
    stand_in.script(*[reply.refusal(62103, "User has no privilege")] * 2, to="flowInstances.search")
    async with aclosing(neighbours_of(explorer, flow, -1, prefers_list=True)) as source:
        (one,) = await read_next(source, 1)
    assert (one.id.text, one.basis) == ("900100-2026112000", "inferred")


async def test_where_the_list_knows_no_run_of_a_flow_arithmetic_does() -> None:
    gateway = ScriptedGateway({"cycle": "H"}, *[listed()] * 2)
    explorer = Explorer(gateway, lambda: NOW)
    flow = await explorer.flow(FlowInstanceId("1-2021020211"))
    async with aclosing(neighbours_of(explorer, flow, -1, prefers_list=True)) as source:
        (one,) = await read_next(source, 1)
    assert (one.id.text, one.basis) == ("1-2021020210", "inferred")


async def test_where_nothing_leads_to_another_run_that_is_said() -> None:
    gateway = ScriptedGateway({"cycle": "H", "flowInstId": "1-2021020211"}, *[listed()] * 4)
    explorer = Explorer(gateway, lambda: NOW)
    one = await explorer.task(TaskInstanceId("7-20210202113000"))
    with pytest.raises(NotFound, match="neither its id nor the list gives one"):
        await last_success(explorer, one, lambda *_: None)


async def test_the_run_after_one_started_by_hand_is_the_next_in_the_list() -> None:
    page = listed("2809-20190812080700", "2809-20190814080700", "2809-20190813080700")
    gateway, explorer, one = await manual(page)
    found = await neighbours(explorer, one, 9, direction=1)
    assert [other.id.text for other in found] == ["104890-20190813080700", "104890-20190814080700"]
    (_, query) = gateway.asked[1]
    assert isinstance(query, FlowQuery)
    assert not query.descending


MONTHLY = {"cycle": "M", "flowInstId": "8-2028022916", "triggerTime": "2028-03-01 00:00:00"}


async def test_months_are_counted_in_the_zone_the_server_names() -> None:
    gateway = ScriptedGateway(MONTHLY, {"timezone": "GMT+8"}, {"cycle": "M"})
    explorer = Explorer(gateway, lambda: NOW)
    there = await nearest(explorer, await explorer.task(TaskInstanceId("7-2028022916")), -1)
    assert there.found is not None
    assert there.found.id.text == "7-2028013116"


async def test_without_a_zone_the_planned_time_tells_it() -> None:
    gateway = ScriptedGateway(MONTHLY, NotPermitted("no"), {"cycle": "M"})
    explorer = Explorer(gateway, lambda: NOW)
    there = await nearest(explorer, await explorer.task(TaskInstanceId("7-2028022916")), -1)
    assert there.found is not None
    assert there.found.id.text == "7-2028013116"


@pytest.mark.parametrize("cycle", ["M", "W"])
async def test_after_the_first_miss_of_a_month_or_a_week_the_list_is_read_once(cycle: str) -> None:
    page = listed("8-2028022916", "8-2028021816", "8-2028011816")
    zone = [{"timezone": "GMT+8"}] if cycle == "M" else []
    gateway = ScriptedGateway(
        MONTHLY | {"cycle": cycle}, *zone, NotFound("no"), page, NotFound("no"), {"a": 1}
    )
    explorer = Explorer(gateway, lambda: NOW)
    there = await nearest(explorer, await explorer.task(TaskInstanceId("7-2028022916")), -1)
    assert there.found is not None
    assert (there.found.id.text, there.basis) == ("7-2028011816", "inferred from the list")
    asked = [question[0] for question in gateway.asked]
    assert asked == ["task", *["zone"] * len(zone), "task", "flows", "task", "task"]


async def test_a_list_that_is_refused_or_empty_leaves_arithmetic() -> None:
    for outcome in (NotPermitted("no"), listed()):
        more = [listed()] if isinstance(outcome, dict) else []
        gateway = ScriptedGateway(MONTHLY | {"cycle": "W"}, NotFound("no"), outcome, *more, {"a": 1})
        explorer = Explorer(gateway, lambda: NOW)
        there = await nearest(explorer, await explorer.task(TaskInstanceId("7-2028022916")), -1)
        assert there.found is not None
        assert there.found.id.text == "7-2028021516"
