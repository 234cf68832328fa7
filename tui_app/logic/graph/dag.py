"""The graph of a flow instance by place: what waits for what, what failed, and what that holds up."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Self

from ...models.flow_instance import Graph
from ...models.status import blocks_downstream, has_failed
from .nodes import Node, reach, topological_order


@dataclass(frozen=True, slots=True)
class Dag:
    """Nodes by number, upstream before downstream, and the edges between them, each once."""

    nodes: Sequence[Node]
    """Every node once; of two with one name in the relations the first."""

    before: Sequence[Sequence[int]]
    """What each node waits for, ascending."""

    after: Sequence[Sequence[int]]
    """What waits for each node, ascending."""

    circular: frozenset[tuple[int, int]] = frozenset()
    """Edges, source and target, that lead back to an earlier node: they are left out of the two above."""

    strays: int = 0
    """Edges that name a node the graph does not list."""

    @classmethod
    def of(cls, graph: Graph | None) -> Self:
        """Read a graph, however tangled."""
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
        return cls._with([nodes[place] for place in order], {(moved[a], moved[b]) for a, b in edges}, strays)

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
        """The same with some of its nodes, and the edges among them."""
        kept = sorted(places)
        moved = {place: at for at, place in enumerate(kept)}
        edges = {(a, b) for a, targets in enumerate(self.after) for b in targets} | self.circular
        within = {(moved[a], moved[b]) for a, b in edges if a in moved and b in moved}
        return self._with([self.nodes[place] for place in kept], within, self.strays)

    def failed(self) -> frozenset[int]:
        """Failed nodes; the smallest has none upstream of it. Cancelled ones are not among them."""
        return frozenset(place for place, node in enumerate(self.nodes) if has_failed(node.state))

    def held_up(self) -> frozenset[int]:
        """Nodes that cannot run because something upstream failed or was cancelled, unless they have ended.

        A node without a state counts when it is reached: nothing says that it ran all the same.
        """
        blocking = [place for place, node in enumerate(self.nodes) if blocks_downstream(node.state)]
        return frozenset(reach(blocking, lambda place: filter(self._can_wait, self.after[place])))

    def _can_wait(self, place: int) -> bool:
        state = self.nodes[place].state
        return state is None or not state.is_final

    def __len__(self) -> int:
        return len(self.nodes)
