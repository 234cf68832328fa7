"""A pane below a title line."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Static

from ..logic import sanitize


class TitledPane(Vertical):
    """A title line and one pane.

    Not a border title: changing that redraws the whole pane, two kilobytes for each cursor move that the
    title follows.
    """

    DEFAULT_CSS = """
    TitledPane {
        & > .title { height: 1; color: $text-muted; background: $boost; padding: 0 1; }
        & > .title.-focused { color: $foreground; text-style: bold; }
    }
    """

    heading: var[str] = var("", init=False)
    """The title above the pane; it is sanitized before it is drawn."""

    def __init__(self, pane: Widget, heading: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._pane = pane
        self.set_reactive(TitledPane.heading, heading)

    def compose(self) -> ComposeResult:
        """Yield title and pane."""
        yield Static(sanitize.one_line(self.heading), classes="title", markup=False)
        yield self._pane

    def on_descendant_focus(self) -> None:
        """Highlight the title of the focused pane."""
        self.query_one(".title").add_class("-focused")

    def on_descendant_blur(self) -> None:
        """Remove the highlight."""
        self.query_one(".title").remove_class("-focused")

    def watch_heading(self, heading: str) -> None:
        """Redraw only the title line."""
        self.query_one(".title", Static).update(sanitize.one_line(heading), layout=False)
