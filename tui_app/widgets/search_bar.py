"""The line a search is typed in, with the count of what it found."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.reactive import var
from textual.widgets import Input, Static

from ..commands import BACK, bindings
from .line_view import LineView, SearchState


class SearchBar(Horizontal):
    """Searches the pane it was opened for; out of sight until then."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(BACK)]
    DEFAULT_CSS = """
    SearchBar {
        height: 1;
        display: none;
        &.-open { display: block; }
        #search-sign { width: 2; color: $text-muted; }
        #search-text { width: 1fr; }
        #search-count { width: 32; padding: 0 1; text-align: right; }
    }
    """

    is_open: var[bool] = var(False, toggle_class="-open")
    """Is it on screen? It stays there after Enter, so that the count can be read."""

    text = query_one("#search-text", Input)
    count = query_one("#search-count", Static)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._view: LineView | None = None

    def compose(self) -> ComposeResult:
        """Sign, text, count."""
        yield Static("/", id="search-sign", markup=False)
        text = Input(id="search-text", compact=True, placeholder="search in this pane")
        text.cursor_blink = False  # a blink is sent over the line twice a second
        yield text
        yield Static(id="search-count", markup=False)

    def open(self, view: LineView) -> None:
        """Search in a pane, beginning with what was searched for there before."""
        if view is not self._view:
            self._view = view
            self.watch(view, "found", self._draw, init=False)
        with self.prevent(Input.Changed):
            self.text.value = view.found.query
        self._draw(view.found)
        self.is_open = True
        self.text.focus()

    def close(self) -> bool:
        """End the search and go out of sight; False when it was so already."""
        was_open, self.is_open = self.is_open, False
        if was_open and self._view is not None:
            self._view.search("")
            self._view.focus()
        return was_open

    def action_back(self) -> None:
        """End the search."""
        self.close()

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        if self._view is not None and self.is_open:
            self._view.search(event.value)

    @on(Input.Submitted)
    def _accept(self, event: Input.Submitted) -> None:
        event.stop()
        if not event.value:
            self.close()
        elif self._view is not None:
            self._view.focus()

    def _draw(self, found: SearchState) -> None:
        self.count.update(str(found), layout=False)
