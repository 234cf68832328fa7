"""The composition root: builds the services for the screens, and opens the screen that a request names."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import SystemCommand
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.dom import DOMNode
from textual.filter import LineFilter
from textual.screen import Screen

from ..commands.table import (
    CHOOSE_THEME,
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
    SWITCH_PROFILE,
    TOGGLE_MOUSE,
    bindings,
)
from ..logic import sanitize
from ..logic.fault import fault_text
from ..messages import ConnectTo, OpenView, SaveText, TryDemo
from ..models.view import View
from ..models.views import ON_FIRST_SCREEN
from ..screens.base import BaseScreen
from ..services.clock import utc_now
from ..services.session import Session
from ..terminal.app import TerminalApp
from ..terminal.textual_private import allow_pop, put_below
from .appearance import Appearance
from .clipboard import ClipboardHandlers, UserClipboard
from .connection import ConnectionHandlers
from .external_programs import ExternalProgramHandlers
from .help import keys_of, system_commands
from .key_bindings import Keys
from .launch import Start, session_of
from .library import LibraryHandlers
from .preload import Preloader
from .profiles import ProfileHandlers
from .quit import QuitHandlers
from .sessions import Sessions
from .toasts import ToastHandlers
from .views import ViewHandlers
from .watches import WatchHandlers

if TYPE_CHECKING:
    from textual.types import CSSPathType

    from ..api.gateway import Retrying
    from ..screens.lookup import LookupScreen

_LOG = logging.getLogger("enos_tui.app")
_WORKING = frozenset(
    ("ask", "collect", "cycle", "filter", "keys", "measure", "memory", "overview", "read", "reasons")
) | {"errors", "preview", "reason", "rows", "seen", "sibling", "graph_layout", "test", "times"}
"""Groups of workers that end by themselves."""
_YIELDS = 20
"""Event-loop turns to yield, so that the request is sent before widgets are built."""


class ExplorerApp(
    ToastHandlers,
    ConnectionHandlers,
    QuitHandlers,
    ViewHandlers,
    ProfileHandlers,
    LibraryHandlers,
    WatchHandlers,
    ClipboardHandlers,
    ExternalProgramHandlers,
    TerminalApp,
    inherit_bindings=False,
):
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
        SWITCH_PROFILE,
    )
    BINDINGS.append(Binding("ctrl+c", "explain_quit", show=False, priority=True, system=True))

    def __init__(
        self, start: Start, clock: Callable[[], datetime] = utc_now, session: Session | None = None
    ) -> None:
        """Keep the options.

        Args:
            start: what the command line has found out.
            clock: aware.
            session: the session of the profile, if a request was sent before the app was imported.
        """
        super().__init__(start.early)
        self._start = start
        self._clock = clock
        self.appearance = Appearance(self, start)
        self.keys = Keys(self, start.keys)
        self.user_clipboard = UserClipboard(self, start)
        self.watches = {}
        self._preloader = Preloader(self)
        self._session = session
        self._is_filled = False
        self._opening: BaseScreen | None = None
        """The screen that has sent its request, and is not on the stack yet."""
        self._started_with: BaseScreen | None = None
        # Smooth scrolling sends ten times the bytes of one jump, which is noticeable over SSH.
        self.animation_level = "none"

    @property
    def session(self) -> Session:
        """The profile of the screen on top; there is one as soon as the lookup screen is open."""
        return self.session_of("")

    def session_of(self, profile: str) -> Session:
        """The session of a profile by its name; that of the screen on top for an empty one."""
        if self._session is None:
            raise RuntimeError("no profile is in use yet")
        return self.sessions.of(profile, lambda: self.screen_stack)

    @property
    def has_session(self) -> bool:
        """Whether a profile is in use."""
        return self._session is not None

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
        """The first screen if there is a connection: pushed over Textual's own, it would wait for that."""
        if self._start.profile is None and not self._start.demo:
            return super().get_default_screen()
        self._use_session()
        view = self._start.view
        if view.name == "lookup":
            return self._make_lookup_screen()
        from .routes import screen_for

        screen = screen_for(self.session, view)
        for path in screen.css_path:
            self.stylesheet.read(path)
        return screen

    async def on_mount(self) -> None:
        """Load what was asked for, or open the set-up form if there is no connection."""
        self.screen_change_signal.subscribe(self, lambda _: self._fit_screen())
        first = self.screen_stack[0]  # A window that is too small is covered by now.
        if isinstance(first, BaseScreen):
            self._started_with = first
            allow_pop(first)
            first.start_loading()
        else:
            from ..screens.setup import SetupScreen

            name = getattr(self._start.problem, "profile", "default")
            await self.push_screen(SetupScreen(self._start.locations, name))
        self.appearance.cover_small_window(self.size)
        self.call_after_refresh(self._begin)

    def _fit_screen(self) -> None:
        self.appearance.cover_small_window(self.size)
        self.update_toasts()

    def _begin(self) -> None:
        self.open_keyboard()
        self.run_worker(self._preload())

    async def _preload(self) -> None:
        """Import the rest and connect; first answers and keys have the processor alone, if they come soon."""
        session = self._session
        await self._preloader.leave_alone(self.screen)
        has_child = session is not None and session.has_child and not self._start.profiles
        await self._preloader.import_services(is_demo=self._start.demo, has_child=has_child)
        if session is not None and session is self._session:
            await self._connect()
            await self._preloader.leave_alone(self._opening or self.screen)
        await self._preloader.run(has_child=has_child)
        if session is not None and session is self._session:
            await self._fill()

    def pop_screen(self) -> AwaitComplete:
        """Go back to the screen below; below the first one is the lookup screen."""
        if len(self.screen_stack) == 1:
            self._put_lookup_screen_below()
        return super().pop_screen()

    async def wait_until_loaded(self) -> None:
        """Wait until everything is imported."""
        await self._preloader.is_loaded.wait()

    @property
    def has_services(self) -> bool:
        """Whether everything is imported that a request needs."""
        return self._preloader.has_services.is_set()

    async def on_unmount(self) -> None:
        """Close the connections."""
        if self._session is not None and self._preloader.has_services.is_set():
            await self.close_watches(self.watches.values())
            await self.sessions.aclose()

    def _use_session(self) -> None:
        """Make the session that all screens share, unless the request ahead of the app has made it."""
        self._session = self._session or session_of(self._start, self._clock)
        self.sessions = Sessions(self._start, self._session, self._clock, self._show_retry)
        # Dialogs have no session, and show the warning too.
        self.sub_title = self._session.warning

    def _make_lookup_screen(self) -> "LookupScreen":
        from ..screens.lookup import LookupScreen

        view = self._start.view if self._start.view.name in ON_FIRST_SCREEN else View("lookup")
        return LookupScreen(self.sessions.first, view, is_first=True, overviews=self.sessions.overviews)

    def _put_lookup_screen_below(self) -> None:
        """Put the lookup screen below the one that was opened from the command line."""
        if not self._first_screens():
            screen = self._make_lookup_screen()
            screen.set_connection(self.connection)
            put_below(self, screen)

    @work
    async def _connect_and_fill(self) -> None:
        """Connect and fill the lists, once everything is imported."""
        await self._preloader.is_loaded.wait()
        await self._connect()
        await self._fill()

    async def _connect(self) -> None:
        """Connect, and list the runs of the last hours: they are on the first screen."""
        self.make_watches()
        self.warm_up()
        self._put_lookup_screen_below()
        # What was asked for meanwhile comes first, and lies over the list.
        is_shown = self._start.view.name in ON_FIRST_SCREEN and not self._preloader.is_wanted
        for screen in self._first_screens():
            screen.start_overview(lists_now=is_shown)
            if screen.is_current and is_shown:
                await screen.fill_overview()

    async def _fill(self) -> None:
        """Fill the saved list, and take up the watches of the last session."""
        await self.sessions.load_libraries()
        await self._preloader.has_stylesheets.wait()
        for screen in self._first_screens():
            await screen.fill_overview()
            await screen.fill_saved()
        self._is_filled = True
        self._update_screens()
        await self.resume_watches()

    def _first_screens(self) -> "list[LookupScreen]":
        # A record that the command line names is drawn without it.
        from ..screens.lookup import LookupScreen

        return [one for one in self.screen_stack if isinstance(one, LookupScreen) and one.is_first]

    def _show_retry(self, retrying: "Retrying | None") -> None:
        screen = self._opening or self.screen
        if isinstance(screen, BaseScreen):
            screen.set_retry(retrying)

    @on(OpenView)
    async def _open(self, event: OpenView) -> None:
        await self._preloader.import_for(event.view, event.came_from)
        from .routes import screen_for

        screen = screen_for(self.session_of(event.profile), event.view, event.came_from)
        _LOG.info("open", {"view": event.view.name, "ids": [one.text for one in event.view.ids]})
        self._opening = screen
        screen.start_loading()
        # Building the widgets takes half as long as the answer, and would delay the request.
        for _ in range(_YIELDS):
            await asyncio.sleep(0)
        self._opening = None
        screen.set_connection(self.connection)
        if event.instead and self.screen is self._started_with:
            self._started_with = screen
        await (self.switch_screen(screen) if event.instead else self.push_screen(screen))

    @on(ConnectTo)
    async def _connect_to(self, event: ConnectTo) -> None:
        await self.open_first_screen(replace(self._start, profile=event.profile))

    @on(TryDemo)
    async def _try_demo(self) -> None:
        await self.open_first_screen(replace(self._start, demo=True, program="enos-tui --demo"))

    async def open_first_screen(self, start: Start) -> None:
        """Open the first screen with other options, in place of the one on top."""
        await self._preloader.import_gateways()
        self._start, self._session, self.watches, self._is_filled = start, None, {}, False
        self._use_session()
        await self.switch_screen(self._make_lookup_screen())
        if start.view.name not in ON_FIRST_SCREEN:
            self.post_message(OpenView(start.view))
        self._connect_and_fill()

    # Saving, help, palette, quitting.

    @on(SaveText)
    @work(group="save", description="save a text")
    async def _save(self, event: SaveText) -> None:
        """Let the user choose a file, and confirm that it is written."""
        from ..screens.save import SaveScreen

        if path := await self.push_screen_wait(SaveScreen(event)):
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

    async def action_quit(self) -> None:
        """Quit the program, or go back from a text."""
        self.quit(self.running_watches, self._started_with)
