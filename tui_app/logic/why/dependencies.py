"""The nodes of flow instances as one dependency graph, references and runs of other cycles included."""

import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from ...models.flow_instance import FlowInstance, FlowNode, Graph, Relation, TaskNode
from ...models.status import Status, has_succeeded
from ..graph.nodes import Node, in_order, reach
from ..runs import cycles

NodeRef = tuple[str, int]
"""A node: the id of the flow instance that lists it, and its number there in running order.

A run of another cycle that no graph lists has a negative number.
"""

Walk = Mapping[NodeRef, NodeRef | None]
"""Nodes upstream, nearest first, each with the one it was reached from; None for where the walk began."""

_SINGLE_TASK = re.compile(r"([0-9]+)\(")
_GAP = re.compile(r"([A-Za-z]*)([+-]?)([0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class UnknownSource:
    """Something a node waits for that no graph lists."""

    name: str
    """As the edge names it; empty where it names nothing."""

    gap: str = ""
    """The edge's ``cycleGap`` where that means another run whose id cannot be computed, else empty."""


class DependencyGraph:
    """Nodes and edges; a node that is listed twice counts once, edges from unlisted nodes are kept apart."""

    def __init__(
        self, flows: Mapping[str, FlowInstance], statuses: Mapping[str, Status] | None = None
    ) -> None:
        """Join the graphs of flow instances.

        Args:
            flows: by id.
            statuses: from task instance records, by id; they count more than a graph's.
        """
        self.nodes: dict[NodeRef, Node] = {}
        """Every node."""
        self.above: dict[NodeRef, list[NodeRef]] = {}
        """The nodes that a node waits for."""
        self.below: dict[NodeRef, list[NodeRef]] = {}
        """The nodes that wait for a node."""
        self.unknown_sources: dict[NodeRef, list[UnknownSource]] = {}
        """Names that a node waits for and no graph lists."""
        self.doubles: list[tuple[NodeRef, Node]] = []
        """Nodes that were listed already, and where."""
        self.gaps: dict[NodeRef, str] = {}
        """Runs of another cycle that no graph lists, with the ``cycleGap`` that leads to them."""
        self._flows = flows
        self._statuses = statuses or {}
        self._states: dict[NodeRef, Status | None] = {}
        self._listed: dict[str, list[NodeRef]] = {}
        self._own_names: set[tuple[str, str]] = set()
        self._by_id: dict[tuple[type[Node], str], NodeRef] = {}
        self._tasks: dict[tuple[str, str], NodeRef] = {}  # by flow instance and by either id of the task
        by_name = {
            flow_id: self._add_nodes(flow_id, flow.graph) for flow_id, flow in flows.items() if flow.graph
        }
        for flow_id, names in by_name.items():
            for edge in (flows[flow_id].graph or Graph()).relations or ():
                self._add_edge(flow_id, edge, names)
        for ref, node in list(self.nodes.items()):
            if isinstance(node, FlowNode):
                for source in self._behind(node):
                    self._connect(source, ref)

    def _add_nodes(self, flow_id: str, graph: Graph) -> dict[str, NodeRef]:
        by_name: dict[str, NodeRef] = {}
        for number, node in enumerate(in_order(graph)):
            ref = flow_id, number
            if isinstance(node, FlowNode) and node.instance_id == flow_id:
                self._own_names.add((flow_id, node.node_id or ""))  # nothing waits for the run that lists it
                continue
            if node.node_id and node.node_id in by_name:
                first = by_name[node.node_id]
                self.doubles.append((first, node))
                if node.state != self.nodes[first].state:  # which of them is true, only the record says
                    self.nodes[first] = self.nodes[first].model_copy(update={"status": None})
                continue
            self._add(ref, node)
            self._listed.setdefault(flow_id, []).append(ref)
            if isinstance(node, TaskNode):
                for some_id in filter(None, (node.task_inst_id, node.task_id)):
                    self._tasks.setdefault((flow_id, some_id), ref)
            if node.node_id:
                by_name[node.node_id] = ref
        return by_name

    def _add(self, ref: NodeRef, node: Node) -> None:
        self.nodes[ref], self.above[ref], self.below[ref] = node, [], []
        self._by_id.setdefault((type(node), node.instance_id), ref)

    def _add_edge(self, flow_id: str, edge: Relation, by_name: Mapping[str, NodeRef]) -> None:
        source, target = by_name.get(edge.source or ""), by_name.get(edge.target or "")
        if target is None or (flow_id, edge.source or "") in self._own_names:
            return
        gap = edge.cycle_gap or ""
        if source is None:
            self.unknown_sources.setdefault(target, []).append(UnknownSource(edge.source or ""))
        elif is_same_run(gap):
            self._connect(source, target)
        elif (other := self._other_run(flow_id, source, gap)) is not None:
            self._connect(other, target)
        else:
            name = name_of(self.nodes[source])
            self.unknown_sources.setdefault(target, []).append(UnknownSource(name, gap))

    def _other_run(self, flow_id: str, source: NodeRef, gap: str) -> NodeRef | None:
        """The run of another cycle that an edge means; None where its id cannot be computed."""
        node, flow = self.nodes[source], self._flows[flow_id]
        here = flow_id.partition("-")[2]
        if (some_id := node.run_id) is None:
            return None
        if some_id.suffix != here:
            return source  # the server has named the other run already
        suffix = earlier_suffix(here, gap, flow.cycle, flow.freq)
        if suffix is None:
            return None
        other_id = f"{some_id.node}-{suffix}"
        if (listed := self._by_id.get((type(node), other_id))) is not None:
            return listed
        field = "task_inst_id" if isinstance(node, TaskNode) else "flow_inst_id"
        ref = f"{flow_id.partition('-')[0]}-{suffix}", -1 - len(self.gaps)
        self._add(ref, node.model_copy(update={field: other_id, "node_id": None, "status": None}))
        self.gaps[ref] = gap
        return ref

    def _connect(self, source: NodeRef, target: NodeRef) -> None:
        if source not in self.above[target]:
            self.above[target].append(source)
            self.below[source].append(target)

    def _behind(self, reference: FlowNode) -> list[NodeRef]:
        """The nodes that a reference waits for: the one task it means, else the last that are not done."""
        if (single := self._single_task(reference)) is not None:
            return [single]
        rest = self.not_done(reference.flow_inst_id or "")
        last = [ref for ref in rest if not any(target in rest for target in self.below[ref])]
        return last or rest  # in a circle nothing is the last

    def _single_task(self, reference: FlowNode) -> NodeRef | None:
        named = _named_task(reference)
        return self._tasks.get((reference.flow_inst_id or "", named)) if named else None

    def is_unlisted(self, reference: FlowNode) -> bool:
        """Whether a reference means one task that its flow instance does not list."""
        return _named_task(reference) is not None and self._single_task(reference) is None

    def state(self, ref: NodeRef) -> Status | None:
        """The status of a node, from its own record where that was read, else from the graph."""
        if ref not in self._states:
            self._states[ref] = self._state(self.nodes[ref])
        return self._states[ref]

    def _state(self, node: Node) -> Status | None:
        if isinstance(node, TaskNode):
            return self._statuses.get(node.task_inst_id or "", node.state)
        if (single := self._single_task(node)) is not None:
            return self.state(single)
        flow = self._flows.get(node.flow_inst_id or "")
        return node.state if flow is None or _named_task(node) else flow.state

    def of(self, flow_id: str) -> list[NodeRef]:
        """The nodes that one flow instance lists, in running order."""
        return self._listed.get(flow_id, [])

    def not_done(self, flow_id: str) -> list[NodeRef]:
        """Those of them that have not succeeded."""
        return [ref for ref in self.of(flow_id) if not has_succeeded(self.state(ref))]

    def task(self, flow_id: str, task_id: str) -> NodeRef | None:
        """The node of a task instance in a flow instance."""
        return self._tasks.get((flow_id, task_id))

    def upstream(self, starts: Iterable[NodeRef], beyond_success: bool = False) -> Walk:
        """The nodes that the starts wait for, nearest first; the walk ends at successes or goes on beyond."""
        walk: dict[NodeRef, NodeRef | None] = dict.fromkeys(starts)

        def sources(ref: NodeRef) -> Iterator[NodeRef]:
            if ref in walk or beyond_success or not has_succeeded(self.state(ref)):
                yield from (source for source in self.above[ref] if source not in walk)

        return walk | reach(walk, sources)

    def downstream(self, starts: Collection[NodeRef], within: Container[NodeRef]) -> list[NodeRef]:
        """The nodes that wait for the starts, nearest first; a start only if it waits for one of them."""
        first = frozenset(starts)

        def targets(ref: NodeRef) -> Iterator[NodeRef]:
            if ref in first or not has_succeeded(self.state(ref)):
                yield from (target for target in self.below[ref] if target in within)

        return list(reach(starts, targets))

    def firsts(self, within: Collection[NodeRef], is_one: Callable[[Status | None], bool]) -> list[NodeRef]:
        """Those of a kind that have none of the kind upstream of them, unless behind a success."""
        within = dict.fromkeys(within)
        order, circular = self._upstream_first(within)
        firsts: list[NodeRef] = []
        holding: set[NodeRef] = set()
        for ref in order:
            is_held = any(source in holding for source in self.above[ref])
            if not is_held and is_one(self.state(ref)):
                firsts.append(ref)
                holding.add(ref)
            elif is_held and not has_succeeded(self.state(ref)):
                holding.add(ref)
        held = set(self.downstream(holding, dict.fromkeys(circular)))
        for ref in circular:
            if ref not in held and is_one(self.state(ref)):
                firsts.append(ref)
                held.update(self.downstream([ref], within))
        return firsts

    def circle(self, within: Collection[NodeRef]) -> list[NodeRef]:
        """Nodes that wait for each other, the first of them again at the end; empty where there are none."""
        try:
            TopologicalSorter(self._edges(dict.fromkeys(within))).prepare()
        except CycleError as error:
            found: list[NodeRef] = error.args[1]
            return found
        return []

    def ways(self, source: NodeRef, target: NodeRef, within: Mapping[NodeRef, object]) -> int:
        """The number of ways from one node down to another, 1 where a circle leaves it open."""
        order, circular = self._upstream_first(within)
        counts = dict.fromkeys(order, 0) | {source: 1}
        for ref in order:
            if ref != source:
                counts[ref] = sum(counts.get(above, 0) for above in self.above[ref])
        return 1 if circular else counts[target]

    def _upstream_first(self, within: Mapping[NodeRef, object]) -> tuple[list[NodeRef], list[NodeRef]]:
        """The nodes in running order, and those in and behind a circle, the farthest upstream first."""
        sorter = TopologicalSorter(self._edges(within))
        with suppress(CycleError):  # what a circle does not hold up comes in order all the same
            sorter.prepare()
        order: dict[NodeRef, None] = {}
        while ready := sorter.get_ready():
            order.update(dict.fromkeys(ready))
            sorter.done(*ready)
        return list(order), [ref for ref in reversed(list(within)) if ref not in order]

    def _edges(self, within: Mapping[NodeRef, object]) -> dict[NodeRef, list[NodeRef]]:
        return {ref: [source for source in self.above[ref] if source in within] for ref in within}


def name_of(node: Node) -> str:
    """The name of a node as sent, else its id, else a description."""
    kind = "task" if isinstance(node, TaskNode) else "workflow"
    return node.name or node.instance_id or node.node_id or f"a {kind} without a name"


def _named_task(reference: FlowNode) -> str | None:
    """The number of the one task that a reference means; None where it means the whole workflow."""
    named = _SINGLE_TASK.match(reference.flow_name or "") if reference.is_virtual else None
    return None if named is None else named[1]


def is_same_run(gap: str) -> bool:
    """Whether a ``cycleGap`` such as ``D0`` means a run of the same cycle; an empty one does."""
    match = _GAP.fullmatch(gap.strip())
    return not gap.strip() or (match is not None and not int(match[3]))


def earlier_suffix(suffix: str, gap: str, cycle: str | None, cron: str | None) -> str | None:
    """The id suffix of the earlier run that a ``cycleGap`` such as ``D-1`` means; None where it is not known.

    One step is a cycle of the flow where both name the same unit, else a whole unit. A positive offset is not
    documented, so it is not followed.
    """
    match = _GAP.fullmatch(gap.strip())
    if match is None or match[2] != "-":
        return None
    unit = match[1] or cycle or ""
    step = cycles.step_of(suffix, unit, cron if unit == cycle else None)
    return None if step is None else cycles.shifted(suffix, step, -int(match[3]))
