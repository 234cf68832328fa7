"""Sentences about gaps and contradictions in graphs; they hold foreign names as sent."""

from collections.abc import Collection, Iterable

from ...models.flow_instance import FlowInstance, FlowNode, TaskNode
from ...models.status import (
    Group,
    Status,
    blocks_downstream,
    has_failed,
    has_succeeded,
    is_active,
    is_unfinished,
)
from ..answer_check import lists_itself
from ..graph.nodes import Node
from .dependencies import DependencyGraph, NodeRef, UnknownSource, Walk, name_of
from .records_to_read import Known

_MOST_NAMES, _MOST_STATUSES = 6, 3


def unreadable(flow_id: str, flow: FlowInstance | str | None) -> str:
    """The reason why the graph of a flow instance is not known; empty where it is known."""
    if isinstance(flow, str):
        return f"{flow_id} cannot be read: {flow}"
    if flow is not None and flow.graph is None:
        return f"{flow_id} has no graph that this program can read. Open it and read the raw answer."
    return ""


def unknowns(graph: DependencyGraph, known: Known, walk: Walk, here: NodeRef | None, home: str) -> list[str]:
    """Sentences about what is not known of the nodes upstream, and what to do."""
    found: list[str] = []
    flow_ids = dict.fromkeys([home])
    for ref in walk:
        node, state = graph.nodes[ref], graph.state(ref)
        if ref == here or not has_succeeded(state):
            sources = graph.unknown_sources.get(ref, ())
            found += [_about_source(name_of(node), source, ref[0]) for source in sources]
            if ref not in graph.gaps:
                flow_ids[ref[0]] = None
        if ref == here:
            continue
        if isinstance(node, FlowNode) and not has_succeeded(state):
            found.append(_about_reference(graph, known, node))
        elif state is None:
            found.append(_about_silence(known, node, graph.gaps.get(ref, "")))
        elif state.group is Group.UNKNOWN:
            found.append(
                f"Whether {name_of(node)}, in state {state.name}, has failed is not known. Look for it in the"
                " console."
            )
    for flow_id in flow_ids:
        flow = known.flows.get(flow_id)
        found.append(unreadable(flow_id, flow))
        has_order = (
            not isinstance(flow, FlowInstance) or flow.graph is None or flow.graph.relations is not None
        )
        if isinstance(flow, FlowInstance) and flow.graph is not None and not graph.of(flow_id):
            found.append(f"The graph of {flow_id} lists no task. Open it and read the raw answer.")
        if not has_order and len(graph.of(flow_id)) > 1:
            found.append(f"The graph of {flow_id} has no order, so what waits for what is not known.")
    return list(filter(None, found))


def _about_source(name: str, source: UnknownSource, flow_id: str) -> str:
    if source.gap:
        return (
            f"{name} waits for another run of {source.name} (cycleGap {source.gap}), which was not looked at:"
            " its id cannot be computed. Look for it in the console."
        )
    what = source.name or "a node without a name"
    return f"{name} waits for {what}, which {flow_id} does not list. Look for it in the console."


def _about_reference(graph: DependencyGraph, known: Known, node: FlowNode) -> str:
    flow_id = node.instance_id
    if node.run_id is None:
        return f"{name_of(node)} is a workflow without a usable id. Look for it in the console."
    if flow_id in known.flows:
        return unreadable(flow_id, known.flows[flow_id]) or (
            f"{flow_id} does not list the task that {name_of(node)} means." if graph.is_unlisted(node) else ""
        )
    return ""


def _about_silence(known: Known, node: Node, gap: str) -> str:
    if isinstance(why := known.records.get(node.instance_id), str):
        run = f" in the run {node.instance_id} (cycleGap {gap})" if gap else ""
        return f"The status of {name_of(node)}{run} is not known: {why}"
    if node.run_id is None:
        return f"{name_of(node)} has no status in the graph, and no id to read its record by."
    return ""


