"""The options that the full screen is started with, and the start itself."""

import asyncio
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module

from ..api.child_gateway import ChildGateway
from ..logic.redact import Redactor
from ..models.ids import FlowInstanceId
from ..models.preferences import Preferences
from ..models.profile import Profile
from ..models.view import View
from ..services.clock import utc_now
from ..services.session import Session
from ..store.errors import SettingsError
from ..store.locations import Locations
from ..terminal.capabilities import Terminal
from ..terminal.early_terminal import EarlyTerminal


@dataclass(frozen=True, slots=True)
class Start:
    """Everything that the command line has found out before the screen is taken over."""

    locations: Locations
    """The files to use."""

    profile: Profile | None = None
    """The profile to use; None in the demo, and where nothing is set up yet."""

    problem: SettingsError | None = None
    """The problem with the settings; the set-up form shows it."""

    demo: bool = False
    """Whether to use the built-in demo, without network."""

    open_text: str | None = None
    """Text with at least one id in it, or the query of a view that searches, to be opened first."""

    view_name: str = ""
    """Name of its view, see `models.view_names.VIEWS`; empty for the default view of the ids."""

    program: str = "enos-tui"
    """The command line that chose the profile, such as ``enos-tui --demo``."""

    preferences: Preferences = field(default_factory=Preferences)
    """The user's theme and glyphs."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """The user's keys by command id, by Textual's names; every other command has its default keys."""

    terminal: Terminal = field(default_factory=Terminal)
    """The capabilities of the terminal."""

    @property
    def view(self) -> View:
        """The view to open first."""
        return View.of_text(self.open_text or "", self.view_name)

    redact: Redactor = field(default_factory=Redactor, compare=False)
    """Knows every secret of the run, and removes them from what is shown, stored or logged."""

    early: EarlyTerminal = field(default_factory=EarlyTerminal, compare=False)
    """The terminal, perhaps taken already; the driver takes it over."""

    profiles: Mapping[str, Profile | SettingsError] = field(default_factory=dict)
    """Every profile by name, or its problem, where the failures of all are asked for; empty otherwise."""


def session_of(
    start: Start, clock: Callable[[], datetime] = utc_now, gateway: ChildGateway | None = None
) -> Session:
    """Make the session of the profile in use; its requests are sent by the gateway, if one is given."""
    profile = None if start.demo else start.profile
    session = Session(profile, start.locations, clock=clock, program=start.program, redact=start.redact)
    if gateway is not None:
        session.use_child(gateway)
    return session


def open_screen(start: Start) -> int:
    """Run the full screen; returns the exit code."""
    gateway = _child_gateway(start)
    try:
        return asyncio.run(_open(start, gateway))
    finally:
        if gateway is not None:
            gateway.end()


def _child_gateway(start: Start) -> ChildGateway | None:
    """The gateway of the profile in a child process; None without a profile, or where it is sent from here.

    macOS ends a forked process that reads the system's proxies.
    """
    if start.demo or start.profile is None or sys.platform != "linux":
        return None
    try:
        return ChildGateway(start.profile, start.redact)
    except OSError:
        return None


async def _open(start: Start, gateway: ChildGateway | None) -> int:
    """Send the request for an instance, and import the app while the answer is on its way."""
    view, session = start.view, None
    if start.demo or start.profile:
        session = session_of(start, gateway=gateway)
    if session is not None and view.name == "instance" and type(view.id) is not FlowInstanceId:
        session.find_ahead(view.id)
        await asyncio.to_thread(_import_app)
    from ..terminal.textual_private import first_fault
    from .explorer_app import ExplorerApp

    app = ExplorerApp(start, session=session)
    try:
        await app.run_async(mouse=start.terminal.can_follow_mouse)
    except Exception as error:
        raise first_fault(app) or error from error
    # Textual leaves no code where a fault ended it.
    return 1 if app.return_code is None else app.return_code


def _import_app() -> None:
    for name in (".explorer_app", "..screens.task"):
        import_module(name, __package__)
