"""What all screens share that are for reading: header, search, copying, the way back."""

from textual.app import ComposeResult

from ..commands.table import BACK, COPY, SEARCH, bindings
from ..messages import Copyable, OpenCopyMenu
from ..models.request import RequestInfo
from ..models.view import View
from ..services.session import Session
from ..widgets.footer import Footer
from ..widgets.instance_header import HeaderContent, InstanceHeader
from ..widgets.lines.prompt import SearchBar
from ..widgets.lines.view import LineView
from .base import BaseScreen

WIDE = 100
BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
"""Columns from which two panes stand beside each other instead of one above the other."""


class DataScreen(BaseScreen):
    """A header, panes of lines, a search below them, the keys."""

    BINDINGS = bindings(BACK, SEARCH, COPY)

    def __init__(self, session: Session, view: View) -> None:
        super().__init__()
        self.session = session
        self.view = view
        self.HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def compose(self) -> ComposeResult:
        """Header, body, search, footer."""
        # Said when the terminal's size comes in, it has every widget styled and laid out once more.
        self.add_class("-wide" if self.app.size.width >= WIDE else "-narrow", update=False)
        about = self.view.ids[0].text if len(self.view.ids) == 1 else ""
        command = self.session.short_command(self.view)
        yield InstanceHeader(self.session.profile_name, self.heading(), command, about, self.session.warning)
        yield from self.compose_body()
        yield SearchBar()
        yield Footer()

    def compose_body(self) -> ComposeResult:
        """What fills the screen between header and footer; at least one `LineView`."""
        raise NotImplementedError

    def heading(self) -> HeaderContent:
        """What the header says now."""
        raise NotImplementedError

    def copyables(self) -> list[Copyable]:
        """What can be copied here, the likeliest first; empty texts are left out of the menu."""
        raise NotImplementedError

    def asked(self) -> RequestInfo | None:
        """The one question whose answer is shown, or which got none; None where there are several."""
        return None

    def address(self) -> View:
        """What is shown now, as a view: the one the screen was opened with unless its content has changed."""
        return self.view

    def update_saved(self) -> None:
        """The header tells what is a favourite, and what is watched."""
        self.update_heading()

    def update_heading(self) -> None:
        """Bring the header up to date; it is gone already where leaving the screen ends a question."""
        for header in self.query(InstanceHeader):
            header.heading = self.heading()

    def action_search(self) -> None:
        """Search in the pane that has the focus, else in the first one."""
        focused = self.focused
        self.query_one(SearchBar).open(
            focused if isinstance(focused, LineView) else self.query(LineView).first()
        )

    def action_copy(self) -> None:
        """Let the person choose what to copy."""
        choices = [choice for choice in self.copyables() if choice.text]
        question = Copyable("question as curl", self.session.curl(self.asked()))
        if choices or question.text:
            command = Copyable("command line", self.session.command(self.address()))
            self.post_message(OpenCopyMenu([*choices, *([question] if question.text else []), command]))
        else:
            self.refuse("There is nothing to copy before there is an answer.")

    def action_back(self) -> None:
        """End a search; else go back to where this was opened from."""
        if not self.query_one(SearchBar).close():
            self.app.pop_screen()