def about_flow(flow_id: str, flow: FlowInstance, graph: DependencyGraph) -> list[str]:
    """Contradictions between a flow instance and its graph."""
    refs = graph.of(flow_id)
    tasks = [graph.state(ref) for ref in refs if isinstance(graph.nodes[ref], TaskNode)]
    notes = [
        _contradiction(flow_id, flow.state, tasks),
        lists_itself(flow_id, flow),
    ]
    for ref, double in graph.doubles:
        if ref[0] == flow_id and double.state != graph.nodes[ref].state:
            notes.append(f"{name_of(double)} is listed twice, with different statuses.")
    return [note for note in notes if note]


def about_nodes(graph: DependencyGraph, refs: Collection[NodeRef]) -> list[str]:
    """Contradictions between nodes and what they wait for."""
    notes = []
    if circle := graph.circle(refs):
        names = " → ".join(name_of(graph.nodes[ref]) for ref in circle[:_MOST_NAMES])
        names += " → …" if len(circle) > _MOST_NAMES else ""
        notes.append(f"These wait for each other in a circle: {names}.")
    return [*notes, *_outdated(graph, refs), *_too_early(graph, refs)]


def about_status(name: str, state: Status) -> str:
    """A sentence where the number and the text of a status contradict each other, else empty."""
    if not state.is_contradictory:
        return ""
    meaning = f"means {state.documented_name}" if state.documented_name else "is not documented"
    return (
        f"The status of {name} contradicts itself: the number {state.code} {meaning}, the text says"
        f" {state.name}. The number is used here; check the run in the console."
    )


def about_records(graph: DependencyGraph, known: Known, refs: Iterable[NodeRef]) -> list[str]:
    """Records that cannot be read, of nodes whose status the graph gives."""
    ids = [graph.nodes[ref].instance_id for ref in refs if graph.state(ref) is not None]
    reasons = ((some_id, known.records.get(some_id)) for some_id in ids)
    return [
        f"The record of {some_id} cannot be read: {why}" for some_id, why in reasons if isinstance(why, str)
    ]


def _outdated(graph: DependencyGraph, refs: Collection[NodeRef]) -> list[str]:
    """Nodes whose own record differs from the graph."""
    found = []
    for ref in refs:
        node, state = graph.nodes[ref], graph.state(ref)
        in_graph = node.state
        if isinstance(node, TaskNode) and in_graph and state and not _is_same(in_graph, state):
            found.append(
                f"The graph says {in_graph.name} of {name_of(node)}, its record {state.name}:"
                " the record is newer and is used."
            )
    more = len(found) - _MOST_STATUSES
    return found[:_MOST_STATUSES] + ([f"So do the records of {more} more."] if more > 0 else [])


def _contradiction(flow_id: str, state: Status, found: Iterable[Status | None]) -> str:
    states = [one for one in found if one is not None]
    failed, unfinished = sum(map(has_failed, states)), sum(map(is_unfinished, states))
    blocking = sum(map(blocks_downstream, states))
    if has_succeeded(state) and (blocking or unfinished):
        what = f"{unfinished} of its tasks have not ended"
        if blocking:
            what = f"{failed or blocking} of its tasks {'failed' if failed else 'were cancelled'}"
        return f"{flow_id} says {state.name}, but {what}."
    if has_failed(state) and states and not blocking:
        return f"{flow_id} says {state.name}, but none of its tasks failed."
    if is_unfinished(state) and states and not unfinished:
        return f"{flow_id} says {state.name}, but all its tasks have ended."
    return ""


def _is_same(one: Status, other: Status) -> bool:
    """Whether two statuses agree; a graph gives names only, so one outside the table has no number there."""
    return one.code == other.code or (one.code is None and one.name == other.name)


def _too_early(graph: DependencyGraph, refs: Collection[NodeRef]) -> list[str]:
    """A node that ran although something it waits for has failed."""
    for ref in refs:
        state = graph.state(ref)
        if state is None or not (has_succeeded(state) or is_active(state)):
            continue
        for source in graph.above[ref]:
            if blocks_downstream(before := graph.state(source)) and before is not None:
                names = name_of(graph.nodes[ref]), name_of(graph.nodes[source])
                return [f"{names[0]} is {state.name} although {names[1]}, upstream of it, is {before.name}."]
    return []
