"""Workflows that wait for each other: a failure two workflows away, and two that wait in a circle.

The tasks of workflow 90095N are 90095N1 to 90095N3.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from .logs import log_header
from .runs import FlowReference, FlowRun, TaskRun
from .showcase import Builder, Showcase, chained, exhibit

REPORT, LOADER, EXPORT, ROUND, ABOUT = range(900950, 900955)
_SUCCESS, _WAIT, _INIT, _TIMEOUT = 1, 5, 0, 7
_NAMES = {
    REPORT: "月报 monthly_report",
    LOADER: "电表入库 load_meters",
    EXPORT: "电表导出 export_meters",
    ROUND: "waits_in_a_circle",
    ABOUT: "waits_in_a_circle_too",
}
_WAITS_FOR = {REPORT: LOADER, LOADER: EXPORT, ROUND: ABOUT, ABOUT: ROUND}
_STATES = {
    REPORT: (_SUCCESS, _WAIT, _INIT),
    LOADER: (_WAIT, _INIT),
    EXPORT: (_SUCCESS, _TIMEOUT, _INIT),
    ROUND: (_WAIT,),
    ABOUT: (_WAIT,),
}
_LOG = """INFO  export_meters: 1,204 meters, 96 values each
WARN  export_meters: database answers slowly, 31 s for one page
ERROR export_meters: gave up on page 7 of 25
java.net.SocketTimeoutException: Read timed out
\tat java.net.SocketInputStream.socketRead0(Native Method)
\tat com.example.meters.Export.page(Export.java:88)
"""


def linked_flows(now: datetime) -> Showcase:
    """The scene."""
    flows: Mapping[int, Builder] = {flow_id: _linked(flow_id) for flow_id in _NAMES}
    return Showcase(now, flows, lambda task_id: task_id // 10, age=timedelta(hours=1), digits=10)


def _linked(flow_id: int) -> Builder:
    def build(suffix: str, trigger: datetime) -> FlowRun:
        tasks = tuple(
            _task(flow_id, number, state, suffix, trigger) for number, state in enumerate(_STATES[flow_id], 1)
        )
        changes: dict[str, Any] = {"status": _TIMEOUT if flow_id == EXPORT else _WAIT, "end": None}
        if flow_id in (REPORT, LOADER, EXPORT):
            changes["scheduling"] = 1
        if (other := _WAITS_FOR.get(flow_id)) is not None:
            reference = FlowReference(flow_id=other, name=_NAMES[other], instance_id=f"{other}-{suffix}")
            waiting = next(task for task in tasks if task.status == _WAIT)
            chain = chained(flow_id, _NAMES[flow_id], tasks, suffix, trigger).edges
            changes |= {
                "references": (reference,),
                "edges": (*chain, (f"f_{other}", f"t_{waiting.task_id}")),
            }
        return chained(flow_id, _NAMES[flow_id], tasks, suffix, trigger, **changes)

    return build


def _task(flow_id: int, number: int, state: int, suffix: str, trigger: datetime) -> TaskRun:
    changes: dict[str, Any] = {"status": state}
    if state in (_WAIT, _INIT):
        changes |= {"start": None, "end": None, "log": None}
    if state == _TIMEOUT:
        began = trigger + timedelta(seconds=110)
        changes |= {
            "start": began,
            "end": began + timedelta(minutes=5),
            "is_timeout": True,
            "retries": 1,
            "log": lambda: log_header(run, began) + _LOG,
        }
    run: TaskRun = exhibit(
        flow_id * 10 + number, flow_id, suffix, trigger, f"{_NAMES[flow_id]}_{number}", **changes
    )
    return run
