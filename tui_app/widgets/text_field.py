"""An input that escapes control characters."""

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.widgets import Input

from ..commands.table import START_SEARCH, bindings
from ..logic import sanitize

MOST_PASTED = 4_096
"""Most characters of a paste: a field of megabytes is drawn for seconds, and no setting may be longer."""


class TextField(Input):
    """An `Input` that escapes typed and pasted control characters, which Textual would draw as they are."""

    def __init__(
        self, value: str = "", *, placeholder: str = "", password: bool = False, id: str | None = None
    ) -> None:
        super().__init__(value, placeholder, password=password, id=id, compact=True)
        self.cursor_blink = False  # a blink is sent over the line twice a second

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the key that deletes a word to the screen while there is none: it lists the watches there."""
        if action == "delete_left_word" and not self.value:
            return False
        return super().check_action(action, parameters)

    def on_paste(self, event: events.Paste) -> None:
        """Cut a long paste before Textual inserts it."""
        if len(event.text) > MOST_PASTED:
            event.text = event.text[:MOST_PASTED]
            self.notify(f"Only the first {MOST_PASTED:,} characters are pasted.", severity="warning")

    def validate_value(self, value: str) -> str:
        """Escape invisible characters."""
        return sanitize.input_text(value)

    def replace(self, text: str, start: int, end: int) -> None:
        """Insert an escaped text, so that the cursor is placed after all of it."""
        super().replace(sanitize.input_text(text, before=self.value[:start]), start, end)


class SearchField(TextField):
    """A field of a search, whose enter key the footer names."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(START_SEARCH)]

    async def action_start_search(self) -> None:
        """Submit the search."""
        await self.action_submit()
