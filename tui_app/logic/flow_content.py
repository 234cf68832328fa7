"""The content of the screen of a flow instance, derived from one answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from ..models.flow_instance import Graph, TaskNode
from ..models.ids import TaskInstanceId
from ..models.lookup import FlowLookup
from ..models.status import Group, Status, has_failed
from .graph.dag import Dag
from .graph.nodes import Node, in_order
from .why.root_cause import first_failures

_URGENCY = (Group.BAD, Group.ACTIVE, Group.GOOD, Group.WAITING)
_OTHERS = 2
"""Place of the groups that are not listed."""


@dataclass(frozen=True, slots=True)
class FlowContent:
    """The nodes of a flow instance in order, their dependencies, and the tasks to load first."""

    graph: Graph | None = None
    """As read; None where there is none."""

    nodes: Sequence[Node] = ()
    """Every node in topological order."""

    dag: Dag = field(default_factory=lambda: Dag.of(None))
    """The dependencies."""

    tasks: Mapping[TaskInstanceId, Status | None] = field(default_factory=dict)
    """The state of each task that has an id: failed ones first, those that have not begun last."""

    first_failures: Sequence[str] = ()
    """The ids of the first failures, the one that ended first leading."""

    @classmethod
    def of(cls, found: FlowLookup) -> Self:
        """Derive it from an answer; ten thousand tasks take half a second."""
        graph = found.flow.graph
        if graph is None:
            return cls()
        nodes = in_order(graph)
        failed = any(isinstance(node, TaskNode) and has_failed(node.state) for node in nodes)
        failures = first_failures(found) if failed else ()
        return cls(graph, nodes, Dag.of(graph), tasks_by_urgency(nodes), failures)


def tasks_by_urgency(nodes: Sequence[Node]) -> dict[TaskInstanceId, Status | None]:
    """The tasks that have an id: failed ones first, those that have not begun last; else in their order."""
    tasks = sorted((node for node in nodes if isinstance(node, TaskNode)), key=_urgency)
    return {run_id: node.state for node in tasks if (run_id := node.run_id) is not None}


def _urgency(node: TaskNode) -> int:
    group = node.state.group if node.state else Group.UNKNOWN
    return _URGENCY.index(group) if group in _URGENCY else _OTHERS
