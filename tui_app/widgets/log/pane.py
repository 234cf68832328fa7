"""The lines of a log on a pane: read, set out, numbered, filtered and searched, however many there are.

Work that takes long on a big log is done in slices between keys; a small one is done at once.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise, repeat
from operator import add
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.reactive import reactive, var

from ...commands.table import (
    FILTER_LINES,
    LESS_CONTEXT,
    MORE_CONTEXT,
    TOGGLE_NUMBERS,
    TOGGLE_WRAP,
    bindings,
)
from ...logic.logs.filter import LogFilter
from ...logic.logs.search import Haystack, Matches
from ...logic.logs.text import LogText
from ...logic.logs.time_of_day import line_at, typed_clock
from ...logic.text import plural
from ...logic.time_slicing import Steps, at_once, run_in_slices
from ..lines.layout import LineLayout, Part, wrapped_height
from ..lines.prompt import PromptLine
from ..lines.view import FilterableView

_AT_ONCE = 1 << 18
"""Characters up to which nobody notices that the keys wait."""
_STEP = 512
_CHARACTERS = 1 << 16
"""Characters that are measured in a step at most, but for one long line."""
_MOST_INDENT = 24
_MARGIN = 3
"""Cells before each line: the sign of an error, with one of air on each side."""


@dataclass(frozen=True, slots=True)
class LogSummary:
    """Counts of what a log holds and of what the user does with it."""

    errors: int = 0
    """The errors found so far that are not hidden."""

    hidden: int = 0
    """Consequences and notices that are hidden on demand."""

    number: int = 0
    """The error the cursor is on, from 1; 0 for none."""

    new_below: int = 0
    """Lines added while the user read elsewhere, which have not been on screen yet."""

    selected: int = 0
    """Lines in the selection; 0 for no selection."""

    is_reading: bool = False
    """Whether a big log is still being searched."""

    redrawn: int = 0
    """Lines that a terminal shows otherwise than they came: progress bars and overstrikes."""

    is_raw: bool = False
    """Whether such lines are shown as they came."""


class LogPane(FilterableView):
    """Shows a `LogText`; long lines are wrapped under their own beginning."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(TOGGLE_WRAP, TOGGLE_NUMBERS, MORE_CONTEXT, LESS_CONTEXT)
    ]
    FILTER_PLACEHOLDER = "Show lines containing … (!text hides)"

    numbers: reactive[bool] = reactive(False, repaint=False, init=False)
    """Whether a line's number, from 1, stands before it."""

    time_remark: var[str] = var("")
    """The line a typed time went to, or why there is none."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(wrap=True, id=id)
        self.log_text = LogText()
        """The log that is shown."""
        self.filter = LogFilter("")
        """The filter that keeps lines."""
        self._kept: Sequence[int] = range(0)
        self._heights = array("L")
        self._heights_width = 0

    # Called by the screen.

    def set_filter(self, text: str) -> None:
        """Show the lines a filter keeps, all of them for an empty one; what was in view stays there."""
        self.filter_text, self.filter = text, LogFilter.of(text, self.filter.context)
        self._filter_lines()

    def action_more_context(self) -> None:
        """Show more lines around those the filter finds."""
        self._step_context(1)

    def action_less_context(self) -> None:
        """Show fewer lines around those the filter finds."""
        self._step_context(-1)

    def go_to_time(self, typed: str) -> None:
        """Go to the first line at or after a time of the day, or to none if the text is no time."""
        self.workers.cancel_group(self, "time")
        if (clock := typed_clock(typed)) is None:
            self.time_remark = "A time such as 02:31" if typed else ""
        elif self.is_big:
            self._go_to_clock_in_slices(clock)
        else:
            self._show_time(at_once(line_at(self.log_text, self._kept, clock)))

    @work(exclusive=True, group="time")
    async def _go_to_clock_in_slices(self, clock: int) -> None:
        log = self.log_text
        row = await run_in_slices(line_at(log, self._kept, clock))
        if log is self.log_text:
            self._show_time(row)

    def _show_time(self, row: int | None) -> None:
        if row is None or not self.lines.order:
            self.time_remark = "No line at or after that time"
        else:
            self.time_remark = f"line {row + 1:,}"
            self.cursor = row
            self.scroll_to_line(self.lines.span(self.lines.shown(row))[0])

    def _step_context(self, step: int) -> None:
        changed = self.filter.with_context(step)
        if not self.filter.text or self.filter.is_without:
            sentence = f"No filter for lines with a text: {FILTER_LINES.key_name} sets one."
        elif changed == self.filter:
            sentence = (
                f"{plural(changed.context, 'line')} of context: no more."
                if step > 0
                else ("There is no context left to hide.")
            )
        else:
            self.filter = changed
            self._filter_lines()
            return
        self.refuse(sentence)

    @property
    def is_big(self) -> bool:
        """Whether work on all lines takes too long for keys to wait for it."""
        return len(self.log_text.text) > _AT_ONCE

    # Called by the canvas and the search.

    @property
    def row_count(self) -> int:
        """Lines of the log."""
        return len(self.log_text)

    def row_text(self, index: int) -> str:
        """One line."""
        return self.log_text[index]

    def shown_rows(self) -> Sequence[int]:
        """The lines the filter keeps."""
        return self._kept

    def hanging_indent(self, index: int) -> int:
        """As much as the line itself is indented."""
        return _indent(self.log_text[index], self.lines.width)

    def find(self, query: str) -> Matches:
        """Every match in the lines that are shown."""
        return at_once(self._finding(query))

    def search(self, query: str) -> None:
        """Look for a text while it is being typed."""
        self.workers.cancel_group(self, "search")
        if query and self.is_big:
            self.begin_search(query)
            self._search_in_slices(query, is_new=True)
        else:
            super().search(query)

    def repeat_search(self) -> None:
        """Look for the same text in other lines."""
        if self.search_state.query and self.is_big:
            self._search_in_slices(self.search_state.query, is_new=False)
        else:
            super().repeat_search()

    # Drawing.

    def watch_numbers(self) -> None:
        """The lines have more or less room."""
        self.relayout()

    def action_toggle_numbers(self) -> None:
        """Show or hide the line numbers."""
        self.numbers = not self.numbers

    @property
    def margin_cells(self) -> int:
        """Cells of air, number, sign and air."""
        return _MARGIN + (len(str(self.row_count)) + 1 if self.numbers else 0)

    def margin_parts(self, index: int, line_of_row: int) -> Sequence[Part]:
        """The number of a row, and its sign, before its first line."""
        if line_of_row:
            return super().margin_parts(index, line_of_row)
        cells = self.margin_cells - _MARGIN
        number = f" {index + 1:>{cells - 1}}" if cells else ""
        sign, style = self.sign(index)
        return [(number, "line--muted"), (f" {sign:{_MARGIN - 1}}", style if sign else "")]

    def sign(self, index: int) -> Part:
        """The sign in the margin of a line, one cell at most, and its component class."""
        return "", ""

    # Setting out.

    def read(self, log: LogText, since: int) -> Steps[None]:
        """Take up another text, the same as the present one before the line `since`."""
        width = self.row_width
        is_measured = self._heights_width == width
        heights = self._heights[:since] if is_measured else array("L")
        if self.wrap and width > 0:
            yield from _measure(log, width, heights)
        kept_by = None
        while kept_by != self.filter:  # another may be typed meanwhile
            kept_by = self.filter
            kept = yield from kept_by.kept(log)
        self.log_text, self._kept = log, kept
        self._heights, self._heights_width = heights, width
        self._update_filter_remark()

    def _lines_for(self, width: int) -> LineLayout:
        """Every line on one line for the moment, where measuring them takes long."""
        if not self.wrap or width <= 0:
            return self._with_gaps(repeat(1, len(self._kept)), 0)
        if len(self._heights) != self.row_count or self._heights_width != width:
            if self.is_big:
                self._measure_in_slices(width)
                return LineLayout(self.shown_rows())
            self._heights, self._heights_width = array("L"), width
            at_once(_measure(self.log_text, width, self._heights))
        heights = self._heights
        shown = heights if self._kept == range(len(heights)) else map(heights.__getitem__, self._kept)
        return self._with_gaps(shown, width)

    def _with_gaps(self, heights: Iterable[int], width: int) -> LineLayout:
        """Lay out the kept lines by their heights, with a line for each gap in the context of a filter."""
        if not self.filter.has_context or len(self._kept) == self.row_count:
            if not width:
                return LineLayout(self._kept)
            return LineLayout(self._kept, array("Q", accumulate(heights, initial=0)), width)
        gaps = chain((0,), (later - one > 1 for one, later in pairwise(self._kept)))
        return LineLayout(
            self._kept, array("Q", accumulate(map(add, heights, gaps), initial=0)), width, has_gaps=True
        )

    @work(exclusive=True, group="measure")
    async def _measure_in_slices(self, width: int) -> None:
        log, heights = self.log_text, array("L")
        await run_in_slices(_measure(log, width, heights))
        if log is self.log_text and width == self.row_width:
            self._heights, self._heights_width = heights, width
            self.relayout()

    # Filtering and searching.

    def _filter_lines(self) -> None:
        self.workers.cancel_group(self, "filter")
        if self.is_big:
            self._filter_in_slices()
        else:
            self._keep(at_once(self.filter.kept(self.log_text)))

    @work(exclusive=True, group="filter")
    async def _filter_in_slices(self) -> None:
        log = self.log_text
        kept = await run_in_slices(self.filter.kept(log))
        if log is self.log_text:
            self._keep(kept)

    def _keep(self, kept: Sequence[int]) -> None:
        self._kept = kept
        self.reload_rows()
        self._update_filter_remark()

    def _update_filter_remark(self) -> None:
        hidden = self.row_count - len(self._kept)
        context = f", {self.filter.context} around" if self.filter.has_context else ""
        remark = f"{hidden:,} of {self.row_count:,} lines hidden{context}"
        self.filter_remark = remark if self.filter.text else ""

    def _finding(self, query: str) -> Steps[Matches]:
        matches = yield from Haystack.over(self.log_text.text, self.log_text.starts).search(query)
        return matches if len(self._kept) == self.row_count else matches.among(self._kept)

    @work(exclusive=True, group="search")
    async def _search_in_slices(self, query: str, is_new: bool) -> None:
        matches = await run_in_slices(self._finding(query))
        (self.show_matches if is_new else self.update_matches)(matches)


def _indent(text: str, width: int) -> int:
    return min(len(text) - len(text.lstrip(" ")), _MOST_INDENT, width // 3)


def _measure(log: LogText, width: int, heights: "array[int]") -> Steps[None]:
    """Add how many lines each further line of the log takes."""
    for first in range(len(heights), len(log), _STEP):
        characters = 0
        for text in log[first : first + _STEP]:
            fits = 2 * len(text) <= width
            heights.append(1 if fits else wrapped_height(text, width, _indent(text, width)))
            characters += len(text)
            if characters > _CHARACTERS:
                characters = 0
                yield
        yield


class TimeBar(PromptLine):
    """Goes to a time in the log it was opened for, and shows the line."""

    PREFIX = "@"

    def open(self, view: LogPane) -> None:
        """Open the prompt without a text."""
        if view is not self.view:
            self.watch(view, "time_remark", self._set_remark, init=False)
        view.time_remark = ""
        self._open_for(view, "", "", "A time as the log writes it, such as 02:31")

    def apply_text(self, text: str) -> None:
        """Go to the time."""
        if isinstance(self.view, LogPane):
            self.view.go_to_time(text)
