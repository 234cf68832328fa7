"""What the pictures of a workflow say in words: what there is, and what the cursor is on."""

from collections import Counter
from collections.abc import Mapping, Sequence

from ...models.flow_instance import Graph, TaskNode
from .. import sanitize, times
from ..text import plural
from .dag import Dag
from .folding import Fold, Piece
from .gantt import Bar, TaskRun, busy_s, most_at_once, span_s
from .nodes import Node, node_name

_NAMED = 4
"""Tasks that a list names before it only counts."""


def tasks_in_words(graph: Graph | None, nodes: Sequence[Node], key: str) -> str:
    """How many tasks in which states; where that cannot be told, which key shows the server's answer."""
    if graph is None:
        return f"tasks: none, or a graph this program cannot read ({key} shows the answer)"
    tasks = [node for node in nodes if isinstance(node, TaskNode)]
    counts = Counter(task.state.name if task.state else "no status" for task in tasks)
    summary = ", ".join(f"{count:,} {sanitize.one_line(name)}" for name, count in counts.most_common(4))
    return f"{len(tasks):,} tasks: {summary}" if tasks else "no tasks"


def graph_in_words(dag: Dag) -> str:
    """What is special about a graph, after the number of its tasks."""
    failed, held = dag.failed(), dag.held_up()
    return ", ".join(
        filter(
            None,
            [
                f"{len(failed):,} failed" if failed else "nothing failed",
                f"{len(held):,} held up{' by that' if failed else ''}" if held else "",
                f"{plural(len(dag.circular), 'edge')} in a circle left out" if dag.circular else "",
                f"{plural(dag.strays, 'edge')} to nowhere" if dag.strays else "",
            ],
        )
    )


def about(dag: Dag, piece: Piece, runs: Mapping[str, TaskRun], key: str) -> tuple[str, ...]:
    """Lines about what the cursor is on: itself, what it waits for, what waits for it.

    Args:
        dag: all there is to wait for.
        piece: what the cursor is on.
        runs: what is known of each task, by its id.
        key: what unfolds a fold.
    """
    if isinstance(piece, Fold):
        names = [node_name(dag.nodes[place]) for place in piece.places]
        in_rows = "in rows " if not all(isinstance(one, int) for one in piece.members) else ""
        way = "in a row" if piece.is_chain else f"{in_rows}side by side"
        state = _state(dag.nodes[piece.places[0]])
        return f"{len(names):,} tasks {way}, {state}: {key} unfolds", _listed(names)
    node = dag.nodes[piece]
    run = runs.get(node.instance_id)
    lasted = run.lasted if run is not None else ""
    first = "  ".join(filter(None, [_state(node), node.instance_id, node_name(node), lasted]))
    circle = [b for a, b in dag.circular if a == piece] + [a for a, b in dag.circular if b == piece]
    in_circle = _ties(dag, "in a circle with", sorted(circle)) + "; " if circle else ""
    waits = _ties(dag, "waits for", dag.before[piece])
    return first, in_circle + waits, _ties(dag, "is waited for by", dag.after[piece])


def about_time(node: Node, one: Bar | str, same_time: Sequence[Node], is_critical: bool) -> tuple[str, ...]:
    """The same along the time: itself, and with start and end what ran meanwhile."""
    first = "  ".join(filter(None, [_state(node), node.instance_id, node_name(node)]))
    if not isinstance(one, Bar):
        return first, sanitize.one_line(one)
    end = "now" if one.is_open else f"{one.end:%H:%M:%S}"
    said = [f"{one.start:%H:%M:%S} to {end}, {times.duration_text(one.seconds)}"]
    said += ["on the critical path"] if is_critical else []
    names = [node_name(other) for other in same_time]
    said.append(f"with {len(names):,}: {_listed(names)}" if names else "alone")
    return first, "; ".join(said)


def time_in_words(bars: Mapping[int, Bar], path: Sequence[int], zone: str, progress: str) -> str:
    """What the picture along the time shows in all."""
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
                f"at most {most_at_once(bars.values()):,} at once",
            ],
        )
    )


def _ties(dag: Dag, how: str, others: Sequence[int]) -> str:
    if not others:
        return f"{how} nothing"
    names = [f"{_glyph(dag.nodes[place])} {node_name(dag.nodes[place])}" for place in others]
    return f"{how} {_listed(names)}"


def _listed(names: Sequence[str]) -> str:
    """The first few of them, and how many more."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _state(node: Node) -> str:
    return sanitize.one_line(f"{node.state.glyph} {node.state.name}") if node.state else "no status"


def _glyph(node: Node) -> str:
    return node.state.glyph if node.state else "·"
