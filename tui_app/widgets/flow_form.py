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
from .text_field import SearchField

_STATUS_NAMES = {one.code: one.name for one in STATUSES if one.code is not None}
_HINTS = {
    "text": "part of a flow instance id or workflow name; empty for all",
    "when": f"planned: {time_window.HOW}, server time",
    "owner": "user name of the owner; empty for all",
}
_TYPE_NAMES = {code: name for name, code in TYPES.items()}


class FlowForm(Vertical):
    """Input of text, time window, owner, types and states; `search` reads and sets it."""

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
        #hint { color: $text-muted; height: 1; }
        #hint.-error { color: $text-warning; }
        #folded { display: none; height: 1; color: $text-muted; }
        &.-folded { .row, #hint { display: none; } #folded { display: block; } }
    }
    """

    text = query_one("#text", Input)
    owner = query_one("#owner", Input)
    when = query_one("#when", Input)
    types = query_one("#types", ChoiceField)
    statuses = query_one("#statuses", ChoiceField)
    hint = query_one("#hint", Static)

    @dataclass
    class Submitted(Message):
        """Requests a search with the contents of the form."""

        form: "FlowForm"

    def compose(self) -> ComposeResult:
        """Yield three text fields, two choices, a hint line."""
        with Horizontal(classes="row"):
            yield Label("Text")
            yield SearchField(id="text")
        with Horizontal(classes="row"):
            yield Label("When")
            yield SearchField(USUAL_WINDOW, id="when")
            yield Label("Owner", classes="second")
            yield SearchField(id="owner")
        with Horizontal(classes="row"):
            yield Label("Type")
            yield ChoiceField(_TYPE_NAMES, id="types")
        with Horizontal(classes="row"):
            yield Label("Status")
            yield ChoiceField(_STATUS_NAMES, id="statuses")
        yield Static(id="hint", markup=False)
        yield Static(id="folded", markup=False)

    @property
    def search(self) -> FlowSearch:
        """The contents of the form; the window is unchecked text, the default one if empty."""
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
        self.statuses.selected = frozenset(search.statuses)
        self.types.selected = frozenset(search.types)

    def fold(self, words: str) -> None:
        """Show the search in words on one line in place of the fields."""
        self.query_one("#folded", Static).update(sanitize.one_line(words), layout=False)
        self.add_class("-folded")

    def unfold(self) -> None:
        """Show the fields, with the focus on the first."""
        self.remove_class("-folded")
        self.text.focus()

    def on_click(self, event: events.Click) -> None:
        """Show the fields after a click on the line in their place."""
        if self.has_class("-folded"):
            event.stop()
            self.unfold()

    def refuse(self, reason: str, field: Input) -> None:
        """Show an error below the fields until one changes, and focus the wrong one."""
        self.remove_class("-folded")
        self._show_hint(reason, is_error=True)
        field.focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the hint for the focused field."""
        if not self.hint.has_class("-error"):
            self._show_hint(_hint(event.widget))

    def on_descendant_blur(self) -> None:
        """Hide the hint."""
        if not self.hint.has_class("-error"):
            self._show_hint("")

    def _show_hint(self, text: str, is_error: bool = False) -> None:
        self.hint.update(sanitize.one_line(text), layout=False)
        self.hint.set_class(is_error, "-error")

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_start_search()

    @on(Input.Changed)
    def _clear_error(self, event: Input.Changed) -> None:
        event.stop()
        if self.hint.has_class("-error"):
            self._show_hint(_hint(event.input))

    def action_start_search(self) -> None:
        """Request the search."""
        self.post_message(self.Submitted(self))

    def action_next_field(self) -> None:
        """Go to the next field, from the last one to the list."""
        self.screen.focus_next()

    def action_previous_field(self) -> None:
        """Go to the previous field."""
        self.screen.focus_previous()


def _hint(field: Widget) -> str:
    """The hint for a field."""
    if isinstance(field, ChoiceField):
        return (
            f"{PREVIOUS_CHOICE.key_name} and {NEXT_CHOICE.key_name} move, {TOGGLE_CHOICE.key_name} selects; "
            "none selected means all"
        )
    return _HINTS.get(field.id or "", "")
