"""The help: every key of the screen below it, as currently bound."""

from collections.abc import Sequence
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.getters import query_one
from textual.widgets import Input, Label, Static

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
    SEARCH,
    bindings,
)
from ..logic.fuzzy import Choices
from ..widgets.key_table import KeyGroup, KeyTable
from ..widgets.text_field import TextField
from .dialog import Dialog

_TITLE = "Keys of this screen"
_WIDE = 120
"""Columns from which the table has two columns."""


class HelpScreen(Dialog[None]):
    """A table of keys over the screen they belong to."""

    BINDINGS = bindings(
        *(HELP, QUIT, SEARCH),
        *(LINE_DOWN, LINE_UP, PAGE_DOWN, PAGE_UP, GO_FIRST, GO_LAST),
    )
    AUTO_FOCUS = ""  # Keys are for the screen, unless the filter is open.

    _title = query_one("#title", Label)
    _area = query_one(VerticalScroll)
    _table = query_one(KeyTable)
    _filter = query_one("#filter", Horizontal)
    _field = query_one(Input)

    def __init__(self, groups: Sequence[KeyGroup]) -> None:
        """Keep the groups of keys to show."""
        how = f"{BACK.key_name} closes · {SEARCH.key_name} searches · {PALETTE.key_name} finds a command"
        super().__init__(_TITLE, how)
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_WIDE, "-wide")]
        self._groups = groups
        self._rows = [row for group in groups for row in group.rows]
        self._choices = Choices(f"{row.keys} {row.help}" for row in self._rows)

    def compose_dialog(self) -> ComposeResult:
        """Yield the table, and the line that filters it, hidden until a key opens it."""
        # Setting the class on the first resize would lay out every widget twice.
        self.add_class("-wide" if self.app.size.width >= _WIDE else "-narrow", update=False)
        # Without the focus, so that the keys reach this screen: the scroll area's own lose fast ones.
        with VerticalScroll(can_focus=False):
            yield KeyTable(self._groups)
        with Horizontal(id="filter"):
            yield Static(SEARCH.key_name, classes="prefix", markup=False)
            yield TextField(placeholder="Show keys with all words")

    def action_search(self) -> None:
        """Open the filter; the dialog keeps its height while rows are hidden."""
        self._area.styles.min_height = self._area.size.height
        self._filter.display = True
        self.set_focus(self._field)

    @on(Input.Changed)
    def _show_matches(self, event: Input.Changed) -> None:
        event.stop()
        matches = {self._rows[index] for index in self._choices.matches(event.value)}
        found = ((group, tuple(row for row in group.rows if row in matches)) for group in self._groups)
        self._table.groups = [replace(group, rows=rows) for group, rows in found if rows]
        count = f": {len(matches)} of {len(self._rows)}" if event.value.strip() else ""
        self._title.update(_TITLE + count)

    @on(Input.Submitted)
    def _accept(self, event: Input.Submitted) -> None:
        event.stop()
        self.set_focus(None)

    def _scroll_by(self, lines: int) -> None:
        # Immediate: Textual defers a scroll to the next frame, and keys typed faster would be lost.
        self._area.scroll_relative(y=lines, animate=False, immediate=True)

    def action_line_down(self) -> None:
        """Scroll down one line."""
        self._scroll_by(1)

    def action_line_up(self) -> None:
        """Scroll up one line."""
        self._scroll_by(-1)

    def action_page_down(self) -> None:
        """Scroll down one page."""
        self._scroll_by(self._area.scrollable_content_region.height)

    def action_page_up(self) -> None:
        """Scroll up one page."""
        self._scroll_by(-self._area.scrollable_content_region.height)

    def action_go_first(self) -> None:
        """Scroll to the first line."""
        self._scroll_by(-self._area.max_scroll_y)

    def action_go_last(self) -> None:
        """Scroll to the last line."""
        self._scroll_by(self._area.max_scroll_y)

    def action_help(self) -> None:
        """Close with the key that opened it."""
        self.dismiss(None)

    async def action_quit(self) -> None:
        """Close the help, not the program."""
        self.dismiss(None)

    def action_back(self) -> None:
        """Clear the filter, or close."""
        if not self._filter.display:
            self.dismiss(None)
            return
        self._field.value = ""
        self._filter.display = False
        self.set_focus(None)
