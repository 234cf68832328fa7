"""The list of flow instances is found whatever the server counts pages from and calls its sort fields."""

from typing import get_args, get_type_hints

import pytest

from tests.harness import NOW, a_stand_in, to
from tests.stand_in.gateway import StandIn
from tests.stand_in.habits import Habits
from tui_app.api.errors import BadReply, GatewayError, NotPermitted
from tui_app.api.gateway import FlowQuery, Gateway
from tui_app.models.flow_instance import FlowInstance
from tui_app.services.listing import Listing

from .scripted import ScriptedGateway

NIGHTLY = FlowQuery(0, int(NOW.timestamp() * 1000), expression="900100-", page_size=10)


def listing(stand_in: StandIn) -> Listing:
    gateway: Gateway = to(stand_in)(lambda _: None)
    return Listing(gateway)


def suffixes(rows: list[FlowInstance]) -> list[str]:
    return [(row.instance_id or "").partition("-")[2] for row in rows]


HABITS = [
    Habits(first_page=first, sort_fields=sort_fields)
    for first in (0, 1)
    for sort_fields in get_args(get_type_hints(Habits)["sort_fields"])
]


@pytest.mark.parametrize("habits", HABITS, ids=str)
async def test_every_page_comes_once_whatever_the_server_is_used_to(habits: Habits) -> None:
    stand_in = a_stand_in()
    stand_in.habits = habits
    asker = listing(stand_in)
    pages = [suffixes(await asker.page(NIGHTLY, number)) for number in range(4)]
    found = [suffix for page in pages for suffix in page]
    assert len(found) == len(set(found)) == 30
    assert found == sorted(found, reverse=True)
    assert found[0] == "2026112100"
    assert asker.is_sorted
    calls = stand_in.request_count("flowInstances", "search")
    await asker.page(NIGHTLY)
    assert stand_in.request_count("flowInstances", "search") == calls + 1, "what was found out is remembered"


async def test_a_server_that_counts_from_one_costs_one_more_question_once() -> None:
    stand_in = a_stand_in()
    await listing(stand_in).page(NIGHTLY)
    assert stand_in.request_count("flowInstances", "search") == 2


def rows(*ids: str) -> dict[str, object]:
    return {"flowInsts": [{"instanceId": one, "flowId": 1.0} for one in ids], "count": 99}


REFUSED = GatewayError("no such parameter", code=62102)
TWO = FlowQuery(0, 1, page_size=2)


async def test_a_server_that_takes_page_0_for_page_1_is_found_out() -> None:
    gateway = ScriptedGateway(rows("1-a", "1-b"), rows("1-a", "1-b"), rows("1-c"))
    asker = Listing(gateway)
    assert suffixes(await asker.page(TWO)) == ["a", "b"]
    assert suffixes(await asker.page(TWO, 1)) == ["c"]
    assert [query.page for _, query in gateway.asked if isinstance(query, FlowQuery)] == [0, 1, 2]


async def test_a_server_that_knows_no_sort_field_is_asked_without_one() -> None:
    gateway = ScriptedGateway(*[REFUSED] * 5, rows("1-a"))
    asker = Listing(gateway)
    assert suffixes(await asker.page(TWO)) == ["a"]
    assert not asker.is_sorted
    assert [(query.sort_field, query.page) for _, query in gateway.asked if isinstance(query, FlowQuery)] == [
        ("start_time", 0),
        ("start_time", 1),
        ("startTime", 0),
        ("startTime", 1),
        (None, 0),
        (None, 1),
    ]


async def test_another_refusal_is_no_matter_of_pages() -> None:
    with pytest.raises(NotPermitted):
        await Listing(ScriptedGateway(NotPermitted("no", code=62103))).page(TWO)
    with pytest.raises(GatewayError, match="no such parameter"):
        await Listing(ScriptedGateway(*[REFUSED] * 6)).page(TWO)


@pytest.mark.parametrize("nothing", [None, {}, {"flowInsts": []}, {"flowInsts": None}, {"flowInsts": ""}, []])
async def test_an_empty_list_teaches_nothing(nothing: dict[str, object] | list[object] | None) -> None:
    gateway = ScriptedGateway(nothing, nothing, rows("1-a"))
    asker = Listing(gateway)
    assert await asker.page(TWO) == []
    assert suffixes(await asker.page(TWO)) == ["a"]


async def test_rows_are_read_however_they_are_wrapped() -> None:
    gateway = ScriptedGateway([rows("1-a")], {"flowInsts": '[{"instanceId": "1-b"}, 7]'}, {"flowInsts": 7})
    asker = Listing(gateway)
    (row,) = await asker.page(TWO)
    assert (row.instance_id, row.flow_id) == ("1-a", "1")
    assert suffixes(await asker.page(TWO, 0)) == ["b"]
    with pytest.raises(BadReply):
        await asker.page(TWO)
