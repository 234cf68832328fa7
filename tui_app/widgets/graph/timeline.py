"""The tasks of a workflow along the time: a bar each, and the scale below them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from ...logic import sanitize, times
from ...logic.cells import fitted
from ...logic.graph.dag import Dag
from ...logic.graph.gantt import Axis, Bar, critical_path, overlapping
from ...logic.graph.nodes import node_name
from ..glyphs import line_glyphs
from ..lines.layout import Part
from ..lines.view import LineView
from ..status_style import GROUP_CLASSES

_NAME_MIN = 12
_LASTED = 11
"""Cells of the longest duration, and a blank on each side."""
_SIGNS = 4
"""Cells before the name: mark, glyph, blanks."""


class Timeline(LineView):
    """Draws the bars in the order in which they began; below them what has no times, with the reason."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._dag = Dag.of(None)
        self._rows: Sequence[int | str] = ()
        """Places in the graph; a text is a title."""
        self._reasons: Mapping[int, str] = {}
        self._longest = 0
        self._whole: Axis | None = None
        self._row_of: Mapping[int, int] = {}
        self.bars: Mapping[int, Bar] = {}
        """When each task ran, by place in the graph."""
        self.path: Sequence[int] = ()
        """The critical path, as far as times are known."""
        self.same_time: frozenset[int] = frozenset()
        """What ran at the same time as the task of the cursor."""

    def show(self, dag: Dag, bars: Mapping[int, Bar | str]) -> None:
        """Draw other times; the cursor stays on its task.

        Args:
            dag: the tasks.
            bars: when each of them ran, or the reason why that is not known, by place.
        """
        at = self.current
        is_same = self._dag is dag
        self._dag = dag
        self.bars = {place: one for place, one in bars.items() if isinstance(one, Bar)}
        self._reasons = {place: one for place, one in bars.items() if isinstance(one, str)}
        self.path = critical_path(self.bars, dag.before)
        self._longest = max((cell_len(node_name(node)) for node in dag.nodes), default=0)
        known = sorted(self.bars, key=lambda place: (self.bars[place].start, self.bars[place].end, place))
        self._rows = [*known]
        if self._reasons:
            self._rows = [*known, f"{len(self._reasons):,} without times", *sorted(self._reasons)]
        self._row_of = {row: at for at, row in enumerate(self._rows) if isinstance(row, int)}
        self._whole = Axis.over(self.bars.values(), 1)
        self.same_time = frozenset() if at is None else overlapping(self.bars, at)
        self.reload_rows()
        if is_same and at is not None:
            self.go_to(at)

    @property
    def current(self) -> int | None:
        """The task the cursor is on, by place in the graph."""
        row = None if self.cursor is None or self.cursor >= len(self._rows) else self._rows[self.cursor]
        return row if isinstance(row, int) else None

    def go_to(self, place: int) -> None:
        """Put the cursor on a task."""
        self.cursor = self._row_of.get(place, self.cursor)

    # What the base asks.

    @property
    def row_count(self) -> int:
        """Tasks, and the title above those without times."""
        return len(self._rows)

    def is_selectable(self, index: int) -> bool:
        """Titles are passed over."""
        return isinstance(self._rows[index], int)

    def row(self, index: int) -> Sequence[Part]:
        """Mark, glyph, name; then the bar and how long, or why there is none."""
        place = self._rows[index]
        if isinstance(place, str):
            return [(place, "line--title")]
        node = self._dag.nodes[place]
        part = GROUP_CLASSES[node.state.group] if node.state else "line--muted"
        glyph = node.state.glyph if node.state else "·"
        name = fitted(node_name(node), self._name_cells)
        head: list[Part] = [(self._mark(place) + " ", "line--title"), (f"{glyph} ", part), (f"{name} ", "")]
        one = self.bars.get(place)
        if one is None:
            return [*head, (sanitize.one_line(self._reasons.get(place, "")), "line--muted")]
        axis = self.axis
        first, past = (0, 1) if axis is None else axis.stretch(one)
        blank = " " * ((axis.cells if axis else 1) - past)
        lasted = f"{times.span(one.seconds):>{_LASTED - 1}}"
        return [*head, (" " * first, ""), (self._bar(place, past - first), part), (blank, ""), (lasted, "")]

    def watch_cursor(self, before: int | None, now: int | None) -> None:
        """What ran at the same time is marked; only the rows whose mark changes are drawn again."""
        super().watch_cursor(before, now)
        place = self.current
        same_time = frozenset[int]() if place is None else overlapping(self.bars, place)
        changed, self.same_time = same_time ^ self.same_time, same_time
        for other in changed:
            self.refresh_row(self._row_of[other])

    @property
    def axis(self) -> Axis | None:
        """The time on the columns between name and duration; None where no times are known."""
        room = self.row_width - _SIGNS - self._name_cells - 1 - _LASTED
        return None if self._whole is None else replace(self._whole, cells=max(1, room))

    def scale(self) -> str:
        """The scale for below the bars."""
        axis = self.axis
        return "" if axis is None else " " * (_SIGNS + self._name_cells + 1) + axis.ticks()

    @property
    def _name_cells(self) -> int:
        return max(_NAME_MIN, min(self._longest, self.row_width * 2 // 5))

    def _mark(self, place: int) -> str:
        marks = line_glyphs(self.app).marks
        return marks[0] if place in self.path else marks[1] if place in self.same_time else " "

    def _bar(self, place: int, cells: int) -> str:
        signs = line_glyphs(self.app).bars
        sign = signs[1] if place in self.path else signs[0]
        return sign * (cells - 1) + signs[2] if self.bars[place].is_open else sign * cells


class TimeScale(Widget):
    """The scale of a timeline, which stays in place while the bars scroll."""

    DEFAULT_CSS = """
    TimeScale { height: 1; color: $text-muted; }
    """

    def __init__(self, timeline: Timeline, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._timeline = timeline

    def render_line(self, y: int) -> Strip:
        """The times, each at its column."""
        text = self._timeline.scale()
        return Strip([Segment(text, self.rich_style)]).extend_cell_length(self.size.width, self.rich_style)
