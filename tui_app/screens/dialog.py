"""The base of all dialogs: a frame with a title, and the connection warning above it."""

from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from ..commands.table import BACK, bindings
from ..logic import sanitize

Result = TypeVar("Result")


class Dialog(ModalScreen[Result | None], Generic[Result]):
    """A small window over a screen, which stays visible around it; it returns one value, None if left."""

    BINDINGS = bindings(BACK)
    CSS_PATH = "dialog.tcss"

    def __init__(self, title: str, keys: str = "") -> None:
        """Set the first line, and the last one, which says what the keys do."""
        super().__init__()
        self._first_line = title
        self._last_line = keys

    def compose(self) -> ComposeResult:
        """Yield the connection warning, which is dimmed on the screen below, and the frame."""
        self.set_class(bool(self.app.sub_title), "-warned")
        if self.app.sub_title:
            yield Static(f"! {self.app.sub_title}", id="warning", markup=False)
        with Vertical(id="dialog"):
            yield Label(sanitize.one_line(self._first_line), id="title", markup=False)
            yield from self.compose_dialog()
            if self._last_line:
                yield Label(self._last_line, id="end", markup=False)

    def compose_dialog(self) -> ComposeResult:
        """Yield the content of the frame between title and last line."""
        raise NotImplementedError

    def action_back(self) -> None:
        """Close without a result."""
        self.dismiss(None)
