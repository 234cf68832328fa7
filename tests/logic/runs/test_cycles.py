"""Arithmetic on ids: only where the cycle says how far, and back again by the same way."""

import json
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.runs.cycles import Step, ids, is_earlier, moment_of, planned_at, shifted, step_of
from tui_app.logic.times import zone
from tui_app.models.ids import FlowInstanceId, TaskInstanceId

CASES = json.loads((Path(__file__).parents[2] / "cases" / "cycles.json").read_text())
CHINA, INDIA, NEW_YORK = (timezone(timedelta(hours=hours)) for hours in (8, 5.5, -5))
STEPS = {
    "H": ("2021020211", None),
    "D": ("2022031400", "0 0 0 * * ? *"),
    "mi": ("201907261239", "0 1/1 * * * ? *"),
    "W": ("2022031400", None),
    "M": ("2022031500", None),
}
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(
    lambda at: at.replace(day=min(at.day, 28))
)


def step(cycle: str) -> Step:
    suffix, cron = STEPS[cycle]
    found = step_of(suffix, cycle, cron)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("cycle", "before", "after"),
    [
        ("H", "2021020210", "2021020212"),
        ("D", "2022031300", "2022031500"),
        ("mi", "201907261238", "201907261240"),
        ("W", "2022030700", "2022032100"),
        ("M", "2022021500", "2022041500"),
    ],
)
def test_each_cycle_has_its_distance(cycle: str, before: str, after: str) -> None:
    suffix = STEPS[cycle][0]
    assert shifted(suffix, step(cycle), -1) == before
    assert shifted(suffix, step(cycle), 1) == after
    assert step(cycle).basis == ("doubly inferred" if cycle in "WM" else "inferred")


@given(st.sampled_from(list(STEPS)), MOMENTS, st.integers(-500, 500))
def test_as_far_back_as_forth_leads_to_where_it_began(cycle: str, at: datetime, count: int) -> None:
    suffix = at.strftime("%Y%m%d%H%M")[: len(STEPS[cycle][0])]
    there = shifted(suffix, step(cycle), count)
    assert there is not None
    assert shifted(there, step(cycle), -count) == suffix
    assert is_earlier(there, suffix) == (count < 0)
    assert is_earlier(suffix, there) == (count > 0)


@given(st.sampled_from(list(STEPS)), MOMENTS)
def test_the_neighbours_of_an_id_are_of_its_node_and_kind_and_ever_earlier(cycle: str, at: datetime) -> None:
    one = TaskInstanceId(f"7-{at.strftime('%Y%m%d%H%M')[: len(STEPS[cycle][0])]}")
    found = list(islice(ids(one, step(cycle), -1), 5))
    assert len(set(found)) == 5
    assert all(type(other) is TaskInstanceId and other.node == "7" for other in found)
    chain = [one, *found]
    assert all(is_earlier(later.suffix, one.suffix) for later in found)
    assert [other.suffix for other in chain] == sorted((o.suffix for o in chain), reverse=True)


@pytest.mark.parametrize(
    ("suffix", "cycle", "cron", "words"),
    [
        ("201907261239", "mi", "0 0/5 * * * ? *", "5 minutes"),
        ("201907261239", "mi", "0 */15 * * * ? *", "15 minutes"),
        ("201907261239", "mi", "0 7 * * * ? *", "60 minutes"),
        ("201907261239", "mi", "0 0/7 * * * ? *", None),
        ("201907261239", "mi", "0 0/5 8-18 * * ? *", None),
        ("201907261239", "mi", "0 3,19 * * * ? *", None),
        ("201907261239", "mi", None, None),
        ("201907261239", "mi", "every now and then", None),
        ("2019072612", "mi", "0 0/5 * * * ? *", None),
        ("2021020211", "H", "0 35 * * * ? *", "one hour"),
        ("2021020211", "H", "0 0 0/2 * * ? *", "2 hours"),
        ("2021020211", "H", "0 0 8,12 * * ? *", None),
        ("2021020211", "H", "0 0 * * * MON-FRI *", None),
        ("2021020211", "H", "", "one hour"),
        ("2021020200", "D", "0 15 6 * * ? *", "one day"),
        ("2021020200", "D", "0 15 6 ? * MON-FRI *", None),
        ("20210202", "D", None, "one day"),
        ("20210202093200", "D", None, None),
        ("20210202093200", "H", None, None),
        ("2021020200", None, None, None),
        ("2021020200", "Y", None, None),
        ("2021020200", "W", "0 0 3 ? * MON *", "one week"),
        ("2021020200", "H", "0 0 */0 * * ?", None),
        ("2021020200", "H", "0 0 x/2 * * ?", None),
    ],
)
def test_an_unknown_distance_is_none(
    suffix: str, cycle: str | None, cron: str | None, words: str | None
) -> None:
    found = step_of(suffix, cycle, cron)
    assert (found and found.words) == words


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_a_month_is_counted_in_the_servers_calendar(case: dict[str, Any]) -> None:
    one, server = TaskInstanceId(case["start"]), zone(case["zone"])
    monthly = step_of(one.suffix, case["cycle"], None)
    assert monthly is not None
    before = [other.text for other in islice(ids(one, monthly, -1, server), len(case["earlier"]))]
    assert before == case["earlier"]


