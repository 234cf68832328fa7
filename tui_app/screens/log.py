"""The log of a task instance."""

from contextlib import aclosing
from dataclasses import replace

from textual import on, work
from textual.app import ComposeResult

from ..api.gateway import DEFAULT_LOG_LENGTH
from ..commands.table import (
    COPY,
    FILTER_LINES,
    GO_TO_TIME,
    LOAD_MORE_LOG,
    SAVE,
    TOGGLE_FOLLOW,
    TOGGLE_RAW_LINES,
    bindings,
)
from ..logic import sanitize
from ..logic.logs.decisive_line import Outcome, run_in_words
from ..logic.logs.text import missing_end
from ..logic.safe_json import without_lone_surrogates
from ..logic.text import plural
from ..messages import Copyable, SaveText
from ..models.lookup import LogLookup
from ..models.request import RequestInfo
from ..models.status import Status
from ..services.explorer import FRESH_S
from ..services.follow import LogPoll, follow
from ..widgets.instance_header import HeaderContent
from ..widgets.lines.prompt import FilterBar
from ..widgets.log.pane import TimeBar
from ..widgets.log.view import LogView
from .base_query import Failed, Ready
from .base_text import TextScreen

MOST_LENGTH = DEFAULT_LOG_LENGTH * 16
"""The longest log that is asked for, in characters."""
MOST_LINES = 1_000_000
"""Most lines that are shown."""
_RAW = ".raw"
"""The end of a file's name that saves a log with every byte, escape sequences too."""
_TIMES = 4
_AROUND = 5


