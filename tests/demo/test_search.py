from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.stand_in.gateway import StandIn
from tests.stand_in.habits import Habits
from tests.stand_in.signing import Caller

REPORT = {"expression": "风电场日报"}


def pages(number: int, size: int = 10, *sorters: tuple[str, str]) -> dict[str, Any]:
    rows = [{"field": field, "order": order} for field, order in sorters]
    return {"pagination": {"pageNo": number, "pageSize": size} | ({"sorters": rows} if rows else {})}


def ids(answer: Any) -> list[str]:
    return [row["instanceId"] for row in answer["data"]["flowInsts"]]


def test_pages_hold_every_run_once(caller: Caller) -> None:
    answers = [caller.search(**REPORT, **pages(number)) for number in (1, 2, 3, 4)]
    assert [len(ids(answer)) for answer in answers] == [10, 10, 10, 0]
    assert len({id_ for answer in answers for id_ in ids(answer)}) == 30
    assert {answer["data"]["count"] for answer in answers} == {30}


def test_the_first_page_can_be_numbered_zero(stand_in: StandIn, caller: Caller) -> None:
    first_of_one = ids(caller.search(**REPORT, **pages(1)))
    assert caller.search(**REPORT, **pages(0))["code"] == 62102
    stand_in.habits = Habits(first_page=0)
    assert ids(caller.search(**REPORT, **pages(0))) == first_of_one
    assert ids(caller.search(**REPORT, **pages(1))) != first_of_one


def test_the_count_can_be_the_pages_own(stand_in: StandIn, caller: Caller) -> None:
    stand_in.habits = Habits(count="page")
    assert caller.search(**REPORT, **pages(1, 7))["data"]["count"] == 7


def test_rows_come_in_the_order_asked_for(caller: Caller) -> None:
    newest = ids(caller.search(**REPORT, **pages(1, 50, ("start_time", "DESC"))))
    assert newest == sorted(newest, reverse=True)
    assert ids(caller.search(**REPORT, **pages(1, 50, ("start_time", "ASC")))) == newest[::-1]


def test_the_first_sort_field_rules_the_second(caller: Caller) -> None:
    answer = caller.search(**pages(1, 200, ("trigger_time", "ASC"), ("end_time", "DESC")))
    triggers = [row["triggerTime"] for row in answer["data"]["flowInsts"]]
    assert triggers == sorted(triggers)
    assert len(set(triggers)) < len(triggers)


@pytest.mark.parametrize(
    ("spelling", "field", "code"),
    [
        ("snake_case", "start_time", 0),
        ("snake_case", "startTime", 62102),
        ("camelCase", "startTime", 0),
        ("camelCase", "start_time", 62102),
        ("both", "start_time", 0),
        ("both", "triggerTime", 0),
        ("both", "flowName", 62102),
    ],
)
def test_sort_fields_have_the_spelling_of_the_edition(
    stand_in: StandIn, caller: Caller, spelling: Any, field: str, code: int
) -> None:
    stand_in.habits = Habits(sort_fields=spelling)
    answer = caller.search(**pages(1, 10, (field, "ASC")))
    assert answer["code"] == code
    assert answer["msg"] in ("OK", "The sorters field parameter is invalid")


def test_the_window_is_closed_before_and_open_after(caller: Caller, now: datetime) -> None:
    run = caller.search(expression="900100-2026112200")["data"]["flowInsts"][0]
    trigger = datetime.fromisoformat(f"{run['triggerTime']}+08:00")
    at_ms = int(trigger.timestamp() * 1000)
    assert len(ids(caller.search(**REPORT, fromTriggerTime=at_ms, toTriggerTime=at_ms + 1))) == 1
    assert ids(caller.search(**REPORT, fromTriggerTime=at_ms + 1)) == []
    assert len(ids(caller.search(**REPORT, toTriggerTime=str(at_ms)))) == 29
    assert now - trigger < timedelta(hours=2)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({**REPORT, "status": "-1"}, 3),
        ({**REPORT, "status": "-1,1"}, 30),
        ({**REPORT, "status": 1}, 27),
        ({"expression": "8435-2021"}, 1),
        ({"expression": "HOURLYDATA"}, 1),
        ({"expression": "nothing like it"}, 0),
        ({"owner": "yourUserName"}, 1),
        ({**REPORT, "owner": "li.na"}, 30),
        ({**REPORT, "owner": "li"}, 0),
        ({"type": 0}, 1),
        ({"type": "0"}, 1),
        ({"type": 2, "expression": "every_status"}, 1),
    ],
)
def test_a_search_narrows_by_each_of_its_fields(
    caller: Caller, changes: dict[str, Any], expected: int
) -> None:
    assert caller.search(**changes)["data"]["count"] == expected


def test_a_row_is_a_record_less_two_fields_and_plus_one(caller: Caller) -> None:
    row = caller.search(expression="8435-")["data"]["flowInsts"][0]
    record = caller.flow("8435-2021020211")["data"]
    assert set(row) - set(record) == {"isCancelled"}
    assert set(record) - set(row) == {"alertMode", "calDt"}
    assert '"status"' in record["graph"] and '"status"' not in row["graph"]


@pytest.mark.parametrize(
    "changes",
    [
        {"pagination": None},
        {"pagination": {"pageNo": 1}},
        {"pagination": {"pageNo": 1, "pageSize": 0}},
        {"type": "all"},
        {"owner": None, "type": None},
        {"fromTriggerTime": "yesterday"},
        {"status": "FAIL"},
    ],
)
def test_a_search_without_what_it_needs_is_refused(caller: Caller, changes: dict[str, Any]) -> None:
    assert caller.search(**changes)["code"] == 62102
