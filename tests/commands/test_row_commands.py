"""Every command on a row makes sense for its kinds, and says why not elsewhere."""

import pytest

from tui_app.commands.row_commands import ROW_COMMANDS
from tui_app.models.ids import FlowInstanceId, InstanceId, TaskInstanceId
from tui_app.models.listed_run import ListedRun
from tui_app.models.status import Status

TASK, FLOW = ListedRun(TaskInstanceId("1-2021020211")), ListedRun(FlowInstanceId("2-2021020211"))
UNKNOWN = ListedRun(InstanceId("3-2021020211"))


def test_every_command_makes_sense_for_a_task() -> None:
    assert not any(one.refusal(TASK) for one in ROW_COMMANDS.values())


def test_a_command_that_makes_no_sense_says_so_in_a_sentence() -> None:
    for one in ROW_COMMANDS.values():
        for run in (FLOW, UNKNOWN):
            refusal = one.refusal(run)
            assert bool(refusal) == (run.kind not in one.kinds)
            assert not refusal or (refusal[0].isupper() and refusal.endswith("."))


def test_only_a_task_has_a_log_and_run_mode_and_a_workflow() -> None:
    refused = [action for action, one in ROW_COMMANDS.items() if one.refusal(FLOW)]
    assert refused == ["open_log", "open_parent", "open_inspector"]


@pytest.mark.parametrize(
    ("run_id", "code", "has_ended"),
    [
        (TASK.id, 1, True),
        (TASK.id, -1, True),
        (TASK.id, 2, False),
        (FLOW.id, 1, True),
        (FLOW.id, -1, False),
        (FLOW.id, 0, False),
    ],
)
def test_a_failed_workflow_may_still_run(run_id: InstanceId, code: int, has_ended: bool) -> None:
    assert ListedRun(run_id, state=Status.of(code)).has_ended is has_ended


@pytest.mark.parametrize("text", [None, "", "none", "12", "1-2021020211 x"])
def test_a_text_that_is_no_id_gives_none(text: str | None) -> None:
    assert TaskInstanceId.of(text) is None
    assert FlowInstanceId.of(text) is None