class LogScreen(TextScreen[LogLookup]):
    """Shows the log of the task instance it is given the id of."""

    BINDINGS = bindings(FILTER_LINES, GO_TO_TIME, TOGGLE_FOLLOW, LOAD_MORE_LOG, SAVE)
    WITHOUT_ANSWER = (*TextScreen.WITHOUT_ANSWER, TOGGLE_FOLLOW)
    CSS_PATH = "log.tcss"
    text_kind = "log"

    _max_length = DEFAULT_LOG_LENGTH
    _missing: str | None = None
    """The end that the server cuts, as far as two answers have shown."""
    _following = ""
    """The state of following, empty while the log is not followed."""

    def compose_panes(self) -> ComposeResult:
        """The lines."""
        yield LogView(id="log")
        yield TimeBar()

    async def load(self, fresh: bool) -> LogLookup:
        """Ask for the log; a longer answer than the last one shows which end the server cuts."""
        before = self.answer
        answer = await self.session.explorer.log(self.view.task_id, self._max_length, fresh=fresh)
        self._max_length = answer.max_length
        if before is not None and before.is_cut and answer.max_length > before.max_length:
            self._missing = missing_end(before.log, answer.log)
            self.notify(_of_more(before, answer, self._missing), markup=False)
        return answer

    def show(self, answer: LogLookup) -> None:
        """Show the text."""
        self.query_one(LogView).set_text(_shown(answer), self._outcome())

    def heading_for(self, answer: LogLookup | None) -> HeaderContent:
        """The log's task, errors and size, and whether it is whole."""
        seen = self.session.explorer.seen_task(self.view.id.text)
        name = f"log of {seen.task.task_name}" if seen and seen.task.task_name else "log"
        if answer is None:
            return HeaderContent(name, second=self._following)
        view = self.query_one(LogView)
        run = run_in_words(view.index)
        size = _of_size(view, answer, self._missing)
        redrawn = _of_redrawn(view)
        position = _of_position(view)
        errors, left_out = _of_errors(view), [_of_hidden(view), redrawn]
        # A cut must be read at 80 columns, whatever is hidden; a size need not be.
        is_part = answer.is_cut or _is_longer(answer)
        rest = [size, *left_out, position] if is_part else [*left_out, position, size]
        parts = [self._following, _of_reading(view), errors, *rest, run]
        second = " · ".join(filter(None, [*answer.inconsistencies, *parts]))
        return HeaderContent(name, second=second, is_alarming=answer.is_cut or bool(answer.inconsistencies))

    def heading(self) -> HeaderContent:
        """A log that is not there yet may be waited for."""
        heading = super().heading()
        if self._following and isinstance(self.state, Failed):
            return replace(heading, second=f"{self._following} · {heading.second}")
        return heading

    def request_info(self) -> RequestInfo | None:
        """The request that the log answers."""
        return super().request_info() or (self.answer.answer.request if self.answer else None)

    def copyables(self) -> list[Copyable]:
        """The error or line at the cursor, or the selection, before the whole log."""
        if self.answer is None:
            return []
        view = self.query_one(LogView)
        selected, error = view.selected, view.error_at_cursor or view.decisive
        around = (
            range(max(0, error.line - _AROUND), min(error.end + _AROUND, view.row_count)) if error else ()
        )
        line = () if view.cursor is None else (view.cursor,)
        parts = [
            Copyable(f"{len(selected)} selected lines", "\n".join(view.received(selected))),
            Copyable(f"error with {2 * _AROUND} lines", "\n".join(view.received(around))),
            Copyable("line", "\n".join(view.received(line))),
        ]
        if view.error_at_cursor is None:
            parts[1:] = [parts[2], parts[1]]
        whole = self._whole_text(self.answer)
        return [
            *parts,
            Copyable("whole log", sanitize.without_colours(whole)),
            Copyable("task instance id", self.answer.id.text, is_line=True),
            Copyable("whole answer as received", self.answer.answer.text),
        ]

    # Keys.

    def action_filter_lines(self) -> None:
        """Type which lines to keep."""
        self.query_one(FilterBar).open(self.query_one(LogView))

    def action_go_to_time(self) -> None:
        """Type a time to go to."""
        self.query_one(TimeBar).open(self.query_one(LogView))

    def action_load_more_log(self) -> None:
        """Ask for four times as much of a log that was cut."""
        if self.answer is None or not self.answer.is_cut:
            self.refuse("There is no log yet." if self.answer is None else "Nothing of this log is missing.")
        elif self.answer.max_length >= MOST_LENGTH:
            self.refuse(f"{MOST_LENGTH:,} characters are the most that is asked for.")
        else:
            self._max_length = min(_TIMES * self.answer.max_length, MOST_LENGTH)
            self.fetch(fresh=True)

    def action_save(self) -> None:
        """Save the log, or the lines that the filter keeps."""
        if self.answer is None:
            self.refuse("There is nothing to save before there is an answer.")
            return
        view = self.query_one(LogView)
        name = f"{self.view.id.text}.log"
        if view.filter.text:
            text = self._shown_text()
            self.post_message(SaveText("the lines the filter keeps", name, lambda _: text, _escaped))
        else:
            whole = self._whole_text(self.answer)
            self.post_message(SaveText(f"log ({_RAW} keeps every byte)", name, lambda _: whole, _escaped))

    def external_text(self) -> tuple[str, str]:
        """The log, or the lines that the filter keeps."""
        return f"{self.view.id.text}.log", self._shown_text()

    def _shown_text(self) -> str:
        """The log, or the lines that the filter keeps."""
        view = self.query_one(LogView)
        if view.filter.text:
            return "".join(f"{line}\n" for line in view.received(view.shown_rows()))
        return sanitize.without_colours(view.raw)

    def _whole_text(self, answer: LogLookup) -> str:
        """All of the log as received."""
        return answer.log if _is_longer(answer) else self.query_one(LogView).raw

    def action_toggle_follow(self) -> None:
        """Look at the log again and again, or stop doing so."""
        if self._following:
            self.workers.cancel_group(self, "follow")
            self._show_following("")
        elif (state := self._final_state()) is not None:
            self.refuse(f"The task is over ({state.name}): nothing more will be written.")
        else:
            self._show_following("following")
            self._follow()

    def action_back(self) -> None:
        """End a selection, then close a prompt; else as everywhere."""
        view, time, lines = self.query_one(LogView), self.query_one(TimeBar), self.query_one(FilterBar)
        if not (view.unselect() or time.close() or lines.close()):
            super().action_back()

    # Following.

    @work(exclusive=True, group="follow")
    async def _follow(self) -> None:
        known, explorer = "" if self.answer is None else self.answer.log, self.session.explorer
        async with aclosing(follow(explorer, self.view.task_id, known, lambda: self._max_length)) as polls:
            async for poll in polls:
                self._show_poll(poll)

    def _show_poll(self, poll: LogPoll) -> None:
        """Show the result of a poll, unless the screen is being removed."""
        if not (self._is_composed and self.has_widgets and self.query(LogView)):
            return
        if poll.found is not None:
            self.answer = poll.found
            if isinstance(self.state, Failed):
                self.state = Ready()
        if poll.over is not None:
            self._show_following("")
            self.notify(f"The task is over ({poll.over.name}): no longer following.", markup=False)
        elif poll.error is not None:
            self._show_following(f"following, no answer, next try in {poll.pause_s:.0f} s")
        else:
            self._show_following(f"following every {poll.pause_s:.0f} s")

    def _show_following(self, text: str) -> None:
        self._following = text
        self.update_heading()

    def _final_state(self) -> Status | None:
        """The final state of a task whose record is young enough to be believed."""
        explorer = self.session.explorer
        seen = explorer.seen_task(self.view.id.text)
        if seen is None:
            return None
        # After a clock was set back a record seems to come from the time ahead.
        if not 0 <= (explorer.now() - seen.answer.received_at).total_seconds() <= FRESH_S:
            return None
        return seen.task.state if seen.task.state.is_final else None

    def _outcome(self) -> Outcome:
        """The end of the run, as far as its record was seen."""
        seen = self.session.explorer.seen_task(self.view.id.text)
        return Outcome.UNKNOWN if seen is None else Outcome.of(seen.state)

    # Messages of the log.

    @on(LogView.Changed)
    @on(LogView.Moved)
    def _update_heading(self, event: LogView.Changed | LogView.Moved) -> None:
        event.stop()
        self.update_heading()


