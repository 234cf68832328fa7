"""A dialog for a favourite's note and tags."""

from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input, Label

from ..commands.table import BACK, TOGGLE_CHOICE
from ..widgets.choice_field import ChoiceField
from ..widgets.text_field import TextField
from .dialog import Dialog

_LATEST = 1


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note and tags, and what the favourite opens."""

    note: str
    tags: tuple[str, ...]
    is_latest: bool = False
    """Whether the favourite opens the latest run in place of the one on screen."""


class FavouriteNoteScreen(Dialog[Annotation]):
    """Returns the note and tags as written."""

    def __init__(self, title: str, annotation: Annotation) -> None:
        super().__init__(title, f"enter saves, tab changes field, {BACK.key_name} discards")
        self._initial = annotation

    def compose_dialog(self) -> ComposeResult:
        """Yield the two fields."""
        yield Label("Note")
        yield TextField(
            self._initial.note, id="note", placeholder="anything worth remembering about this run"
        )
        yield Label("Tags, separated by spaces or commas")
        yield TextField(" ".join(self._initial.tags), id="tags", placeholder="nightly hive")
        yield Label(f"The favourite opens this run; {TOGGLE_CHOICE.key_name} below chooses the latest")
        latest = ChoiceField({_LATEST: "the latest run of it, whichever that is then"}, id="latest")
        latest.selected = frozenset([_LATEST] if self._initial.is_latest else [])
        yield latest

    @on(Input.Submitted)
    def _save(self, event: Input.Submitted) -> None:
        event.stop()
        self._dismiss_with_all()

    def on_key(self, event: events.Key) -> None:
        """Save from the choice, too."""
        if event.key == "enter" and isinstance(self.focused, ChoiceField):
            event.stop()
            self._dismiss_with_all()

    def _dismiss_with_all(self) -> None:
        tags = self.query_one("#tags", Input).value.replace(",", " ").replace("，", " ").split()
        note, latest = self.query_one("#note", Input).value, self.query_one(ChoiceField)
        self.dismiss(Annotation(note, tuple(tags), bool(latest.chosen)))
