"""One-line prompts below a pane, for a search or a filter, with the result at their end."""

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.reactive import var
from textual.widgets import Input, Static

from ...commands.table import BACK, bindings
from ..text_field import TextField
from .view import FilterableView, LineView


class PromptLine(Horizontal):
    """A text input that acts on a pane while the user types; hidden until it is opened."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(BACK)]
    DEFAULT_CSS = """
    PromptLine {
        height: 1;
        display: none;
        &.-open { display: block; }
        .prefix { width: 2; color: $text-muted; }
        Input { width: 1fr; }
        .remark { width: 36; padding: 0 1; text-align: right; }
    }
    """
    PREFIX: ClassVar[str]
    """Drawn before the text; the key that opens the prompt."""

    is_open: var[bool] = var(False, toggle_class="-open")
    """Whether the prompt is on screen; it stays there after Enter, so that the remark can be read."""

    text = query_one(Input)
    remark = query_one(".remark", Static)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.view: LineView | None = None

    def apply_text(self, text: str) -> None:
        """Apply the typed text to the pane; an empty text undoes that."""
        raise NotImplementedError

    def close(self) -> bool:
        """Undo the effect on the pane and hide the prompt; False when it was hidden already."""
        was_open, self.is_open = self.is_open, False
        if was_open and self.view is not None:
            self.apply_text("")
            self.view.focus()
        return was_open

    def action_back(self) -> None:
        """Close the prompt."""
        self.close()

    def _open_for(self, view: LineView, text: str, remark: str, placeholder: str) -> None:
        """Show the prompt for a pane, with the text in force there."""
        self.view = view
        if not self.children:
            self._mount_parts()
        self.text.placeholder = placeholder
        with self.prevent(Input.Changed):
            self.text.value = text
        self._set_remark(remark)
        self.is_open = True
        self.text.focus()

    def _set_remark(self, remark: object) -> None:
        self.remark.update(str(remark), layout=False)

    def _mount_parts(self) -> None:
        """Mount prefix, input and remark; not before the first use, as most screens are left without one."""
        remark = Static(classes="remark", markup=False)
        self.mount(Static(self.PREFIX, classes="prefix", markup=False), TextField(), remark)

    @on(Input.Changed)
    def _apply(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_open:
            self.apply_text(event.value)

    @on(Input.Submitted)
    def _accept(self, event: Input.Submitted) -> None:
        event.stop()
        if not event.value:
            self.close()
        elif self.view is not None:
            self.view.focus()


class SearchBar(PromptLine):
    """Searches the pane it was opened for and shows the number of the match."""

    PREFIX = "/"

    def open(self, view: LineView) -> None:
        """Open the prompt with the pane's last query."""
        if view is not self.view:
            self.watch(view, "search_state", self._set_remark, init=False)
        self._open_for(view, view.search_state.query, str(view.search_state), "Search this pane")

    def apply_text(self, text: str) -> None:
        """Search for the text."""
        if self.view is not None:
            self.view.search(text)


class FilterBar(PromptLine):
    """Filters the rows of the pane it was opened for and shows how many are left."""

    PREFIX = "&"

    def open(self, view: FilterableView) -> None:
        """Open the prompt with the pane's filter."""
        if view is not self.view:
            self.watch(view, "filter_remark", self._set_remark, init=False)
        self._open_for(view, view.filter_text, view.filter_remark, view.FILTER_PLACEHOLDER)

    def apply_text(self, text: str) -> None:
        """Filter by the text."""
        if isinstance(self.view, FilterableView):
            self.view.set_filter(text)