def _is_longer(answer: LogLookup) -> bool:
    """Whether the server sent more than was requested."""
    return len(answer.log) > answer.max_length


def _shown(answer: LogLookup) -> str:
    """The text to show: the end of a log that is longer than requested, in characters or in lines."""
    text = answer.log[-answer.max_length :] if _is_longer(answer) else answer.log
    start = 0
    for _ in range(text.count("\n") - MOST_LINES):
        start = text.find("\n", start) + 1
    return text[start:]


def _of_reading(view: LogView) -> str:
    """The user's selection, or the new lines below."""
    summary = view.summary
    if summary.selected:
        return f"{plural(summary.selected, 'line')} selected, {COPY.key_name} copies"
    return f"{plural(summary.new_below, 'new line')} below" if summary.new_below else ""


def _of_errors(view: LogView) -> str:
    summary = view.summary
    if error := view.error_at_cursor:
        is_decisive = error == view.decisive
        return f"error {summary.number}/{summary.errors}{' (decisive)' * is_decisive}: {error.kind}"
    if summary.is_reading:
        return "looking for errors …"
    if view.outcome is Outcome.SUCCEEDED:
        return plural(summary.errors, "remark") if summary.errors else "no error found"
    if view.outcome is Outcome.FAILED and view.decisive is None:
        return "no line says why it failed"
    return plural(summary.errors, "error") if summary.errors else "no error found"


def _of_hidden(view: LogView) -> str:
    hidden = view.summary.hidden
    return f"{hidden:,} consequences and notices hidden" if hidden else ""


def _of_redrawn(view: LogView) -> str:
    summary = view.summary
    if not summary.redrawn:
        return ""
    form = "as received" if summary.is_raw else "as on a terminal"
    return f"{plural(summary.redrawn, 'line')} {form} ({TOGGLE_RAW_LINES.key_name})"


def _of_size(view: LogView, answer: LogLookup, missing: str | None) -> str:
    if not answer.log:
        return "the log is empty"
    lines = plural(view.row_count, "line")
    if not answer.is_cut:
        return f"{len(view.raw):,} characters"
    if _is_longer(answer):
        size = f"{len(answer.log):,} characters, more than requested"
        return f"the last {lines} of {size}: {COPY.key_name} copies all"
    end = f"the {missing} is missing" if missing else "which end is unknown"
    more = f" ({LOAD_MORE_LOG.key_name}: more)" if answer.max_length < MOST_LENGTH else ""
    return f"cut{more} at {answer.max_length:,} characters, {end}"


def _escaped(name: str, text: str) -> str:
    """A log for a file of some name."""
    if name.endswith(_RAW):
        return without_lone_surrogates(text)
    return sanitize.log_text(sanitize.without_colours(text))


def _of_position(view: LogView) -> str:
    """The line of the cursor among all, hidden ones included."""
    if view.cursor is None or not view.row_count:
        return ""
    line = view.cursor + 1
    return f"line {line:,}/{view.row_count:,}, {100 * line // view.row_count}%"


def _of_more(before: LogLookup, now: LogLookup, missing: str | None) -> str:
    """A sentence about a longer answer."""
    if missing is None:
        return f"The server sent {len(now.log):,} characters; which end was missing cannot be told."
    whole = "it is still cut" if now.is_cut else "now it is whole"
    return (
        f"The {missing} of the log was missing: {len(now.log) - len(before.log):,} characters more, {whole}."
    )
