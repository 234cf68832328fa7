"""The base of all screens that show data: header, search, copy and back."""

from dataclasses import replace

from textual.app import ComposeResult

from ..commands.table import BACK, COPY, SEARCH, bindings
from ..messages import Copyable, OpenCopyMenu
from ..models.listed_run import ListedRun
from ..models.request import RequestInfo
from ..models.view import View
from ..models.view_names import WITHIN_A_RUN
from ..services.session import Session
from ..widgets.footer import Footer
from ..widgets.instance_header import HeaderContent, InstanceHeader
from ..widgets.lines.prompt import FilterBar, SearchBar
from ..widgets.lines.view import LineView
from ..widgets.list_with_preview import ListWithPreview
from ..widgets.run_list import RunList
from .base import BaseScreen

WIDE = 100
BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
"""Columns from which two panes are side by side, not stacked."""


class DataScreen(BaseScreen):
    """A header, panes of lines, search, filter and a footer."""

    BINDINGS = bindings(BACK, SEARCH, COPY)

    def __init__(self, session: Session, view: View) -> None:
        super().__init__()
        self.session = session
        self.view = view
        self.HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def compose(self) -> ComposeResult:
        """Header, body, search, footer."""
        # Setting the class on the first resize would style and lay out every widget twice.
        self.add_class("-wide" if self.app.size.width >= WIDE else "-narrow", update=False)
        about = self.view.ids[0].text if len(self.view.ids) == 1 else ""
        command = self.session.short_command(self.view)
        heading = self._heading_with_link()
        yield InstanceHeader(self.session.profile_name, heading, command, about, self.session.warning)
        yield from self.compose_body()
        yield SearchBar()
        yield FilterBar()
        yield Footer()

    def compose_body(self) -> ComposeResult:
        """Yield the widgets between header and search bar; at least one `LineView`."""
        raise NotImplementedError

    def heading(self) -> HeaderContent:
        """The current content of the header."""
        raise NotImplementedError

    def copyables(self) -> list[Copyable]:
        """The texts to offer for copying, the most likely first; the menu omits empty ones."""
        raise NotImplementedError

    def request_info(self) -> RequestInfo | None:
        """The request behind the screen, answered or failed; None if there are several."""
        return None

    @property
    def run_on_screen(self) -> ListedRun | None:
        """The run that the whole screen is about, if it is one."""
        return None

    @property
    def current_run(self) -> ListedRun | None:
        """The run under the cursor of a list, else the one that the screen is about."""
        in_list = self.focused.current_run if isinstance(self.focused, RunList) else None
        return in_list or self.run_on_screen

    def current_view(self) -> View:
        """The view that reopens what is on screen."""
        return self.view

    @property
    def is_for_reading(self) -> bool:
        """Whether the key that quits goes back: from every view of a run but its record."""
        return self.current_view().name in WITHIN_A_RUN

    def update_saved(self) -> None:
        """Update the favourite and watch marks in the header."""
        self.update_heading()

    def update_heading(self) -> None:
        """Update the header, if the screen still has one: a request may end while the screen is removed."""
        for header in self.query(InstanceHeader):
            header.heading = self._heading_with_link()

    def _heading_with_link(self) -> HeaderContent:
        """The content of the header, where the id is a link to the page of its run, if there is one."""
        link = self.session.terminal_link(self.view, self.run_on_screen)
        return replace(self.heading(), link=link) if link else self.heading()

    def on_screen_resume(self) -> None:
        """Draw the preview again: more may be known of its run than before another screen was on top."""
        for pane in self.query(ListWithPreview):
            pane.update_preview()

    def action_search(self) -> None:
        """Search in the focused pane, else in the first one."""
        focused = self.focused
        self.query_one(SearchBar).open(
            focused if isinstance(focused, LineView) else self.query(LineView).first()
        )

    def action_copy(self) -> None:
        """Open the copy menu."""
        choices = [choice for choice in self.copyables() if choice.text]
        request = Copyable("request as curl", self.session.curl(self.request_info()))
        if choices or request.text:
            command = Copyable("command line", self.session.command(self.current_view()))
            link = Copyable("link to the console", self.session.console_link(self.current_run))
            further = [one for one in (request, link) if one.text]
            self.post_message(OpenCopyMenu([*choices, *further, command]))
        else:
            self.refuse("There is no answer to copy yet.")

    def action_back(self) -> None:
        """Close search or filter, else go back to the previous screen."""
        if not (self.query_one(SearchBar).close() or self.query_one(FilterBar).close()):
            self.app.pop_screen()
