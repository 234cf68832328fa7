"""A dialog for a name."""

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from ..commands.table import BACK
from ..widgets.text_field import TextField
from .dialog import Dialog


class NameScreen(Dialog[str]):
    """Returns the name without outer blanks, never empty."""

    def __init__(self, title: str, name: str) -> None:
        super().__init__(title, f"enter saves, {BACK.key_name} discards")
        self._initial = name

    def compose_dialog(self) -> ComposeResult:
        """Yield the field."""
        yield TextField(self._initial, id="name")

    @on(Input.Submitted)
    def _save(self, event: Input.Submitted) -> None:
        event.stop()
        if name := event.value.strip():
            self.dismiss(name)
