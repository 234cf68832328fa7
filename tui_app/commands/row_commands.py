"""Commands on the row under the cursor of any list: where each makes sense, and what it opens."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..models.listed_run import ListedRun
from .table import (
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
)

_ALL, _KNOWN, _TASK = ("task", "flow", ""), ("task", "flow"), ("task",)
_UNKNOWN = "Not before it is known whether this is a task or a workflow."


@dataclass(frozen=True, slots=True)
class RowCommand:
    """One command on a row."""

    command: Command

    view: str = ""
    """The view of the run that it opens; empty where it opens none."""

    kinds: tuple[str, ...] = _ALL
    """The kinds of run that it makes sense for; an empty text stands for an unknown kind."""

    otherwise: Mapping[str, str] | None = None
    """By kind: the sentence that says why it makes no sense there."""

    def refusal(self, run: ListedRun) -> str:
        """The reason why it makes no sense for a run; empty where it does."""
        if run.kind in self.kinds:
            return ""
        return (self.otherwise or {}).get(run.kind, _UNKNOWN)


ROW_COMMANDS = {
    one.command.action: one
    for one in (
        RowCommand(OPEN_WHY, "why"),
        RowCommand(OPEN_LOG, "log", _TASK, {"flow": "Only a task has a log: move to one first."}),
        RowCommand(OPEN_BEFORE, "before"),
        RowCommand(OPEN_CHANGES, "changes"),
        RowCommand(OPEN_TICKET, "ticket"),
        RowCommand(OPEN_PARENT, "", _TASK, {"flow": "This is a workflow itself."}),
        RowCommand(
            OPEN_INSPECTOR, "run-mode", _TASK, {"flow": "Only a task has runMode: move to one first."}
        ),
        RowCommand(TOGGLE_FAVOURITE, "", _KNOWN),
        RowCommand(EDIT_NOTE, "", _KNOWN),
        RowCommand(WATCH),
    )
}
"""Every command on a row, by its action."""
