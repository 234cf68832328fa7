"""The other workflows of the last night: one failed in Hive, one runs far too long, the rest went well.

Workflows 900960 to 900963; the tasks of 90096N are 90096N1 to 90096N3.
"""

from datetime import datetime, timedelta

from . import stamps
from .logs import log_header, story
from .runs import HIVE, INTEGRATION, PYTHON, SHELL, FlowRun, TaskRun
from .showcase import chained, exhibit

SOLAR, PRICES, WEATHER, BACKUP = range(900960, 900964)
_NAMES = {
    SOLAR: "光伏电量 solar_yield",
    PRICES: "电价同步 price_sync",
    WEATHER: "气象日报 weather_daily",
    BACKUP: "元数据备份 backup_metadata",
}
_EVERY = timedelta(hours=4)
"""Cycle of the prices."""
_PRICE_RUNS = 5
_FAIL, _INIT, _RUNNING = -1, 0, 2
_PRICE_LOG = "INFO  price_sync: 96 quarter hours of 3 zones to fetch\n"
_STUCK_LOG = "WARN  price_sync: market.example.com answers 503, try {} of 200\n"
_TRY_S = 30


class RecentFlows:
    """Runs placed relative to the start of the world."""

    def __init__(self, now: datetime) -> None:
        minute = now.replace(second=0)
        night = stamps.night_suffix(now)
        self._plan = {
            (SOLAR, night): minute - timedelta(minutes=95),
            (WEATHER, night): minute - timedelta(hours=3),
            (BACKUP, night): minute - timedelta(hours=5),
        }
        late = minute - timedelta(minutes=52)
        self._late = stamps.suffix(late, 10)
        for number in range(_PRICE_RUNS):
            trigger = late - _EVERY * number
            self._plan[PRICES, stamps.suffix(trigger, 10)] = trigger

    def flow_of(self, task_id: int) -> int | None:
        """See `Scene`."""
        return task_id // 10 if task_id // 10 in _NAMES else None

    def run(self, flow_id: int, suffix: str, at: datetime) -> FlowRun | None:
        """See `Scene`."""
        trigger = self._plan.get((flow_id, suffix))
        if trigger is None:
            return None
        if flow_id == SOLAR:
            return _solar(suffix, trigger)
        if flow_id == PRICES:
            return _prices(suffix, trigger, at, is_late=suffix == self._late)
        return _good(flow_id, suffix, trigger)

    def listed(self, at: datetime) -> list[FlowRun]:
        """See `Scene`."""
        runs = (self.run(flow_id, suffix, at) for flow_id, suffix in self._plan)
        return [run for run in runs if run is not None]


def _solar(suffix: str, trigger: datetime) -> FlowRun:
    began = trigger + timedelta(minutes=4)
    ended = began + timedelta(minutes=7)
    day = f"{suffix[:4]}-{suffix[4:6]}-{suffix[6:8]}"
    sync = _task(SOLAR, 1, suffix, trigger, "逆变器同步 inverter_sync", type=INTEGRATION)
    failed: TaskRun = _task(
        SOLAR,
        2,
        suffix,
        trigger,
        "发电量汇总 yield_aggregate",
        type=HIVE,
        status=_FAIL,
        start=began,
        end=ended,
        cmd=f"hive -f aggregate_yield.sql --hivevar day={day}",
        log=lambda: log_header(failed, began) + story("hive_error", began, ended, day),
    )
    publish = _task(
        SOLAR, 3, suffix, trigger, "发布日报 publish_report", status=_INIT, start=None, end=None, log=None
    )
    changes = {"status": _FAIL, "cycle": "D", "start": trigger + timedelta(seconds=2), "end": ended}
    return chained(SOLAR, _NAMES[SOLAR], (sync, failed, publish), suffix, trigger, scheduling=1, **changes)


def _prices(suffix: str, trigger: datetime, at: datetime, *, is_late: bool) -> FlowRun:
    """A run of some six minutes; the late one has asked a server for most of an hour."""
    began = trigger + timedelta(seconds=9)
    if not is_late:
        took = timedelta(minutes=6, seconds=trigger.hour)
        task = _task(
            PRICES, 1, suffix, trigger, "拉取电价 fetch_prices", start=began, end=began + took, type=PYTHON
        )
        return chained(
            PRICES,
            _NAMES[PRICES],
            (task,),
            suffix,
            trigger,
            scheduling=1,
            start=trigger + timedelta(seconds=2),
            end=began + took + timedelta(seconds=2),
        )

    def log() -> str:
        tries = max(0, int((at - began).total_seconds())) // _TRY_S
        return log_header(stuck, began) + _PRICE_LOG + "".join(map(_STUCK_LOG.format, range(1, tries + 1)))

    stuck: TaskRun = _task(
        PRICES,
        1,
        suffix,
        trigger,
        "拉取电价 fetch_prices",
        type=PYTHON,
        status=_RUNNING,
        start=began,
        end=None,
        timeout=7200,
        log=log,
    )
    start = trigger + timedelta(seconds=2)
    return chained(
        PRICES,
        _NAMES[PRICES],
        (stuck,),
        suffix,
        trigger,
        scheduling=1,
        status=_RUNNING,
        start=start,
        end=None,
    )


def _good(flow_id: int, suffix: str, trigger: datetime) -> FlowRun:
    names = ("下载 download", "汇总 aggregate") if flow_id == WEATHER else ("导出 dump", "上传 upload")
    tasks = tuple(
        _task(flow_id, number, suffix, trigger, name, type=SHELL) for number, name in enumerate(names, 1)
    )
    return chained(flow_id, _NAMES[flow_id], tasks, suffix, trigger, scheduling=1, cycle="D")


def _task(flow_id: int, number: int, suffix: str, trigger: datetime, name: str, **changes: object) -> TaskRun:
    return exhibit(flow_id * 10 + number, flow_id, suffix, trigger, name, **changes)
