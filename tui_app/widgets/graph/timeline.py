"""The timeline of a workflow: a bar for each task, and a time scale above."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from ...logic import sanitize, times
from ...logic.cells import fitted, widest
from ...logic.graph.dag import Dag
from ...logic.graph.gantt import Axis, Bar, critical_path, overlapping
from ...logic.graph.nodes import Node, node_name
from ..glyphs import line_glyphs
from ..lines.layout import Part
from ..node_list import NodeList
from ..status_style import GROUP_CLASSES

_NAME_MIN = 12
_NAME_MOST = 200
"""Most characters of a name that are measured; no window has room for more."""
_DURATION = 11
"""Cells of the longest duration with a blank on each side."""
_PREFIX = 4
"""Cells before the name: mark, glyph, blanks."""


class Timeline(NodeList):
    """Draws the bars by start time; below them the tasks without times, each with the reason."""

    margin_cells = 1

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._dag = Dag.of(None)
        self._rows: Sequence[int | str] = ()
        """Node index of each row; a text is a title."""
        self._reasons: Mapping[int, str] = {}
        self._longest = 0
        self._whole_axis: Axis | None = None
        self._row_of: Mapping[int, int] = {}
        self.bars: Mapping[int, Bar] = {}
        """Start and end of each task, by node index."""
        self.path: Sequence[int] = ()
        """The critical path through the tasks with known times."""
        self.same_time: frozenset[int] = frozenset()
        """Tasks that ran at the same time as the one at the cursor."""

    def set_bars(self, dag: Dag, bars: Mapping[int, Bar | str]) -> None:
        """Draw new times; the cursor stays on its task.

        Args:
            bars: start and end of each task, or the reason why they are unknown, by node index.
        """
        at = self.current
        is_same = self._dag is dag
        self._dag = dag
        self.bars = {place: one for place, one in bars.items() if isinstance(one, Bar)}
        self._reasons = {place: one for place, one in bars.items() if isinstance(one, str)}
        self.path = critical_path(self.bars, dag.before)
        if not is_same:
            self._longest = widest(node_name(node, _NAME_MOST) for node in dag.nodes)
        known = sorted(self.bars, key=lambda place: (self.bars[place].start, self.bars[place].end, place))
        self._rows = [*known]
        if self._reasons:
            self._rows = [*known, f"{len(self._reasons):,} without times", *sorted(self._reasons)]
        self._row_of = {row: at for at, row in enumerate(self._rows) if isinstance(row, int)}
        self._whole_axis = Axis.over(self.bars.values(), 1)
        self.same_time = frozenset() if at is None else overlapping(self.bars, at)
        self.reload_rows()
        if is_same and at is not None:
            self.go_to(at)

    @property
    def current(self) -> int | None:
        """Node index of the task the cursor is on."""
        row = None if self.cursor is None or self.cursor >= len(self._rows) else self._rows[self.cursor]
        return row if isinstance(row, int) else None

    @property
    def current_node(self) -> Node | None:
        """The task the cursor is on."""
        return None if (place := self.current) is None else self._dag.nodes[place]

    def go_to(self, place: int) -> None:
        """Move the cursor to a task."""
        self.cursor = self._row_of.get(place, self.cursor)

    # Hooks of the base classes.

    @property
    def row_count(self) -> int:
        """Number of tasks, plus one for the title above those without times."""
        return len(self._rows)

    def is_selectable(self, index: int) -> bool:
        """Whether the row is a task, not a title."""
        return isinstance(self._rows[index], int)

    def row(self, index: int) -> Sequence[Part]:
        """Mark, glyph and name; then bar and duration, or the reason why there is none."""
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
        first, stop = (0, 1) if axis is None else axis.stretch(one)
        blank = " " * ((axis.cells if axis else 1) - stop)
        duration = f"{times.duration_text(one.seconds):>{_DURATION - 1}}"
        return [*head, (" " * first, ""), (self._bar(place, stop - first), part), (blank, ""), (duration, "")]

    def watch_cursor(self, before: int | None, now: int | None) -> None:
        """Mark the tasks that ran at the same time; only rows whose mark changes are drawn again."""
        super().watch_cursor(before, now)
        place = self.current
        same_time = frozenset[int]() if place is None else overlapping(self.bars, place)
        changed, self.same_time = same_time ^ self.same_time, same_time
        for other in changed:
            self.refresh_row(self._row_of[other])

    @property
    def axis(self) -> Axis | None:
        """The time axis between name and duration; None when no times are known."""
        room = self.row_width - _PREFIX - self._name_cells - 1 - _DURATION
        return None if self._whole_axis is None else replace(self._whole_axis, cells=max(1, room))

    def scale(self) -> str:
        """The line with the time scale."""
        axis = self.axis
        return (
            "" if axis is None else " " * (self.margin_cells + _PREFIX + self._name_cells + 1) + axis.ticks()
        )

    @property
    def _name_cells(self) -> int:
        return max(_NAME_MIN, min(self._longest, self.row_width * 2 // 5))

    def _mark(self, place: int) -> str:
        marks = line_glyphs(self.app).marks
        return marks[0] if place in self.path else marks[1] if place in self.same_time else " "

    def _bar(self, place: int, cells: int) -> str:
        glyphs = line_glyphs(self.app).bars
        glyph = glyphs[1] if place in self.path else glyphs[0]
        return glyph * (cells - 1) + glyphs[2] if self.bars[place].is_open else glyph * cells


class TimeScale(Widget):
    """The time scale of a timeline; it stays in place while the bars scroll."""

    DEFAULT_CSS = """
    TimeScale { height: 1; color: $text-muted; }
    """

    def __init__(self, timeline: Timeline, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._timeline = timeline

    def render_line(self, y: int) -> Strip:
        """Render the scale."""
        text = self._timeline.scale()
        return Strip([Segment(text, self.rich_style)]).extend_cell_length(self.size.width, self.rich_style)
