"""A dialog for a name."""

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Label

from ..commands.table import BACK, bindings
from ..logic import sanitize
from ..widgets.text_field import TextField
from .dialog import Dialog


class NameScreen(Dialog[str | None]):
    """Returns the name without outer blanks, never empty; None if discarded."""

    BINDINGS = bindings(BACK)

    def __init__(self, title: str, name: str) -> None:
        super().__init__()
        self._title = title
        self._initial = name

    def compose_dialog(self) -> ComposeResult:
        """Yield the field."""
        yield Label(sanitize.one_line(self._title), id="title", markup=False)
        name = TextField(self._initial, id="name", compact=True)
        name.cursor_blink = False
        yield name
        yield Label(f"enter saves, {BACK.key_name} discards", id="end", markup=False)

    @on(Input.Submitted)
    def _save(self, event: Input.Submitted) -> None:
        event.stop()
        if name := event.value.strip():
            self.dismiss(name)

    def action_back(self) -> None:
        """Discard the name."""
        self.dismiss(None)
