"""Thirty nights of a wind farm's daily report, the last of which failed some minutes ago.

The task an alert names is not the one to look at: publishing the report (900106) never started, because two
steps upstream the cleaning of turbine data (900103) failed on all of its four tries.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import stamps
from .logs import log_header, story
from .runs import EXTERNAL, HIVE, INTEGRATION, PYTHON, SHELL, FlowReference, FlowRun, TaskRun, run_mode

FLOW_ID = 900100
MAST_FLOW_ID = 900200
"""The workflow whose result the cleaning waits for: the measuring mast's day."""
NIGHTS = 30

_FAILED_AGO = timedelta(minutes=12)
_TRIES_TOOK = timedelta(minutes=11, seconds=32)
_RETRY_INTERVAL_S = 60
_WAIT, _INIT, _CANCEL, _FAIL, _SUCCESS = 5, 0, 8, -1, 1
_TURBINES = ",".join(f"WTG{number:03d}" for number in range(1, 34))


@dataclass(frozen=True, slots=True)
class _Job:
    """A task node: what it is called, how long it usually takes, what it waits for."""

    task_id: int
    name: str
    type: int
    usual_s: int
    after: tuple[int, ...]
    story: str
    cmd: str
    run_mode: str = run_mode(0.5, 1.0)
    file: tuple[str, str, str] = ("", "", "")
    timeout: int = 3600


@dataclass(frozen=True, slots=True)
class _Upset:
    """What was out of the ordinary with one task in one night."""

    status: int = _SUCCESS
    story: str = ""
    retries: int = 0
    run_num: int = 1
    is_timeout: bool = False
    alert: bool = False


_JOBS = (
    _Job(
        900101,
        "检查数据源 check_source",
        SHELL,
        38,
        (),
        "check_source",
        "sh check_source.sh --day ${biz_date}",
    ),
    _Job(
        900102,
        "SCADA 同步 scada_sync",
        INTEGRATION,
        2880,
        (900101,),
        "scada_sync",
        "datax --job scada_10min.json --day ${biz_date}",
        run_mode(1.0, 2.0, taskMode=2, maxParallel=6, keyType=2, content=_TURBINES),
    ),
    _Job(
        900103,
        "清洗风机数据 clean_turbine_data",
        PYTHON,
        164,
        (900102,),
        "clean_ok",
        "python3 clean_turbine_data.py \\\n  --day ${biz_date} \\\n  --source hdfs:///ods/scada/10min \\\n"
        "  --target hdfs:///dwd/turbine/10min",
        run_mode(2.0, 4.0),
        ("turbine_jobs", "clean_turbine_data.py", "V1.14"),
    ),
    _Job(
        900104,
        "聚合发电量 hive_aggregate",
        HIVE,
        702,
        (900103,),
        "hive_ok",
        "hive -f aggregate_energy.sql --hivevar day=${biz_date}",
        file=("report_sql", "aggregate_energy.sql", "V3.2"),
    ),
    _Job(
        900105,
        "电量核算 energy_balance",
        PYTHON,
        415,
        (900103, 900107),
        "energy_balance",
        "python3 energy_balance.py --day ${biz_date}",
        run_mode(1.0, 2.0),
    ),
    _Job(
        900106,
        "发布日报 publish_daily_report",
        EXTERNAL,
        52,
        (900104, 900105),
        "publish",
        "publish --report daily --day ${biz_date}",
    ),
    _Job(
        900107,
        "气象数据同步 weather_sync",
        INTEGRATION,
        247,
        (900101,),
        "weather_sync",
        "datax --job weather.json --day ${biz_date}",
    ),
    _Job(
        900108,
        "归档中间文件 archive_staging",
        SHELL,
        95,
        (900106,),
        "archive_ok",
        "sh archive_staging.sh ${biz_date}",
    ),
)
_ORDER = (900101, 900102, 900107, 900103, 900104, 900105, 900106, 900108)
_BY_ID = {job.task_id: job for job in _JOBS}
_UPSETS = {
    (0, 900103): _Upset(_FAIL, "clean_keyerror", retries=3),
    (0, 900106): _Upset(alert=True),
    (4, 900102): _Upset(retries=1),
    (9, 900104): _Upset(_FAIL, "hive_error", retries=3),
    (9, 900106): _Upset(alert=True),
    (12, 900102): _Upset(is_timeout=True, alert=True),
    (17, 900108): _Upset(_FAIL, "archive_killed", retries=3, alert=True),
    (21, 900105): _Upset(run_num=2),
}
_MAST_JOB = _Job(
    900201, "测风塔日数据 mast_daily", INTEGRATION, 310, (), "weather_sync", "datax --job mast.json"
)


