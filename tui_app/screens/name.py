"""A name for something that is kept."""

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Label

from ..commands.table import BACK, bindings
from ..logic import sanitize
from ..widgets.text_field import TextField
from .dialog import Dialog


class NameScreen(Dialog[str | None]):
    """Gives the name as written, never empty; None after escape."""

    BINDINGS = bindings(BACK)
    CSS_PATH = "name.tcss"

    def __init__(self, title: str, name: str) -> None:
        super().__init__()
        self._title = title
        self._first = name

    def compose_dialog(self) -> ComposeResult:
        """One field."""
        yield Label(sanitize.one_line(self._title), id="title", markup=False)
        name = TextField(self._first, id="name", compact=True)
        name.cursor_blink = False
        yield name
        yield Label(f"enter saves, {BACK.key_name} discards", id="end", markup=False)

    @on(Input.Submitted)
    def _save(self, event: Input.Submitted) -> None:
        event.stop()
        if name := event.value.strip():
            self.dismiss(name)

    def action_back(self) -> None:
        """Keep what was."""
        self.dismiss(None)
