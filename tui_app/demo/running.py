"""An hourly workflow whose latest run is under way: watched for some minutes, it gets to its end.

Soon after its end somebody runs it again, so that it is under way whenever one looks.
"""

from datetime import datetime, timedelta

from . import stamps
from .logs import log_header, story
from .runs import PYTHON, SHELL, FlowRun, TaskRun, run_mode

FLOW_ID = 900300
TASK_ID = 900302
"""The task that runs."""
HOURS = 24
"""Number of earlier runs."""

_ENDS_IN = timedelta(minutes=4)
_RERUN_AFTER = timedelta(seconds=20)
"""Pause between the end of the latest run and its rerun."""
_BATCH_S = 3
_SUCCESS, _RUNNING, _WAIT = 1, 2, 5


class RunningScene:
    """Fetch, aggregate, publish: once an hour, the middle one taking nine minutes."""

    def __init__(self, now: datetime) -> None:
        self._trigger = stamps.latest_hourly_trigger(now)
        self._aggregated = now + _ENDS_IN

    def flow_of(self, task_id: int) -> int | None:
        """See `Scene`."""
        return FLOW_ID if 900301 <= task_id <= 900303 else None

    def run(self, flow_id: int, suffix: str, at: datetime) -> FlowRun | None:
        """See `Scene`."""
        hours_ago = next((h for h in range(HOURS + 1) if stamps.suffix(self._hour(h), 10) == suffix), None)
        return None if flow_id != FLOW_ID or hours_ago is None else self._flow(suffix, hours_ago, at)

    def listed(self, at: datetime) -> list[FlowRun]:
        """See `Scene`."""
        return [self._flow(stamps.suffix(self._hour(h), 10), h, at) for h in range(HOURS + 1)]

    def _hour(self, hours_ago: int) -> datetime:
        return self._trigger - timedelta(hours=hours_ago)

    def _flow(self, suffix: str, hours_ago: int, at: datetime) -> FlowRun:
        trigger, aggregated = self._hour(hours_ago), self._aggregated - timedelta(hours=hours_ago)
        begin, published = trigger + timedelta(seconds=1), aggregated + timedelta(seconds=41)
        every = published - begin + _RERUN_AFTER
        reruns = max(0, (at - begin) // every) if hours_ago == 0 else 0
        begin, aggregated, published = (moment + every * reruns for moment in (begin, aggregated, published))
        fetched = begin + timedelta(seconds=63)
        spans = (
            (900301, "拉取增量 fetch_delta", SHELL, begin + timedelta(seconds=2), fetched),
            (TASK_ID, "实时汇聚 aggregate_live", PYTHON, fetched + timedelta(seconds=1), aggregated),
            (900303, "推送看板 push_dashboard", SHELL, aggregated + timedelta(seconds=2), published),
        )
        tasks = tuple(_task(*span, suffix, trigger, at, 1 + reruns) for span in spans)
        return FlowRun(
            flow_id=FLOW_ID,
            suffix=suffix,
            name="实时数据汇聚 hourly_rollup",
            cycle="H",
            freq=f"0 {trigger.minute} * * * ? *",
            trigger=trigger,
            start=begin,
            end=published if at >= published else None,
            status=_SUCCESS if at >= published else _RUNNING,
            tasks=tasks,
            edges=(("t_900301", "t_900302"), ("t_900302", "t_900303")),
        )


def _task(
    task_id: int,
    name: str,
    kind: int,
    start: datetime,
    end: datetime,
    suffix: str,
    trigger: datetime,
    at: datetime,
    run_num: int,
) -> TaskRun:
    has_begun, has_ended = at >= start, at >= end
    run = TaskRun(
        task_id=task_id,
        flow_id=FLOW_ID,
        suffix=suffix,
        name=name,
        cycle="H",
        type=kind,
        run_num=run_num,
        status=_SUCCESS if has_ended else _RUNNING if has_begun else _WAIT,
        trigger=trigger,
        start=start if has_begun else None,
        end=end if has_ended else None,
        timeout=1800,
        run_mode=run_mode(1.0, 2.0),
        cmd=f"sh run.sh {task_id} --hour {suffix}",
        log=(lambda: _log(run, start, end, at)) if has_begun else None,
    )
    return run


def _log(run: TaskRun, start: datetime, end: datetime, at: datetime) -> str:
    """The log written by `at`: a batch every few seconds until the end."""
    total = int((end - start).total_seconds()) // _BATCH_S
    done = min(total, int((at - start).total_seconds()) // _BATCH_S)
    moments = (start + timedelta(seconds=_BATCH_S * (number + 1)) for number in range(done))
    batches = [
        f"{moment:%Y-%m-%d %H:%M:%S} INFO     batch {number} of {total}: {3000 + number * 37 % 211} rows\n"
        for number, moment in enumerate(moments, 1)
    ]
    last = story("running_done", start, end) if at >= end else ""
    return log_header(run, start) + "".join(batches) + last
