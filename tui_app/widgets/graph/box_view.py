"""A scrolling pane of boxes joined by lines, with a cursor that moves along the lines."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events, work
from textual.binding import BindingType
from textual.reactive import var
from textual.strip import Strip

from ...commands.table import (
    CHOOSE,
    GO_DOWNSTREAM,
    GO_LAST,
    GO_LEFT,
    GO_RIGHT,
    GO_UPSTREAM,
    NEXT_MATCH,
    PAGE_DOWN,
    PAGE_UP,
    PREVIOUS_MATCH,
    bindings,
)
from ...logic.graph.edge_routing import HIGHLIGHTED
from ...logic.time_slicing import Steps, at_once, run_in_slices
from ..glyphs import line_glyphs
from ..lines.layout import LineLayout
from ..lines.search import PaneMessage
from ..lines.view import LineView
from .layout import BoxLines, GraphLayout


class BoxView(LineView, inherit_bindings=False):
    """Draws the visible cells of a `GraphLayout`.

    The rows of the base class are boxes here: cursor, search and messages name a box by its number.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        GO_DOWNSTREAM,
        GO_UPSTREAM,
        GO_RIGHT,
        GO_LEFT,
        GO_LAST,
        PAGE_DOWN,
        PAGE_UP,
        CHOOSE,
        NEXT_MATCH,
        PREVIOUS_MATCH,
    )

    is_laying_out: var[bool] = var(False, init=False)
    """Whether a provisional layout is shown; posted as `LayoutStateChanged`."""

    @dataclass
    class LayoutStateChanged(PaneMessage):
        """Reports that laying out a big graph has begun or ended."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.graph_layout = GraphLayout()
        self._layout_size = (-1, -1)
        self._column = 0
        """The column that moves up and down stay nearest to."""

    # For subclasses to override.

    def graph_layout_for(self, width: int, height: int) -> Steps[GraphLayout]:
        """Lay the graph out for a pane of this size."""
        yield from ()
        return GraphLayout()

    def provisional_layout(self) -> GraphLayout | None:
        """A layout with the same boxes to show meanwhile; None for a graph small enough to wait for."""
        return None

    def box_style(self, number: int) -> Style:
        """The style of a box's label."""
        return self.rich_style

    # For subclasses to call.

    def reload_graph(self) -> None:
        """Lay out and draw a changed graph."""
        self._layout_size = (-1, -1)
        self.left = 0
        self.reload_rows()

    # Hooks of the base classes.

    @property
    def row_count(self) -> int:
        """Number of boxes."""
        return len(self.graph_layout.labels)

    def row_text(self, index: int) -> str:
        """The label of a box."""
        return self.graph_layout.labels[index]

    def scroll_to_characters(self, row: int, start: int, length: int) -> None:
        """Scroll sideways to the box of the cursor."""
        self._scroll_sideways_to_cursor()

    def on_resize(self) -> None:
        """Lay the graph out for the new size."""
        self.relayout()

    def _lines_for(self, width: int) -> LineLayout:
        size = width, self.page_height
        if size != self._layout_size:
            self._layout_size = size
            self._begin_layout(self.graph_layout_for(*size))
        return BoxLines.of_layout(self.graph_layout)

    def _begin_layout(self, steps: Steps[GraphLayout]) -> None:
        self.workers.cancel_group(self, "graph_layout")
        provisional = self.provisional_layout()
        self.is_laying_out = provisional is not None
        if provisional is None:
            self.graph_layout = at_once(steps)
        else:
            self.graph_layout = provisional
            self._lay_out_in_slices(steps)

    @work(exclusive=True, group="graph_layout")
    async def _lay_out_in_slices(self, steps: Steps[GraphLayout]) -> None:
        self.graph_layout = await run_in_slices(steps)
        self.is_laying_out = False
        self.relayout()
        self._scroll_sideways_to_cursor()
        self.remember_column()

    def watch_is_laying_out(self) -> None:
        """Post the change."""
        self.post_message(self.LayoutStateChanged(self))

    # Moving.

    def action_go_downstream(self) -> None:
        """Follow a line to a box that depends on this one, else go to the next box below."""
        self._move_vertically(1)

    def action_go_upstream(self) -> None:
        """Follow a line to a box this one depends on, else go to the next box above."""
        self._move_vertically(-1)

    def action_go_right(self) -> None:
        """Go to the next box on the right."""
        self._move_sideways(1)

    def action_go_left(self) -> None:
        """Go to the next box on the left."""
        self._move_sideways(-1)

    def _move_vertically(self, step: int) -> None:
        lines, at = self.lines, self.cursor
        if at is None or not isinstance(lines, BoxLines):
            return
        near: Sequence[int] = (self.graph_layout.below if step > 0 else self.graph_layout.above).get(at, ())
        y = lines.boxes[at].y + step
        while not near and 0 <= y < lines.height:
            near = lines.rows[y]
            y += step
        if near:
            self.cursor = min(near, key=lambda box: abs(self._middle(box) - self._column))

    def _move_sideways(self, step: int) -> None:
        if self.cursor is not None and isinstance(self.lines, BoxLines):
            row = self.lines.rows[self.lines.boxes[self.cursor].y]
            place = row.index(self.cursor) + step
            if 0 <= place < len(row):
                self.cursor = row[place]
                self.remember_column()

    def remember_column(self) -> None:
        """Make the cursor's column the one that moves up and down stay nearest to."""
        if self.cursor is not None:
            self._column = self._middle(self.cursor)

    def _middle(self, number: int) -> int:
        assert isinstance(self.lines, BoxLines)
        box = self.lines.boxes[number]
        return box.x + box.width // 2

    def watch_cursor(self, before: int | None, now: int | None) -> None:
        """Keep the cursor in view sideways too."""
        super().watch_cursor(before, now)
        if now is not None:
            self._scroll_sideways_to_cursor()

    def _scroll_sideways_to_cursor(self) -> None:
        if self.cursor is None or not isinstance(self.lines, BoxLines) or not self.row_width:
            return
        box = self.lines.boxes[self.cursor]
        if not self.left <= box.x <= box.x + box.width <= self.left + self.row_width:
            # Half a screen at once: each scroll sideways redraws everything.
            self.left = max(0, box.x - self.row_width // 2) if box.x + box.width > self.row_width else 0

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the box; choose the box that has it."""
        event.prevent_default()  # the base class assumes one row per line
        offset = event.get_content_offset_capture(self)
        x, y = offset.x + self.left, offset.y + self.scroll_offset.y
        if not isinstance(self.lines, BoxLines):
            return
        for number, box in enumerate(self.lines.boxes):
            if box.x <= x < box.x + box.width and abs(y - box.y) <= self.lines.frame:
                if number == self.cursor:
                    self.action_choose()
                self.cursor = number
                self.remember_column()
                return

    # Drawing.

    def render_line(self, y: int) -> Strip:
        """Render the visible cells of one line."""
        line, width = self.scroll_offset.y + y, self.size.width
        lines = self.lines
        if not isinstance(lines, BoxLines) or line >= lines.height:
            return Strip.blank(width, self.rich_style)
        right = self.left + self.row_width
        runs = [*self._lines_on(line, right), *self._labels_on(lines, line, right)]
        segments, at = [], self.left
        for x, segment in sorted(runs, key=lambda run: run[0]):
            if x > at:
                segments.append(Segment(" " * (x - at), self.rich_style))
            segments.append(segment)
            at = max(at, x) + segment.cell_length
        first = min((x for x, _ in runs), default=self.left)
        strip = Strip(segments).crop(max(0, self.left - first), max(0, self.left - first) + self.row_width)
        return strip.extend_cell_length(width, self.rich_style)

    def _lines_on(self, line: int, right: int) -> Iterator[tuple[int, Segment]]:
        glyphs = line_glyphs(self.app)
        light, heavy = (
            self.get_component_rich_style("line--muted"),
            self.get_component_rich_style("line--bad"),
        )
        for x, cells in self.graph_layout.drawing.line(line, self.left, right):
            for weight, run in groupby(cells, HIGHLIGHTED.__and__):
                strokes = glyphs.heavy if weight else glyphs.light
                text = "".join(strokes[cell & ~HIGHLIGHTED] for cell in run)
                yield x, Segment(text, heavy if weight else light)
                x += len(text)

    def _labels_on(self, lines: BoxLines, line: int, right: int) -> Iterator[tuple[int, Segment]]:
        row, boxes = lines.rows[line], lines.boxes
        first = bisect_left(row, self.left, key=lambda number: boxes[number].x + boxes[number].width)
        for number in row[first:]:
            if boxes[number].x >= right:
                break
            yield from self._label_on(number, boxes[number].x, bool(lines.frame))

    def _label_on(self, number: int, x: int, is_framed: bool) -> Iterator[tuple[int, Segment]]:
        text, is_heavy = self.graph_layout.labels[number], number in self.graph_layout.heavy
        if is_framed:
            yield x + 1, Segment(f" {text} ", self.box_style(number) + self.row_style(number))
            return
        glyphs = line_glyphs(self.app)
        side = (glyphs.heavy if is_heavy else glyphs.light)[3]
        edge = self.get_component_rich_style("line--bad" if is_heavy else "line--muted")
        segment = Segment(text, self.box_style(number) + self.row_style(number))
        yield x, Segment(side, edge)
        yield x + 1, segment
        yield x + 1 + segment.cell_length, Segment(side, edge)
