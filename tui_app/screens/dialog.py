"""The base of all dialogs: a frame, and the connection warning above it."""

from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

Result = TypeVar("Result")


class Dialog(ModalScreen[Result], Generic[Result]):
    """A small window over a screen, which stays visible around it; it returns one value."""

    CSS_PATH = "dialog.tcss"

    def compose(self) -> ComposeResult:
        """Yield the connection warning, which is dimmed on the screen below, and the frame."""
        self.set_class(bool(self.app.sub_title), "-warned")
        if self.app.sub_title:
            yield Static(f"! {self.app.sub_title}", id="warning", markup=False)
        with Vertical(id="dialog"):
            yield from self.compose_dialog()

    def compose_dialog(self) -> ComposeResult:
        """Yield the content of the frame."""
        raise NotImplementedError
