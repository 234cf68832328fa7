"""A record as plain text: doubts kept, nothing active, nothing invented."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from tui_app.logic.summary import summary
from tui_app.models.flow_instance import FlowInstance
from tui_app.models.ids import FlowInstanceId, TaskInstanceId
from tui_app.models.lookup import FlowLookup, Response, TaskLookup
from tui_app.models.task_instance import TaskInstance

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
ANSWER = Response(b"", "", None, NOW, 0.1)


def of_task(record: Mapping[str, Any], *, ascii_only: bool = False) -> list[str]:
    task = TaskInstance.model_validate(dict(record))
    found = TaskLookup(TaskInstanceId("9-2021020211"), task, record, ".data", ANSWER)
    return summary(found, "prod\x1b", UTC, NOW, ascii_only=ascii_only)


def of_flow(graph: Any) -> list[str]:
    record = {"flowName": "night", "status": -1, "graph": graph}
    found = FlowLookup(
        FlowInstanceId("8-2021020211"), FlowInstance.model_validate(record), record, ".data", ANSWER
    )
    return summary(found, "prod", None, NOW)


def test_an_empty_record_still_has_a_head() -> None:
    assert of_task({}) == [
        "? UNKNOWN  (no name)",
        "in state UNKNOWN, which is not in the vendor's table",
        "9-2021020211, task instance, profile prod\\x1b",
    ]


def test_only_sent_fields_are_listed_and_a_command_keeps_its_lines() -> None:
    lines = of_task({"status": -1, "cmd": "set -e\n\tspark\x07\n", "endTime": None, "doAs": "x"})
    assert lines[0] == "✗ FAIL (-1)  (no name)"
    assert lines[3:] == [
        "",
        "  status             -1  (✗ FAIL)",
        "  endTime            null  (not finished)",
        "  cmd                set -e",
        "                             spark\\x07",
        "",
        "execution:",
        "  doAs               x  (big-data account)",
    ]
    assert of_task({"status": -1}, ascii_only=True)[0] == "x FAIL (-1)  (no name)"
    assert "  status             -1  (x FAIL)" in of_task({"status": -1}, ascii_only=True)


def test_doubtful_and_undocumented_fields_are_printed() -> None:
    lines = of_task({"status": 7, "isTimeout": False, "queue": "root"})
    assert "  isTimeout          false  (! within its time limit, but the status is TIMEOUT)" in lines
    assert lines[-2:] == ["other:", "  queue              root"]


RUN_MODE = ["", "execution:", "  runMode            "]


@pytest.mark.parametrize(
    ("sent", "lines"),
    [
        (None, []),
        ("", []),
        ('{"cpu":1.10,"odd":{"a":[1]}}', ["  cpu          1.10  (cores per task or sub-task)"]),
        ({"cpu": 0.5}, ["  cpu          0.5  (cores per task or sub-task)"]),
        ('"{\\"cpu\\":0.5}"', ["  cpu          0.5  (cores per task or sub-task)"]),
        ("[1]", ["  [", "    1", "  ]"]),
        ("12", ["  12"]),
        ("{broken\x1b", ["  {broken\\x1b"]),
    ],
)
def test_a_running_mode_of_any_form_is_shown(sent: Any, lines: list[str]) -> None:
    whole = of_task({"runMode": sent})
    assert whole[3:5] == RUN_MODE[:2]
    assert whole[5].startswith(RUN_MODE[2])
    shown = whole[6:]
    assert shown[2 : 2 + len(lines)] == lines
    if sent == "{broken\x1b":
        assert shown[1].startswith("runMode, not JSON (")
    elif lines:
        assert shown[1] == "runMode:"
        assert (shown[-1] == '  odd          { "a": [ 1 ] }') is ("odd" in str(sent))
    else:
        assert shown == []


def test_a_flow_lists_its_nodes_upstream_first() -> None:
    lines = of_flow(
        {
            "tasks": [
                {"taskInstId": "2-2021020211", "taskName": "b\x1b", "nodeId": "t_2", "status": "RUNNING"},
                {"taskInstId": "1-2021020211", "nodeId": "t_1"},
            ],
            "flows": [{"flowInstId": "7-2021020211", "flowName": "other", "status": "NONE"}],
            "relations": [{"source": "t_1", "target": "t_2"}],
        }
    )
    assert lines[0] == "✗ FAIL (-1)  night"
    assert lines[-3:] == [
        "  -                7-2021020211  workflow other",
        "  -                1-2021020211  (no name)",
        "  ▶ RUNNING (2)    2-2021020211  b\\x1b",
    ]


def test_an_unreadable_graph_is_reported() -> None:
    assert of_flow(None)[-1] == "The graph cannot be read; --json shows what was sent."
