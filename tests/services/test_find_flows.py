"""Flow instances are found by type, page by page, with no question too many."""

import pytest

from tests.harness import NOW, a_stand_in, to
from tests.services.scripted import ScriptedGateway
from tests.stand_in.gateway import StandIn
from tests.stand_in.habits import Habits
from tui_app.api.errors import NotPermitted
from tui_app.api.gateway import FlowQuery
from tui_app.logic.flow_search import FlowSearch, InvalidSearch
from tui_app.services.explorer import Explorer
from tui_app.services.find_flows import FoundFlows, find_flows, find_more


def explorer(stand_in: StandIn) -> Explorer:
    return Explorer(to(stand_in)(lambda _: None), lambda: NOW)


def ids(found: FoundFlows) -> list[str | None]:
    return [row.instance_id for row in found.rows]


async def test_every_type_is_asked_for_and_how_to_ask_is_found_out_once() -> None:
    stand_in = a_stand_in()
    asker = explorer(stand_in)
    found = await find_flows(asker, FlowSearch("900", when="7d"))
    assert stand_in.request_count("flowInstances", "search") == 3 + 1, (
        "three types, and one page number refused"
    )
    triggers = [row.trigger_time or "" for row in found.rows]
    assert triggers == sorted(triggers, reverse=True)
    assert len(set(ids(found))) == len(found.rows) > 10
    await find_flows(asker, FlowSearch("900", types=(1,)))
    assert stand_in.request_count("flowInstances", "search") == 5


@pytest.mark.parametrize("first_page", [0, 1])
@pytest.mark.parametrize("count", ["total", "page"])
async def test_pages_come_on_demand_until_a_short_one(first_page: int, count: str) -> None:
    stand_in = a_stand_in()
    stand_in.habits = Habits(first_page=first_page, count="total" if count == "total" else "page")
    asker = explorer(stand_in)
    found = await find_flows(asker, FlowSearch(when="60d"))
    sizes = [len(found.rows)]
    while found.has_more:
        found = await find_more(asker, found)
        sizes.append(len(found.rows))
    assert sizes == sorted(set(sizes))
    assert sizes[0] >= 50
    world = [run.instance_id for run in stand_in.world.flows(NOW)]
    assert set(ids(found)) <= set(world)
    assert "900100-2026112100" in ids(found)
    assert {one for one in world if one.startswith("900100-")} <= set(ids(found))


async def test_the_servers_zone_and_every_field_reach_the_question() -> None:
    gateway = ScriptedGateway({"timezone": "GMT+8"}, {"flowInsts": [{"instanceId": "1-2026112100"}]})
    asker = Explorer(gateway, lambda: NOW)
    await asker.learn_zone()
    await find_flows(asker, FlowSearch("a", (7, -1), "2026-11-21", "li.na", (0,)))
    (query,) = [one for _, *rest in gateway.asked for one in rest if isinstance(one, FlowQuery)]
    assert (query.expression, query.statuses, query.owner, query.type) == ("a", (-1, 7), "li.na", 0)
    assert query.to_ms - query.from_ms == 86_400_000
    assert query.from_ms == 1795190400000, "midnight at GMT+8"


async def test_rows_that_come_twice_are_listed_once_and_end_the_search() -> None:
    page = {"flowInsts": [{"instanceId": f"{n}-2026112100"} for n in range(50)], "count": 99}
    asker = Explorer(ScriptedGateway(page, {"flowInsts": []}, page), lambda: NOW)
    found = await find_flows(asker, FlowSearch(types=(1,)))
    assert found.has_more
    again = await find_more(asker, found)
    assert (ids(again), again.has_more) == (ids(found), False)


async def test_one_refusal_is_the_answer() -> None:
    with pytest.raises(NotPermitted):
        await find_flows(Explorer(ScriptedGateway(NotPermitted("no")), lambda: NOW), FlowSearch(types=(1,)))


async def test_a_window_that_cannot_be_understood_asks_nothing() -> None:
    gateway = ScriptedGateway()
    with pytest.raises(InvalidSearch):
        await find_flows(Explorer(gateway, lambda: NOW), FlowSearch(when="yesterday"))
    assert gateway.asked == []


async def test_a_server_that_repeats_most_of_each_page_is_asked_no_further() -> None:
    pages = [[{"instanceId": f"{row}-2026112100"} for row in (*range(49), 100 + page)] for page in range(2)]
    gateway = ScriptedGateway(*({"flowInsts": page, "count": 1_000_000} for page in (*pages, pages[1])))
    asker = Explorer(gateway, lambda: NOW)
    found = await find_flows(asker, FlowSearch(types=(1,)))
    found = await find_more(asker, found)
    assert (len(found.rows), found.has_more) == (51, False)
    assert found.inconsistencies == ("The server repeats a page, so there may be more than is listed.",)


async def test_of_a_page_beyond_all_bounds_the_first_rows_are_read() -> None:
    page = {"flowInsts": [{"instanceId": f"{row}-2026112100", "graph": "{}"} for row in range(6_000)]}
    asker = Explorer(ScriptedGateway(page, page), lambda: NOW)
    found = await find_flows(asker, FlowSearch(types=(1,)))
    assert len(found.rows) == 5_000 and not any(row.graph for row in found.rows)
    assert "a page of 5,000 rows or more" in found.inconsistencies[0]
