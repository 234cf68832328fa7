"""Runs of tasks and workflows as plain values, and the records the server makes of them.

Field names, their order and their types are those of the vendor's pages "Get Task Instance" and "Get Flow
Instance", V2.1. Whatever a demo record does differently it does through `disguise` or `graph_form`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from . import stamps
from .reply import EnvelopeForm, Reply, json_text

Record = dict[str, Any]
"""One JSON object as the server sends it."""

STATUS_NAMES = {
    -1: "FAIL",
    0: "INIT",
    1: "SUCCESS",
    2: "RUNNING",
    3: "SUSPEND",
    4: "INTERNAL_ERROR",
    5: "WAIT",
    6: "READY",
    7: "TIMEOUT",
    8: "CANCEL",
    9: "RERUN",
    10: "SKIP",
}
"""Run states by number, of tasks and workflows alike."""

SHELL, INTEGRATION, PYTHON, EXTERNAL = 3, 7, 8, 9
HIVE = 5
"""Task types as Get Task Instance numbers them; 5 is from the older table of Export Flow."""

PORTAL_ACCOUNT = "db_demomanager"
"""The big-data account in whose name the demo's tasks run."""


def run_mode(cpu: float = 0.6, memory: float = 1.1, **changes: Any) -> str:
    """The JSON text of a running mode, all eight keys in the documented order."""
    values = {
        "taskMode": 1,
        "cpu": cpu,
        "memory": memory,
        "maxParallel": 0,
        "keyType": 0,
        "datasourceId": 0,
        "path": "",
        "content": "",
    }
    return json_text(values | changes)


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Fields common to the runs of tasks and of workflows."""

    flow_id: int
    suffix: str
    """Business time in the id; a workflow's run and those of its tasks share it."""
    name: str
    trigger: datetime
    """Planned time; aware, like all times here."""
    start: datetime | None = None
    """Real start; None before it."""
    end: datetime | None = None
    """Real end; None before it."""
    ahead: timedelta = timedelta(hours=2)
    """Time from the creation of the instance to `trigger`."""
    cycle: str = "D"
    """M, W, D, H or mi."""
    status: int = 1
    """A key of `STATUS_NAMES`, or a number the vendor's table does not have."""
    do_as: str = PORTAL_ACCOUNT
    disguise: Callable[[Record], Any] = _as_it_is
    """Makes the envelope's ``data`` of the record."""
    envelope: EnvelopeForm = "2.1"

    @property
    def created(self) -> datetime:
        """Creation time of the instance."""
        return self.trigger - self.ahead

    @property
    def status_name(self) -> str:
        """The state's name, ``UNKNOWN`` for a number outside the vendor's table."""
        return STATUS_NAMES.get(self.status, "UNKNOWN")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRun(Run):
    """One run of one task node."""

    task_id: int
    type: int = SHELL
    run_num: int = 1
    """Runs so far, from 1; a person's rerun adds one."""
    retries: int = 0
    """Automatic retries so far."""
    retry_limit: int = 3
    retry_interval: int = 0
    """Seconds in this world; the vendor names no unit."""
    timeout: int = 300
    """Seconds in this world; the vendor names no unit."""
    is_timeout: bool = False
    alert: bool = False
    run_mode: str = run_mode()
    cmd: str = "echo hi"
    file: tuple[str, str, str] = ("", "", "")
    """Resource name, file name and version; empty texts for none."""
    log: Callable[[], str] | None = None
    """Writes the log when it is asked for; None where nothing has been logged."""
    log_reply: Reply | None = None
    """Sent in place of the log."""
    refusal: Reply | None = None
    """Sent in place of the record, and of the log."""

    @property
    def instance_id(self) -> str:
        """``<task id>-<suffix>``."""
        return f"{self.task_id}-{self.suffix}"

    def data(self) -> Any:
        """The data of Get Task Instance."""
        resource, file_name, version = self.file
        return self.disguise(
            {
                "instanceId": self.instance_id,
                "taskId": self.task_id,
                "taskName": self.name,
                "cycle": self.cycle,
                "status": self.status,
                "stsDesc": self.status_name,
                "runNum": self.run_num,
                "recallNum": self.retries,
                "recallLimit": self.retry_limit,
                "recallInterval": self.retry_interval,
                "type": self.type,
                "syncType": None,
                "freq": None,
                "ifPre": 0,
                "triggerTime": stamps.plain(self.trigger),
                "startTime": stamps.plain_or_none(self.start),
                "endTime": stamps.plain_or_none(self.end),
                "timeStamp": stamps.java(self.created),
                "timeout": self.timeout,
                "isTimeout": self.is_timeout,
                "alert": self.alert,
                "flowInstId": f"{self.flow_id}-{self.suffix}",
                "doAs": self.do_as,
                "runMode": self.run_mode,
                "cmd": self.cmd,
                "hasResourceBefore": bool(resource),
                "resourceName": resource,
                "fileName": file_name,
                "resourceVersion": version,
            }
        )

    def node(self, place: int) -> Record:
        """The task in its workflow's graph; `place` counts from 0 and only sets where it is drawn."""
        return {
            "taskName": self.name,
            "taskInstId": self.instance_id,
            "taskId": str(self.task_id),
            "nodeId": f"t_{self.task_id}",
            "x": round(0.05 + 0.1 * (place % 9), 4),
            "y": round(0.05 + 0.12 * (place // 9), 4),
            "status": self.status_name,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowReference:
    """Another workflow in the graph, whose run has to be there first."""

    flow_id: int
    name: str
    instance_id: str

    def node(self) -> Record:
        """The reference in the graph."""
        return {
            "flowId": str(self.flow_id),
            "flowName": self.name,
            "nodeId": f"f_{self.flow_id}",
            "isVirtual": False,
            "x": 0.0198,
            "y": 0.0045,
            "flowInstId": self.instance_id,
            "status": "NONE",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRun(Run):
    """One run of one workflow."""

    freq: str = "0 0 0 * * ? *"
    """Cron of seven fields, in server time."""
    scheduling: int = 1
    """0 manual, 1 periodic, 2 temporary; not part of the record, but what a search asks for."""
    owner: str = "chenwei;li.na"
    """User names, separated by ``;``."""
    parameters: tuple[tuple[str, str], ...] = ()
    business_date: str = ""
    """``calDt``; empty for the documented rule, the trigger's date less one day."""
    tasks: tuple[TaskRun, ...] = ()
    references: tuple[FlowReference, ...] = ()
    edges: tuple[tuple[str, str], ...] = ()
    """Node ids such as ``t_900101``, upstream first."""
    graph_form: Callable[[Record], Any] = json_text
    """Makes the record's ``graph`` of the graph."""

    @property
    def instance_id(self) -> str:
        """``<flow id>-<suffix>``."""
        return f"{self.flow_id}-{self.suffix}"

    def data(self) -> Any:
        """The data of Get Flow Instance."""
        return self.disguise(self._record(self._graph()))

    def listed(self) -> Record:
        """The run as List Flow Instances shows it: less by two fields and the states, more by one."""
        graph = self._graph()
        graph["tasks"] = [{k: v for k, v in node.items() if k != "status"} for node in graph["tasks"]]
        record = self._record(graph) | {"isCancelled": self.status == 8}
        return {key: value for key, value in record.items() if key not in ("alertMode", "calDt")}

    def _record(self, graph: Record) -> Record:
        return {
            "instanceId": self.instance_id,
            "flowId": self.flow_id,
            "flowName": self.name,
            "freq": self.freq,
            "cycle": self.cycle,
            "parameters": json_text(graph["parameters"]),
            "doAs": self.do_as,
            "graph": self.graph_form(graph),
            "status": self.status,
            "statusDesc": self.status_name,
            "triggerTime": stamps.plain(self.trigger),
            "startTime": stamps.plain_or_none(self.start),
            "endTime": stamps.plain_or_none(self.end),
            "timestamp": stamps.plain(self.created) + ".0",
            "virtual": False,
            "owner": self.owner,
            "alertMode": 3,
            "calDt": self.business_date or stamps.plain(self.trigger - timedelta(days=1))[:10],
            "hasEditPri": False,
            "hasReadPri": True,
        }

    def _graph(self) -> Record:
        edges = [
            {"source": s, "target": t, "cycleGap": f"{self.cycle}0", "rerun": True} for s, t in self.edges
        ]
        return {
            "creator": self.owner.partition(";")[0],
            "freq": self.freq,
            "alertMode": 3,
            "owners": f";{self.owner};",
            "cycle": self.cycle,
            "doAs": self.do_as,
            "name": self.name,
            "instId": self.instance_id,
            "id": self.flow_id,
            "parameters": [{"key": key, "value": value} for key, value in self.parameters],
            "tasks": [task.node(place) for place, task in enumerate(self.tasks)],
            "flows": [reference.node() for reference in self.references],
            "relations": edges,
        }


class Scene(Protocol):
    """A corner of the demo world: some workflows and their tasks."""

    def flow_of(self, task_id: int) -> int | None:
        """The workflow a task node belongs to, None where this scene does not have it."""

    def run(self, flow_id: int, suffix: str, at: datetime) -> FlowRun | None:
        """The run as it stands at a moment, None where this scene does not have it."""

    def listed(self, at: datetime) -> list[FlowRun]:
        """The runs that List Flow Instances knows of."""
