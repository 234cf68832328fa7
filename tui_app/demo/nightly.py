"""Thirty nights of a wind farm's daily report, the last of which failed some minutes ago.

The task an alert names is not the one to look at: publishing the report (900106) never started, because two
steps upstream the cleaning of turbine data (900103) failed on all of its four tries.
"""

from datetime import datetime, timedelta

from . import stamps
from .logs import log_header, story
from .night_plan import (
    BEFORE_LAST_NIGHT,
    BY_ID,
    FAIL,
    JOBS,
    MAST_JOB,
    ORDER,
    RETRY_INTERVAL_S,
    SUCCESS,
    UPSETS,
    Job,
    Upset,
)
from .runs import FlowReference, FlowRun, TaskRun

FLOW_ID = 900100
MAST_FLOW_ID = 900200
"""The workflow whose result the cleaning waits for: the measuring mast's day."""
NIGHTS = 30

_FAILED_AGO = timedelta(minutes=12)
_TRIES_TOOK = timedelta(minutes=11, seconds=32)
_INIT, _WAIT, _CANCEL = 0, 5, 8


class NightlyScene:
    """The daily report and the workflow it refers to."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._nights = {stamps.night_suffix(now, night): night for night in range(NIGHTS)}
        since_five = timedelta(minutes=now.minute % 5, seconds=now.second)
        self._last_trigger = now - since_five - timedelta(minutes=75)

    def flow_of(self, task_id: int) -> int | None:
        """See `Scene`."""
        return MAST_FLOW_ID if task_id == MAST_JOB.task_id else FLOW_ID if task_id in BY_ID else None

    def run(self, flow_id: int, suffix: str, at: datetime) -> FlowRun | None:
        """See `Scene`."""
        night = self._nights.get(suffix)
        if night is None or flow_id not in (FLOW_ID, MAST_FLOW_ID):
            return None
        trigger = self._last_trigger - timedelta(days=night)
        return self._report(suffix, night, trigger) if flow_id == FLOW_ID else _mast(suffix, night, trigger)

    def listed(self, at: datetime) -> list[FlowRun]:
        """See `Scene`."""
        runs = (self.run(flow_id, s, at) for s in self._nights for flow_id in (FLOW_ID, MAST_FLOW_ID))
        return [run for run in runs if run is not None]

    def _report(self, suffix: str, night: int, trigger: datetime) -> FlowRun:
        done: dict[int, TaskRun] = {}
        for task_id in ORDER:
            upset = UPSETS.get((night, task_id), Upset())
            job = (BEFORE_LAST_NIGHT if night else BY_ID)[task_id]
            start, end, status = self._course(night, job, upset, trigger, done)
            done[task_id] = _task(job, FLOW_ID, suffix, trigger, upset, start, end, status)
        tasks = tuple(done[job.task_id] for job in JOBS)
        edges = tuple((f"t_{source}", f"t_{job.task_id}") for job in JOBS for source in job.after)
        return FlowRun(
            flow_id=FLOW_ID,
            suffix=suffix,
            name="风电场日报汇总 wind_daily_report",
            freq=f"0 {trigger.minute} {trigger.astimezone(stamps.SERVER_ZONE).hour} * * ? *",
            trigger=trigger,
            start=trigger + timedelta(seconds=2),
            end=max(task.end for task in tasks if task.end),
            status=FAIL if any(task.status == FAIL for task in tasks) else SUCCESS,
            parameters=(("biz_date", _day(suffix)),),
            business_date=_day(suffix),
            tasks=tasks,
            references=(
                FlowReference(
                    flow_id=MAST_FLOW_ID, name="测风塔日数据", instance_id=f"{MAST_FLOW_ID}-{suffix}"
                ),
            ),
            edges=(*edges, (f"f_{MAST_FLOW_ID}", "t_900103")),
        )

    def _course(
        self, night: int, job: Job, upset: Upset, trigger: datetime, done: dict[int, TaskRun]
    ) -> tuple[datetime | None, datetime | None, int]:
        """Start, end and status of a task, given those upstream of it."""
        upstream = [done[task_id] for task_id in job.after]
        if any(task.status != SUCCESS for task in upstream):
            # Last night nobody has tidied up yet; earlier ones were stopped in the morning.
            waiting = _WAIT if any(task.status == FAIL for task in upstream) else _INIT
            return None, None, waiting if night == 0 else _CANCEL
        ready = max((task.end for task in upstream if task.end), default=trigger + timedelta(seconds=2))
        start, end = ready + timedelta(seconds=2), ready + timedelta(seconds=2 + job.seconds(night, upset))
        if night == 0 and job.task_id == 900102:
            end = self._now - _FAILED_AGO - _TRIES_TOOK - timedelta(seconds=2)
        if night == 0 and job.task_id == 900103:
            end = self._now - _FAILED_AGO
        return start, end, upset.status


def _mast(suffix: str, night: int, trigger: datetime) -> FlowRun:
    start = trigger - timedelta(minutes=40)
    end = start + timedelta(seconds=MAST_JOB.seconds(night, Upset()))
    task = _task(MAST_JOB, MAST_FLOW_ID, suffix, start, Upset(), start, end, SUCCESS)
    return FlowRun(
        flow_id=MAST_FLOW_ID,
        suffix=suffix,
        name="测风塔日数据 mast_daily",
        freq=f"0 {start.minute} {start.astimezone(stamps.SERVER_ZONE).hour} * * ? *",
        trigger=start,
        start=start,
        end=end,
        business_date=_day(suffix),
        tasks=(task,),
    )


def _task(
    job: Job,
    flow_id: int,
    suffix: str,
    trigger: datetime,
    upset: Upset,
    start: datetime | None,
    end: datetime | None,
    status: int,
) -> TaskRun:
    run = TaskRun(
        task_id=job.task_id,
        flow_id=flow_id,
        suffix=suffix,
        name=job.name,
        type=job.type,
        status=status,
        trigger=trigger,
        start=start,
        end=end,
        run_num=upset.run_num,
        retries=upset.retries,
        retry_interval=RETRY_INTERVAL_S,
        timeout=job.timeout,
        is_timeout=upset.is_timeout,
        alert=upset.alert or status == FAIL,
        run_mode=job.run_mode,
        cmd=job.cmd.replace("${biz_date}", _day(suffix)),
        file=job.file,
        log=None if start is None or end is None else lambda: _log(run, job, upset, start, end),
    )
    return run


def _log(run: TaskRun, job: Job, upset: Upset, start: datetime, end: datetime) -> str:
    """One header and one telling per try; all tries took the same time."""
    pause = timedelta(seconds=RETRY_INTERVAL_S)
    took = (end - start - pause * upset.retries) / (upset.retries + 1)
    parts = []
    for number in range(upset.retries + 1):
        begins = start + (took + pause) * number
        is_last_and_good = number == upset.retries and run.status == SUCCESS
        name = job.story if is_last_and_good else upset.story
        parts.append(log_header(run, begins) + story(name, begins, begins + took, _day(run.suffix)))
    return "\n".join(parts)


def _day(suffix: str) -> str:
    return f"{suffix[:4]}-{suffix[4:6]}-{suffix[6:8]}"
