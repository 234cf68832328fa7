"""A dialog that has one row of a short list chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ..commands.table import LINE_DOWN, LINE_UP, PRINT_COPIED, QUIT, bindings
from .dialog import Dialog


@dataclass(frozen=True, slots=True)
class Choice:
    """The row that was chosen."""

    index: int

    prints: bool = False
    """Whether it was chosen with the key that prints it."""


class ChooseScreen(Dialog[Choice]):
    """A list to choose a row from."""

    BINDINGS = bindings(QUIT, LINE_DOWN, LINE_UP, PRINT_COPIED)

    def __init__(self, title: str, rows: Sequence[str], first: int = 0, *, prints: bool = False) -> None:
        """Keep what to show.

        Args:
            rows: texts that are safe to draw.
        """
        keys = f"enter copies, {PRINT_COPIED.key_name} prints it to select by hand" if prints else ""
        super().__init__(title, keys)
        self._prints = prints
        self._rows = rows
        self._first = first

    def compose_dialog(self) -> ComposeResult:
        """Yield the list."""
        yield OptionList(*(Option(Content(row)) for row in self._rows))

    def on_mount(self) -> None:
        """Put the cursor on the first row."""
        self.query_one(OptionList).highlighted = self._first

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(Choice(event.option_index))

    def action_line_down(self) -> None:
        """Move down one row."""
        self.query_one(OptionList).action_cursor_down()

    def action_line_up(self) -> None:
        """Move up one row."""
        self.query_one(OptionList).action_cursor_up()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow printing only where a row may be printed."""
        return self._prints if action == PRINT_COPIED.action else True

    def action_print_copied(self) -> None:
        """Choose the row, to be printed."""
        if (index := self.query_one(OptionList).highlighted) is not None:
            self.dismiss(Choice(index, prints=True))

    async def action_quit(self) -> None:
        """Close the list, not the program."""
        self.dismiss(None)
