"""The help: every key of the screen below it, as currently bound."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Label, Static

from ..commands.table import (
    BACK,
    GO_FIRST,
    GO_LAST,
    HELP,
    LINE_DOWN,
    LINE_UP,
    PAGE_DOWN,
    PAGE_UP,
    PALETTE,
    QUIT,
    bindings,
)
from .dialog import Dialog


class HelpScreen(Dialog[None]):
    """A table of keys over the screen they belong to."""

    BINDINGS = bindings(BACK, HELP, QUIT, LINE_DOWN, LINE_UP, PAGE_DOWN, PAGE_UP, GO_FIRST, GO_LAST)

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        """Create the table from pairs of keys and their help sentence."""
        super().__init__()
        self._rows = rows

    def compose_dialog(self) -> ComposeResult:
        """Yield one line per command, sentences aligned."""
        column = max((len(keys) for keys, _ in self._rows), default=0) + 2
        lines = [
            Content.assemble((keys.ljust(column), "bold $text-accent"), text) for keys, text in self._rows
        ]
        yield Label("Keys of this screen", id="title", markup=False)
        # Without the focus, so that the keys reach this screen: the scroll area's own lose fast ones.
        with VerticalScroll(can_focus=False):
            yield Static(Content("\n").join(lines))
        yield Label(
            f"{BACK.key_name} closes · {PALETTE.key_name} finds a command by name", id="end", markup=False
        )

    @property
    def _table(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def _scroll_by(self, lines: int) -> None:
        # Immediate: Textual defers a scroll to the next frame, and keys typed faster would be lost.
        self._table.scroll_relative(y=lines, animate=False, immediate=True)

    def action_line_down(self) -> None:
        """Scroll down one line."""
        self._scroll_by(1)

    def action_line_up(self) -> None:
        """Scroll up one line."""
        self._scroll_by(-1)

    def action_page_down(self) -> None:
        """Scroll down one page."""
        self._scroll_by(self._table.scrollable_content_region.height)

    def action_page_up(self) -> None:
        """Scroll up one page."""
        self._scroll_by(-self._table.scrollable_content_region.height)

    def action_go_first(self) -> None:
        """Scroll to the first line."""
        self._scroll_by(-self._table.max_scroll_y)

    def action_go_last(self) -> None:
        """Scroll to the last line."""
        self._scroll_by(self._table.max_scroll_y)

    def action_help(self) -> None:
        """Close with the key that opened it."""
        self.dismiss(None)

    async def action_quit(self) -> None:
        """Close the help, not the program."""
        self.dismiss(None)

    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)
