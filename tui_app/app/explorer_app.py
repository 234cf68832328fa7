"""The composition root: builds the services for the screens, and opens the screen that a request names."""

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

from ..commands.table import OF_THE_APP, bindings
from ..logic import sanitize
from ..logic.fault_report import fault_text
from ..messages import ConnectTo, OpenView, SaveText, TryDemo
from ..models.view_names import ON_FIRST_SCREEN
from ..screens.base import BaseScreen
from ..services.clock import utc_now
from ..services.session import Session
from ..terminal.textual_private import allow_pop
from .appearance import Appearance
from .clipboard import ClipboardHandlers, UserClipboard
from .connection import ConnectionHandlers
from .external_programs import ExternalProgramHandlers
from .help import keys_of, system_commands
from .key_bindings import Keys
from .launch import Start, session_of
from .library import LibraryHandlers
from .navigation import ViewHandlers
from .profiles import ProfileHandlers
from .quit import QuitHandlers
from .sessions import Sessions
from .startup import Startup
from .toasts import ToastHandlers
from .watches import WatchHandlers

if TYPE_CHECKING:
    from textual.types import CSSPathType

_LOG = logging.getLogger("enos_tui.app")
_WORKING = frozenset(
    ("ask", "collect", "cycle", "filter", "keys", "measure", "memory", "overview", "read", "reasons")
) | {"errors", "preview", "reason", "rows", "seen", "sibling", "graph_layout", "test", "times"}
"""Groups of workers that end by themselves."""


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
    inherit_bindings=False,
):
    """The full-screen program.

    It inherits no bindings: Textual's ctrl+q would quit even where the user has chosen another key.
    """

    TITLE = "enos-tui"
    CSS_PATH: ClassVar["CSSPathType | None"] = ["app.tcss", "../screens/lookup.tcss"]
    BINDINGS = bindings(*OF_THE_APP)
    BINDINGS.append(Binding("ctrl+c", "explain_quit", show=False, priority=True, system=True))

    def __init__(
        self, start: Start, clock: Callable[[], datetime] = utc_now, session: Session | None = None
    ) -> None:
        """Keep the options.

        Args:
            clock: aware.
            session: the session of the profile, if a request was sent before the app was imported.
        """
        super().__init__(start, clock, session)
        self.appearance = Appearance(self, start)
        self.keys = Keys(self, start.keys)
        self.user_clipboard = UserClipboard(self, start)
        self.watches = {}
        self.startup = Startup(self)
        # Smooth scrolling sends ten times the bytes of one jump, which is noticeable over SSH.
        self.animation_level = "none"

    @property
    def is_settled(self) -> bool:
        """Whether the app has started, opens no screen, and runs no worker that ends by itself."""
        works = any(worker.group in _WORKING and not worker.is_finished for worker in self.workers)
        return self.startup.is_done and self.opening is None and not works

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
        if self.start.profile is None and not self.start.demo:
            return super().get_default_screen()
        self._use_session()
        view = self.start.view
        if view.name == "lookup":
            return self.startup.make_lookup_screen()
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
            self.started_with = first
            allow_pop(first)
            first.start_loading()
        else:
            from ..screens.setup import SetupScreen

            name = getattr(self.start.problem, "profile", "default")
            await self.push_screen(SetupScreen(self.start.locations, name))
        self.appearance.cover_small_window(self.size)
        self.call_after_refresh(self._begin)

    def _fit_screen(self) -> None:
        self.appearance.cover_small_window(self.size)
        self.update_toasts()

    def _begin(self) -> None:
        self.open_keyboard()
        self.run_worker(self.startup.run())

    def pop_screen(self) -> AwaitComplete:
        """Go back to the screen below; below the first one is the lookup screen."""
        if len(self.screen_stack) == 1:
            self.startup.put_lookup_screen_below()
        return super().pop_screen()

    async def on_unmount(self) -> None:
        """Close the connections."""
        if self.has_session and self.has_services:
            await self.close_watches(self.watches.values())
            await self.sessions.aclose()

    def _use_session(self) -> None:
        """Make the session that all screens share, unless the request ahead of the app has made it."""
        self._session = self._session or session_of(self.start, self._clock)
        self.sessions = Sessions(self.start, self._session, self._clock, self.show_retry)
        # Dialogs have no session, and show the warning too.
        self.sub_title = self._session.warning

    @on(ConnectTo)
    async def _connect_to(self, event: ConnectTo) -> None:
        await self.open_first_screen(replace(self.start, profile=event.profile))

    @on(TryDemo)
    async def _try_demo(self) -> None:
        await self.open_first_screen(replace(self.start, demo=True, program="enos-tui --demo"))

    async def open_first_screen(self, start: Start) -> None:
        """Open the first screen with other options, in place of the one on top."""
        await self.startup.preloader.import_gateways()
        self.start, self._session, self.watches = start, None, {}
        self._use_session()
        await self.switch_screen(self.startup.make_lookup_screen())
        if start.view.name not in ON_FIRST_SCREEN:
            self.post_message(OpenView(start.view))
        self.run_worker(self.startup.connect_and_fill())

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
        return fault_text(error, self.start.redact)

    async def action_quit(self) -> None:
        """Quit the program, or go back from a text."""
        self.quit(self.running_watches, self.started_with)
