"""The base of every list of runs: the commands on the row under the cursor."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from rich.segment import Segment
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from ..commands.row_commands import ROW_COMMANDS
from ..commands.table import (
    BACK,
    CHOOSE,
    COPY,
    EDIT_NOTE,
    FILTER_LINES,
    OPEN_BEFORE,
    OPEN_CHANGES,
    OPEN_INSPECTOR,
    OPEN_LOG,
    OPEN_PARENT,
    OPEN_TICKET,
    OPEN_WHY,
    REVERSE_SORT,
    SAVE,
    SEARCH,
    SORT_ROWS,
    TOGGLE_FAVOURITE,
    WATCH,
    Command,
    bindings,
)
from ..messages import EditNote, OpenView, ToggleFavourite, ToggleWatch
from ..models.ids import TaskInstanceId
from ..models.listed_run import ListedRun
from ..models.view import View
from .lines.layout import word_wraps
from .lines.view import FilterableView, LineView

_ON_ANY_ROWS = (CHOOSE, SORT_ROWS, REVERSE_SORT, FILTER_LINES, SEARCH, COPY, SAVE)
_OF_ROWS = frozenset(one.action for one in _ON_ANY_ROWS)
"""Commands on rows of any kind, those of the screen of a list too."""


class RunList(LineView):
    """A list of runs; a subclass offers the run under the cursor and gets every command on it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*(one.command for one in ROW_COMMANDS.values()))]

    LEFT_TO_SCREEN: ClassVar[tuple[Command, ...]] = ()
    """Commands that mean something else on the screen of this list."""

    SHOWN: ClassVar[tuple[str, ...]] = (CHOOSE.action,)
    """Actions that the footer shows for a list."""

    REFUSALS: ClassVar[Mapping[str, str]] = {}
    """By action: the reason why a command makes no sense in this list; the footer hides those."""

    only_kind: str = ""
    """The kind of every run in the list, ``task`` or ``flow``; empty where they differ."""

    _rows_offered = (False, True)
    """Whether the list was empty, and the cursor on a run, when the footer was last updated."""

    @property
    def current_run(self) -> ListedRun | None:
        """The run under the cursor; None on a row that is about none."""
        raise NotImplementedError

    @property
    def shown_run(self) -> ListedRun | None:
        """The run whose status the row under the cursor shows; a star may show another than its own."""
        return self.current_run

    @property
    def no_run(self) -> str:
        """The reason why the row under the cursor is about no run."""
        return "Move to a run first."

    @property
    def empty_text(self) -> str:
        """The sentence in place of rows, about what to do; empty while rows may be on their way."""
        return ""

    @property
    def is_without_rows(self) -> bool:
        """Whether the list has no row to act on, and none is on its way."""
        return self.cursor is None and bool(self.row_count or self._sentence)

    def offers(self, action: str) -> bool:
        """Whether the footer names a command: only what can be done here, on the row of the cursor."""
        if action in self.REFUSALS or not self.has_rows_for(action) or self._is_of_other_kind(action):
            return False
        is_loading = self.cursor is None and not self.is_without_rows
        return action not in ROW_COMMANDS or self.current_run is not None or is_loading

    def _is_of_other_kind(self, action: str) -> bool:
        """Whether a command makes no sense for any run of the list."""
        command = ROW_COMMANDS.get(action)
        return command is not None and bool(self.only_kind) and self.only_kind not in command.kinds

    def has_rows_for(self, action: str) -> bool:
        """Whether there are rows for a command, of this list or of its screen, if it acts on rows at all."""
        is_way_out = action == FILTER_LINES.action and self._is_filtered
        return is_way_out or action not in _OF_ROWS or not self.is_without_rows

    def reload_rows(self) -> None:
        """Lay out changed rows; the footer follows where the last one is gone, or the first one is there."""
        super().reload_rows()
        self._update_footer()

    def watch_cursor(self, before: int | None, now: int | None) -> None:
        """Redraw both rows; the footer follows to a row that is about no run."""
        super().watch_cursor(before, now)
        self._update_footer()

    @property
    def _is_filtered(self) -> bool:
        return isinstance(self, FilterableView) and bool(self.filter_text)

    @property
    def _sentence(self) -> str:
        if self._is_filtered:
            return (
                f"No row matches: {FILTER_LINES.key_name} changes the filter, {BACK.key_name} shows all rows."
            )
        return self.empty_text

    def _update_footer(self) -> None:
        before, self._rows_offered = self._rows_offered, (self.is_without_rows, self.current_run is not None)
        if self.has_focus and self._rows_offered != before:
            self.refresh_bindings()

    def render_line(self, y: int) -> Strip:
        """Render one line of the screen; the sentence of an empty list in place of rows."""
        width = self.row_width - 1
        if self.lines.height or width <= 0 or not (text := self._sentence):
            return super().render_line(y)
        starts = [*word_wraps(text, width), len(text)]
        line = text[starts[y] : starts[y + 1]] if y + 1 < len(starts) else ""
        strip = Strip([Segment(f" {line}", self.get_component_rich_style("line--muted"))])
        return strip.adjust_cell_length(self.size.width, self.rich_style)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave a key to the screen where the screen acts in its own way, or on a row without a run."""
        if (row_command := ROW_COMMANDS.get(action)) is None or not self.is_attached:
            return super().check_action(action, parameters)
        if row_command.command in self.LEFT_TO_SCREEN:
            return False
        return self.current_run is not None or not hasattr(self.screen, f"action_{action}")

    def action_choose(self) -> None:
        """Open the run under the cursor; a row without one is left to the screen."""
        if (run := self.current_run) is not None:
            self.post_about(run, lambda one: OpenView(View.of(one.id, one.view), profile=one.profile))
        else:
            super().action_choose()

    def action_open_why(self) -> None:
        """Explain the run under the cursor."""
        self._open_view(OPEN_WHY)

    def action_open_log(self) -> None:
        """Read its log."""
        self._open_view(OPEN_LOG)

    def action_open_before(self) -> None:
        """Compare it with the runs before it."""
        self._open_view(OPEN_BEFORE)

    def action_open_changes(self) -> None:
        """Show what changed since its last success."""
        self._open_view(OPEN_CHANGES)

    def action_open_ticket(self) -> None:
        """Write its ticket."""
        self._open_view(OPEN_TICKET)

    def action_open_inspector(self) -> None:
        """Inspect its runMode."""
        self._open_view(OPEN_INSPECTOR)

    def action_open_parent(self) -> None:
        """Open the flow instance it ran in, with the cursor on it."""
        if (run := self._run_for(OPEN_PARENT)) is not None:
            self.post_about(run, _open_parent)

    def action_toggle_favourite(self) -> None:
        """Add it to the favourites, or remove it."""
        if (run := self._run_for(TOGGLE_FAVOURITE)) is not None:
            self.post_message(ToggleFavourite(run))

    def action_edit_note(self) -> None:
        """Edit its note and tags."""
        if (run := self._run_for(EDIT_NOTE)) is not None:
            self.post_message(EditNote(run))

    def action_watch(self) -> None:
        """Watch it until it ends, or stop watching it."""
        if (run := self._run_for(WATCH)) is not None:
            self.post_about(run, ToggleWatch)

    def post_about(self, run: ListedRun, message_of: Callable[[ListedRun], Message]) -> None:
        """Post a message about the run under the cursor; a row may mean another run than it names."""
        self.post_message(message_of(run))

    def _open_view(self, command: Command) -> None:
        name = ROW_COMMANDS[command.action].view
        if (run := self._run_for(command)) is not None:
            self.post_about(run, lambda one: OpenView(View.of(one.id, name), profile=one.profile))

    def _run_for(self, command: Command) -> ListedRun | None:
        """The run under the cursor; None, with a notification, where the command makes no sense for it."""
        run = self.current_run
        reason = (
            self.no_run
            if run is None
            else ROW_COMMANDS[command.action].refusal(run) or self.REFUSALS.get(command.action, "")
        )
        if reason:
            self.refuse(reason)
            return None
        return run


def _open_parent(run: ListedRun) -> OpenView:
    task_id = TaskInstanceId(run.id.text)
    return OpenView(View.of(run.flow_id or task_id), came_from=task_id, profile=run.profile)
