"""Search in a pane of lines: highlights, counts and steps through the matches."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.reactive import var

from ...commands.table import NEXT_MATCH, PREVIOUS_MATCH, SEARCH, bindings
from ...logic.logs.search import Haystack, Matches
from .canvas import LineCanvas
from .layout import Mark


@dataclass(frozen=True, slots=True)
class SearchState:
    """Progress of the search in a pane."""

    query: str = ""
    """The text searched for, empty for none."""

    number: int = 0
    """Number of the current match, from 1; 0 for none."""

    count: int = 0
    """Number of matches."""

    note: str = ""
    """A short remark when the search wrapped around, else empty."""

    def __str__(self) -> str:
        if not self.query:
            return ""
        return " ".join(
            filter(None, [self.note, f"{self.number}/{self.count}" if self.count else "no match"])
        )


@dataclass
class PaneMessage(Message):
    """Base of the messages of a pane of lines."""

    view: LineCanvas
    """The pane."""

    @property
    def control(self) -> LineCanvas:
        """The pane, for selectors."""
        return self.view


class LineSearch(LineCanvas):
    """Rows of text with a search."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(NEXT_MATCH, PREVIOUS_MATCH)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line--match", "line--current-match"}
    DEFAULT_CSS = """
    LineSearch {
        & > .line--match { text-style: bold underline; }
        & > .line--current-match { text-style: bold reverse; }
    }
    """

    search_state: var[SearchState] = var(SearchState())
    """Progress of the search; changed by `search` and by stepping."""

    _match: int | None = None
    _matches: Matches | None = None
    _haystack: Haystack | None = None
    _search_from = 0
    _found_at = range(0)

    @dataclass
    class SearchChanged(PaneMessage):
        """Reports another query, other matches or another current match."""

        search_state: SearchState

    # For subclasses to override.

    def reveal(self, index: int) -> None:
        """Show a hidden row."""

    def go_to_row(self, index: int) -> None:
        """Make a row the current one, in a pane that has one."""

    def rows_in_view(self) -> range:
        """The rows from which a search continues: those on screen, or the cursor's alone."""
        if not self.lines.height:
            return range(0)
        top = min(self.scroll_offset.y, self.lines.height - 1)
        bottom = min(top + max(1, self.page_height), self.lines.height) - 1
        return range(self.lines.at(top)[0], self.lines.at(bottom)[0] + 1)

    # For screens.

    def search(self, query: str) -> None:
        """Search for a text as it is typed, from where the cursor was at its first letter."""
        self.begin_search(query)
        self.show_matches(self.find(query) if query else None)

    def begin_search(self, query: str) -> None:
        """Remember where a search starts."""
        if query and not self.search_state.query:
            self._search_from = next(iter(self.rows_in_view()), 0)

    def show_matches(self, matches: Matches | None) -> None:
        """Highlight the matches and go to the first one after the start of the search."""
        self._matches = matches
        self._match = None
        self.refresh()
        if self._matches:
            self._go_to_match(self._matches.before(self._search_from) % len(self._matches))
        else:
            self._update_state()

    def next_match(self) -> None:
        """Go to the next match, after the last to the first."""
        self._step_match(1, "continued from the top")

    def previous_match(self) -> None:
        """Go to the previous match, before the first to the last."""
        self._step_match(-1, "continued from the end")

    def action_next_match(self) -> None:
        """Go to the next match."""
        if self._has_query():
            self.next_match()

    def action_previous_match(self) -> None:
        """Go to the previous match."""
        if self._has_query():
            self.previous_match()

    def repeat_search(self) -> None:
        """Search the changed rows for the same text."""
        self._haystack = None
        if query := self.search_state.query:
            self.update_matches(self.find(query))

    def update_matches(self, matches: Matches) -> None:
        """Replace the matches of the same text; the current number stays."""
        self._matches = matches
        self._match = min(self._match or 0, len(matches) - 1) if matches else None
        self.refresh()
        self._update_state()

    def scroll_to_characters(self, row: int, start: int, length: int) -> None:
        """Scroll to a range within a row, in both directions."""
        (line, _), y = self.lines.span(row), self.scroll_offset.y
        line += bool(self.lines.has_gaps and self.lines.gap_above(row))
        if self.lines.width:
            line += bisect_right(self.wraps_of(row), start) - 1
        elif not self.left <= start <= start + length < self.left + self.row_width:
            self.left = 0 if start + length < self.row_width else max(0, start - self.row_width // 2)
        if not y <= line < y + self.page_height:
            self.scroll_to_line(max(0, line - self.page_height // 2))

    def marks(self, index: int) -> Sequence[Mark]:
        """Highlights of the matches in a row."""
        if not self._matches:
            return ()
        length = len(self._matches.query)
        return [
            (start, start + length, "line--current-match" if number == self._match else "line--match")
            for number, start in self._matches.within(index)
        ]

    def find(self, query: str) -> Matches:
        """Find every match in the rows."""
        if self._haystack is None:
            self._haystack = Haystack(map(self.row_text, range(self.row_count)))
        return self._haystack.find(query)

    def _has_query(self) -> bool:
        if not self.search_state.query:
            self.notify(f"No search yet. {SEARCH.key_name} starts one.", severity="warning", markup=False)
        return bool(self.search_state.query)

    def _step_match(self, step: int, wrap_note: str) -> None:
        if not self._matches or self._match is None:
            return
        number, rows = self._match + step, self.rows_in_view()
        if rows not in (range(0), self._found_at) and self._matches.place(self._match)[0] not in rows:
            # The user has moved since: continue from there.
            number = self._matches.before(rows[0]) - (step < 0)
        wrapped = number % len(self._matches)
        self._go_to_match(wrapped, wrap_note if wrapped != number else "")

    def _go_to_match(self, number: int, note: str = "") -> None:
        assert self._matches is not None
        if self._match is not None:
            self.refresh_row(self._matches.place(self._match)[0])
        self._match = number
        row, start = self._matches.place(number)
        self.reveal(row)
        self.go_to_row(row)
        self.scroll_to_characters(row, start, len(self._matches.query))
        self.refresh_row(row)
        self._found_at = self.rows_in_view()
        self._update_state(note)

    def _update_state(self, note: str = "") -> None:
        query = "" if self._matches is None else self._matches.query
        number = 0 if self._match is None else self._match + 1
        self.search_state = SearchState(query, number, len(self._matches or ()), note)
        self.post_message(self.SearchChanged(self, self.search_state))
