"""The nodes of a flow instance in the order in which they can run."""

from collections import deque

from ...models.flow_instance import FlowNode, Graph, TaskNode
from .. import sanitize

Node = TaskNode | FlowNode


def node_name(node: Node) -> str:
    """A node's name, safe to draw."""
    return sanitize.one_line(node.name or "(no name)")


def in_order(graph: Graph) -> list[Node]:
    """Every node once, upstream before downstream, else as the server lists them.

    A cycle, which a graph should not have, is not followed: its nodes come last.
    """
    nodes: list[Node] = [*(graph.flows or ()), *(graph.tasks or ())]
    by_name = {node.node_id: place for place, node in enumerate(nodes) if node.node_id}
    after: dict[int, list[int]] = {}
    waits_for = [0] * len(nodes)
    for edge in graph.relations or ():
        source, target = by_name.get(edge.source or ""), by_name.get(edge.target or "")
        if source is not None and target is not None:
            after.setdefault(source, []).append(target)
            waits_for[target] += 1
    ready = deque(place for place, count in enumerate(waits_for) if not count)
    order: list[int] = []
    while ready:
        place = ready.popleft()
        order.append(place)
        for target in after.get(place, ()):
            waits_for[target] -= 1
            if not waits_for[target]:
                ready.append(target)
    done = set(order)
    order += [place for place in range(len(nodes)) if place not in done]
    return [nodes[place] for place in order]


def tasks(graph: Graph | None) -> list[TaskNode]:
    """The tasks in that order; none where there is no graph."""
    return [] if graph is None else [node for node in in_order(graph) if isinstance(node, TaskNode)]


def task_ids(graph: Graph | None) -> list[str]:
    """Their instance ids, as far as they have one."""
    return [task.task_inst_id for task in tasks(graph) if task.task_inst_id]
