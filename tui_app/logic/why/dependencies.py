"""The nodes of one or several flow instances as one web: what waits for what, across references too."""

import re
from collections import deque
from collections.abc import Callable, Collection, Container, Iterable, Mapping
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter

from ...models import status
from ...models.flow_instance import FlowInstance, FlowNode, Graph, TaskNode
from ..graph.nodes import Node, in_order

Place = tuple[str, int]
"""Where a node stands: the flow instance's id, and its number there in running order."""

Walk = Mapping[Place, Place | None]
"""Places upstream, nearest first, each with the one it was reached from; None for where it began."""

_SINGLE_TASK = re.compile(r"([0-9]+)\(")

has_failed, has_succeeded = status.blocks_downstream, status.has_succeeded
is_unfinished, is_active = status.is_unfinished, status.is_active


class DependencyGraph:
    """Nodes and edges; a node that is listed twice counts once, an edge from nowhere is kept apart."""

    def __init__(self, flows: Mapping[str, FlowInstance]) -> None:
        self.nodes: dict[Place, Node] = {}
        """Every node."""
        self.above: dict[Place, list[Place]] = {}
        """What a node waits for."""
        self.below: dict[Place, list[Place]] = {}
        """What waits for a node."""
        self.missing: dict[Place, list[str]] = {}
        """Names of nodes that a node waits for and that no graph lists."""
        self.doubles: list[tuple[Place, Node]] = []
        """Nodes that were listed already, and where."""
        self.known: dict[Place, status.Status] = {}
        """States known better than from the graph."""
        self._flows = flows
        for flow_id, flow in flows.items():
            if flow.graph is not None:
                self._add(flow_id, flow.graph)
        for place, node in self.nodes.items():
            if isinstance(node, FlowNode):
                for source in self._behind(node):
                    self._tie(source, place)

    def _add(self, flow_id: str, graph: Graph) -> None:
        by_name: dict[str, Place] = {}
        for number, node in enumerate(in_order(graph)):
            place = flow_id, number
            if node.node_id and node.node_id in by_name:
                self.doubles.append((by_name[node.node_id], node))
                continue
            self.nodes[place], self.above[place], self.below[place] = node, [], []
            if node.node_id:
                by_name[node.node_id] = place
        for edge in graph.relations or ():
            source, target = by_name.get(edge.source or ""), by_name.get(edge.target or "")
            if source is not None and target is not None:
                self._tie(source, target)
            elif target is not None:
                self.missing.setdefault(target, []).append(edge.source or "a node without a name")

    def _tie(self, source: Place, target: Place) -> None:
        if source not in self.above[target]:
            self.above[target].append(source)
            self.below[source].append(target)

    def _behind(self, reference: FlowNode) -> list[Place]:
        """What a reference waits for elsewhere: the one task it means, else the last of what is not done."""
        if (single := self._single_task(reference)) is not None:
            return [single]
        flow_id = reference.flow_inst_id or ""
        rest = self.not_done(flow_id)
        last = [place for place in rest if not any(target[0] == flow_id for target in self.below[place])]
        return last or rest  # in a circle nothing is the last

    def _single_task(self, reference: FlowNode) -> Place | None:
        named = _SINGLE_TASK.match(reference.flow_name or "")
        if named is None or not reference.is_virtual:
            return None
        flow_id = reference.flow_inst_id
        return next(
            (
                place
                for place, node in self.nodes.items()
                if place[0] == flow_id and isinstance(node, TaskNode) and node.task_id == named[1]
            ),
            None,
        )

    # Asking.

    def state(self, place: Place) -> status.Status | None:
        """How a node stands; a reference stands as what it refers to, where that is known."""
        node = self.nodes[place]
        if place in self.known:
            return self.known[place]
        if isinstance(node, FlowNode) and node.state is None:
            single, flow = self._single_task(node), self._flows.get(node.flow_inst_id or "")
            if single is not None:
                return self.state(single)
            return flow.state if flow is not None else None
        return node.state

    def of(self, flow_id: str) -> list[Place]:
        """The nodes of one flow instance, in running order."""
        return [place for place in self.nodes if place[0] == flow_id]

    def not_done(self, flow_id: str) -> list[Place]:
        """Those of them that have not succeeded."""
        return [place for place in self.of(flow_id) if not has_succeeded(self.nodes[place].state)]

    def task(self, flow_id: str, task_id: str) -> Place | None:
        """Where a task instance stands in a flow instance."""
        for place in self.of(flow_id):
            node = self.nodes[place]
            if isinstance(node, TaskNode) and node.task_inst_id == task_id:
                return place
        return None

    def upstream(self, starts: Iterable[Place], beyond_success: bool = False) -> Walk:
        """What the starts wait for, nearest first; what has succeeded is reached, and passed only if told."""
        came: dict[Place, Place | None] = dict.fromkeys(starts)
        waiting = deque(came)
        while waiting:
            place = waiting.popleft()
            is_start = came[place] is None
            if is_start or beyond_success or not has_succeeded(self.state(place)):
                for source in self.above[place]:
                    if source not in came:
                        came[source] = place
                        waiting.append(source)
        return came

    def downstream(self, start: Place, within: Container[Place]) -> list[Place]:
        """What waits for a node, nearest first, itself left out unless it waits for itself."""
        reached: dict[Place, None] = {}
        waiting = deque([start])
        while waiting:
            for target in self.below[waiting.popleft()]:
                if target in within and target not in reached:
                    reached[target] = None
                    if not has_succeeded(self.state(target)):
                        waiting.append(target)
        return list(reached)

    def firsts(
        self, within: Collection[Place], is_one: Callable[[status.Status | None], bool]
    ) -> list[Place]:
        """Those of a kind that have none of the kind upstream of them."""
        within = dict.fromkeys(within)
        firsts: list[Place] = []
        explained: set[Place] = set()
        for place in self._upstream_first(within):
            if is_one(self.state(place)) and place not in explained:
                firsts.append(place)
                explained.update(self.downstream(place, within))
        return firsts

    def circle(self, within: Collection[Place]) -> list[Place]:
        """Nodes that wait for each other, the first of them again at the end; empty where there are none."""
        try:
            TopologicalSorter(self._edges(dict.fromkeys(within))).prepare()
        except CycleError as error:
            found: list[Place] = error.args[1]
            return found
        return []

    def _upstream_first(self, within: Mapping[Place, object]) -> list[Place]:
        """The places in running order; those in and behind a circle last, the farthest upstream first."""
        sorter = TopologicalSorter(self._edges(within))
        with suppress(CycleError):  # what a circle does not hold up comes in order all the same
            sorter.prepare()
        order: dict[Place, None] = {}
        while ready := sorter.get_ready():
            order.update(dict.fromkeys(ready))
            sorter.done(*ready)
        return [*order, *(place for place in reversed(list(within)) if place not in order)]

    def _edges(self, within: Mapping[Place, object]) -> dict[Place, list[Place]]:
        return {place: [source for source in self.above[place] if source in within] for place in within}
