"""The base of all panes of lines: a cursor to move and choose with, and a search.

Only changed rows are redrawn: two for a step of the cursor.
"""

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.reactive import reactive, var
from textual.strip import Strip

from ...commands.table import CHOOSE, MOVES, bindings
from ...logic import sanitize
from ..glyphs import glyphs
from .search import LineSearch, PaneMessage, SearchState

__all__ = ["LineView", "SearchState"]


class LineView(LineSearch, can_focus=True):
    """Rows of text with a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*MOVES, CHOOSE)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line--cursor"}
    DEFAULT_CSS = """
    LineView {
        & > .line--cursor { background: $block-cursor-blurred-background; }
        &:focus > .line--cursor { background: $primary-muted; }
        &:ansi:focus > .line--cursor { background: ansi_default; text-style: underline; }
        &:nocolor > .line--cursor { text-style: underline; }
        &:nocolor:focus > .line--cursor { text-style: reverse; }
    }
    """

    cursor: reactive[int | None] = reactive(None, repaint=False, init=False)
    """The row that commands act on; None in a pane without a cursor or a selectable row."""

    _is_away = False
    """Whether, while rows are reloaded, the cursor is scrolled out of view and must stay so."""

    show_cursor = True
    """Whether the pane has a cursor; without one the movement keys scroll."""

    @dataclass
    class Moved(PaneMessage):
        """Reports that the cursor moved to another row."""

        index: int | None
        """The row, None for none."""

    @dataclass
    class Chosen(PaneMessage):
        """Reports that a row was chosen, by Enter or by a click on the row of the cursor."""

        index: int

    # For subclasses to override.

    def is_selectable(self, index: int) -> bool:
        """Whether the cursor can be on this row; not so for titles."""
        return True

    # For subclasses and screens to call.

    def reload_rows(self) -> None:
        """Lay out changed rows; cursor, search and scroll position are kept if possible."""
        if not self.is_attached:
            return
        self._is_away = self._is_cursor_away()
        self.relayout()
        self._is_away = False
        self.cursor = self.cursor or 0
        self.repeat_search()

    def refuse(self, reason: str) -> None:
        """Notify the user why a key did nothing."""
        self.notify(sanitize.one_line(reason), severity="warning", markup=False)

    # Hooks of canvas and search.

    def keep_in_view(self) -> None:
        """Keep the cursor on a shown row and in view."""
        self.cursor = self.cursor  # validated again: its row may be hidden now
        if not self._is_away:
            self._follow_cursor()

    def anchor_row(self) -> int | None:
        """The row of the cursor."""
        return self.cursor

    def row_style(self, index: int) -> Style:
        """The tint of the cursor, on its row, whose parts keep their colours."""
        is_at = index == self.cursor
        return self.get_component_rich_style("line--cursor", partial=True) if is_at else Style.null()

    def render_line(self, y: int) -> Strip:
        """Render one line of the screen, with an edge in the empty first cell of the cursor's row."""
        strip, line = super().render_line(y), self.scroll_offset.y + y
        if self.cursor is None or line >= self.lines.height or not strip.text.startswith(" "):
            return strip
        row, line_of_row = self.lines.at(line)
        if row != self.cursor or line_of_row < 0:
            return strip
        signs = glyphs(self.app)
        sign = signs.edge if self.has_focus else signs.quiet_edge
        edge = Segment(sign, self.rich_style + self.row_style(self.cursor))
        return Strip([edge, *strip.crop(1)], strip.cell_length)

    def go_to_row(self, index: int) -> None:
        """Move the cursor to a row."""
        self.cursor = index

    @property
    def cursor_region(self) -> Region | None:
        """The lines of the screen that show the row of the cursor; None without one."""
        if self.cursor is None or not self.lines.shows(self.cursor):
            return None
        top, count = self.lines.span(self.cursor)
        inside = self.content_region
        row = Region(inside.x, inside.y + top - self.scroll_offset.y, inside.width, count)
        return row.intersection(inside) or None

    def rows_in_view(self) -> range:
        """The row of the cursor; without one the rows on screen."""
        return super().rows_in_view() if self.cursor is None else range(self.cursor, self.cursor + 1)

    # Moving.

    def on_mount(self) -> None:
        """Lay out the rows given before the pane was mounted."""
        self.reload_rows()

    def validate_cursor(self, cursor: int | None) -> int | None:
        """The nearest shown and selectable row, searched downwards first."""
        order = self.lines.order
        if cursor is None or not self.show_cursor or not order:
            return None
        at = self.lines.position(self.lines.shown(cursor))
        below = self._selectable_from(at, 1)
        return self._selectable_from(at, -1) if below is None else below

    def watch_cursor(self, before: int | None, now: int | None) -> None:
        """Redraw both rows, scroll to the new one and post the move."""
        for row in (before, now):
            if row is not None:
                self.refresh_row(row)
        self._follow_cursor(from_below=before is not None and now is not None and now < before)
        self.post_message(self.Moved(self, now))

    def action_line_down(self) -> None:
        """Go down one row; one line within a row higher than the screen."""
        self._step(1)

    def action_line_up(self) -> None:
        """Go up one row; one line within a row higher than the screen."""
        self._step(-1)

    def action_page_down(self) -> None:
        """Go down one page."""
        self._page(1)

    def action_page_up(self) -> None:
        """Go up one page."""
        self._page(-1)

    def action_go_first(self) -> None:
        """Go to the first row."""
        self._go_to_line(0)

    def action_go_last(self) -> None:
        """Go to the last row."""
        self._go_to_line(self.lines.height)

    def action_choose(self) -> None:
        """Choose the row of the cursor."""
        if self.cursor is not None:
            self.post_message(self.Chosen(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row; choose the row that has it."""
        line = event.get_content_offset_capture(self).y + self.scroll_offset.y
        if not 0 <= line < self.lines.height:
            return
        row, _ = self.lines.at(line)
        if row == self.cursor:
            self.action_choose()
        elif self.is_selectable(row):
            self.cursor = row

    def _selectable_from(self, position: int, step: int) -> int | None:
        """The first selectable row from a position among the shown ones."""
        order = self.lines.order
        while 0 <= position < len(order):
            if self.is_selectable(order[position]):
                return order[position]
            position += step
        return None

    def _step(self, step: int) -> None:
        if self.cursor is None or self._extends_beyond(self.cursor, step):
            self.scroll_to_line(self.scroll_offset.y + step)
            return
        row = self._selectable_from(self.lines.position(self.cursor) + step, step)
        if row is not None:
            self.cursor = row

    def _extends_beyond(self, row: int, step: int) -> bool:
        """Whether a row continues beyond the edge of the screen in the direction of `step`."""
        (top, count), y = self.lines.span(row), self.scroll_offset.y
        return top < y if step < 0 else top + count > y + self.page_height

    def _page(self, direction: int) -> None:
        step = direction * max(1, self.page_height - 1)
        if self.cursor is None:
            self.scroll_to_line(self.scroll_offset.y + step)
        else:
            self._go_to_line(self.lines.span(self.cursor)[0] + step)

    def _go_to_line(self, line: int) -> None:
        line = min(max(0, line), self.lines.height - 1)
        if self.cursor is None:
            self.scroll_to_line(line)
        else:
            self.cursor = self.lines.at(line)[0]

    def _is_cursor_away(self) -> bool:
        """Whether the row of the cursor is scrolled out of view."""
        if self.cursor is None or not self.page_height or not self.lines.shows(self.cursor):
            return False
        (top, count), y = self.lines.span(self.cursor), self.scroll_offset.y
        return top + count <= y or top >= y + self.page_height

    def _follow_cursor(self, from_below: bool = False) -> None:
        """Scroll just far enough to show the row of the cursor and the titles right above it.

        At the last selectable row the rows below it are shown too, as far as there is room.
        """
        if self.cursor is None or not self.lines.shows(self.cursor) or not self.page_height:
            return
        order, position = self.lines.order, self.lines.position(self.cursor)
        top, count = self.lines.span(self.cursor)
        bottom, y, height = top + count, self.scroll_offset.y, self.page_height
        while position and not self.is_selectable(order[position - 1]):
            position -= 1
            top = self.lines.span(order[position])[0]
        if self._selectable_from(self.lines.position(self.cursor) + 1, 1) is None:
            bottom = max(bottom, min(sum(self.lines.span(order[-1])), top + height))
        if bottom - top > height:
            top, bottom = (bottom - height, bottom) if from_below else (top, top + height)
        if top < y:
            self.scroll_to_line(top)
        elif bottom > y + height:
            self.scroll_to_line(bottom - height)


class FilterableView(LineView):
    """A pane that hides the rows a typed text does not match."""

    FILTER_PLACEHOLDER: ClassVar[str]
    """Hint shown while there is no filter; 42 cells fit at 80 columns."""

    filter_text = ""
    """The filter as typed, empty for none."""

    filter_remark: var[str] = var("")
    """The number of rows hidden or kept by the filter, in words; empty without one."""

    def set_filter(self, text: str) -> None:
        """Show only the rows that match the text; all of them for an empty text."""
        raise NotImplementedError
