"""The base of all panes made of lines: a cursor to move and choose with, and a search.

Only what changes is drawn again: a step of the cursor draws two rows.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive, var

from ..commands import CHOOSE, MOVES, NEXT_MATCH, PREVIOUS_MATCH, bindings
from ..logic.search import Haystack, Matches
from .line_canvas import LineCanvas
from .line_layout import Mark


@dataclass(frozen=True, slots=True)
class SearchState:
    """Where the search of a pane stands."""

    query: str = ""
    """What is searched for, empty for nothing."""

    number: int = 0
    """The current match, from 1; 0 for none."""

    count: int = 0
    """All matches."""

    note: str = ""
    """One short clause for the person when the search went round an end, else empty."""

    def __str__(self) -> str:
        if not self.query:
            return ""
        return " ".join(
            filter(None, [self.note, f"{self.number}/{self.count}" if self.count else "no match"])
        )


class LineView(LineCanvas, can_focus=True):
    """Rows of text with a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*MOVES, CHOOSE, NEXT_MATCH, PREVIOUS_MATCH)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line--cursor", "line--match", "line--current-match"}
    DEFAULT_CSS = """
    LineView {
        & > .line--cursor { background: $block-cursor-blurred-background; }
        & > .line--match { color: $text-warning; text-style: underline; }
        & > .line--current-match { color: $text-warning; text-style: bold reverse; }
        &:focus > .line--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
        }
        &:nocolor > .line--cursor { text-style: underline; }
        &:nocolor:focus > .line--cursor { text-style: reverse; }
    }
    """

    cursor: reactive[int | None] = reactive(None, repaint=False, init=False)
    """The row commands act on; None in a pane without a cursor or without a row to choose."""

    found: var[SearchState] = var(SearchState())
    """Where the search stands; changed by `search` and the keys that follow it."""

    @dataclass
    class Moved(Message):
        """The cursor came to another row."""

        view: "LineView"
        """The pane."""
        index: int | None
        """The row, None for no row."""

        @property
        def control(self) -> "LineView":
            """The pane, for selectors."""
            return self.view

    @dataclass
    class Chosen(Message):
        """A row was chosen, by Enter or by a click on the row of the cursor."""

        view: "LineView"
        """The pane."""
        index: int
        """The row."""

        @property
        def control(self) -> "LineView":
            """The pane, for selectors."""
            return self.view

    @dataclass
    class SearchChanged(Message):
        """The query changed, or its matches did, or another match became the current one."""

        view: "LineView"
        """The pane."""
        found: SearchState
        """Where the search stands."""

        @property
        def control(self) -> "LineView":
            """The pane, for selectors."""
            return self.view

    def __init__(
        self,
        *,
        show_cursor: bool = True,
        wrap: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(wrap=wrap, name=name, id=id, classes=classes)
        self.show_cursor = show_cursor
        """Is there a cursor? Without one the movement keys scroll."""
        self._match: int | None = None
        self._matches: Matches | None = None
        self._haystack: Haystack | None = None
        self._search_from = 0

    # What a subclass may say.

    def is_selectable(self, index: int) -> bool:
        """May the cursor rest on this row? Titles and rules say no."""
        return True

    def reveal(self, index: int) -> None:
        """Make a hidden row one of the shown ones."""

    # What a subclass or the screen calls.

    def rows_changed(self) -> None:
        """Take up other rows: cursor, search and place on screen are kept where they can be."""
        if not self.is_attached:
            return
        self._haystack = None
        self.set_out()
        self.cursor = self.cursor or 0
        if query := self.found.query:
            self._matches = self._find(query)
            count = len(self._matches)
            self._match = min(self._match or 0, count - 1) if count else None
            self._tell()

    def search(self, query: str) -> None:
        """Look for a text while it is being typed, from where its first letter found the cursor."""
        if query and not self.found.query:
            self._search_from = self._row_in_view()
        self._matches = self._find(query) if query else None
        self._match = None
        self.refresh()
        if self._matches:
            self._go_to_match(self._matches.first_from(self._search_from))
        else:
            self._tell()

    @property
    def match_count(self) -> int:
        """How many matches there are."""
        return self.found.count

    @property
    def match_index(self) -> int | None:
        """The current match, from 0; None for none."""
        return self._match

    def next_match(self) -> None:
        """To the next match, after the last to the first."""
        self._step_match(1, "went on from the top")

    def previous_match(self) -> None:
        """To the previous match, before the first to the last."""
        self._step_match(-1, "went on from the end")

    # What the canvas asks.

    def keep_in_view(self) -> None:
        """The cursor stays on a row that is shown, and in view."""
        self.cursor = self.cursor  # validated anew: its row may be hidden now
        self._show_cursor()

    def held_row(self) -> int | None:
        """The cursor's."""
        return self.cursor

    def over(self, index: int) -> Style:
        """The cursor's look."""
        return self.get_component_rich_style("line--cursor") if index == self.cursor else Style.null()

    def marks(self, index: int) -> Sequence[Mark]:
        """The matches in a row."""
        if not self._matches:
            return ()
        length = len(self._matches.query)
        return [
            (start, start + length, "line--current-match" if number == self._match else "line--match")
            for number, start in self._matches.within(index)
        ]

    # Moving.

    def on_mount(self) -> None:
        """Show what is there already."""
        self.rows_changed()

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
        self._show_cursor(from_below=before is not None and now is not None and now < before)
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

    def action_next_match(self) -> None:
        """To the next match."""
        self.next_match()

    def action_previous_match(self) -> None:
        """To the previous match."""
        self.previous_match()

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

    def _show_cursor(self, from_below: bool = False) -> None:
        """Scroll as little as brings the cursor's row into view, with the titles right above it."""
        if self.cursor is None or not self.lines.shows(self.cursor) or not self.page_height:
            return
        order, position = self.lines.order, self.lines.position(self.cursor)
        top, count = self.lines.span(self.cursor)
        bottom, y, height = top + count, self.scroll_offset.y, self.page_height
        while position and not self.is_selectable(order[position - 1]):
            position -= 1
            top = self.lines.span(order[position])[0]
        if bottom - top > height:
            top, bottom = (bottom - height, bottom) if from_below else (top, top + height)
        if top < y:
            self.scroll_to_line(top)
        elif bottom > y + height:
            self.scroll_to_line(bottom - height)

    # Searching.

    def _find(self, query: str) -> Matches:
        if self._haystack is None:
            self._haystack = Haystack(map(self.row_text, range(self.row_count)))
        return self._haystack.find(query)

    def _row_in_view(self) -> int:
        """The row a search starts from: the cursor's, or the first one in view."""
        if self.cursor is not None or not self.lines.height:
            return self.cursor or 0
        return self.lines.at(min(self.scroll_offset.y, self.lines.height - 1))[0]

    def _step_match(self, step: int, round_note: str) -> None:
        if not self._matches or self._match is None:
            return
        number = self._match + step
        if self.cursor not in (None, self._matches.place(self._match)[0]):
            # The person has moved on since: the search goes on from there.
            number = self._matches.first_from(self.cursor or 0) - (step < 0)
        turned = number % len(self._matches)
        self._go_to_match(turned, round_note if turned != number else "")

    def _go_to_match(self, number: int, note: str = "") -> None:
        assert self._matches is not None
        if self._match is not None:
            self.refresh_row(self._matches.place(self._match)[0])
        self._match = number
        row, start = self._matches.place(number)
        self.reveal(row)
        self.cursor = row
        self.show_characters(row, start, len(self._matches.query))
        self.refresh_row(row)
        self._tell(note)

    def show_characters(self, row: int, start: int, length: int) -> None:
        """Bring a place within a row into view, in both directions."""
        (line, _), y = self.lines.span(row), self.scroll_offset.y
        if self.lines.tops:
            line += bisect_right(self.folds_of(row), start) - 1
        elif not self.left <= start <= start + length < self.left + self.row_width:
            self.left = 0 if start + length < self.row_width else max(0, start - self.row_width // 2)
        if not y <= line < y + self.page_height:
            self.scroll_to_line(max(0, line - self.page_height // 2))

    def _tell(self, note: str = "") -> None:
        query = "" if self._matches is None else self._matches.query
        number = 0 if self._match is None else self._match + 1
        self.found = SearchState(query, number, len(self._matches or ()), note)
        self.post_message(self.SearchChanged(self, self.found))
