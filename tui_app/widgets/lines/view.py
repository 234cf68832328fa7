"""The base of all panes made of lines: a cursor to move and choose with, and a search.

Only what changes is drawn again: a step of the cursor draws two rows.
"""

from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.reactive import reactive, var

from ...commands.table import CHOOSE, MOVES, bindings
from .search import LineSearch, PaneMessage, SearchState

__all__ = ["LineView", "SearchState"]


class LineView(LineSearch, can_focus=True):
    """Rows of text with a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*MOVES, CHOOSE)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line--cursor"}
    DEFAULT_CSS = """
    LineView {
        & > .line--cursor { background: $block-cursor-blurred-background; }
        &:focus > .line--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
        }
        &:nocolor > .line--cursor, &:ansi > .line--cursor { text-style: underline; }
        &:nocolor:focus > .line--cursor, &:ansi:focus > .line--cursor { text-style: reverse; }
    }
    """

    cursor: reactive[int | None] = reactive(None, repaint=False, init=False)
    """The row commands act on; None in a pane without a cursor or without a row to choose."""

    _is_away = False
    """While other rows are taken up: has the person scrolled away from the cursor, which must not undo it?"""

    show_cursor = True
    """Is there a cursor? Without one the movement keys scroll."""

    @dataclass
    class Moved(PaneMessage):
        """The cursor came to another row."""

        index: int | None
        """The row, None for no row."""

    @dataclass
    class Chosen(PaneMessage):
        """A row was chosen, by Enter or by a click on the row of the cursor."""

        index: int
        """The row."""

    # What a subclass may say.

    def is_selectable(self, index: int) -> bool:
        """May the cursor rest on this row? Titles and rules say no."""
        return True

    # What a subclass or the screen calls.

    def reload_rows(self) -> None:
        """Take up other rows: cursor, search and place on screen are kept where they can be."""
        if not self.is_attached:
            return
        self._is_away = self._is_cursor_away()
        self.relayout()
        self._is_away = False
        self.cursor = self.cursor or 0
        self.repeat_search()

    # What the canvas and the search ask.

    def keep_in_view(self) -> None:
        """The cursor stays on a row that is shown, and in view."""
        self.cursor = self.cursor  # validated anew: its row may be hidden now
        if not self._is_away:
            self._follow_cursor()

    def anchor_row(self) -> int | None:
        """The cursor's."""
        return self.cursor

    def row_style(self, index: int) -> Style:
        """The cursor's look."""
        return self.get_component_rich_style("line--cursor") if index == self.cursor else Style.null()

    def go_to_row(self, index: int) -> None:
        """Put the cursor there."""
        self.cursor = index

    def rows_in_view(self) -> range:
        """The cursor's row."""
        return super().rows_in_view() if self.cursor is None else range(self.cursor, self.cursor + 1)

    # Moving.

    def on_mount(self) -> None:
        """Show what is there already."""
        self.reload_rows()

    def validate_cursor(self, cursor: int | None) -> int | None:
        """The nearest row that is shown and selectable, looking down first."""
        order = self.lines.order
        if cursor is None or not self.show_cursor or not order:
            return None
        at = self.lines.position(self.lines.shown(cursor))
        below = self._selectable_from(at, 1)
        return self._selectable_from(at, -1) if below is None else below

    def watch_cursor(self, before: int | None, now: int | None) -> None:
        """Draw the two rows concerned, bring the new one into view, tell who listens."""
        for row in (before, now):
            if row is not None:
                self.refresh_row(row)
        self._follow_cursor(from_below=before is not None and now is not None and now < before)
        self.post_message(self.Moved(self, now))

    def action_line_down(self) -> None:
        """One row on; one line on within a row that is higher than the screen."""
        self._step(1)

    def action_line_up(self) -> None:
        """One row back; one line back within a row that is higher than the screen."""
        self._step(-1)

    def action_page_down(self) -> None:
        """One page on."""
        self._page(1)

    def action_page_up(self) -> None:
        """One page back."""
        self._page(-1)

    def action_go_first(self) -> None:
        """To the first row."""
        self._go_to_line(0)

    def action_go_last(self) -> None:
        """To the last row."""
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
        """The first selectable row from a place among the shown ones."""
        order = self.lines.order
        while 0 <= position < len(order):
            if self.is_selectable(order[position]):
                return order[position]
            position += step
        return None

    def _step(self, step: int) -> None:
        if self.cursor is None or self._reaches_out(self.cursor, step):
            self.scroll_to_line(self.scroll_offset.y + step)
            return
        row = self._selectable_from(self.lines.position(self.cursor) + step, step)
        if row is not None:
            self.cursor = row

    def _reaches_out(self, row: int, step: int) -> bool:
        """Does a row go on beyond the edge of the screen that `step` leads to?"""
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
        """Has the cursor's row been scrolled out of the screen?"""
        if self.cursor is None or not self.page_height or not self.lines.shows(self.cursor):
            return False
        (top, count), y = self.lines.span(self.cursor), self.scroll_offset.y
        return top + count <= y or top >= y + self.page_height

    def _follow_cursor(self, from_below: bool = False) -> None:
        """Scroll as little as brings the cursor's row into view, with the titles right above it.

        Below the last selectable row whatever else there is comes too, as far as there is room.
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
    """What to type, shown while there is no filter; 42 cells fit at 80 columns."""

    filter_text = ""
    """The filter as typed, empty for none."""

    filter_remark: var[str] = var("")
    """How many rows the filter hides or keeps, empty without a filter."""

    def set_filter(self, text: str) -> None:
        """Show only the rows that match the text; all of them for an empty text."""
        raise NotImplementedError
