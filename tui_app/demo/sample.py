"""The vendor's documented sample: task `118979-2021020211` as printed; its workflow and siblings imagined.

The record of the task is the one on the vendor's page "Get Task Instance". The page shows neither workflow
nor log; those follow the forms of the neighbouring pages.
"""

from datetime import datetime, timedelta

from . import stamps
from .logs import log_header
from .runs import EXTERNAL, INTEGRATION, PYTHON, SHELL, FlowRun, TaskRun, run_mode

FLOW_ID = 8435
TASK_ID = 118979
SUFFIX = "2021020211"

_TRIGGER = datetime(2021, 2, 2, 19, 35, tzinfo=stamps.SERVER_ZONE)
_EDGES = ((118977, 118978), (118978, 118979), (118978, 118980), (118979, 118981), (118980, 118981))


class SampleScene:
    """One run of one hourly workflow of five tasks."""

    def flow_of(self, task_id: int) -> int | None:
        """See `Scene`."""
        return FLOW_ID if 118977 <= task_id <= 118981 else None

    def run(self, flow_id: int, suffix: str, at: datetime) -> FlowRun | None:
        """See `Scene`."""
        return _flow() if (flow_id, suffix) == (FLOW_ID, SUFFIX) else None

    def listed(self, at: datetime) -> list[FlowRun]:
        """See `Scene`."""
        return [_flow()]


def _flow() -> FlowRun:
    return FlowRun(
        flow_id=FLOW_ID,
        suffix=SUFFIX,
        name="HourlyDataIntegration",
        cycle="H",
        freq="0 35 * * * ? *",
        trigger=_TRIGGER,
        start=_after(4),
        end=_after(229),
        do_as="yourDoAs",
        owner="yourUserName",
        parameters=(("trigger_hour", "${yyyyMMddHH}"),),
        tasks=(
            _task(
                118977, "WaitForExport", SHELL, 4, 11, "test -s /data/export/_DONE && echo ready", "ready\n"
            ),
            _task(
                118978, "CheckSchema", PYTHON, 13, 21, "python3 check_schema.py", "12 columns, as expected\n"
            ),
            _task(TASK_ID, "DataIntegration", INTEGRATION, 24, 187, "echo hi", "hi\n"),
            _task(118980, "HourlyStatistics", PYTHON, 24, 96, "python3 hourly_stats.py", "rows: 3600\n"),
            _task(118981, "NotifyDownstream", EXTERNAL, 190, 229, "notify --topic hourly", "sent\n"),
        ),
        edges=tuple((f"t_{source}", f"t_{target}") for source, target in _EDGES),
    )


def _task(task_id: int, name: str, kind: int, start_s: int, end_s: int, cmd: str, output: str) -> TaskRun:
    """A task by the seconds from the trigger to its start and end."""
    run = TaskRun(
        task_id=task_id,
        flow_id=FLOW_ID,
        suffix=SUFFIX,
        name=name,
        cycle="H",
        type=kind,
        trigger=_TRIGGER,
        start=_after(start_s),
        end=_after(end_s),
        do_as="yourDoAs",
        run_mode=run_mode(0.6, 1.1),
        cmd=cmd,
        log=lambda: log_header(run, _after(start_s)) + output,
    )
    return run


def _after(seconds: int) -> datetime:
    return _TRIGGER + timedelta(seconds=seconds)
