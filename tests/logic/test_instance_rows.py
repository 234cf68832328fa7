"""Rows about many instances: their order, what fits, what is counted, what is exported."""

import csv
import io
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.harness import NOW
from tui_app.logic import sanitize
from tui_app.logic.export import COLUMNS, to_csv, to_json
from tui_app.logic.graph.gantt import TaskRun
from tui_app.logic.instance_rows import LARGEST_FIRST, SORT_KEYS, Row, counts, flow_row, row_of
from tui_app.logic.safe_json import dumps
from tui_app.logic.sort_and_filter import GIVEN, Arrangement, fits
from tui_app.models.flow_instance import FlowInstance
from tui_app.models.ids import InstanceId, TaskInstanceId
from tui_app.models.lookup import Response, TaskLookup
from tui_app.models.status import Status
from tui_app.models.task_instance import TaskInstance

TIMES = st.one_of(st.none(), st.sampled_from(["2026-11-21 00:00:00", "2026-11-21 00:05:00.0", "soon", ""]))
STATES = st.one_of(st.none(), st.builds(Status.of, st.integers(-1, 12)), st.just(Status.of("ODD")))
ROWS = st.lists(
    st.builds(
        Row,
        st.builds(TaskInstanceId, st.integers(1, 99).map(lambda node: f"{node}-20261121")),
        state=STATES,
        name=st.text(max_size=12),
        start=TIMES,
        end=TIMES,
        refusal=st.sampled_from(["", "no right"]),
    ),
    max_size=12,
)


def row(node: int, status: int | None = None, name: str = "", seconds: int | None = None, **more: Any) -> Row:
    state = None if status is None else Status.of(status)
    start, end = ("2026-11-21 00:00:00", f"2026-11-21 00:00:{seconds:02}") if seconds else (None, None)
    return Row(TaskInstanceId(f"{node}-20261121"), "task", state, name, start, end, **more)


def sorted_rows(rows: list[Row], by: str, is_reversed: bool = False) -> list[Row]:
    return list(Arrangement(SORT_KEYS, LARGEST_FIRST, by, is_reversed).sort(rows))


@given(ROWS, st.sampled_from((GIVEN, *SORT_KEYS)), st.booleans())
def test_every_order_holds_every_row_once(rows: list[Row], by: str, is_reversed: bool) -> None:
    assert Counter(map(id, sorted_rows(rows, by, is_reversed))) == Counter(map(id, rows))


@given(ROWS, st.sampled_from(("took", "start", "name", "status")), st.booleans())
def test_rows_without_a_value_come_last_in_both_directions(
    rows: list[Row], by: str, is_reversed: bool
) -> None:
    def lacks(one: Row) -> bool:
        known = {"took": one.took_s is not None, "start": one.start not in (None, "", "soon")}
        return not (known | {"name": bool(one.name), "status": not one.is_open})[by]

    missing = [lacks(one) for one in sorted_rows(rows, by, is_reversed)]
    assert missing == sorted(missing)


def test_failures_long_runs_and_small_numbers_come_first() -> None:
    rows = [row(10, 1, "b", 5), row(9, -1, "a", 7), row(8), row(7, 2, "C"), row(6, refusal="no right")]

    def nodes(by: str, is_reversed: bool = False) -> list[int]:
        return [int(one.id.node) for one in sorted_rows(rows, by, is_reversed)]

    assert nodes("status") == [9, 6, 7, 10, 8]
    assert nodes("status", True) == [10, 7, 6, 9, 8]
    assert nodes("took") == [9, 10, 8, 7, 6]
    assert nodes("id") == [6, 7, 8, 9, 10]
    assert nodes("name") == [9, 10, 7, 8, 6]
    assert nodes("given", True) == [6, 7, 8, 9, 10]


@pytest.mark.parametrize(
    ("wanted", "does_fit"),
    [
        ("", True),
        ("fail", True),
        ("CLEAN fail", True),
        ("success", False),
        ("!success", True),
        ("clean !fail", False),
        ("!", True),
    ],
)
def test_a_text_fits_by_its_words(wanted: str, does_fit: bool) -> None:
    assert fits("✗ FAIL  900103-2026112100  clean_turbine_data", wanted) is does_fit


def test_the_count_names_failures_first_and_few_states() -> None:
    rows = [row(1, 1), row(2, 1), row(3, -1), row(4, refusal="no right"), row(5)]
    assert counts(rows) == "1 FAIL, 2 SUCCESS, 1 without an answer"
    assert counts([row(code + 2, code) for code in range(-1, 11)]).endswith(", 8 other states")
    assert counts([row(1)]) == ""


@given(ROWS)
def test_a_csv_file_reads_back_and_no_text_in_it_is_a_formula(rows: list[Row]) -> None:
    back = list(csv.DictReader(io.StringIO(to_csv(rows, str))))
    assert [one["id"] for one in back] == [one.id.text for one in rows]
    assert all(set(one) == set(COLUMNS) for one in back)
    for one in back:
        assert not one["name"].startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"))
        assert all(text == sanitize.one_line(text) for text in one.values())


def test_a_csv_cell_keeps_its_text_behind_the_guard() -> None:
    (line,) = csv.DictReader(io.StringIO(to_csv([row(1, -1, '=HYPERLINK("x"),\n', 9)], str)))
    assert (line["name"], line["statusName"], line["status"]) == ('\'=HYPERLINK("x"),\\n', "FAIL", "-1")
    assert (line["durationSeconds"], line["error"]) == ("9.0", "")


@given(ROWS)
def test_a_json_file_holds_every_text_as_it_came(rows: list[Row]) -> None:
    back = json.loads(to_json(rows, str))
    assert [one["name"] or "" for one in back] == [one.name for one in rows]
    assert [one["status"] for one in back] == [one.state.code if one.state else None for one in rows]


@given(st.text())
def test_safe_json_is_the_same_value_without_an_active_character(text: str) -> None:
    said = dumps({text: [text]})
    assert json.loads(said) == {text: [text]}
    assert not set(said) & {"\x1b", "\x9b", "\u202e", "\u2028", "\n"}
    assert dumps(text, ascii_only=True).isascii()


def test_a_row_is_open_until_something_is_known() -> None:
    assert Row(InstanceId("1-20261121")).is_open
    assert not row(1, 1).is_open
    assert not row(1, refusal="no right").is_open


def test_a_row_keeps_the_first_thousand_characters_of_each_text() -> None:
    long = "x" * 1_000_000
    fields = {"startTime": long, "endTime": long}
    task = TaskInstance.model_validate(fields | {"taskName": long, "flowInstId": long})
    answer = Response(b"", "", None, NOW, 0.1)
    found = TaskLookup(TaskInstanceId("1-20261121"), task, {}, ".data", answer)
    flow = FlowInstance.model_validate(fields | {"flowName": long})
    for one in (row_of(found), flow_row(InstanceId("1-20261121"), flow)):
        assert one.name == "x" * 999 + "…" and len(one.start or "") == len(one.end or "") == 1_000
    assert len(row_of(found).flow_id) == 1_000
    run = TaskRun.of(task)
    assert len(run.start or "") == len(run.end or "") == 100
