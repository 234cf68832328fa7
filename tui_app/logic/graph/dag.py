"""The graph of a flow instance by node number: dependencies, failures, and the nodes they hold up."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Self

from ...models.flow_instance import Graph, TaskNode
from ...models.status import Group, blocks_downstream, has_failed
from .nodes import Node, reach, topological_order


@dataclass(frozen=True, slots=True)
class Dag:
    """Nodes by number, upstream before downstream, and the edges between them, each once."""

    nodes: Sequence[Node]
    """Every node once; of two with the same name in the relations the first."""

    before: Sequence[Sequence[int]]
    """The direct predecessors of each node, ascending."""

    after: Sequence[Sequence[int]]
    """The direct successors of each node, ascending."""

    circular: frozenset[tuple[int, int]] = frozenset()
    """Edges, source and target, that close a cycle; `before` and `after` leave them out."""

    strays: int = 0
    """The number of edges that name an unlisted node."""

    is_ordered: bool = True
    """Whether the server sent edges, or that there are none."""

    @classmethod
    def of(cls, graph: Graph | None) -> Self:
        """Read any graph, cycles and unlisted nodes included."""
        named: dict[str, Node] = {}
        nodes: list[Node] = []
        listed: list[Node] = [] if graph is None else [*(graph.flows or ()), *(graph.tasks or ())]
        for node in listed:
            if not node.node_id or named.setdefault(node.node_id, node) is node:
                nodes.append(node)
        places = {node.node_id: place for place, node in enumerate(nodes) if node.node_id}
        edges: dict[tuple[int, int], None] = {}
        strays = 0
        for edge in () if graph is None else graph.relations or ():
            source, target = places.get(edge.source or ""), places.get(edge.target or "")
            if source is None or target is None:
                strays += 1
            else:
                edges[source, target] = None
        order = topological_order(len(nodes), edges)
        moved = {place: at for at, place in enumerate(order)}
        dag = cls._with([nodes[place] for place in order], {(moved[a], moved[b]) for a, b in edges}, strays)
        return replace(dag, is_ordered=graph is None or graph.relations is not None or len(nodes) < 2)

    @classmethod
    def _with(cls, nodes: Sequence[Node], edges: Collection[tuple[int, int]], strays: int) -> Self:
        before: list[list[int]] = [[] for _ in nodes]
        after: list[list[int]] = [[] for _ in nodes]
        for source, target in sorted(edges):
            if source < target:
                after[source].append(target)
                before[target].append(source)
        return cls(nodes, before, after, frozenset((a, b) for a, b in edges if a >= b), strays)

    def only(self, places: Collection[int]) -> Self:
        """The subgraph of some of its nodes."""
        chosen = sorted(places)
        moved = {place: at for at, place in enumerate(chosen)}
        edges = {(a, b) for a, targets in enumerate(self.after) for b in targets} | self.circular
        within = {(moved[a], moved[b]) for a, b in edges if a in moved and b in moved}
        part = self._with([self.nodes[place] for place in chosen], within, self.strays)
        return replace(part, is_ordered=self.is_ordered)

    def failed(self) -> frozenset[int]:
        """The failed nodes; cancelled ones are not among them."""
        return frozenset(place for place, node in enumerate(self.nodes) if has_failed(node.state))

    def unknown(self) -> frozenset[int]:
        """The tasks whose status was not sent, or is none of the documented ones."""
        return frozenset(
            place
            for place, node in enumerate(self.nodes)
            if isinstance(node, TaskNode) and (node.state is None or node.state.group is Group.UNKNOWN)
        )

    def held_up(self) -> frozenset[int]:
        """The nodes that have not ended and cannot run since something upstream failed or was cancelled.

        A node without a state is one of them: nothing shows that it ran.
        """
        blocking = [place for place, node in enumerate(self.nodes) if blocks_downstream(node.state)]
        return frozenset(reach(blocking, lambda place: filter(self._can_wait, self.after[place])))

    def _can_wait(self, place: int) -> bool:
        state = self.nodes[place].state
        return state is None or not state.is_final

    @property
    def edge_count(self) -> int:
        """The number of dependencies, without those that close a cycle."""
        return sum(map(len, self.after))

    @property
    def bend_count(self) -> int:
        """The number of layers that edges pass through; a layout has a point for each."""
        depths: list[int] = []
        for sources in self.before:
            depths.append(max((depths[source] + 1 for source in sources), default=0))
        return sum(
            max(0, max((depths[target] for target in targets), default=0) - depth - 1)
            for depth, targets in zip(depths, self.after, strict=True)
        )

    def __len__(self) -> int:
        return len(self.nodes)
