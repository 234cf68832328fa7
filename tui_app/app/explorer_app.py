"""The composition root: builds what the screens are given, and opens the screen that a request names."""

import asyncio
import logging
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on, work
from textual.app import SystemCommand
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
    command_of,
)
from ..logic import fault, sanitize
from ..messages import ConnectTo, InputEdited, InstanceLoaded, OpenView, SaveText, TryDemo
from ..models.view import View
from ..screens.base import BaseScreen
from ..screens.lookup import LookupScreen
from ..services.clock import utc_now
from ..services.session import Session
from ..store.errors import NotConfigured
from ..terminal.diff_driver import DiffDriverMixin
from ..terminal.driver import DriverMixin
from ..terminal.key_queue import KeyQueueMixin
from ..terminal.signals import SignalsMixin
from .appearance import AppearanceMixin
from .clipboard import ClipboardMixin
from .launch import Start
from .library import LibraryMixin
from .preload import PreloadMixin
from .watches import WatchesMixin

if TYPE_CHECKING:
    from textual.types import CSSPathType

    from ..api.gateway import Retrying

_LOG = logging.getLogger("enos_tui.app")
_NOT_CONNECTED = "not connected"
_FEW_KEYS = 4
_WORKING = frozenset(
    (
        "ask",
        "collect",
        "cycle",
        "filter",
        "measure",
        "memory",
        "read",
        "sibling",
        "graph_layout",
        "test",
        "times",
        "type",
    )
)
"""Groups of workers that end by themselves."""
_STEPS = 20
"""In fewer a question is on the wire, where a connection is there."""


