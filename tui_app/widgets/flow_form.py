"""The form of a search for flow instances."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.getters import query_one
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from ..commands.table import (
    NEXT_CHOICE,
    NEXT_FIELD,
    PREVIOUS_CHOICE,
    PREVIOUS_FIELD,
    START_SEARCH,
    TOGGLE_CHOICE,
    bindings,
)
from ..logic import sanitize, time_window
from ..logic.flow_search import STATUSES, TYPES, USUAL_WINDOW, FlowSearch
from .choice_field import ChoiceField
from .text_field import TextField

_STATUS_NAMES = {one.code: one.name for one in STATUSES if one.code is not None}
_ADVICE = {
    "text": "part of an instance id or of a workflow's name; empty for all",
    "when": f"planned: {time_window.HOW}, server time",
    "owner": "user name of an owner; empty for all",
}
_TYPE_NAMES = {code: name for name, code in TYPES.items()}


class FlowForm(Vertical):
    """Text, owner, window, types and states; `search` reads and fills it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(START_SEARCH, NEXT_FIELD, PREVIOUS_FIELD)]
    DEFAULT_CSS = """
    FlowForm {
        height: auto;
        padding: 0 1;
        .row { height: auto; }
        Label { width: 8; color: $text-muted; }
        .second { width: 7; margin-left: 2; }
        Input { width: 1fr; background: $boost; }
        ChoiceField { width: 1fr; }
        #advice { color: $text-muted; height: 1; }
        #advice.-refusal { color: $text-warning; }
    }
    """

    text = query_one("#text", Input)
    owner = query_one("#owner", Input)
    when = query_one("#when", Input)
    types = query_one("#types", ChoiceField)
    statuses = query_one("#statuses", ChoiceField)
    advice = query_one("#advice", Static)

    @dataclass
    class Submitted(Message):
        """The person wants to search with what is in the form."""

        form: "FlowForm"

    def compose(self) -> ComposeResult:
        """Three texts, two choices, a line of advice."""
        with Horizontal(classes="row"):
            yield Label("Text")
            yield _field("text")
        with Horizontal(classes="row"):
            yield Label("When")
            yield _field("when", USUAL_WINDOW)
            yield Label("Owner", classes="second")
            yield _field("owner")
        with Horizontal(classes="row"):
            yield Label("Type")
            yield ChoiceField(_TYPE_NAMES, id="types")
        with Horizontal(classes="row"):
            yield Label("Status")
            yield ChoiceField(_STATUS_NAMES, id="statuses")
        yield Static(id="advice", markup=False)

    @property
    def search(self) -> FlowSearch:
        """What is in the form; the window may be any text, an empty one is the usual one."""
        return FlowSearch(
            self.text.value.strip(),
            self.statuses.chosen,
            self.when.value.strip() or USUAL_WINDOW,
            self.owner.value.strip(),
            self.types.chosen,
        )

    @search.setter
    def search(self, search: FlowSearch) -> None:
        with self.prevent(Input.Changed):
            self.text.value, self.owner.value, self.when.value = search.text, search.owner, search.when
        self.statuses.picked = frozenset(search.statuses)
        self.types.picked = frozenset(search.types)

    def refuse(self, reason: str, field: Input) -> None:
        """Say below the fields what is wrong with one, and go there; it stands until that changes."""
        self._advise(reason, is_refusal=True)
        field.focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what belongs into the field."""
        if not self.advice.has_class("-refusal"):
            self._advise(_advice(event.widget))

    def on_descendant_blur(self) -> None:
        """Advice is for who is in the form."""
        if not self.advice.has_class("-refusal"):
            self._advise("")

    def _advise(self, text: str, is_refusal: bool = False) -> None:
        self.advice.update(sanitize.one_line(text), layout=False)
        self.advice.set_class(is_refusal, "-refusal")

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_start_search()

    @on(Input.Changed)
    def _take_back(self, event: Input.Changed) -> None:
        event.stop()
        if self.advice.has_class("-refusal"):
            self._advise(_advice(event.input))

    def action_start_search(self) -> None:
        """Search."""
        self.post_message(self.Submitted(self))

    def action_next_field(self) -> None:
        """To the next field, behind the last one to the list."""
        self.screen.focus_next()

    def action_previous_field(self) -> None:
        """To the field before."""
        self.screen.focus_previous()


def _advice(field: Widget) -> str:
    """What belongs into a field, or how to pick."""
    if isinstance(field, ChoiceField):
        return (
            f"{PREVIOUS_CHOICE.key_name} and {NEXT_CHOICE.key_name} move, {TOGGLE_CHOICE.key_name} picks; "
            "nothing picked stands for all"
        )
    return _ADVICE.get(field.id or "", "")


def _field(id: str, value: str = "") -> Input:
    field = TextField(value, id=id, compact=True)
    # A blinking cursor sends bytes for as long as the program is open.
    field.cursor_blink = False
    return field
