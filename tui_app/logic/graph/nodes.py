"""The nodes of a flow instance, their topological order, and the nodes reached from others."""

from collections import deque
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from typing import TypeVar

from ...models.flow_instance import FlowNode, Graph, TaskNode
from .. import sanitize

Node = TaskNode | FlowNode
Key = TypeVar("Key", bound=Hashable)


def node_name(node: Node, most: int | None = None) -> str:
    """A node's name, safe to draw; of a longer one the first `most` characters."""
    return sanitize.one_line(node.name[:most] or "(no name)")


def in_order(graph: Graph) -> list[Node]:
    """Every node once, in topological order."""
    nodes: list[Node] = [*(graph.flows or ()), *(graph.tasks or ())]
    places = {node.node_id: place for place, node in enumerate(nodes) if node.node_id}
    edges: dict[tuple[int, int], None] = {}
    for edge in graph.relations or ():
        source, target = places.get(edge.source or ""), places.get(edge.target or "")
        if source is not None and target is not None:
            edges[source, target] = None
    return [nodes[place] for place in topological_order(len(nodes), edges)]


def tasks(graph: Graph | None) -> list[TaskNode]:
    """The tasks in topological order; none without a graph."""
    return [] if graph is None else [node for node in in_order(graph) if isinstance(node, TaskNode)]


def task_ids(graph: Graph | None) -> list[str]:
    """The instance ids of the tasks that have one."""
    return [task.task_inst_id for task in tasks(graph) if task.task_inst_id]


def topological_order(count: int, edges: Collection[tuple[int, int]]) -> list[int]:
    """Places with upstream before downstream, else as listed; a cycle is cut open where it is met."""
    after: list[list[int]] = [[] for _ in range(count)]
    before: list[set[int]] = [set() for _ in range(count)]
    for source, target in edges:
        if source != target:
            after[source].append(target)
            before[target].add(source)
    ready = deque(place for place in range(count) if not before[place])
    left = dict.fromkeys(range(count))
    order: list[int] = []
    while left:
        if not ready:
            ready.append(_in_cycle(next(iter(left)), before))
        place = ready.popleft()
        if place not in left:
            continue
        del left[place]
        order.append(place)
        for target in after[place]:
            before[target].discard(place)
            if not before[target]:
                ready.append(target)
    return order


def _in_cycle(start: int, before: Sequence[Collection[int]]) -> int:
    """The node listed first of a cycle upstream of a node that cannot become ready."""
    path: dict[int, None] = {}
    place = start
    while place not in path:
        path[place] = None
        place = min(before[place])
    walked = list(path)
    return min(walked[walked.index(place) :])


def reach(starts: Iterable[Key], neighbours: Callable[[Key], Iterable[Key]]) -> dict[Key, Key]:
    """The nodes reached from the starts, nearest first, each with the node it was reached from.

    A start is among them only if it is reached from a start.
    """
    reached: dict[Key, Key] = {}
    waiting = deque(starts)
    while waiting:
        node = waiting.popleft()
        for neighbour in neighbours(node):
            if neighbour not in reached:
                reached[neighbour] = node
                waiting.append(neighbour)
    return reached
