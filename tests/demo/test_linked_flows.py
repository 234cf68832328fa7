from datetime import datetime

from tui_app.demo.linked_flows import ABOUT, EXPORT, LOADER, REPORT, ROUND
from tui_app.demo.runs import FlowRun
from tui_app.demo.world import World


def flow(now: datetime, flow_id: int) -> FlowRun:
    run = World(now).flow(f"{flow_id}-2026112200", now)
    assert run is not None
    return run


def test_a_report_waits_for_a_task_two_workflows_away_that_ran_out_of_time(now: datetime) -> None:
    for flow_id, other in ((REPORT, LOADER), (LOADER, EXPORT)):
        run = flow(now, flow_id)
        assert [reference.instance_id for reference in run.references] == [f"{other}-2026112200"]
        (waits,) = [task for source, task in run.edges if source == f"f_{other}"]
        assert waits in [f"t_{task.task_id}" for task in run.tasks if task.status_name == "WAIT"]
    (late,) = [task for task in flow(now, EXPORT).tasks if task.is_timeout]
    assert late.log is not None
    assert "Read timed out" in late.log()


def test_two_workflows_wait_for_each_other(now: datetime) -> None:
    assert flow(now, ROUND).references[0].flow_id == ABOUT
    assert flow(now, ABOUT).references[0].flow_id == ROUND