@given(st.sampled_from([CHINA, INDIA, NEW_YORK, UTC]), st.integers(1, 28), st.integers(0, 23))
def test_a_monthly_plan_has_one_local_day_and_hour_in_every_month(
    server: timezone, day: int, hour: int
) -> None:
    plan = [datetime(2027, month, day, hour, tzinfo=server).astimezone(UTC) for month in range(12, 0, -1)]
    first, *others = (f"7-{due:%Y%m%d%H}" for due in plan)
    monthly = Step("one month", months=1)
    assert [other.text for other in islice(ids(TaskInstanceId(first), monthly, -1, server), 11)] == others


@pytest.mark.parametrize(
    ("cron", "start", "earlier"),
    [
        ("0 0 0 31 * ? *", "2028033016", ["2028013016", "2027123016", "2027103016"]),
        ("0 0 0 L * ? *", "2028022816", ["2028013016", "2027123016", "2027112916"]),
        ("0 0 0 1 1/3 ? *", "2027123116", ["2027093016", "2027063016"]),
        ("0 0 0 1 1 ? *", "2027123116", ["2026123116"]),
    ],
)
def test_the_cron_sets_months_and_days(cron: str, start: str, earlier: list[str]) -> None:
    monthly = step_of(start, "M", cron)
    assert monthly is not None
    found = islice(ids(TaskInstanceId(f"7-{start}"), monthly, -1, CHINA), len(earlier))
    assert [other.suffix for other in found] == earlier


@pytest.mark.parametrize(
    ("cycle", "cron"),
    [
        ("M", "0 0 0 1,15 * ? *"),
        ("M", "0 0 0 15W * ? *"),
        ("M", "0 0 0 ? * 6#3 *"),
        ("M", "0 0 0 1 1,2,7 ? *"),
        ("W", "0 0 3 ? * MON,FRI *"),
        ("W", "0 0 3 ? * MON-FRI *"),
    ],
)
def test_uneven_months_and_weeks_are_left_to_the_list(cycle: str, cron: str) -> None:
    assert step_of("2021020200", cycle, cron) is None


def test_a_month_without_the_day_ends_on_its_last() -> None:
    assert shifted("2022033100", step("M"), -1) == "2022022800"
    assert shifted("2024033100", step("M"), -1) == "2024022900"
    assert shifted("2022033100", step("M"), -2) == "2022013100"


@pytest.mark.parametrize("suffix", ["2021999999", "202102", "20210202119", "0001010100"])
def test_ids_without_a_valid_time_have_no_neighbours(suffix: str) -> None:
    assert list(islice(ids(FlowInstanceId(f"1-{suffix}"), step("D"), -1), 3)) == []
    assert shifted("9999123100", step("D"), 1) is None
    assert shifted("9999123100", step("M"), 1) is None


def test_a_suffix_is_a_moment_in_utc() -> None:
    assert moment_of("201907261239") == datetime(2019, 7, 26, 12, 39, tzinfo=UTC)
    assert moment_of("20190812013400") == datetime(2019, 8, 12, 1, 34, tzinfo=UTC)
    assert moment_of("20190812") == datetime(2019, 8, 12, tzinfo=UTC)
    assert moment_of("2019081") is None


@pytest.mark.parametrize(
    ("suffix", "planned", "moment"),
    [
        ("201907261239", "2019-07-26 20:39:00", datetime(2019, 7, 26, 12, 39, tzinfo=UTC)),
        ("20190812080700", "2019-08-12 08:07:22", datetime(2019, 8, 12, 8, 7, 22, tzinfo=UTC)),
        ("201907261239", None, datetime(2019, 7, 26, 12, 39, tzinfo=UTC)),
        ("201907261239", "soon", datetime(2019, 7, 26, 12, 39, tzinfo=UTC)),
        ("99999999999", "2019-07-26 20:39:00", datetime(2019, 7, 26, 12, 39, tzinfo=UTC)),
        ("99999999999", None, None),
    ],
)
def test_when_a_run_was_due_is_the_reading_that_fits_its_id(
    suffix: str, planned: str | None, moment: datetime | None
) -> None:
    assert planned_at(suffix, planned, timezone(timedelta(hours=8))) == moment
