"""A workflow's graph with its labels, set out for a pane of a certain size."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rich.cells import cell_len

from ...logic.cells import cut
from ...logic.graph.dag import Dag
from ...logic.graph.folding import Piece, edges_between, places
from ...logic.graph.nodes import node_name
from ...logic.graph.routing import Box, Drawing, draw
from ...logic.steps import Steps
from ..lines.layout import LineLayout

_LABELS = (40, 31, 24, 18, 13)
"""Cells of a label: the widest with which the drawing fits is taken."""
_LABEL_OF_MANY = 24
_MANY = 200
"""Boxes from which on trying several widths would take too long."""


@dataclass(frozen=True, slots=True)
class GraphLayout:
    """A drawing, and what stands in its boxes."""

    labels: Sequence[str] = ()
    """By number of the box; safe to draw."""

    drawing: Drawing = field(default_factory=lambda: Drawing((), {}, {}, 0, 0))
    """Where boxes and lines are."""

    is_framed: bool = False
    """Have the boxes frames, and rows of their own for them?"""

    heavy: Collection[int] = ()
    """The boxes that are stressed."""

    above: Mapping[int, Sequence[int]] = field(default_factory=dict)
    """The boxes each box waits for, where there are any."""

    below: Mapping[int, Sequence[int]] = field(default_factory=dict)
    """The boxes that wait for each box."""

    @classmethod
    def of(
        cls, dag: Dag, trouble: Collection[int], pieces: Sequence[Piece], folded: str, width: int, height: int
    ) -> Steps["GraphLayout"]:
        """Set a graph out; frames where there is room for them, lines alone where there is not.

        Args:
            dag: the graph.
            trouble: the nodes whose edges and frames are stressed.
            pieces: what is drawn as one box each.
            folded: the sign of a fold.
            width: columns on screen; a graph that cannot fit runs on to the right.
            height: rows on screen.
        """
        edges = edges_between(dag, pieces)
        number = {place: at for at, piece in enumerate(pieces) for place in places(piece)}
        stressed = {
            (number[source], number[target])
            for source in trouble
            for target in dag.after[source]
            if target in trouble
        }
        heavy = {number[place] for place in trouble}
        texts = [label(dag, piece, folded) for piece in pieces]
        labels, drawing = texts, cls().drawing
        for most in [_LABEL_OF_MANY] if len(pieces) > _MANY else _LABELS:
            labels = [cut(text, most) for text in texts]
            drawing = yield from draw([cell_len(text) + 2 for text in labels], edges, stressed, heavy, width)
            if drawing.width <= width:
                break
        is_framed = False
        if 3 * len(labels) < 6 * height:
            widths = [cell_len(text) + 4 for text in labels]
            framed = yield from draw(widths, edges, stressed, heavy, width, is_framed=True)
            is_framed = framed.width <= width and framed.height <= height
            drawing = framed if is_framed else drawing
        above, below = _neighbours(edges)
        return cls(labels, drawing, is_framed, heavy, above, below)

    def for_now(self, dag: Dag, pieces: Sequence[Piece], folded: str) -> "GraphLayout":
        """What stands for the layout of a graph for as long as setting it out takes.

        That is this one where it has the same boxes and edges, else the boxes one below the other.
        """
        labels = [cut(label(dag, piece, folded), _LABEL_OF_MANY) for piece in pieces]
        boxes = [Box(0, y, cell_len(text) + 2) for y, text in enumerate(labels)]
        above, below = _neighbours(edges_between(dag, pieces))
        if (len(labels), above, below) == (len(self.labels), self.above, self.below):
            return replace(self, labels=labels)
        width = max((box.width for box in boxes), default=0)
        return GraphLayout(labels, Drawing(boxes, {}, {}, width, len(boxes)), above=above, below=below)


@dataclass(frozen=True, slots=True)
class BoxLines(LineLayout):
    """Which box stands on which line: what panes of lines ask about rows, answered about boxes."""

    boxes: Sequence[Box] = ()
    """By number."""

    rows: Sequence[Sequence[int]] = ()
    """By line, the boxes whose text is there, from left to right."""

    frame: int = 0
    """Lines of a box above its text, and below."""

    @classmethod
    def of_layout(cls, graph_layout: GraphLayout) -> "BoxLines":
        """The lines of a layout."""
        boxes = graph_layout.drawing.boxes
        rows: list[list[int]] = [[] for _ in range(graph_layout.drawing.height)]
        for number in sorted(range(len(boxes)), key=lambda number: boxes[number].x):
            rows[boxes[number].y].append(number)
        return cls(range(len(boxes)), None, 0, boxes, rows, int(graph_layout.is_framed))

    @property
    def height(self) -> int:
        """Lines in all."""
        return len(self.rows)

    def at(self, line: int) -> tuple[int, int]:
        """The first box on a line, or on the nearest line that has one."""
        for away in range(len(self.rows)):
            for near in (line + away, line - away):
                if 0 <= near < len(self.rows) and self.rows[near]:
                    return self.rows[near][0], 0
        raise IndexError(line)

    def span(self, row: int) -> tuple[int, int]:
        """First line of a box, and how many it has."""
        return self.boxes[row].y - self.frame, 1 + 2 * self.frame


def label(dag: Dag, piece: Piece, folded: str) -> str:
    """What stands in a box: glyph and name, or for a fold the sign, how many, and the first name."""
    first = dag.nodes[places(piece)[0]]
    glyph = first.state.glyph if first.state else "·"
    if isinstance(piece, int):
        return f"{glyph} {node_name(first)}"
    count = len(piece.places)
    return f"{folded} {count:,} {glyph} {node_name(first)} …"


def _neighbours(
    edges: Collection[tuple[int, int]],
) -> tuple[Mapping[int, Sequence[int]], Mapping[int, Sequence[int]]]:
    above: dict[int, list[int]] = {}
    below: dict[int, list[int]] = {}
    for source, target in sorted(edges):
        above.setdefault(target, []).append(source)
        below.setdefault(source, []).append(target)
    return above, below
