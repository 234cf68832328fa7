"""A pane under a title line of its own."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Static

from ..logic import sanitize


class TitledPane(Vertical):
    """A title line and one pane.

    Not a border title: to change that one draws the whole pane again, two kilobytes for each move of a cursor
    that the title follows.
    """

    DEFAULT_CSS = """
    TitledPane {
        & > .title { height: 1; color: $text-muted; background: $boost; padding: 0 1; }
        & > .title.-focused { color: $text-accent; text-style: bold; }
    }
    """

    heading: var[str] = var("", init=False)
    """What stands above the pane; foreign text is welcome."""

    def __init__(self, pane: Widget, heading: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._pane = pane
        self.set_reactive(TitledPane.heading, heading)

    def compose(self) -> ComposeResult:
        """Title and pane."""
        yield Static(sanitize.one_line(self.heading), classes="title", markup=False)
        yield self._pane

    def on_descendant_focus(self) -> None:
        """The title tells which pane the keys go to."""
        self.query_one(".title").add_class("-focused")

    def on_descendant_blur(self) -> None:
        """They go elsewhere now."""
        self.query_one(".title").remove_class("-focused")

    def watch_heading(self, heading: str) -> None:
        """Draw the title line again, and nothing else."""
        self.query_one(".title", Static).update(sanitize.one_line(heading), layout=False)
