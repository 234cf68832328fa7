"""What is missing in a graph or contradicts itself, in sentences; they hold foreign names as sent."""

from collections.abc import Collection, Iterable

from ...models.flow_instance import FlowInstance, TaskNode
from ...models.status import Status
from ..graph.nodes import Node
from .dependencies import DependencyGraph, Place, has_failed, has_succeeded, is_active, is_unfinished

_MOST_NAMES = 6


def about_flow(flow_id: str, flow: FlowInstance, web: DependencyGraph) -> list[str]:
    """Where a flow instance and its graph do not agree."""
    if flow.graph is None:
        return [f"{flow_id} has no graph that this program can read."]
    places = web.of(flow_id)
    notes = [_contradiction(flow_id, flow.state, [web.nodes[place] for place in places])]
    if len(places) > 1 and not any(web.above[place] for place in places):
        notes.append(f"The graph of {flow_id} tells no order, so what waits for what is not known.")
    for place, double in web.doubles:
        if place[0] == flow_id and double.state != web.nodes[place].state:
            notes.append(f"{name_of(double)} is listed twice, with different states.")
    return [note for note in notes if note]


def about_places(web: DependencyGraph, places: Collection[Place]) -> list[str]:
    """What is odd about nodes and what they wait for."""
    notes = [
        f"{name_of(web.nodes[place])} waits for {_listed(names)}, which no graph lists."
        for place, names in web.missing.items()
        if place in places
    ]
    if circle := web.circle(places):
        names = " → ".join(name_of(web.nodes[place]) for place in circle[:_MOST_NAMES])
        names += " → …" if len(circle) > _MOST_NAMES else ""
        notes.append(f"These wait for each other in a circle: {names}.")
    silent = [
        place for place in places if isinstance(web.nodes[place], TaskNode) and web.state(place) is None
    ]
    if silent:
        others = f" and {len(silent) - 1} more have" if len(silent) > 1 else " has"
        notes.append(f"{name_of(web.nodes[silent[0]])}{others} no status in the graph.")
    return notes + _too_early(web, places)


def name_of(node: Node) -> str:
    """A node by name, else by whatever it has."""
    if isinstance(node, TaskNode):
        return node.task_name or node.task_inst_id or node.node_id or "a task without a name"
    return node.flow_name or node.flow_inst_id or node.node_id or "a workflow without a name"


def _contradiction(flow_id: str, state: Status, nodes: Iterable[Node]) -> str:
    states = [node.state for node in nodes if isinstance(node, TaskNode) and node.state is not None]
    failed, unfinished = sum(map(has_failed, states)), sum(map(is_unfinished, states))
    if has_succeeded(state) and (failed or unfinished):
        what = f"{failed} of its tasks failed" if failed else f"{unfinished} of its tasks have not ended"
        return f"{flow_id} says {state.name}, but {what}."
    if has_failed(state) and states and not failed:
        return f"{flow_id} says {state.name}, but none of its tasks failed."
    if is_unfinished(state) and states and not unfinished:
        return f"{flow_id} says {state.name}, but all its tasks have ended."
    return ""


def _too_early(web: DependencyGraph, places: Collection[Place]) -> list[str]:
    """What ran although something it waits for has failed."""
    for place in places:
        state = web.state(place)
        if state is None or not (has_succeeded(state) or is_active(state)):
            continue
        if (failed := _failed_above(web, place)) is not None:
            ran, before, stands = web.nodes[place], web.nodes[failed], web.state(failed)
            what = stands.name if stands else ""
            return [f"{name_of(ran)} is {state.name} although {name_of(before)}, upstream of it, is {what}."]
    return []


def _failed_above(web: DependencyGraph, place: Place) -> Place | None:
    return next((source for source in web.above[place] if has_failed(web.state(source))), None)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
