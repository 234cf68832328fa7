"""What all small windows over a screen share: a frame, and the warning above it."""

from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

Result = TypeVar("Result")


class Dialog(ModalScreen[Result], Generic[Result]):
    """Asks for something, or tells something; the screen below stays in sight around it."""

    def compose(self) -> ComposeResult:
        """The warning of the connection, which the screen below has but dimmed, and the frame."""
        self.set_class(bool(self.app.sub_title), "-warned")
        if self.app.sub_title:
            yield Static(f"! {self.app.sub_title}", id="warning", markup=False)
        with Vertical(id="dialog"):
            yield from self.compose_dialog()

    def compose_dialog(self) -> ComposeResult:
        """What is in the frame."""
        raise NotImplementedError
