"""Workflows as the server answers, built from a few words, and a gateway that answers from them."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.harness import NOW
from tui_app.api.errors import NotFound
from tui_app.api.gateway import FlowQuery
from tui_app.models.ids import FlowInstanceId, InstanceId, TaskInstanceId
from tui_app.models.lookup import Response

SUFFIX = "2026112701"
CODES = {
    **{"FAIL": -1, "INIT": 0, "SUCCESS": 1, "RUNNING": 2, "SUSPEND": 3, "INTERNAL_ERROR": 4, "WAIT": 5},
    **{"READY": 6, "TIMEOUT": 7, "CANCEL": 8, "RERUN": 9, "SKIP": 10},
}


@dataclass
class Case:
    """What a server knows, and where `x` is pressed."""

    opened: str
    flows: dict[str, dict[str, Any]]
    tasks: dict[str, dict[str, Any]]
    logs: dict[str, str]
    cause: str | None = None

    @classmethod
    def of_file(cls, text: str) -> "Case":
        """Read a case with its answer."""
        read = json.loads(text)
        flows, tasks = read["flowInstances"], read["taskInstances"]
        return cls(read["opened"], flows, tasks, read["logs"], read["cause"])


@dataclass
class Workflow:
    """A flow instance in the making; tasks are named by a letter and numbered in the order they are added."""

    number: int = 81
    suffix: str = SUFFIX
    cycle: str = "D"
    status: int = -1
    tasks: list[dict[str, Any]] = field(default_factory=list)
    flows: list[dict[str, Any]] = field(default_factory=list)
    edges: list[dict[str, Any]] = field(default_factory=list)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The flow instance id."""
        return f"{self.number}-{self.suffix}"

    def id_of(self, name: str) -> str:
        """The instance id of a task."""
        return f"{self.number}{ord(name):03}-{self.suffix}"

    def add(self, name: str, graph: str | None, record: str = "", **fields: Any) -> "Workflow":
        """Add a task, with its status in the graph, and in its record where that is another."""
        task_id = self.id_of(name)
        node = {"nodeId": name, "taskName": f"task-{name}", "taskInstId": task_id}
        node["taskId"] = task_id.partition("-")[0]
        self.tasks.append(node | ({"status": graph} if graph is not None else {}))
        status = record or graph or "INIT"
        self.records[task_id] = {
            "instanceId": task_id,
            "taskName": f"task-{name}",
            "flowInstId": self.id,
            "cycle": self.cycle,
            "status": CODES.get(status, 99),
            "stsDesc": status,
        } | fields
        return self

    def refer(self, name: str, flow_id: str, status: str | None = "NONE", **fields: Any) -> "Workflow":
        """Add a reference to another workflow."""
        node = {"nodeId": name, "flowName": f"flow-{name}", "flowInstId": flow_id, "status": status}
        self.flows.append(node | fields)
        return self

    def edge(self, *pairs: str, gap: str = "D0") -> "Workflow":
        """Let the second of each two letters wait for the first."""
        self.edges += [
            {"source": pair[0], "target": pair[1], "cycleGap": gap, "rerun": True} for pair in pairs
        ]
        return self

    def record(self, **changes: Any) -> dict[str, Any]:
        """The flow instance as the server sends it."""
        graph = {"tasks": self.tasks, "flows": self.flows, "relations": self.edges}
        fields = {"instanceId": self.id, "flowName": f"flow {self.number}", "cycle": self.cycle}
        return {**fields, "status": self.status, "graph": json.dumps(graph), **changes}


def case(opened: str, *workflows: Workflow, logs: dict[str, str] | None = None) -> Case:
    """A case of workflows; every task that failed has a log."""
    tasks = {key: one for workflow in workflows for key, one in workflow.records.items()}
    broken = {key: f"ERROR {key} broke\n" for key, one in tasks.items() if one["status"] in (-1, 4, 7, 8)}
    return Case(opened, {one.id: one.record() for one in workflows}, tasks, broken if logs is None else logs)


class CaseGateway:
    """Answers from a case, and counts the requests."""

    def __init__(self, known: Case) -> None:
        self.known = known
        self.requests: Counter[str] = Counter()

    async def get_task_instance(self, task_inst_id: TaskInstanceId) -> Response:
        return self._answer("task", task_inst_id, self.known.tasks)

    async def get_flow_instance(self, flow_inst_id: FlowInstanceId) -> Response:
        return self._answer("flow", flow_inst_id, self.known.flows)

    async def get_task_instance_log(
        self, task_inst_id: TaskInstanceId, max_length: int | None = None
    ) -> Response:
        logs = {key: {"log": log} for key, log in self.known.logs.items()}
        return self._answer("log", task_inst_id, logs)

    async def list_flow_instances(self, query: FlowQuery) -> Response:
        raise AssertionError("no explanation reads a list")

    async def get_current_time(self) -> Response:
        return Response(b"", "", 0, NOW, 0.1)

    async def get_time_zone(self) -> Response:
        return Response(b"", "", {"timezone": "GMT+8"}, NOW, 0.1)

    async def warm_up(self) -> None:
        """Do nothing."""

    async def aclose(self) -> None:
        """Do nothing."""

    def _answer(self, kind: str, some_id: InstanceId, known: dict[str, Any]) -> Response:
        self.requests[kind] += 1
        if some_id.text not in known:
            raise NotFound(f"There is no {kind} {some_id}.")
        return Response(b"", "", known[some_id.text], NOW, 0.1)