def night_suffix(now: datetime, nights_ago: int = 0) -> str:
    """The suffix of a night's ids: its business day and ``00``."""
    return stamps.suffix(now - timedelta(days=1 + nights_ago), 8) + "00"


class NightlyScene:
    """The daily report and the workflow it refers to."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._nights = {night_suffix(now, night): night for night in range(NIGHTS)}
        since_five = timedelta(minutes=now.minute % 5, seconds=now.second)
        self._last_trigger = now - since_five - timedelta(minutes=75)

    def flow_of(self, task_id: int) -> int | None:
        """See `Scene`."""
        return MAST_FLOW_ID if task_id == _MAST_JOB.task_id else FLOW_ID if task_id in _BY_ID else None

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
        for task_id in _ORDER:
            upset = _UPSETS.get((night, task_id), _Upset())
            start, end, status = self._course(night, _BY_ID[task_id], upset, trigger, done)
            done[task_id] = _task(_BY_ID[task_id], FLOW_ID, suffix, trigger, upset, start, end, status)
        tasks = tuple(done[job.task_id] for job in _JOBS)
        edges = tuple((f"t_{source}", f"t_{job.task_id}") for job in _JOBS for source in job.after)
        return FlowRun(
            flow_id=FLOW_ID,
            suffix=suffix,
            name="风电场日报汇总 wind_daily_report",
            freq=f"0 {trigger.minute} {trigger.astimezone(stamps.SERVER_ZONE).hour} * * ? *",
            trigger=trigger,
            start=trigger + timedelta(seconds=2),
            end=max(task.end for task in tasks if task.end),
            status=_FAIL if any(task.status == _FAIL for task in tasks) else _SUCCESS,
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
        self, night: int, job: _Job, upset: _Upset, trigger: datetime, done: dict[int, TaskRun]
    ) -> tuple[datetime | None, datetime | None, int]:
        """When a task ran and how it ended, given what it waited for."""
        upstream = [done[task_id] for task_id in job.after]
        if any(task.status != _SUCCESS for task in upstream):
            # Last night nobody has tidied up yet; earlier ones were stopped in the morning.
            waiting = _WAIT if any(task.status == _FAIL for task in upstream) else _INIT
            return None, None, waiting if night == 0 else _CANCEL
        ready = max((task.end for task in upstream if task.end), default=trigger + timedelta(seconds=2))
        start, end = ready + timedelta(seconds=2), ready + timedelta(seconds=2 + _seconds(job, night, upset))
        if night == 0 and job.task_id == 900102:
            end = self._now - _FAILED_AGO - _TRIES_TOOK - timedelta(seconds=2)
        if night == 0 and job.task_id == 900103:
            end = self._now - _FAILED_AGO
        return start, end, upset.status


def _mast(suffix: str, night: int, trigger: datetime) -> FlowRun:
    start = trigger - timedelta(minutes=40)
    end = start + timedelta(seconds=_seconds(_MAST_JOB, night, _Upset()))
    task = _task(_MAST_JOB, MAST_FLOW_ID, suffix, start, _Upset(), start, end, _SUCCESS)
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
    job: _Job,
    flow_id: int,
    suffix: str,
    trigger: datetime,
    upset: _Upset,
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
        retry_interval=_RETRY_INTERVAL_S,
        timeout=job.timeout,
        is_timeout=upset.is_timeout,
        alert=upset.alert or status == _FAIL,
        run_mode=job.run_mode,
        cmd=job.cmd.replace("${biz_date}", _day(suffix)),
        file=job.file,
        log=None if start is None or end is None else lambda: _log(run, job, upset, start, end),
    )
    return run


def _log(run: TaskRun, job: _Job, upset: _Upset, start: datetime, end: datetime) -> str:
    """One header and one telling per try; all tries took the same time."""
    pause = timedelta(seconds=_RETRY_INTERVAL_S)
    took = (end - start - pause * upset.retries) / (upset.retries + 1)
    parts = []
    for number in range(upset.retries + 1):
        begins = start + (took + pause) * number
        is_last_and_good = number == upset.retries and run.status == _SUCCESS
        name = job.story if is_last_and_good else upset.story or "lost_connection"
        parts.append(log_header(run, begins) + story(name, begins, begins + took, _day(run.suffix)))
    return "\n".join(parts)


def _seconds(job: _Job, night: int, upset: _Upset) -> int:
    """How long a task took: its usual time give or take a fifth, once for every try."""
    digest = hashlib.sha256(f"{job.task_id}/{night}".encode()).digest()
    once = round(job.usual_s * (0.8 + 0.4 * digest[0] / 255))
    slow = 2 if upset.is_timeout else 1
    return once * slow * (upset.retries + 1) + _RETRY_INTERVAL_S * upset.retries


def _day(suffix: str) -> str:
    return f"{suffix[:4]}-{suffix[4:6]}-{suffix[6:8]}"
