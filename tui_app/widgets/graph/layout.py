"""The layout of a workflow graph for a pane of a given size: drawing, labels, lines."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rich.cells import cell_len

from ...logic.cells import cut
from ...logic.graph.dag import Dag
from ...logic.graph.edge_routing import Box, Drawing, draw
from ...logic.graph.folding import Piece, edges_between, places
from ...logic.graph.nodes import node_name
from ...logic.time_slicing import Steps
from ..lines.layout import LineLayout

_LABEL_WIDTHS = (40, 31, 24, 18, 13)
"""Label widths in cells to try, widest first, until the drawing fits."""
_BIG_GRAPH_LABEL = 24
_BIG_GRAPH = 200
"""Boxes above which trying several widths takes too long."""


@dataclass(frozen=True, slots=True)
class GraphLayout:
    """A drawing and the labels of its boxes."""

    labels: Sequence[str] = ()
    """Sanitized label of each box, by box number."""

    drawing: Drawing = field(default_factory=lambda: Drawing((), {}, {}, 0, 0))
    """Positions of boxes and lines."""

    is_framed: bool = False
    """Whether boxes have frames, which take a line above and below the label."""

    heavy: Collection[int] = ()
    """Emphasized boxes."""

    above: Mapping[int, Sequence[int]] = field(default_factory=dict)
    """The boxes each box depends on; boxes without any are absent."""

    below: Mapping[int, Sequence[int]] = field(default_factory=dict)
    """The boxes that depend on each box; boxes without any are absent."""

    @classmethod
    def of(
        cls,
        dag: Dag,
        trouble: Collection[int],
        pieces: Sequence[Piece],
        fold_glyph: str,
        width: int,
        height: int,
    ) -> Steps["GraphLayout"]:
        """Lay a graph out, with framed boxes where there is room.

        Args:
            trouble: nodes whose edges and frames are emphasized.
            pieces: nodes and folds, each drawn as one box.
            fold_glyph: drawn before the label of a fold.
            width: columns on screen; a wider graph continues to the right.
            height: rows on screen.
        """
        edges = edges_between(dag, pieces)
        yield
        number = {place: at for at, piece in enumerate(pieces) for place in places(piece)}
        highlighted = {
            (number[source], number[target])
            for source in trouble
            for target in dag.after[source]
            if target in trouble
        }
        heavy = {number[place] for place in trouble}
        texts = [_label(dag, piece, fold_glyph) for piece in pieces]
        yield
        labels, drawing = texts, cls().drawing
        for most in [_BIG_GRAPH_LABEL] if len(pieces) > _BIG_GRAPH else _LABEL_WIDTHS:
            labels = [cut(text, most) for text in texts]
            drawing = yield from draw(
                [cell_len(text) + 2 for text in labels], edges, highlighted, heavy, width
            )
            if drawing.width <= width:
                break
        is_framed = False
        if 3 * len(labels) < 6 * height:
            widths = [cell_len(text) + 4 for text in labels]
            framed = yield from draw(widths, edges, highlighted, heavy, width, is_framed=True)
            is_framed = framed.width <= width and framed.height <= height
            drawing = framed if is_framed else drawing
        above, below = _neighbours(edges)
        return cls(labels, drawing, is_framed, heavy, above, below)

    def provisional(self, dag: Dag, pieces: Sequence[Piece], fold_glyph: str) -> "GraphLayout":
        """A layout to show until another graph is laid out.

        It is this one where boxes and edges are the same, else the boxes one below the other.
        """
        labels = [cut(_label(dag, piece, fold_glyph), _BIG_GRAPH_LABEL) for piece in pieces]
        boxes = [Box(0, y, cell_len(text) + 2) for y, text in enumerate(labels)]
        above, below = _neighbours(edges_between(dag, pieces))
        if (len(labels), above, below) == (len(self.labels), self.above, self.below):
            return replace(self, labels=labels)
        width = max((box.width for box in boxes), default=0)
        return GraphLayout(labels, Drawing(boxes, {}, {}, width, len(boxes)), above=above, below=below)


@dataclass(frozen=True, slots=True)
class BoxLines(LineLayout):
    """The line of each box: a `LineLayout` whose rows are boxes."""

    boxes: Sequence[Box] = ()
    """Boxes by number."""

    rows: Sequence[Sequence[int]] = ()
    """By line, the boxes whose label is on it, from left to right."""

    frame: int = 0
    """Lines of a box above its label, and as many below."""

    @classmethod
    def of_layout(cls, graph_layout: GraphLayout) -> "BoxLines":
        """The lines of a graph layout."""
        boxes = graph_layout.drawing.boxes
        rows: list[list[int]] = [[] for _ in range(graph_layout.drawing.height)]
        for number in sorted(range(len(boxes)), key=lambda number: boxes[number].x):
            rows[boxes[number].y].append(number)
        return cls(range(len(boxes)), None, 0, boxes, rows, int(graph_layout.is_framed))

    @property
    def height(self) -> int:
        """Total number of lines."""
        return len(self.rows)

    def at(self, line: int) -> tuple[int, int]:
        """The first box on a line or on the nearest line that has one, and 0."""
        for away in range(len(self.rows)):
            for near in (line + away, line - away):
                if 0 <= near < len(self.rows) and self.rows[near]:
                    return self.rows[near][0], 0
        raise IndexError(line)

    def span(self, row: int) -> tuple[int, int]:
        """First line of a box, and its number of lines."""
        return self.boxes[row].y - self.frame, 1 + 2 * self.frame


def _label(dag: Dag, piece: Piece, fold_glyph: str) -> str:
    """The text of a box: glyph and name; for a fold its glyph, the count and the first name."""
    first = dag.nodes[places(piece)[0]]
    glyph = first.state.glyph if first.state else "·"
    if isinstance(piece, int):
        return f"{glyph} {node_name(first)}"
    count = len(piece.places)
    return f"{fold_glyph} {count:,} {glyph} {node_name(first)} …"


def _neighbours(
    edges: Collection[tuple[int, int]],
) -> tuple[Mapping[int, Sequence[int]], Mapping[int, Sequence[int]]]:
    above: dict[int, list[int]] = {}
    below: dict[int, list[int]] = {}
    for source, target in sorted(edges):
        above.setdefault(target, []).append(source)
        below.setdefault(source, []).append(target)
    return above, below