class ExplorerApp(
    PreloadMixin,
    LibraryMixin,
    WatchesMixin,
    AppearanceMixin,
    SignalsMixin,
    DiffDriverMixin,
    ClipboardMixin,
    KeyQueueMixin,
    DriverMixin,
    inherit_bindings=False,
):
    """The full screen program; Textual's own ctrl+q would leave it even where another key is chosen."""

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

    def __init__(self, start: Start, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__()
        self._start = start
        self.begin_to_look(start)
        self._clock = clock
        self._session: Session | None = None
        self._connection = ""
        self._is_filled = False
        self._coming: BaseScreen | None = None
        """What has asked its question, and is not on the stack yet."""
        # Smooth scrolling sends ten times the bytes of one jump; an SSH session feels every one of them.
        self.animation_level = "none"

    @property
    def session(self) -> Session:
        """The profile in use; there is one as soon as the lookup screen is open."""
        if self._session is None:
            raise RuntimeError("no profile is in use yet")
        return self._session

    @property
    def has_started(self) -> bool:
        """The start is over: the styles of all screens and the lists of the first one are there."""
        return self.has_sheets.is_set() and (self._session is None or self._is_filled)

    @property
    def is_settled(self) -> bool:
        """The start is over, no screen is being opened, and no worker runs that ends by itself."""
        works = any(worker.group in _WORKING and not worker.is_finished for worker in self.workers)
        return self.has_started and self._coming is None and not works

    def get_default_screen(self) -> Screen[None]:
        """The lookup screen: pushed over Textual's own, empty one it would have to wait for that."""
        has_connection = self._start.profile is not None or self._start.demo
        return self._lookup_screen(self._start) if has_connection else super().get_default_screen()

    async def on_mount(self) -> None:
        """Begin with the profile there is, else with the set-up form."""
        self.heed_signals()
        self.call_after_refresh(self.become_whole)
        if self._session is not None:
            self._fill_and_connect()
        else:
            from ..screens.setup import SetupScreen

            problem = self._start.problem
            name = problem.profile if isinstance(problem, NotConfigured) else "default"
            await self.push_screen(SetupScreen(self._start.locations, name))

    async def on_unmount(self) -> None:
        """Close the connections."""
        if self._session is not None and self.is_whole.is_set():
            await self.end_watching()
            await self._session.explorer.gateway.aclose()

    def _lookup_screen(self, start: Start) -> LookupScreen:
        """The first screen, with the session that all others share."""
        self._session = Session(
            None if start.demo else start.profile,
            start.locations,
            self._show_retry,
            self._clock,
            start.program,
            start.redact,
        )
        # Dialogs, which are given no session, say it too.
        self.sub_title = self._session.warning
        return LookupScreen(self._session, View("lookup"), is_first=True)

    @work
    async def _fill_and_connect(self) -> None:
        """What follows the first picture: the lists, and the connection."""
        await self.is_whole.wait()
        self.begin_to_watch()
        self._warm_up()
        view = View.of_text(self._start.open_text or "", self._start.view_name)
        if view.name != "lookup":
            self.post_message(OpenView(view))
        await self.session.library.load()
        await self.has_sheets.wait()
        for screen in self.screen_stack:
            if isinstance(screen, LookupScreen) and screen.is_first:
                await screen.fill()
        self._is_filled = True
        self.tell_notices()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Tell something, foreign words in it as plain text, whoever tells it."""
        message, title = "\n".join(sanitize.lines(message)), sanitize.one_line(title)
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    # What the connection does.

    @work(exclusive=True, group="warm-up")
    async def _warm_up(self) -> None:
        """Connect while the person is still typing; what fails here is told again by the first question."""
        self._set_connection("connecting …")
        try:
            await self.session.explorer.warm_up()
        except GatewayError as error:
            self._set_connection(f"{_NOT_CONNECTED}: {error}")
        else:
            self._set_connection(f"connected to {self.session.gateway_name}")
            for screen in self.screen_stack:
                if isinstance(screen, BaseScreen):
                    screen.redraw()

    @on(InstanceLoaded)
    def _connect_after_all(self) -> None:
        """Ask for what belongs to a connection, such as the server's zone, once there is one after all."""
        if self._connection.startswith(_NOT_CONNECTED):
            self._warm_up()

    @on(InputEdited)
    @work(exclusive=True, group="keep-warm")
    async def _keep_warm(self) -> None:
        """Have a connection ready by the time an id is typed; the question itself tells what fails."""
        with suppress(GatewayError):
            if self.is_whole.is_set():
                await self.session.explorer.keep_warm()

    def _set_connection(self, connection: str) -> None:
        self._connection = connection
        _LOG.info("connection", {"state": connection})
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen):
                screen.set_connection(connection)

    def _show_retry(self, retrying: "Retrying | None") -> None:
        screen = self._coming or self.screen
        if isinstance(screen, BaseScreen):
            screen.set_retry(retrying)

    # Opening screens.

    @on(OpenView)
    async def _open(self, event: OpenView) -> None:
        await self.is_whole.wait()
        from .routes import screen_for

        screen = screen_for(self.session, event.view, event.came_from)
        _LOG.info("open", {"view": event.view.name, "ids": [one.text for one in event.view.ids]})
        self._coming = screen
        screen.start_loading()
        # Making the widgets would come between the question's steps, and take half as long as the answer.
        for _ in range(_STEPS):
            await asyncio.sleep(0)
        await self.has_sheets.wait()
        self._coming = None
        screen.set_connection(self._connection)
        await (self.switch_screen(screen) if event.instead else self.push_screen(screen))

    def action_go_to_id(self) -> None:
        """Type an id, from anywhere."""
        self._open_view("lookup")

    def action_open_favourites(self) -> None:
        """List the favourites."""
        self._open_view("favourites")

    def action_open_history(self) -> None:
        """List what was opened."""
        self._open_view("history")

    def action_open_watched(self) -> None:
        """List what is being watched."""
        self._open_view("watched")

    def action_find_flows(self) -> None:
        """Find a flow instance without its id."""
        self._open_view("find")

    def _open_view(self, name: str) -> None:
        if self._session is None:
            self.notify("Set up a connection, or try the demo, first.", severity="warning", markup=False)
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

    # Saving, help, palette, leaving.

    @on(SaveText)
    @work(group="save")
    async def _save(self, event: SaveText) -> None:
        """Let the person choose a file, and tell that it is written."""
        from ..screens.save import SaveScreen

        if path := await self.push_screen_wait(SaveScreen(event.what, event.name, event.text)):
            self.notify(f"{event.what} saved to {sanitize.one_line(str(path))}", markup=False)

    def action_help(self) -> None:
        """Every key of the screen, as it is bound now."""
        from ..screens.help import HelpScreen

        self.push_screen(HelpScreen(self._keys_of(self.screen)))

    def _keys_of(self, screen: Screen[object]) -> list[tuple[str, str]]:
        keys: dict[str, list[str]] = {name: [] for name in COMMANDS}
        for active in screen.active_bindings.values():
            command = command_of(active.binding.id)
            if command is not None and active.enabled:
                keys[command.id].append(self.get_key_display(active.binding))
        return [(_in_a_row(shown), COMMANDS[name].help) for name, shown in keys.items() if shown]

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: what the keys of the screen do, by name."""
        told: set[str] = set()
        for active in screen.active_bindings.values():
            binding = active.binding
            if command_of(binding.id) is not None and binding.id not in told and active.enabled:
                told.add(binding.id or "")
                yield SystemCommand(
                    f"{binding.description}: {binding.tooltip}",
                    self.get_key_display(binding),
                    lambda active=active: self.run_action(active.binding.action, active.node),
                )

    def _fatal_error(self) -> None:
        """End after a fault of this program: Textual would print local variables, tokens among them."""
        self.bell()
        if (error := sys.exc_info()[1] or self._exception) is not None:
            _LOG.error("fault", exc_info=error)
            said = fault.in_words(error, self._start.redact)
            self._exit_renderables.append(Text(said, no_wrap=True, overflow="ignore"))
        self._close_messages_no_wait()

    async def action_quit(self) -> None:
        """Leave the program."""
        self.exit(0)

    def action_quit_anywhere(self) -> None:
        """Leave the program, wherever the focus is."""
        self.exit(0)


def _in_a_row(keys: list[str]) -> str:
    """The keys of one command; many of them are a range, such as 1 to 9."""
    return "  ".join(keys) if len(keys) <= _FEW_KEYS else f"{keys[0]} to {keys[-1]}"


def run(start: Start) -> int:
    """Take the screen over until the person leaves; gives the exit code."""
    app = ExplorerApp(start)
    app.run(mouse=start.terminal.can_follow_mouse)
    return app.return_code or 0
