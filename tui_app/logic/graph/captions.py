"""Captions of the views of a workflow: the whole, and the node under the cursor."""

from collections import Counter
from collections.abc import Mapping, Sequence

from ...models.flow_instance import Graph, TaskNode
from .. import sanitize, times
from ..text import plural
from .dag import Dag
from .folding import Fold, Piece
from .gantt import Bar, TaskRun, busy_s, max_parallel, span_s
from .nodes import Node, node_name

_NAMED = 4
"""Maximum names in a list; the rest is counted."""


def tasks_in_words(graph: Graph | None, nodes: Sequence[Node], key: str) -> str:
    """The number of tasks by state; without a readable graph, the key that shows the server's answer."""
    if graph is None:
        return f"no graph, or one this program cannot read ({key} shows the answer)"
    tasks = [node for node in nodes if isinstance(node, TaskNode)]
    # Ten thousand tasks share few states.
    counts = Counter[str]()
    for status, count in Counter(task.status for task in tasks).items():
        state = TaskNode(status=status).state
        counts[state.name if state else "no status"] += count
    summary = ", ".join(f"{count:,} {sanitize.one_line(name)}" for name, count in counts.most_common(4))
    return f"{len(tasks):,} tasks: {summary}" if tasks else "no tasks"


def graph_in_words(dag: Dag) -> str:
    """Failures and irregularities of a graph, to follow the number of its tasks."""
    failed, held, unknown = dag.failed(), dag.held_up(), dag.unknown()
    nothing = "nothing known failed" if unknown else "nothing failed" if len(dag) else ""
    return ", ".join(
        filter(
            None,
            [
                f"{len(failed):,} failed" if failed else nothing,
                f"{len(unknown):,} without a known status" if unknown else "",
                f"{len(held):,} held up{' as a result' if failed else ''}" if held else "",
                f"{plural(len(dag.circular), 'edge')} in a cycle left out" if dag.circular else "",
                f"{plural(dag.strays, 'edge')} to unlisted nodes" if dag.strays else "",
                "" if dag.is_ordered else "the order is not known",
            ],
        )
    )


def about(dag: Dag, piece: Piece, runs: Mapping[str, TaskRun], key: str) -> tuple[str, ...]:
    """Describe the node under the cursor, what it waits for, and what needs it, in lines."""
    if isinstance(piece, Fold):
        names = [node_name(dag.nodes[place]) for place in piece.places]
        chains = "" if all(isinstance(one, int) for one in piece.members) else " chains"
        way = "in sequence" if piece.is_chain else f"in parallel{chains}"
        state = _state(dag.nodes[piece.places[0]])
        return f"{len(names):,} tasks {way}, {state}: {key} unfolds", _listed(names)
    node = dag.nodes[piece]
    run = runs.get(node.instance_id)
    lasted = run.lasted if run is not None else ""
    first = "  ".join(filter(None, [_state(node), node.instance_id, node_name(node), lasted]))
    cycle = [b for a, b in dag.circular if a == piece] + [a for a, b in dag.circular if b == piece]
    in_cycle = _ties(dag, "in a cycle with", sorted(cycle)) + "; " if cycle else ""
    waits = _ties(dag, "waits for", dag.before[piece])
    return first, in_cycle + waits, _ties(dag, "needed by", dag.after[piece])


def about_time(node: Node, one: Bar | str, same_time: Sequence[Node], is_critical: bool) -> tuple[str, ...]:
    """Describe a task of the timeline: its times, and the tasks that ran at the same time."""
    first = "  ".join(filter(None, [_state(node), node.instance_id, node_name(node)]))
    if not isinstance(one, Bar):
        return first, sanitize.one_line(one)
    end = "now" if one.is_open else f"{one.end:%H:%M:%S}"
    parts = [f"{one.start:%H:%M:%S} to {end}, {times.duration_text(one.seconds)}"]
    parts += ["on the critical path"] if is_critical else []
    names = [node_name(other) for other in same_time]
    parts.append(f"with {len(names):,}: {_listed(names)}" if names else "no other task ran then")
    return first, "; ".join(parts)


def time_in_words(bars: Mapping[int, Bar], path: Sequence[int], zone: str, progress: str) -> str:
    """The caption of the timeline: progress, date, critical path and parallel tasks."""
    if not bars:
        return ", ".join(filter(None, [progress, "no times known"]))
    day = min(one.start for one in bars.values())
    critical = busy_s(bars[place] for place in path)
    return ", ".join(
        filter(
            None,
            [
                progress,
                f"{day:%Y-%m-%d} {zone}",
                f"critical path {plural(len(path), 'task')}, {times.duration_text(critical)}"
                f" of {times.duration_text(span_s(bars.values()))}",
                f"up to {max_parallel(bars.values()):,} in parallel",
            ],
        )
    )


def _ties(dag: Dag, how: str, others: Sequence[int]) -> str:
    if not others:
        return f"{how} nothing"
    nodes = (dag.nodes[place] for place in others)
    names = [f"{node.state.glyph if node.state else '·'} {node_name(node)}" for node in nodes]
    return f"{how} {_listed(names)}"


def _listed(names: Sequence[str]) -> str:
    """The first few names, and the number of others."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _state(node: Node) -> str:
    return sanitize.one_line(f"{node.state.glyph} {node.state.name}") if node.state else "no status"
