"""A dialog for a favourite's note and tags."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Label

from ..commands.table import BACK, bindings
from ..widgets.text_field import TextField
from .dialog import Dialog


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note and tags."""

    note: str
    tags: tuple[str, ...]


class NoteScreen(Dialog[Annotation | None]):
    """Returns the note and tags as written; None if discarded."""

    BINDINGS = bindings(BACK)

    def __init__(self, title: str, annotation: Annotation) -> None:
        super().__init__()
        self._title = title
        self._initial = annotation

    def compose_dialog(self) -> ComposeResult:
        """Yield the two fields."""
        yield Label(self._title, id="title", markup=False)
        yield Label("Note")
        yield TextField(
            self._initial.note,
            id="note",
            placeholder="anything worth remembering about this run",
            compact=True,
        )
        yield Label("Tags, separated by spaces or commas")
        yield TextField(" ".join(self._initial.tags), id="tags", placeholder="nightly hive", compact=True)
        yield Label(f"enter saves, tab changes field, {BACK.key_name} discards", id="end", markup=False)

    @on(Input.Submitted)
    def _save(self, event: Input.Submitted) -> None:
        event.stop()
        tags = self.query_one("#tags", Input).value.replace(",", " ").replace("，", " ").split()
        self.dismiss(Annotation(self.query_one("#note", Input).value, tuple(tags)))

    def action_back(self) -> None:
        """Discard the changes."""
        self.dismiss(None)
