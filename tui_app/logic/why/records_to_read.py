"""The flow instances and task instances to read before an analysis is final; never many."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...models.flow_instance import FlowInstance, FlowNode, TaskNode
from ...models.ids import FlowInstanceId, TaskInstanceId
from ...models.lookup import Found, TaskLookup
from ...models.status import Group, Status, blocks_downstream, has_failed, has_succeeded
from .dependencies import DependencyGraph, NodeRef, Walk, name_of

MOST_FLOWS = 6
"""Flow instances read for one analysis, the run's own included."""

MOST_RECORDS = 8
"""Task instances read of each role: first failures, nodes without a status, nodes still to end."""


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that was read so far; a text in place of a record says why it cannot be read."""

    flows: Mapping[str, FlowInstance | str]
    """Flow instances by id."""

    records: Mapping[str, TaskLookup | str]
    """Task instances by id, the run itself included."""

    @classmethod
    def of(
        cls, found: Found, flows: Mapping[str, FlowInstance | str], records: Mapping[str, TaskLookup | str]
    ) -> "Known":
        """Add the run itself to what was read."""
        return cls(flows, {**records, found.id.text: found} if isinstance(found, TaskLookup) else records)

    @property
    def readable(self) -> dict[str, FlowInstance]:
        """The flow instances that could be read."""
        return {flow_id: flow for flow_id, flow in self.flows.items() if isinstance(flow, FlowInstance)}

    @property
    def statuses(self) -> dict[str, Status]:
        """The status of every task instance whose record was read."""
        return {key: one.task.state for key, one in self.records.items() if isinstance(one, TaskLookup)}

    def record(self, node: TaskNode | FlowNode) -> TaskLookup | None:
        """The record of a task, where it was read."""
        found = self.records.get(node.instance_id) if isinstance(node, TaskNode) else None
        return found if isinstance(found, TaskLookup) else None


def flows_to_read(
    graph: DependencyGraph, known: Known, walk: Walk, failures: Sequence[NodeRef]
) -> tuple[tuple[FlowInstanceId, ...], str]:
    """Flow instances that may hold the cause, nearest first, and a sentence where there are too many.

    A reference is looked into where it has failed, or where something that waits for it has not begun; where
    nothing has failed, every one that has not succeeded.
    """
    needed: dict[FlowInstanceId, str] = {}
    for ref in walk:
        flow_id = _flow_behind(graph, known, ref)
        if flow_id is None or flow_id.text in known.flows or has_succeeded(graph.state(ref)):
            continue
        if (
            not failures
            or ref in failures
            or (not blocks_downstream(graph.state(ref)) and _may_hold_up(graph, ref))
        ):
            needed[flow_id] = name_of(graph.nodes[ref])
    room = MOST_FLOWS - len(known.flows)
    if needed and room <= 0:
        name = next(iter(needed.values()))
        return (), f"More workflows are involved than the {MOST_FLOWS} that were read. Open {name} to go on."
    return tuple(needed)[:room], ""


def _flow_behind(graph: DependencyGraph, known: Known, ref: NodeRef) -> FlowInstanceId | None:
    """The flow instance that a reference means, or that a task of another cycle ran in."""
    node = graph.nodes[ref]
    if isinstance(node, FlowNode):
        return node.run_id
    record = known.record(node)
    if record is None or ref not in graph.gaps:
        return None
    return FlowInstanceId.of(record.task.flow_inst_id)


def _may_hold_up(graph: DependencyGraph, ref: NodeRef) -> bool:
    below = (graph.state(target) for target in graph.below[ref])
    return any(state is None or state.group is Group.WAITING for state in below)


def tasks_to_read(
    graph: DependencyGraph,
    known: Known,
    walk: Walk,
    failures: Sequence[NodeRef],
    pending: Sequence[NodeRef],
) -> tuple[tuple[TaskInstanceId, ...], list[str]]:
    """Task instances to read next, and a sentence where there are too many.

    First the failures, those downstream of another that may have ended before it, and the nodes without a
    status; where there are none of them, the nodes that the graph may be behind with.
    """
    silent = [ref for ref in walk if graph.state(ref) is None]
    limits = []
    failed_ids, left = _unread(graph, known, "failed", failures)
    if left:
        what = f"{left} more first failures were not read, one of which may have ended earlier."
        limits.append(f"{what} Open the workflow.")
    others = [ref for ref in walk if ref not in failures and has_failed(graph.state(ref))]
    failed_ids, _ = _unread(graph, known, "failed", [*failures, *others])
    silent_ids, left = _unread(graph, known, "silent", silent)
    if left:
        what = f"{left} more tasks upstream have no status in the graph and were not read."
        limits.append(f"{what} Open the workflow.")
    if failed_ids or silent_ids:
        return (*failed_ids, *silent_ids), limits
    return _unread(graph, known, "pending", [] if failures else pending)[0], limits


def _unread(
    graph: DependencyGraph, known: Known, role: str, refs: Iterable[NodeRef]
) -> tuple[tuple[TaskInstanceId, ...], int]:
    """Ids of tasks to read, as many as the role has left, and the number of those beyond."""
    read = sum(_role(node) == role and node.instance_id in known.records for node in graph.nodes.values())
    ids = {
        task_id: None
        for ref in refs
        if _role(node := graph.nodes[ref]) == role
        and isinstance(task_id := node.run_id, TaskInstanceId)
        and task_id.text not in known.records
    }
    room = max(0, MOST_RECORDS - read)
    return tuple(ids)[:room], 0 if room else len(ids)


def _role(node: TaskNode | FlowNode) -> str:
    """The role for which a node's record is read, by its graph."""
    if isinstance(node, FlowNode):
        return ""
    return "silent" if node.state is None else "failed" if blocks_downstream(node.state) else "pending"


def may_be_behind(
    graph: DependencyGraph, here: NodeRef | None, state: Status, unfinished: Sequence[NodeRef]
) -> Sequence[NodeRef]:
    """Nodes whose status in the graph may be out of date.

    Those still to end; where there are none although the run waits, the successes it waits for.
    """
    if unfinished or here is None or state.group is not Group.WAITING:
        return unfinished
    return graph.above[here]
