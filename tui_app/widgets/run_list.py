"""The base of every list of runs: the commands on the row under the cursor."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from ..commands.row_commands import ROW_COMMANDS
from ..commands.table import (
    CHOOSE,
    EDIT_NOTE,
    OPEN_BEFORE,
    OPEN_CHANGES,
    OPEN_INSPECTOR,
    OPEN_LOG,
    OPEN_PARENT,
    OPEN_TICKET,
    OPEN_WHY,
    TOGGLE_FAVOURITE,
    WATCH,
    Command,
    bindings,
)
from ..logic import sanitize
from ..messages import EditNote, OpenView, ToggleFavourite, ToggleWatch
from ..models.ids import TaskInstanceId
from ..models.listed_run import ListedRun
from ..models.view import View
from .lines.view import LineView


class RunList(LineView):
    """A list of runs; a subclass offers the run under the cursor and gets every command on it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*(one.command for one in ROW_COMMANDS.values()))]

    LEFT_TO_SCREEN: ClassVar[tuple[Command, ...]] = ()
    """Commands that mean something else on the screen of this list."""

    SHOWN: ClassVar[tuple[str, ...]] = (CHOOSE.action,)
    """Actions that the footer shows for a list."""

    REFUSALS: ClassVar[Mapping[str, str]] = {}
    """By action: the reason why a command makes no sense in this list; the footer hides those."""

    @property
    def current_run(self) -> ListedRun | None:
        """The run under the cursor; None on a row that is about none."""
        raise NotImplementedError

    @property
    def no_run(self) -> str:
        """The reason why the row under the cursor is about no run."""
        return "Move to a run first."

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

    def refuse(self, reason: str) -> None:
        """Notify the user why a key did nothing."""
        self.notify(sanitize.one_line(reason), severity="warning", markup=False)


def _open_parent(run: ListedRun) -> OpenView:
    task_id = TaskInstanceId(run.id.text)
    return OpenView(View.of(run.flow_id or task_id), came_from=task_id, profile=run.profile)
