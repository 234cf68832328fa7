"""An input that extracts ids from typed or pasted text."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input

from ..commands.table import EXPLAIN_FAILURE, FOCUS_LIST, bindings
from ..logic.time_slicing import run_in_slices
from ..models.ids import InstanceId, find_ids
from ..models.long_paste import LONG, ids_in_pieces
from .text_field import TextField

_EDITABLE_MOST = 1_000
"""Characters of a pasted text that the user may want to correct; a longer one would slow the input down."""


class IdInput(TextField):
    """One line to type or paste into; a paste is searched as a whole, line ends included."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(FOCUS_LIST, EXPLAIN_FAILURE),
        Binding("enter", "submit", show=False),
    ]

    explains: reactive[bool] = reactive(False, bindings=True)
    """Whether Enter with nothing typed explains a failure of the screen."""

    @dataclass
    class ExplanationRequested(Message):
        """Reports Enter with nothing typed, where the screen shows a failure."""

    @dataclass
    class IdsSubmitted(Message):
        """Reports the ids in a submitted text, at least one."""

        ids: list[InstanceId]

    @dataclass
    class Rejected(Message):
        """Reports a submitted text without an id."""

        text: str

    def __init__(self) -> None:
        super().__init__(placeholder="task or flow instance id, or any text that contains one", id="id")

    def action_focus_list(self) -> None:
        """Focus the list, where letters are commands."""
        self.screen.focus_next()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Explain a failure only while nothing is typed; Enter submits the text otherwise."""
        if action == EXPLAIN_FAILURE.action:
            return self.explains and not self.value
        return super().check_action(action, parameters)

    def action_explain_failure(self) -> None:
        """Ask for the explanation of a failure."""
        self.post_message(self.ExplanationRequested())

    @on(Input.Submitted)
    def _find(self, event: Input.Submitted) -> None:
        event.stop()
        ids = find_ids(event.value)
        if ids:
            # Back on this screen, the next id replaces this one.
            self.select_all()
        self.post_message(self.IdsSubmitted(ids) if ids else self.Rejected(event.value))

    def type_digit(self, digit: str) -> None:
        """Focus the input, and start an id with a digit that was typed elsewhere."""
        self.screen.set_focus(self)
        # The focus selects what stands here; the next digit must find this one, and nothing selected.
        self.call_later(self._start_with, digit)

    def _start_with(self, digit: str) -> None:
        self.value = digit
        self.cursor_position = len(digit)

    def on_paste(self, event: events.Paste) -> None:
        """Submit a pasted text; a short one without an id is inserted for correction."""
        if len(event.text) > LONG:
            event.stop()
            event.prevent_default()
            self._submit_long(event.text)
            return
        ids = find_ids(event.text)
        if not ids and len(event.text) <= _EDITABLE_MOST:
            return
        event.stop()
        event.prevent_default()
        if ids:
            self.value = ""
        self.post_message(self.IdsSubmitted(ids) if ids else self.Rejected(event.text))

    @work(exclusive=True, group="pasted text")
    async def _submit_long(self, text: str) -> None:
        ids = await run_in_slices(ids_in_pieces(text))
        if ids:
            self.value = ""
        self.post_message(self.IdsSubmitted(ids) if ids else self.Rejected(text))
