"""Comparison of two runs: differences, expected differences and times."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.runs.comparison import ChangeRow, Changes, compare, line_diff, masked
from tui_app.models.flow_instance import FlowInstance
from tui_app.models.ids import FlowInstanceId, TaskInstanceId
from tui_app.models.lookup import FlowLookup, Response, TaskLookup
from tui_app.models.task_instance import TaskInstance

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
CHINA = timezone(timedelta(hours=8))
ANSWER = Response(b"", "", None, NOW, 0.1)
OLD, NEW = "2026112000", "2026112100"


def run(suffix: str, **record: Any) -> TaskLookup:
    record = {"instanceId": f"7-{suffix}"} | record
    return TaskLookup(
        TaskInstanceId(f"7-{suffix}"), TaskInstance.model_validate(record), record, ".data", ANSWER
    )


def changes(before: dict[str, Any], after: dict[str, Any], **options: bool) -> Changes:
    return compare(run(OLD, **before), run(NEW, **after), CHINA, NOW, **options)


def fields(found: Changes) -> dict[str, tuple[str, str]]:
    return {row.label: (row.before, row.after) for row in found.rows if row.kind == "field"}


def notes(found: Changes) -> list[str]:
    return [row.after for row in found.rows if row.kind == "note"]


RECORDS = st.dictionaries(
    st.sampled_from(["status", "cmd", "runMode", "startTime", "endTime", "triggerTime", "stsDesc", "x"]),
    st.none()
    | st.integers(-3, 3)
    | st.text('ab\n\x1b{"1风', max_size=12)
    | st.sampled_from(['{"a": [1]}', "2026-11-20 05:00:00"]),
)


@given(RECORDS, RECORDS, st.booleans())
def test_any_two_records_can_be_compared_and_lines_stay_lines(
    before: dict[str, Any], after: dict[str, Any], with_same: bool
) -> None:
    found = changes(before, after, with_same=with_same)
    assert all(row.label.isprintable() and row.after.isprintable() for row in found.rows)
    assert found.text().count("\n") == len(found.rows)


@given(RECORDS)
def test_a_run_does_not_differ_from_itself(record: dict[str, Any]) -> None:
    assert compare(run(NEW, **record), run(NEW, **record), CHINA, NOW).count == 0


@given(RECORDS, RECORDS)
def test_both_ways_round_the_same_number_of_values_differs(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    forth = compare(run(OLD, **one), run(NEW, **other), CHINA, NOW)
    back = compare(run(NEW, **other), run(OLD, **one), CHINA, NOW)
    assert forth.count == back.count


def test_each_difference_has_one_row_the_state_first() -> None:
    found = changes(
        {"recallNum": 0, "status": 1, "stsDesc": "SUCCESS", "runMode": '{"cpu": 1.0, "memory": 4}'},
        {"recallNum": 3, "status": -1, "stsDesc": "FAIL", "runMode": '{"memory": 4.0, "cpu": 2.0, "k": ""}'},
    )
    assert list(fields(found).items()) == [
        ("status", ("✓ SUCCESS (1)", "✗ FAIL (-1)")),
        ("recallNum", ("0", "3")),
        ("runMode.cpu", ("1.0", "2.0")),
        ("runMode.k", ("(not there)", '""')),
    ]
    assert found.count == 4
    assert "4 differences" in [row.label for row in found.rows]


def test_expected_differences_are_one_sentence() -> None:
    found = changes(
        {"flowInstId": f"1-{OLD}", "cmd": "run --day 2026-11-19", "taskName": "a"},
        {"flowInstId": f"1-{NEW}", "cmd": "run --day 2026-11-20", "taskName": "a"},
    )
    assert found.count == 0
    assert notes(found)[-1] == f"instanceId, flowInstId, cmd ({OLD} → {NEW})"
    assert "No difference" in [row.label for row in found.rows]


@pytest.mark.parametrize(
    ("before", "after", "is_equal"),
    [
        ("p=20261119", "p=20261120", True),
        ("p=2026/11/20/", "p=2026/11/21/", True),
        (f"part-{OLD}.csv", f"part-{NEW}.csv", True),
        ("p=20261119", "p=20261119", False),
        ("since 2020-01-01", "since 2020-01-01", True),
        ("since 2020-01-01", "since 2020-01-02", False),
        ("2026-99-99", "2026-99-98", False),
        ("id 120261119", "id 120261120", False),
    ],
)
def test_a_date_moves_with_the_run_when_it_keeps_its_distance(
    before: str, after: str, is_equal: bool
) -> None:
    assert (masked(before, OLD) == masked(after, NEW)) == is_equal


def test_a_command_of_several_lines_is_compared_line_by_line() -> None:
    found = changes(
        {"cmd": "python3 a.py \\\n  --day 2026-11-20 \\\n  --source raw \\\n  --target b\nend\nend\nend"},
        {"cmd": "python3 a.py \\\n  --day 2026-11-21 \\\n  --source 10min \\\n  --target b\nend\nend\nend"},
    )
    lines = [(row.kind, row.after) for row in found.rows if row.kind in ("minus", "plus", "context")]
    assert lines == [
        ("context", "  --day 2026-11-21 \\"),
        ("minus", "  --source raw \\"),
        ("plus", "  --source 10min \\"),
        ("context", "  --target b"),
    ]
    assert found.count == 1


@given(st.lists(st.sampled_from("abc"), max_size=8), st.lists(st.sampled_from("abc"), max_size=8))
def test_the_lines_of_each_side_keep_their_order(before: list[str], after: list[str]) -> None:
    found = list(line_diff("\n".join(before), "\n".join(after), (OLD, NEW)))
    gone = [line for kind, line in found if kind == "minus"]
    come = [line for kind, line in found if kind == "plus"]
    assert len(before) - len(gone) == len(after) - len(come)
    assert is_within(gone, before)
    assert is_within(come, after)


def is_within(part: list[str], whole: list[str]) -> bool:
    rest = iter(whole)
    return all(one in rest for one in part)


def test_long_values_are_a_line_diff() -> None:
    found = changes({"cmd": "a" * 40}, {"cmd": "b" * 40 + "\x1b[2J"})
    kinds = [(row.kind, row.after[:3]) for row in found.rows if row.kind in ("path", "minus", "plus")]
    assert kinds == [("path", ""), ("minus", "aaa"), ("plus", "bbb")]
    assert "\x1b" not in found.text()
    assert found.rows[2].raw == ""
    assert {row.raw for row in found.rows if row.kind == "plus"} == {"b" * 40 + "\x1b[2J"}


PLANNED = {"triggerTime": "2026-11-21 06:15:00"}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            {"startTime": "2026-11-21 06:16:00", "endTime": "2026-11-21 06:18:00"},
            {"startTime": "2026-11-22 06:15:30", "endTime": "2026-11-22 06:21:30"},
            [
                "Planned 1 d 0 h later",
                "Started 30 s late (before: 1 m 00 s)",
                "Ran for 6 m 00 s (before: 2 m 00 s): 3.0x",
            ],
        ),
        (
            {"startTime": "2026-11-21 06:16:00", "endTime": "2026-11-21 06:18:00"},
            {},
            ["Planned 1 d 0 h later", "Not started; the earlier run has",
             "Not ended; the earlier run has"],
        ),
        ({}, {"startTime": "2026-11-22 06:16:00"}, ["Planned 1 d 0 h later",
                                                   "Started; the earlier run has not"]),
    ],
)  # fmt: skip
def test_times_are_compared_in_sentences(
    before: dict[str, str], after: dict[str, str], said: list[str]
) -> None:
    found = changes(PLANNED | before, {"triggerTime": "2026-11-22 06:15:00"} | after)
    assert notes(found)[2:-1] == said
    assert found.count == 0


def test_records_of_nothing_but_times_can_be_compared() -> None:
    def only(**record: Any) -> TaskLookup:
        some_id = TaskInstanceId(f"7-{NEW}")
        return TaskLookup(some_id, TaskInstance.model_validate(record), record, ".data", ANSWER)

    assert compare(only(startTime="x"), only(status=1, stsDesc="SUCCESS"), CHINA, NOW).count == 1
    assert compare(only(startTime="x"), only(), CHINA, NOW).count == 0


def test_equal_values_are_listed_on_request() -> None:
    found = changes({"a": 1, "b": "x"}, {"a": 1, "b": "y"}, with_same=True)
    same = [row for row in found.rows if row.kind == "same"]
    assert [(row.label, row.after) for row in same] == [("a", "1")]
    assert found.rows[-2].label == "1 equal value"
    assert not [row for row in changes({"a": 1}, {"a": 1}).rows if row.kind == "same"]


def test_flows_are_compared_task_by_task_whatever_their_order() -> None:
    def flow(suffix: str, *states: tuple[str, str]) -> FlowLookup:
        tasks = [{"nodeId": f"t_{n}", "taskInstId": f"{n}-{suffix}", "status": s} for n, s in states]
        record = {"instanceId": f"1-{suffix}", "graph": {"tasks": tasks}}
        flow_id = FlowInstanceId(f"1-{suffix}")
        return FlowLookup(flow_id, FlowInstance.model_validate(record), record, ".data", ANSWER)

    found = compare(
        flow(OLD, ("1", "SUCCESS"), ("2", "SUCCESS")), flow(NEW, ("2", "FAIL"), ("1", "SUCCESS")), None, NOW
    )
    assert fields(found) == {"graph.tasks.t_2.status": ("SUCCESS", "FAIL")}


def test_the_export_reads_as_the_screen() -> None:
    text = changes({"a": 1, "b": "x" * 40}, {"a": 2, "b": "y" * 40}, with_same=False).text()
    assert "a: 1 → 2\n" in text
    assert f"b:\n  - {'x' * 40}\n  + {'y' * 40}\n" in text
    assert ChangeRow("title", "Times") in changes({}, {}).rows
