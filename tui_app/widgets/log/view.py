"""A log that opens at its decisive error and steps through the others."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual import work
from textual.binding import BindingType
from textual.reactive import var

from ...commands.table import (
    NEXT_ERROR,
    PREVIOUS_ERROR,
    SELECT_LINES,
    TOGGLE_CAUSES_ONLY,
    TOGGLE_RAW_LINES,
    bindings,
)
from ...logic.logs.decisive_line import Outcome, decisive_error, navigable, opening
from ...logic.logs.errors import ErrorIndex, LogError, find_errors
from ...logic.logs.text import LogText, added, raw_lines
from ...logic.time_slicing import Steps, at_once, run_in_slices
from ..lines.layout import Part
from ..lines.scrollbar import marking
from ..lines.search import PaneMessage
from .level_parts import level_parts
from .pane import LogPane, LogSummary

_AT_ONCE = 1 << 18
_ABOVE = 2


class LogView(LogPane):
    """Shows a log that may grow."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(NEXT_ERROR, PREVIOUS_ERROR, TOGGLE_CAUSES_ONLY, SELECT_LINES, TOGGLE_RAW_LINES)
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line--selected", "line--error"}
    DEFAULT_CSS = """
    LogView {
        & > .line--error { text-style: bold; }
        & > .line--selected { background: $primary-muted; }
        &:nocolor > .line--selected, &:ansi > .line--selected { text-style: underline; }
    }
    """

    summary: var[LogSummary] = var(LogSummary(), init=False)
    """The summary; a change of it posts `Changed`."""

    @dataclass
    class Changed(PaneMessage):
        """The summary of the log has changed."""

        summary: LogSummary
        """The summary now."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.raw = ""
        """The log as received; more than the last answer where the server drops lines."""
        self.index = ErrorIndex()
        """All that was found in the log."""
        self.errors: list[LogError] = []
        """The errors to step through, in order."""
        self.outcome = Outcome.UNKNOWN
        """The end of the run that wrote the log."""
        self._last_states = LogText()
        """The log as a terminal shows it; `log_text` unless that is raw."""
        self._is_raw = False
        self._is_shown_raw = False
        self._decisive_rows = array("Q")
        self._causes_only = False
        self._anchor: int | None = None
        self._new_from: int | None = None
        self._read = ""
        """The text of the lines: `raw`, or its state before a reading that goes on."""
        self._is_reading = False

    # Called by the screen.

    def set_text(self, text: str, outcome: Outcome = Outcome.UNKNOWN) -> None:
        """Show a log of a run that ended in some way, or another state of the one that is shown.

        The first opens at its decisive error, else where the program wrote last, else at its end. Afterwards
        who reads the end goes on to the new end, and who reads elsewhere stays at that line. What comes
        during a reading is read after it.
        """
        if outcome is not self.outcome:
            self.outcome = outcome
            self._update_errors()
        more = added(self.raw, text)
        self.raw = text if more is None else self.raw + more
        self._begin_reading()

    def _begin_reading(self) -> None:
        """Read what there is to read, at once where it is little."""
        if self._is_reading or self._is_up_to_date():
            return
        if len(self.raw) > _AT_ONCE:
            self._is_reading = True
            self._update_summary()
            self._read_in_slices()
        else:
            at_once(self._reading())

    @property
    def error_at_cursor(self) -> LogError | None:
        """The error the cursor is on."""
        number = self._error_number()
        return self.errors[number - 1] if number else None

    @property
    def selected(self) -> Sequence[int]:
        """The selected lines among those that are shown; empty for none."""
        if self._anchor is None or self.cursor is None:
            return ()
        first, last = sorted((self._anchor, self.cursor))
        order = self.lines.order
        return order[bisect_left(order, first) : bisect_right(order, last)]

    def received(self, rows: Sequence[int]) -> list[str]:
        """Some lines for a copy or a file, ascending: all that came of them, not their last state alone."""
        if self._last_states.redrawn:
            return raw_lines(self._read, rows)
        return [self.log_text[row] for row in rows]

    def unselect(self) -> bool:
        """End the selection; False when there is none."""
        had_one, self._anchor = self._anchor is not None, None
        if had_one:
            self.refresh()
            self._update_summary()
        return had_one

    # Keys.

    def action_next_error(self) -> None:
        """To the next error, after the last to the first."""
        self._step_error(1)

    def action_previous_error(self) -> None:
        """To the previous error, before the first to the last."""
        self._step_error(-1)

    def action_toggle_causes_only(self) -> None:
        """Hide consequences and notices from the errors, or show them again."""
        self._causes_only = not self._causes_only
        self._update_errors()
        self._update_summary()

    def action_toggle_raw_lines(self) -> None:
        """Show lines that move the cursor back as they came, or in their last state."""
        if not self._last_states.redrawn:
            self.refuse("Every line is shown as received: none moves the cursor back.")
            return
        self._is_raw = not self._is_raw
        self._begin_reading()

    def action_select_lines(self) -> None:
        """Begin a selection at the cursor, or end it."""
        if not self.unselect():
            self._anchor = self.cursor
            self._update_summary()

    # Drawing.

    def row(self, index: int) -> Sequence[Part]:
        """One line, with its level's colour on level and times; what an error says is bold."""
        text = self.row_text(index)
        return level_parts(text, "line--error" if self._is_error(index) else "")

    def sign(self, index: int) -> Part:
        """A cross before the line that says what an error is."""
        return ("✗", "line--bad") if self._is_error(index) else ("", "")

    def _is_error(self, index: int) -> bool:
        at = bisect_left(self._decisive_rows, index)
        return at < len(self._decisive_rows) and self._decisive_rows[at] == index

    def row_style(self, index: int) -> Style:
        """The cursor's look, or the selection's."""
        if index == self.cursor or self._anchor is None or self.cursor is None:
            return super().row_style(index)
        first, last = sorted((self._anchor, self.cursor))
        return (
            self.get_component_rich_style("line--selected")
            if first <= index <= last
            else super().row_style(index)
        )

    def on_mount(self) -> None:
        """Mark the errors in the scroll bar."""
        super().on_mount()
        marked = marking(self._error_cells, lambda: self.get_component_rich_style("line--bad"))
        # Textual's own way to have another bar in one widget; it annotates the attribute as the class's.
        self.vertical_scrollbar.renderer = marked  # type: ignore[misc]

    def watch_cursor(self, before: int | None, now: int | None) -> None:
        """Draw what changes: with a selection, all that it gains or loses."""
        super().watch_cursor(before, now)
        if self._anchor is not None:
            self.refresh()
        self._update_summary()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """New lines count as seen once they are on screen."""
        super().watch_scroll_y(old_value, new_value)
        if self._new_from is not None:
            self._update_summary()

    def watch_summary(self, summary: LogSummary) -> None:
        """Post the change."""
        self.post_message(self.Changed(self, summary))

    def _error_cells(self, size: int) -> Collection[int]:
        """The cells of the scroll bar that stand for lines with errors."""
        height, order = self.lines.height, self.lines.order
        if not self.errors or not height:
            return ()
        tops = [min(height * cell // size, height - 1) for cell in range(size)]
        rows = [self.lines.at(top)[0] for top in tops] + [order[-1] + 1]
        places = [bisect_left(self._decisive_rows, row) for row in rows]
        return [cell for cell in range(size) if places[cell] < places[cell + 1]]

    # Reading.

    @work(exclusive=True, group="read")
    async def _read_in_slices(self) -> None:
        await run_in_slices(self._reading())

    def _reading(self) -> Steps[None]:
        """Read what has come, and what comes meanwhile."""
        while not self._is_up_to_date():
            yield from self._taking_up(self.raw)
        self._is_reading = False
        self._update_summary()

    def _taking_up(self, raw: str) -> Steps[None]:
        """Take the text over, then search it for errors."""
        before, is_first, above = self._last_states, not self._read, 0
        is_raw, was_raw = self._is_raw, self._is_shown_raw
        if raw.startswith(self._read):
            log = yield from before.extended(raw[len(self._read) :])
            since = before.first_difference(log)
        else:
            above = raw[: max(0, raw.find(self._read))].count("\n")
            log, since = (yield from LogText.read(raw)), 0
        yield
        shown = (yield from LogText.read(raw, is_raw=True)) if is_raw else log
        yield from self.read(shown, since if is_raw == was_raw else 0)
        self._last_states, self._is_shown_raw = log, is_raw
        self._read, place = raw, self._place()
        self._settle(place, above, is_first, is_same_form=is_raw == was_raw)
        settled_at = self.cursor
        self.index = yield from find_errors(log, self.index if since else None, since)
        self._update_errors()
        if is_first and self.cursor == settled_at:
            self._open()

    def _is_up_to_date(self) -> bool:
        return self._read == self.raw and self._is_shown_raw == self._is_raw

    @property
    def decisive(self) -> LogError | None:
        """The error to read first; None where no line says why, or where the run succeeded."""
        return decisive_error(self.index, self.outcome)

    def _open(self) -> None:
        """Begin reading at the decisive error, else where the program wrote last."""
        if (first := self.decisive) is not None:
            self._go_to_error(first)
        elif (row := opening(self.log_text, self.index, self.outcome)) is not None and self.lines.shows(row):
            self.cursor = row
            top = self.lines.span(row)[0]
            if top < self.scroll_offset.y:
                self.scroll_to_line(max(0, top - _ABOVE))

    def _update_errors(self) -> None:
        self.errors = navigable(self.index, self.outcome, self._causes_only)
        self._decisive_rows = array("Q", (error.at for error in self.errors))
        self.refresh()
        self.vertical_scrollbar.refresh()

    def _place(self) -> tuple[bool, int]:
        """Whether the end is being read, and the line of the screen that the cursor is on."""
        order = self.lines.order
        is_at_end = not order or (self.cursor == order[-1] and not self._is_cursor_away())
        on_screen = 0 if self.cursor is None or not order else self.lines.span(self.cursor)[0]
        return is_at_end, on_screen - self.scroll_offset.y

    def _settle(self, place: tuple[bool, int], above: int, is_first: bool, *, is_same_form: bool) -> None:
        """Put the cursor where the user is reading, after the lines have changed."""
        (is_at_end, on_screen), count, row = place, self.lines.order[-1:], self.cursor
        self.reload_rows()
        order = self.lines.order
        if (is_first or is_at_end) and order:
            self.cursor = order[-1]
            self.scroll_to_line(self.lines.height)
        elif row is not None and order:
            if above or not is_same_form:
                self._anchor = None if self._anchor is None else self._anchor + above
                self.cursor = row + above
                self.scroll_to_line(self.lines.span(self.lines.shown(row + above))[0] - on_screen)
            elif self._new_from is None and count and order[-1] > count[0]:
                self._new_from = count[0] + 1

    # Errors and the summary.

    def _step_error(self, step: int) -> None:
        rows, here = self._decisive_rows, self.cursor or 0
        first = bisect_right(rows, here) if step > 0 else bisect_left(rows, here) - 1
        for count in range(len(rows)):
            error = self.errors[(first + step * count) % len(rows)]
            if self.lines.shows(error.at):
                self._go_to_error(error)
                return
        if rows:
            self.refuse("The filter hides every error.")
        elif self.summary.hidden:
            self.refuse("There is no cause here, and consequences are hidden.")
        else:
            self.refuse("No line here looks like an error.")

    def _go_to_error(self, error: LogError) -> None:
        """Put the cursor on the first line of its message, with the message and what leads to it in view.

        What is in view does not depend on what was before: where the whole error fits, it is shown from its
        first line on; else the message stands last; one that is too long itself is shown from its beginning.
        """
        if not self.lines.order:
            return
        self.cursor = error.at
        top = self.lines.span(self.lines.shown(error.line))[0]
        message = self.lines.span(self.lines.shown(error.at))[0]
        last, count = self.lines.span(self.lines.shown(error.message_end - 1))
        bottom, height = last + count, self.page_height
        if bottom - top + _ABOVE <= height:
            self.scroll_to_line(max(0, top - _ABOVE))
        elif bottom - message + _ABOVE <= height:
            self.scroll_to_line(bottom + _ABOVE - height)
        else:
            self.scroll_to_line(message)

    def _error_number(self) -> int:
        if self.cursor is None:
            return 0
        number = bisect_right(self.errors, self.cursor, key=lambda error: error.line)
        return number if number and self.cursor < self.errors[number - 1].end else 0

    def _update_summary(self) -> None:
        hidden = len(self.index.errors) - len(self.errors) if self._causes_only else 0
        self.summary = LogSummary(
            len(self.errors),
            hidden,
            self._error_number(),
            self._new_below(),
            len(self.selected),
            self._is_reading,
            self._last_states.redrawn,
            self._is_shown_raw,
        )

    def _new_below(self) -> int:
        order, last_line = self.lines.order, min(self.scroll_offset.y + self.page_height, self.lines.height)
        if self._new_from is None or not last_line:
            return 0
        seen = self.lines.at(last_line - 1)[0]
        unseen = len(order) - bisect_left(order, max(self._new_from, seen + 1))
        if not unseen:
            self._new_from = None
        return unseen
