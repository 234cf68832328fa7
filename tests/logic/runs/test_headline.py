from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from tui_app.logic.runs import headline
from tui_app.models.flow_instance import FlowInstance
from tui_app.models.task_instance import TaskInstance

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2021, 2, 2, 11, 50, 7, tzinfo=UTC)
RAN = {
    "triggerTime": "2021-02-02 19:35:00",
    "startTime": "2021-02-02 19:35:24",
    "endTime": "2021-02-02 19:38:07",
    "recallNum": 0,
    "recallLimit": 3,
    "runNum": 1,
}


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"status": 1}, "succeeded after 2 m 43 s, 12 minutes ago"),
        ({"status": -1, "recallNum": 3}, "failed after 2 m 43 s, on try 4 of 4, 12 minutes ago"),
        ({"status": -1}, "failed after 2 m 43 s, on try 1 of 4, 12 minutes ago"),
        (
            {"status": 1, "recallNum": 1, "runNum": 2},
            "succeeded after 2 m 43 s, on try 2 of 4, run 2, 12 minutes ago",
        ),
        ({"status": 7, "isTimeout": True}, "timed out after 2 m 43 s, on try 1 of 4, 12 minutes ago"),
        ({"status": 1, "isTimeout": True}, "succeeded after 2 m 43 s, over its time limit, 12 minutes ago"),
        ({"status": 2, "endTime": None}, "running for 14 m 43 s"),
        ({"status": 0, "startTime": None, "endTime": None}, "not started yet, planned 2021-02-02 19:35:00"),
        ({"status": 42}, "in state UNKNOWN, which is not in the vendor's table"),
        ({"status": -1, "startTime": None}, "failed, on try 1 of 4, 12 minutes ago"),
        ({"status": 1, "endTime": "2021-02-02 19:30:00"}, "succeeded, 20 minutes ago"),
        (
            {"status": 1, "triggerTime": "2021-02-03 03:35:00"},
            "succeeded after 2 m 43 s, ended 2021-02-02 19:38:07",
        ),
    ],
)
def test_the_headline_names_outcome_tries_and_age(changes: dict[str, Any], line: str) -> None:
    assert headline.headline(TaskInstance.model_validate(RAN | changes), CHINA, NOW) == line


def test_without_the_servers_zone_no_age_is_claimed() -> None:
    task = TaskInstance.model_validate(RAN | {"status": 1})
    assert headline.headline(task, None, NOW) == "succeeded after 2 m 43 s, ended 2021-02-02 19:38:07"


def test_an_empty_record_still_gets_a_line() -> None:
    assert (
        headline.headline(TaskInstance(), CHINA, NOW)
        == "in state UNKNOWN, which is not in the vendor's table"
    )


def test_a_flow_instance_gets_no_age_because_its_times_mix_zones() -> None:
    flow = FlowInstance.model_validate(RAN | {"status": -1})
    assert headline.flow_headline(flow) == "failed after 2 m 43 s, planned 2021-02-02 19:35:00"
