"""The composition root: builds the services for the screens, and opens the screen that a request names."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.actions import SkipAction
from textual.app import SystemCommand
from textual.binding import Binding
from textual.dom import DOMNode
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.screen import Screen

from ..api.errors import GatewayError
from ..commands.table import (
    CHOOSE_THEME,
    COMMANDS,
    FIND_FLOWS,
    GO_TO_ID,
    HELP,
    OPEN_FAVOURITES,
    OPEN_HISTORY,
    OPEN_WATCHED,
    PALETTE,
    PRINT_COPIED,
    QUIT,
    QUIT_ANYWHERE,
    REDRAW,
    SUSPEND,
    TOGGLE_MOUSE,
    bindings,
)
from ..logic import sanitize
from ..logic.fault import fault_text
from ..messages import ConnectTo, InputEdited, InstanceLoaded, OpenView, SaveText, TryDemo
from ..models.view import View
from ..models.views import ON_FIRST_SCREEN
from ..screens.base import BaseScreen
from ..screens.lookup import LookupScreen
from ..services.clock import utc_now
from ..services.session import Session
from ..store.errors import NotConfigured
from ..terminal.app import TerminalApp
from ..terminal.textual_private import first_fault
from .appearance import Appearance
from .clipboard import ClipboardHandlers, UserClipboard
from .help import keys_of, system_commands
from .key_bindings import Keys
from .launch import Start
from .library import LibraryHandlers
from .preload import Preloader
from .quitting import Quitting
from .watches import Watches, WatchHandlers

if TYPE_CHECKING:
    from textual.types import CSSPathType

    from ..api.gateway import Retrying

_LOG = logging.getLogger("enos_tui.app")
_NOT_CONNECTED = "not connected"
_WORKING = {
    *("ask", "collect", "cycle", "errors", "filter", "keys", "measure", "memory", "overview"),
    *("read", "reason", "reasons", "sibling", "graph_layout", "test", "times"),
}
"""Groups of workers that end by themselves."""
_YIELDS = 20
"""Event-loop turns to yield, so that the request is sent before widgets are built."""


class ExplorerApp(LibraryHandlers, WatchHandlers, ClipboardHandlers, TerminalApp, inherit_bindings=False):
    """The full-screen program.

    It inherits no bindings: Textual's ctrl+q would quit even where the user has chosen another key.
    """

    TITLE = "enos-tui"
    CSS_PATH: ClassVar["CSSPathType | None"] = ["app.tcss", "../screens/lookup.tcss"]
    BINDINGS = bindings(
        QUIT,
        QUIT_ANYWHERE,
        SUSPEND,
        REDRAW,
        HELP,
        PALETTE,
        GO_TO_ID,
        OPEN_FAVOURITES,
        OPEN_HISTORY,
        OPEN_WATCHED,
        FIND_FLOWS,
        PRINT_COPIED,
        TOGGLE_MOUSE,
        CHOOSE_THEME,
    )
    BINDINGS.append(Binding("ctrl+c", "explain_quit", show=False, priority=True, system=True))

    def __init__(self, start: Start, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__(start.early)
        self._start = start
        self._clock = clock
        self.appearance = Appearance(self, start)
        self.keys = Keys(self, start.keys)
        self.user_clipboard = UserClipboard(self, start)
        self._preloader = Preloader(self)
        self._quitting = Quitting(self)
        self._session: Session | None = None
        self._connection = ""
        self._is_filled = False
        self._explained_until = 0.0
        self._opening: BaseScreen | None = None
        """The screen that has sent its request, and is not on the stack yet."""
        # Smooth scrolling sends ten times the bytes of one jump, which is noticeable over SSH.
        self.animation_level = "none"

    @property
    def session(self) -> Session:
        """The profile in use; there is one as soon as the lookup screen is open."""
        if self._session is None:
            raise RuntimeError("no profile is in use yet")
        return self._session

    @property
    def has_started(self) -> bool:
        """Whether the styles of all screens and the lists of the first one are there."""
        return self._preloader.has_stylesheets.is_set() and (self._session is None or self._is_filled)

    @property
    def is_settled(self) -> bool:
        """Whether the app has started, opens no screen, and runs no worker that ends by itself."""
        works = any(worker.group in _WORKING and not worker.is_finished for worker in self.workers)
        return self.has_started and self._opening is None and not works

    # Textual's hooks, each handled by a helper.

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Filters that every line passes before it is sent."""
        return self.appearance.line_filters

    def get_key_display(self, binding: Binding) -> str:
        """The key as a glyph, or its name where the glyph is not ASCII and must be."""
        shown = super().get_key_display(binding)
        return shown if shown.isascii() or not self.appearance.is_ascii else binding.key

    def node_registered(self, node: DOMNode) -> None:
        """Bind the user's keys in a new screen or widget."""
        self.keys.bind(node)

    def watch_theme(self) -> None:
        """Draw every line through the filters of the new theme."""
        self.appearance.update_filters()

    def on_resize(self, event: events.Resize) -> None:
        """Check that the window is large enough."""
        self.appearance.cover_small_window(event.size)

    @work(group="theme")
    async def action_choose_theme(self) -> None:
        """Let the user choose a theme."""
        await self.appearance.choose_theme()

    # Start and end.

    def get_default_screen(self) -> Screen[None]:
        """The lookup screen if there is a connection: pushed over Textual's own, it would wait for that."""
        has_connection = self._start.profile is not None or self._start.demo
        return self._lookup_screen(self._start) if has_connection else super().get_default_screen()

    async def on_mount(self) -> None:
        """Connect with the profile, or open the set-up form if there is none."""
        self.screen_change_signal.subscribe(self, lambda _: self.appearance.cover_small_window(self.size))
        self.appearance.cover_small_window(self.size)
        self.call_after_refresh(lambda: self.run_worker(self._preloader.run()))
        if self._session is not None:
            self._fill_and_connect()
        else:
            from ..screens.setup import SetupScreen

            problem = self._start.problem
            name = problem.profile if isinstance(problem, NotConfigured) else "default"
            await self.push_screen(SetupScreen(self._start.locations, name))

    async def on_unmount(self) -> None:
        """Close the connections."""
        if self._session is not None and self._preloader.is_loaded.is_set():
            if self.watches is not None:
                await self.watches.aclose()
            await self._session.explorer.gateway.aclose()

    def _lookup_screen(self, start: Start) -> LookupScreen:
        """Make the first screen, and the session that all screens share."""
        self._session = Session(
            None if start.demo else start.profile,
            start.locations,
            self._show_retry,
            self._clock,
            start.program,
            start.redact,
        )
        # Dialogs have no session, and show the warning too.
        self.sub_title = self._session.warning
        name = start.view_name if start.view_name in ON_FIRST_SCREEN else "lookup"
        return LookupScreen(self._session, View(name), is_first=True)

    @work
    async def _fill_and_connect(self) -> None:
        """Fill the lists and connect, once everything is imported."""
        await self._preloader.is_loaded.wait()
        self.watches = Watches(self, self.session)
        self._warm_up()
        view = View.of_text(self._start.open_text or "", self._start.view_name)
        is_first = view.name in ON_FIRST_SCREEN
        for screen in self.screen_stack:
            if isinstance(screen, LookupScreen) and screen.is_first:
                screen.start_overview(lists_now=is_first)
        if not is_first:
            self.post_message(OpenView(view))
        await self.session.library.load()
        await self._preloader.has_stylesheets.wait()
        for screen in self.screen_stack:
            if isinstance(screen, LookupScreen) and screen.is_first:
                await screen.fill()
        self._is_filled = True
        self.notify_file_problems()
        await self.watches.resume()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a toast; foreign text in it is sanitized here, whoever calls."""
        message, title = "\n".join(sanitize.lines(message)), sanitize.one_line(title)
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    # The connection.

    @work(exclusive=True, group="warm-up")
    async def _warm_up(self) -> None:
        """Connect while the user is still typing; the first request reports a failure in full."""
        self._set_connection("connecting …")
        try:
            await self.session.explorer.warm_up()
        except GatewayError as error:
            self._set_connection(f"{_NOT_CONNECTED}: {error}")
        else:
            self._set_connection(f"connected to {self.session.gateway_name}")
            for screen in self._screens():
                screen.redraw()

    @on(InstanceLoaded)
    def _connect_again(self) -> None:
        """Connect after an earlier failure, once an answer proves that the gateway can be reached."""
        if self._connection.startswith(_NOT_CONNECTED):
            self._warm_up()

    @on(InputEdited)
    @work(exclusive=True, group="keep-warm")
    async def _keep_warm(self) -> None:
        """Prepare a connection while an id is typed; the request itself reports a failure."""
        with suppress(GatewayError):
            if self._preloader.is_loaded.is_set():
                await self.session.explorer.keep_warm()

    def _set_connection(self, connection: str) -> None:
        self._connection = connection
        _LOG.info("connection", {"state": connection})
        for screen in self._screens():
            screen.set_connection(connection)

    def _screens(self) -> Iterator[BaseScreen]:
        return (screen for screen in self.screen_stack if isinstance(screen, BaseScreen))

    def _show_retry(self, retrying: "Retrying | None") -> None:
        screen = self._opening or self.screen
        if isinstance(screen, BaseScreen):
            screen.set_retry(retrying)

    # Opening screens.

    @on(OpenView)
    async def _open(self, event: OpenView) -> None:
        await self._preloader.is_loaded.wait()
        from .routes import screen_for

        screen = screen_for(self.session, event.view, event.came_from)
        _LOG.info("open", {"view": event.view.name, "ids": [one.text for one in event.view.ids]})
        self._opening = screen
        screen.start_loading()
        # Building the widgets takes half as long as the answer, and would delay the request.
        for _ in range(_YIELDS):
            await asyncio.sleep(0)
        await self._preloader.has_stylesheets.wait()
        self._opening = None
        screen.set_connection(self._connection)
        await (self.switch_screen(screen) if event.instead else self.push_screen(screen))

    def action_go_to_id(self) -> None:
        """Open the first screen, to type an id."""
        self._open_view("lookup")

    def action_open_favourites(self) -> None:
        """List the favourites."""
        self._open_view("favourites")

    def action_open_history(self) -> None:
        """List the history."""
        self._open_view("history")

    def action_open_watched(self) -> None:
        """List the watched instances."""
        self._open_view("watched")

    def action_find_flows(self) -> None:
        """Find a flow instance without its id."""
        self._open_view("find")

    def _open_view(self, name: str) -> None:
        if self._session is None:
            self.notify("Set up a connection or try the demo first.", severity="warning", markup=False)
        else:
            self.post_message(OpenView(View(name)))

    @on(ConnectTo)
    async def _connect_to(self, event: ConnectTo) -> None:
        await self._leave_setup(replace(self._start, profile=event.profile))

    @on(TryDemo)
    async def _try_demo(self) -> None:
        await self._leave_setup(replace(self._start, demo=True, program="enos-tui --demo"))

    async def _leave_setup(self, start: Start) -> None:
        await self.switch_screen(self._lookup_screen(start))
        self._fill_and_connect()

    # Saving, help, palette, quitting.

    @on(SaveText)
    @work(group="save", description="save a text")
    async def _save(self, event: SaveText) -> None:
        """Let the user choose a file, and confirm that it is written."""
        from ..screens.save import SaveScreen

        if path := await self.push_screen_wait(SaveScreen(event.what, event.name, event.text)):
            self.notify(f"{event.what} saved to {sanitize.one_line(str(path))}", markup=False)

    def action_help(self) -> None:
        """Show every key of the screen, as it is bound now."""
        from ..screens.help import HelpScreen

        self.push_screen(HelpScreen(keys_of(self, self.screen)))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The commands of the screen, for the palette."""
        return system_commands(self, screen)

    def describe_fault(self, error: BaseException) -> str:
        """One sentence about the fault, without secrets; the debug log has the rest."""
        _LOG.error("fault", exc_info=error)
        return fault_text(error, self._start.redact)

    def action_explain_quit(self) -> None:
        """Explain which key quits, once while the toast is shown; what is bound to ctrl+c follows."""
        now = asyncio.get_running_loop().time()
        is_bound = any("ctrl+c" in command.key.split(",") for command in COMMANDS.values())
        if now >= self._explained_until and not is_bound:
            self._explained_until = now + self.NOTIFICATION_TIMEOUT
            self.notify(f"{QUIT_ANYWHERE.key_name} quits the program.")
        raise SkipAction

    async def action_quit(self) -> None:
        """Quit the program, or go back from a text."""
        self._quitting.quit(self.watches.running if self.watches is not None else 0)

    def action_quit_anywhere(self) -> None:
        """Quit the program, wherever the focus is."""
        self.exit(0)


def run(start: Start) -> int:
    """Run the full screen until the user quits; returns the exit code."""
    app = ExplorerApp(start)
    try:
        app.run(mouse=start.terminal.can_follow_mouse)
    except Exception as error:
        raise first_fault(app) or error from error
    # Textual leaves no code where a fault ended it.
    return 1 if app.return_code is None else app.return_code
