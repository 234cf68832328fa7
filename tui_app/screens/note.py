"""A favourite's note and tags."""

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Label

from ..commands.table import BACK, bindings
from ..widgets.text_field import TextField
from .dialog import Dialog


class NoteScreen(Dialog[tuple[str, list[str]] | None]):
    """Gives note and tags as written, None after escape."""

    BINDINGS = bindings(BACK)
    CSS_PATH = "note.tcss"

    def __init__(self, title: str, note: str, tags: tuple[str, ...]) -> None:
        super().__init__()
        self._title = title
        self._note = note
        self._tags = tags

    def compose_dialog(self) -> ComposeResult:
        """Two fields."""
        yield Label(self._title, id="title", markup=False)
        yield Label("Note")
        yield TextField(self._note, id="note", placeholder="what to remember about this run", compact=True)
        yield Label("Tags, separated by spaces or commas")
        yield TextField(" ".join(self._tags), id="tags", placeholder="nightly hive", compact=True)
        yield Label(f"enter saves, tab changes field, {BACK.key_name} discards", id="end", markup=False)

    @on(Input.Submitted)
    def _save(self, event: Input.Submitted) -> None:
        event.stop()
        tags = self.query_one("#tags", Input).value.replace(",", " ").replace("，", " ").split()
        self.dismiss((self.query_one("#note", Input).value, tags))

    def action_back(self) -> None:
        """Keep what was."""
        self.dismiss(None)
