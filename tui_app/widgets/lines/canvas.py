"""A scrolling pane of text rows that builds only the visible ones.

A subclass provides the number of rows and the parts of each; layout, wrapping, scrolling and drawing are done
here. Rows are numbered from 0 and keep their numbers while some of them are hidden.
"""

from collections.abc import Sequence
from sys import maxsize
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.reactive import reactive, var
from textual.strip import Strip

from ...logic.text import plural
from ...terminal.textual_private import LazyScrollView, refresh_now
from ..glyphs import glyphs
from .layout import LineLayout, Mark, Part, line_wraps, marked_parts, word_wraps, wrapped_height

_SIDEWAYS_STEP = 16


class LineCanvas(LazyScrollView, inherit_bindings=False):
    """Draws rows of text, one line each or wrapped."""

    ALLOW_SELECT = False
    WRAPS_AT_WORDS: ClassVar[bool] = False
    """Whether rows wrap after blanks; slow for long texts, so logs wrap anywhere."""
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line--title",
        "line--muted",
        "line--good",
        "line--bad",
        "line--warning",
        "line--active",
    }
    DEFAULT_CSS = """
    LineCanvas {
        overflow: hidden auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        & > .line--title { text-style: bold; }
        & > .line--muted { color: $text-muted; }
        & > .line--good { color: $text-success; }
        & > .line--bad { color: $text-error; text-style: bold; }
        & > .line--warning { color: $text-warning; }
        & > .line--active { color: $text-primary; }
    }
    """

    wrap: reactive[bool] = reactive(False, repaint=False)
    """Whether long rows are wrapped instead of continuing to the right."""

    left: var[int] = var(0)
    """Cells scrolled away on the left; 0 while rows are wrapped."""

    def __init__(
        self,
        *,
        wrap: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.lines = LineLayout(range(0))
        """The rows by line."""
        self._plain: Style | None = None
        self._wraps: LRUCache[int, Sequence[int]] = LRUCache(256)
        self.set_reactive(LineCanvas.wrap, wrap)

    # For subclasses to override.

    @property
    def row_count(self) -> int:
        """Number of rows, hidden ones included."""
        return 0

    def row(self, index: int) -> Sequence[Part]:
        """The parts of a row; their text is sanitized, see `logic.sanitize`."""
        return [(self.row_text(index), "")]

    def row_text(self, index: int) -> str:
        """The text of a row exactly as drawn, to search and to measure."""
        return "".join(text for text, _ in self.row(index))

    def shown_rows(self) -> Sequence[int]:
        """The rows that are not hidden, ascending."""
        return range(self.row_count)

    def hanging_indent(self, index: int) -> int:
        """Indent in cells of a wrapped row's lines after the first."""
        return 0

    @property
    def margin_cells(self) -> int:
        """Cells before each line, the first of them for the edge of the cursor's row."""
        return 0

    def margin_parts(self, index: int, line_of_row: int) -> Sequence[Part]:
        """The parts before a line of a row; the line is -1 for a gap above the row."""
        return [(" " * self.margin_cells, "")]

    def marks(self, index: int) -> Sequence[Mark]:
        """Ranges of a row to highlight."""
        return ()

    def row_style(self, index: int) -> Style:
        """Style added to a whole row."""
        return Style.null()

    def keep_in_view(self) -> None:
        """Scroll to what must stay on screen when rows or sizes change."""

    def anchor_row(self) -> int | None:
        """The row that keeps its place on screen in a new layout; None for the topmost one."""
        return None

    # Layout.

    def relayout(self) -> None:
        """Lay out changed rows, or the same at another width; the anchor row keeps its place on screen."""
        anchor = self._anchor_place()
        self.lines = self._lines_for(self.row_width)
        self._wraps.clear()
        # No width: rows scroll sideways by `left`, so they need not all be measured.
        self.virtual_size = Size(0, self.lines.height)
        if anchor is not None and self.lines.order:
            row, line_on_screen = anchor
            self.scroll_to_line(self.lines.span(self.lines.shown(row))[0] - line_on_screen)
        self.keep_in_view()
        self.refresh()
        # At once, not when this pane is idle next: a letter typed elsewhere would be drawn first without the
        # rows, and soon after again with them.
        refresh_now(self)

    def refresh_row(self, index: int) -> None:
        """Redraw one row."""
        if self.lines.shows(index):
            self.refresh_lines(*self.lines.span(index))

    def scroll_to_line(self, line: int) -> None:
        """Scroll so that a line is the topmost one on screen, or as far as the lines reach."""
        if line != self.scroll_offset.y:
            self.scroll_to(y=line, animate=False, force=True)

    def wraps_of(self, row: int) -> Sequence[int]:
        """Offsets at which the lines of a wrapped row start."""
        if row not in self._wraps:
            # Not the present width: after a resize Textual draws once before it posts the event.
            wraps = word_wraps if self.WRAPS_AT_WORDS else line_wraps
            self._wraps[row] = wraps(self.row_text(row), self.lines.width, self.hanging_indent(row))
        return self._wraps[row]

    @property
    def row_width(self) -> int:
        """Width of a line in cells; 0 before the pane is on screen."""
        return max(0, self.scrollable_content_region.width - self.margin_cells)

    @property
    def page_height(self) -> int:
        """Number of lines on screen."""
        return self.scrollable_content_region.height

    def on_resize(self) -> None:
        """Wrap the rows again, if they are wrapped."""
        if self.wrap:
            self.relayout()
        else:
            self.keep_in_view()

    def watch_show_vertical_scrollbar(self, is_shown: bool) -> None:
        """Set the position of a scroll bar shown after scrolling; Textual updates visible ones only."""
        if is_shown:
            self.vertical_scrollbar.position = self.scroll_y

    def watch_wrap(self) -> None:
        """Lay the rows out wrapped or unwrapped."""
        self.left = 0
        self.relayout()

    def watch_left(self) -> None:
        """Redraw all lines."""
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Total number of lines, for panes as high as their content."""
        return self._lines_for(width - self.scrollbar_size_vertical - self.margin_cells).height

    def _lines_for(self, width: int) -> LineLayout:
        if not self.wrap or width <= 0:
            return LineLayout(self.shown_rows())
        if self.WRAPS_AT_WORDS:
            return LineLayout.wrapped(
                self.shown_rows(),
                lambda row: len(word_wraps(self.row_text(row), width, self.hanging_indent(row))),
                width,
            )
        return LineLayout.wrapped(
            self.shown_rows(),
            lambda row: wrapped_height(self.row_text(row), width, self.hanging_indent(row)),
            width,
        )

    def _anchor_place(self) -> tuple[int, int] | None:
        """The anchor row and the screen line it starts on; None when there are no rows."""
        if not self.lines.height:
            return None
        y, row = self.scroll_offset.y, self.anchor_row()
        if row is not None and self.lines.shows(row):
            top, _ = self.lines.span(row)
            if y <= top < y + self.page_height:
                return row, top - y
        return self.lines.at(min(y, self.lines.height - 1))[0], 0

    # Scrolling sideways.

    def action_toggle_wrap(self) -> None:
        """Turn wrapping of long rows on or off."""
        self.wrap = not self.wrap

    def action_scroll_right(self) -> None:
        """Scroll right while a visible line continues there."""
        y, right = self.scroll_offset.y, self.left + self.row_width
        last = min(y + self.page_height, self.lines.height)
        rows = (self.lines.at(line)[0] for line in range(y, last))
        if not self.wrap and any(cell_len(self.row_text(row)) > right for row in rows):
            self.left += _SIDEWAYS_STEP

    def action_scroll_left(self) -> None:
        """Scroll left."""
        self.left = max(0, self.left - _SIDEWAYS_STEP)

    # Drawing.

    @property
    def rich_style(self) -> Style:
        """The style of plain text, cached while lines are drawn."""
        return self._plain or super().rich_style

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render the lines of a region."""
        self._plain = super().rich_style
        try:
            return super().render_lines(crop)
        finally:
            self._plain = None

    def render_line(self, y: int) -> Strip:
        """Render one line of the screen."""
        line = self.scroll_offset.y + y
        if line >= self.lines.height:
            return Strip.blank(self.size.width, self.rich_style)
        row, line_of_row = self.lines.at(line)
        over = Style.null() if line_of_row < 0 else self.row_style(row)
        if line_of_row < 0:
            strip = self._gap_line(self.lines.gap_above(row))
        else:
            strip = self._wrapped(row, line_of_row, over) if self.lines.width else self._unwrapped(row, over)
        if self.margin_cells:
            before = (
                Segment(text, self._style(part) + over) for text, part in self.margin_parts(row, line_of_row)
            )
            strip = Strip([*before, *strip])
        return strip.adjust_cell_length(self.size.width, self.rich_style + over)

    def _style(self, part: str) -> Style:
        return self.get_component_rich_style(part) if part else self.rich_style

    def _gap_line(self, count: int) -> Strip:
        """Render the line that stands for hidden rows."""
        return Strip([Segment(f"── {plural(count, 'line')} ──", self._style("line--muted"))])

    def _wrapped(self, row: int, line_of_row: int, over: Style) -> Strip:
        """Render one line of a wrapped row."""
        starts, indent = self.wraps_of(row), self.hanging_indent(row)
        stop = starts[line_of_row + 1] if line_of_row + 1 < len(starts) else maxsize
        strip = self._strip(row, starts[line_of_row], stop, over)
        if not line_of_row or not indent:
            return strip
        return Strip([Segment(" " * indent, self.rich_style + over), *strip])

    def _unwrapped(self, row: int, over: Style) -> Strip:
        """Render an unwrapped row from `left`; a mark at the right edge shows that it continues."""
        # Blanks beyond the edge are not worth a mark.
        text, right = self.row_text(row).rstrip(" "), self.left + self.row_width
        if text.isascii():
            strip, has_more = self._strip(row, self.left, right, over), len(text) > right
        else:
            # Characters differ in width: render enough of them for any mixture, then measure.
            reach = 4 * right + 64
            strip = self._strip(row, 0, reach, over)
            has_more = len(text) > reach or (strip.cell_length > right and cell_len(text) > right)
            strip = strip.crop(self.left, right)
        if not has_more:
            return strip
        more = Segment(glyphs(self.app).more, self.get_component_rich_style("line--muted") + over)
        return Strip([*strip.crop(0, self.row_width - 1), more])

    def _strip(self, row: int, start: int, stop: int, over: Style) -> Strip:
        """Render some characters of a row."""
        segments = []
        for text, style, mark in marked_parts(self.row(row), start, stop, self.marks(row)):
            drawn = self._style(style) + over
            if mark:
                drawn += self.get_component_rich_style(mark, partial=True)
            segments.append(Segment(text, drawn))
        return Strip(segments)
