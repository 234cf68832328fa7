"""The id input: turns typed or pasted text into ids."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from ..commands.table import FOCUS_LIST, bindings
from ..models.ids import InstanceId, find_ids
from .text_field import TextField

_MENDABLE = 1_000
"""Characters that a person may want to mend by hand; more would only hold the input up."""


class IdInput(TextField):
    """One line to type or paste into; a paste is searched as a whole, line ends and all."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(FOCUS_LIST)]

    @dataclass
    class Found(Message):
        """The text names these ids, at least one."""

        ids: list[InstanceId]

    @dataclass
    class FoundNothing(Message):
        """The text was sent off, but names no id."""

        text: str

    def __init__(self) -> None:
        super().__init__(
            placeholder="task or flow instance id, or any text that holds one", id="id", compact=True
        )
        # A blinking cursor sends bytes for as long as the program is open.
        self.cursor_blink = False

    def action_focus_list(self) -> None:
        """On to the list, where letters are commands."""
        self.screen.focus_next()

    @on(Input.Submitted)
    def _find(self, event: Input.Submitted) -> None:
        event.stop()
        ids = find_ids(event.value)
        self.post_message(self.Found(ids) if ids else self.FoundNothing(event.value))

    def on_paste(self, event: events.Paste) -> None:
        """Open what was pasted; a short text without an id is inserted, to be mended by hand."""
        ids = find_ids(event.text)
        if not ids and len(event.text) <= _MENDABLE:
            return
        event.stop()
        event.prevent_default()
        if ids:
            self.value = ""
        self.post_message(self.Found(ids) if ids else self.FoundNothing(event.text))
