"""The app under test: driven by keys, read from the screen, over a scripted gateway."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from textual import events
from textual._context import visible_screen_stack
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import OptionList

from tests.idle import TIMEOUT_S, count_callbacks
from tests.stand_in.gateway import StandIn
from tests.stand_in.transport import transport_to
from tui_app.api.client import HttpGateway
from tui_app.api.gateway import Gateway, Retrying
from tui_app.app.explorer_app import ExplorerApp
from tui_app.app.launch import Start
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.demo.world import World
from tui_app.models.profile import OVERVIEW_OFF, Profile
from tui_app.services.session import Session
from tui_app.store.locations import Locations
from tui_app.widgets.instance_header import InstanceHeader
from tui_app.widgets.lines.view import LineView
from tui_app.widgets.list_with_preview import ListWithPreview

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
"""The time in every journey."""
TODAY, LAST_NIGHT = "2026112223", "2026112100"
"""Suffixes of the demo's ids for `NOW`."""
SAMPLE, SAMPLE_FLOW = "118979-2021020211", "8435-2021020211"
"""The vendor's documented sample."""

_WITHOUT_EDGES = str.maketrans("▍▏", "  ")

OnRetry = Callable[[Retrying | None], None]
Connect = Callable[[OnRetry], Gateway]


class Tui:
    """A running app, its keyboard and its screen."""

    def __init__(self, app: ExplorerApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> Screen[Any]:
        """The screen on top."""
        return self.app.screen

    @property
    def kind(self) -> str:
        """The class name of the screen on top."""
        return type(self.screen).__name__

    @property
    def text(self) -> str:
        """The text on screen."""
        # As Textual does before each frame: else a dialog that was not drawn yet keeps a blank behind it.
        visible_screen_stack.set(self.app._background_screens)
        strips = self.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def lines(self) -> list[str]:
        """The lines on screen, without the edge that marks the row of a cursor."""
        return self.text.translate(_WITHOUT_EDGES).splitlines()

    @property
    def toasts(self) -> list[str]:
        """The messages of the toasts on screen."""
        return [toast.message for toast in self.app._notifications]

    @property
    def session(self) -> Session:
        """The session of the app."""
        return self.app.session

    @property
    def command(self) -> str:
        """The command line of the screen on top, which a long name leaves no room for in the header."""
        return self.screen.query_one(InstanceHeader).command

    @property
    def view(self) -> LineView:
        """The focused pane."""
        assert isinstance(self.app.focused, LineView)
        return self.app.focused

    def view_named(self, id: str) -> LineView:
        """A pane of the screen on top, with or without the focus."""
        found = list(self.screen.query(f"#{id}").results(LineView))
        return next((one for one in found if one.region), found[0])

    @property
    def cursor_line(self) -> str:
        """The row of the cursor, without outer blanks."""
        assert self.view.cursor is not None
        return self.view.row_text(self.view.cursor).strip()

    async def press(self, *keys: str) -> None:
        """Press keys in order."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type a text letter by letter."""
        await self.press(*text)

    async def paste(self, text: str) -> None:
        """Paste a text, as by bracketed paste."""
        self.app.post_message(events.Paste(text))
        await self.pilot.pause()

    async def until(self, condition: Callable[[], bool], what: str = "") -> None:
        """Wait for a condition; fail with the text on screen after `TIMEOUT_S`."""
        try:
            async with asyncio.timeout(TIMEOUT_S):
                while not condition():
                    assert self.app.is_running, "the app has ended"
                    await self.pilot.pause()
        except TimeoutError:
            raise AssertionError(f"{what or 'the condition'} did not come true:\n{self.text}") from None

    async def settles(self) -> None:
        """Wait until nothing is pending: all answers are in, and drawn."""
        await self.pilot.pause()
        await self.until(lambda: self.app.is_settled and not self._previews, "an end of all work")
        await self.pilot.pause()

    @property
    def _previews(self) -> list[ListWithPreview]:
        """The lists whose cursor has moved, and whose previews are not drawn yet."""
        return [one for one in self.screen.query(ListWithPreview) if one.is_pending]

    async def reads(self, *texts: str) -> None:
        """Wait until all these texts are on screen."""

        def are_all_shown() -> bool:
            shown = self.text
            return all(text in shown for text in texts)

        await self.until(are_all_shown, f"all of {texts}")

    async def notifies(self, text: str) -> None:
        """Wait for a toast with a text."""
        await self.until(lambda: any(text in toast for toast in self.toasts), f"a toast with {text!r}")

    async def comes_to(self, kind: str, *texts: str) -> None:
        """Wait for a screen, and for texts on it."""
        await self.until(lambda: self.kind == kind, f"a {kind}, not {self.kind},")
        await self.reads(*texts)

    async def is_connected(self) -> None:
        """Wait until the app is connected."""
        await self.until(lambda: "connected to" in self.app.connection, "a connection")

    async def copied(self, what: str) -> str:
        """Copy a row of the copy menu and return the clipboard."""
        await self.press("y")
        await self.comes_to("ChooseScreen", what)
        rows = [str(option.prompt) for option in self.screen.query_one(OptionList).options]
        (place,) = [number for number, row in enumerate(rows) if row.startswith(f"{what}  ")]
        before = len(self.toasts)
        await self.press(*["j"] * place, "enter")
        await self.until(lambda: self.kind != "ChooseScreen" and len(self.toasts) > before)
        return self.app.clipboard

    async def move_to(self, text: str) -> None:
        """Move the cursor down to the row with a text."""
        for _ in range(self.view.row_count):
            if text in self.cursor_line:
                return
            await self.press("down")
        raise AssertionError(f"no row with {text!r} below the cursor:\n{self.text}")


def a_stand_in(now: datetime = NOW) -> StandIn:
    """A stand-in gateway with the demo's world and a fixed clock."""
    return StandIn(World(now), lambda: int(now.timestamp() * 1000))


def to(stand_in: StandIn, sleep: Callable[[float], Any] = asyncio.sleep) -> Connect:
    """A connection to a stand-in, without a socket."""
    return over(transport_to(stand_in), sleep)


def over(transport: httpx.AsyncBaseTransport, sleep: Callable[[float], Any] = asyncio.sleep) -> Connect:
    """A connection through a transport; `sleep` waits between retries."""
    profile = Profile.of("demo", DEMO_PROFILE_FIELDS)

    def connect(on_retry: OnRetry) -> Gateway:
        return HttpGateway(profile, clock=lambda: NOW, on_retry=on_retry, transport=transport, sleep=sleep)

    return connect


@asynccontextmanager
async def running(
    connect: Connect | None = None,
    *,
    start: Start | None = None,
    open_text: str | None = None,
    size: tuple[int, int] = (80, 24),
    draws_toasts: bool = False,
    overview: str = OVERVIEW_OFF,
    clock: Callable[[], datetime] = lambda: NOW,
) -> AsyncIterator[Tui]:
    """Run the app on the demo, or on another gateway, until the block ends.

    The first screen has no overview unless its span is given: most journeys begin with the list of examples.
    """
    start = start or Start(Locations.of_user(), demo=True, open_text=open_text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tui_app.services.session.DEMO_OVERVIEW", overview)
        async with _shown(an_app(patch, start, connect, clock), size, draws_toasts) as tui:
            yield tui


def without_prefetch(patch: pytest.MonkeyPatch) -> None:
    """Let no screen read a reason before a key asks for it, where a test counts the requests of the key."""
    patch.setattr("tui_app.screens.task.needs_reason", lambda state: False)


def an_app(
    patch: pytest.MonkeyPatch,
    start: Start,
    connect: Connect | None = None,
    clock: Callable[[], datetime] = lambda: NOW,
) -> ExplorerApp:
    """An app with a fixed clock, or another, on the demo or on another gateway, while the patch lasts."""
    way = connect or to(a_stand_in())
    patch.setattr(
        "tui_app.services.connect.gateway_for", lambda profile, clock, on_retry, redact: way(on_retry)
    )
    return ExplorerApp(start, clock)


@asynccontextmanager
async def running_for_real(start: Start, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Tui]:
    """Run the app as the command line starts it, with real clock and sockets."""
    async with _shown(ExplorerApp(start), size) as tui:
        yield tui


@asynccontextmanager
async def _shown(app: ExplorerApp, size: tuple[int, int], draws_toasts: bool = False) -> AsyncIterator[Tui]:
    with pytest.MonkeyPatch.context() as patch:
        for multiplexer in ("TMUX", "STY"):
            patch.delenv(multiplexer, raising=False)
        patch.setenv("TERM", "xterm-256color")
        # On a busy machine a message would be over before a test reads it; those that are drawn still go.
        patch.setattr("textual.notifications.Notification.has_expired", False)
        count_callbacks(patch)
        async with app.run_test(size=size, notifications=draws_toasts) as pilot:
            tui = Tui(app, pilot)
            await tui.until(lambda: app.startup.is_done, "the end of the start")
            yield tui
