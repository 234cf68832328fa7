"""A short list over the screen: pick one, or escape."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from ..commands.table import BACK, LINE_DOWN, LINE_UP, PRINT_COPIED, bindings
from .dialog import Dialog


class ChooseScreen(Dialog[int | None]):
    """Gives the index of the row that was chosen, None after escape."""

    BINDINGS = bindings(BACK, LINE_DOWN, LINE_UP, PRINT_COPIED)

    is_to_print = False
    """Was the row chosen with the key that prints it?"""

    def __init__(self, title: str, rows: Sequence[str], first: int = 0, *, prints: bool = False) -> None:
        """Take the rows as texts that are safe to draw, and which of them the cursor begins on.

        Args:
            title: what is chosen.
            rows: of the list.
            first: the row the cursor begins on.
            prints: may a row be chosen to be printed, too?
        """
        super().__init__()
        self._prints = prints
        self._title = title
        self._rows = rows
        self._first = first

    def compose_dialog(self) -> ComposeResult:
        """A title and the list."""
        yield Label(self._title, id="title", markup=False)
        yield OptionList(*(Option(Content(row)) for row in self._rows))
        if self._prints:
            how = f"enter copies, {PRINT_COPIED.key_name} prints it to select by hand"
            yield Label(how, id="end", markup=False)

    def on_mount(self) -> None:
        """Put the cursor where it begins."""
        self.query_one(OptionList).highlighted = self._first

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_index)

    def action_line_down(self) -> None:
        """Move down one row."""
        self.query_one(OptionList).action_cursor_down()

    def action_line_up(self) -> None:
        """Move up one row."""
        self.query_one(OptionList).action_cursor_up()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Printing is offered where there is something to print."""
        return self._prints if action == PRINT_COPIED.action else True

    def action_print_copied(self) -> None:
        """Choose the row, to be printed."""
        self.is_to_print = True
        self.query_one(OptionList).action_select()

    def action_back(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
