"""A laptop sleeps, a line drops and comes back, a clock jumps, a token expires: the next key works."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta

import pytest

from tests.harness import NOW, Tui, running
from tests.journey import PROGRAM, TOP, a_gateway, environment
from tests.pty_terminal import Terminal
from tests.stand_in import Served, refusals, serve
from tests.stand_in.gateway import StandIn
from tui_app.api.client import HttpGateway
from tui_app.api.errors import Unreachable
from tui_app.api.gateway import Gateway, Retrying
from tui_app.demo.application import ACCESS_KEY
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.demo.world import World
from tui_app.models.profile import Profile
from tui_app.screens.base_query import Failed, QueryScreen
from tui_app.services import follow

RUNNING = "900302-2026112223"
EIGHT_HOURS, TEN_MINUTES, TWO_MINUTES = timedelta(hours=8), timedelta(minutes=10), timedelta(minutes=2)


class Night:
    """A gateway on a real socket, and three clocks that a test moves."""

    def __init__(self) -> None:
        self.now = NOW
        """The wall clock of this machine."""
        self.now_there = NOW
        """The clock of the gateway."""
        self.running_s = 0.0
        """The monotonic clock of this machine, which stands still while it sleeps."""
        self.served: Served

    def connect(self, on_retry: Callable[[Retrying | None], None]) -> Gateway:
        """A connection with these clocks, without pauses between tries."""

        async def no_pause(seconds: float) -> None:
            await asyncio.sleep(0)

        return HttpGateway(
            Profile.of("demo", DEMO_PROFILE_FIELDS | {"gateway": self.served.base_url}),
            clock=lambda: self.now,
            monotonic=lambda: self.running_s,
            on_retry=on_retry,
            sleep=no_pause,
        )

    @property
    def stand_in(self) -> StandIn:
        """The gateway behind the socket."""
        return self.served.stand_in

    def count(self, action: str) -> int:
        """How often something was asked."""
        return sum(call.action == action for call in self.stand_in.calls)

    # What happens at night.

    def sleep_until_morning(self) -> None:
        """Sleep eight hours: every connection is forgotten, the token expires, one clock stands still."""
        self.now += EIGHT_HOURS
        self.now_there += EIGHT_HOURS
        self.served.drop_kept()

    def wait_until_morning(self) -> None:
        """Eight hours awake."""
        self.sleep_until_morning()
        self.running_s += EIGHT_HOURS.total_seconds()

    def set_clock_ahead(self) -> None:
        """The clock of this machine is put ahead, as far as the gateway tolerates."""
        self.now += TEN_MINUTES

    def set_clock_back(self) -> None:
        """The same, backwards."""
        self.now -= TEN_MINUTES

    def set_both_clocks_back(self) -> None:
        """Both clocks were ahead, and are set right."""
        self.now -= TWO_MINUTES
        self.now_there -= TWO_MINUTES

    def drop_connections(self) -> None:
        """A firewall restarts."""
        self.served.drop_kept()

    def break_two_answers(self) -> None:
        """The line breaks during an answer, twice."""
        self.served.fault, self.served.faults_left = "reset mid-body", 2

    def replace_token(self) -> None:
        """Another process renews the token that both use."""
        self.stand_in.tokens.replace(ACCESS_KEY, self.stand_in.now_ms())

    def refuse_renewal(self) -> None:
        """The token expires, and the token service refuses to renew it once."""
        self.running_s += 7_190.0
        self.now += timedelta(seconds=7_190)
        self.now_there += timedelta(seconds=7_190)
        self.stand_in.script(refusals.token_refusal(1204, "refresh access token failed"), to="token")


HAPPENINGS = (
    Night.sleep_until_morning,
    Night.wait_until_morning,
    Night.set_clock_ahead,
    Night.set_clock_back,
    Night.set_both_clocks_back,
    Night.drop_connections,
    Night.break_two_answers,
    Night.replace_token,
    Night.refuse_renewal,
)


@contextmanager
def a_night() -> Iterator[Night]:
    night = Night()
    gateway = StandIn(World(NOW), lambda: int(night.now_there.timestamp() * 1000))
    with serve(gateway) as night.served:
        yield night


@asynccontextmanager
async def a_task_on(night: Night) -> AsyncIterator[Tui]:
    async with running(night.connect, open_text=f"taskInstId={RUNNING}", clock=lambda: night.now) as tui:
        await tui.comes_to("TaskScreen", "RUNNING")
        await tui.is_connected()
        await tui.settles()
        yield tui


@pytest.mark.parametrize("happening", HAPPENINGS, ids=lambda one: one.__name__)
async def test_the_next_refresh_is_answered(happening: Callable[[Night], None]) -> None:
    with a_night() as night:
        async with a_task_on(night) as tui:
            happening(night)
            before = night.count("get")
            await tui.press("r")
            await tui.until(lambda: night.count("get") > before, "a request")
            await tui.settles()
            assert "not refreshed" not in tui.text
            assert "RUNNING" in tui.text


@pytest.mark.parametrize("happening", HAPPENINGS, ids=lambda one: one.__name__)
async def test_following_and_watching_go_on(
    happening: Callable[[Night], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "FOLLOW_S", 0.01)
    monkeypatch.setattr(follow, "_SHARE", 0)
    with a_night() as night:
        async with a_task_on(night) as tui:
            await tui.press("W", "l")
            await tui.comes_to("LogScreen")
            await tui.press("t")
            await tui.until(lambda: night.count("getLog") > 2, "polls of the log")
            happening(night)
            logs, records = night.count("getLog"), night.count("get")
            await tui.until(lambda: night.count("getLog") > logs + 3, "more polls of the log")
            (watched,) = tui.session.watcher.watched
            tui.session.watcher.poll_now(watched.id)
            await tui.until(lambda: night.count("get") > records, "a poll of the watch")
            await tui.reads("following every")
            await tui.press("t", "escape")
            await tui.comes_to("TaskScreen", "RUNNING")


async def test_a_clock_that_is_hours_off_is_named_and_works_once_it_is_right() -> None:
    with a_night() as night:
        async with a_task_on(night) as tui:
            for off, where in ((EIGHT_HOURS, "ahead of"), (-EIGHT_HOURS, "behind")):
                night.now += off
                await tui.press("r")
                await tui.reads(
                    f"This machine's clock is 8 h {where} the gateway's.", "not refreshed: loaded"
                )
                assert "RUNNING" in tui.text
                night.now -= off
                await tui.press("r")
                await tui.until(lambda: "not refreshed" not in tui.text, "an answer")


async def test_an_overview_of_a_night_is_refreshed_by_the_next_key(monkeypatch: pytest.MonkeyPatch) -> None:
    with a_night() as night:
        async with running(night.connect, clock=lambda: night.now, overview="24h") as tui:
            await tui.is_connected()
            await tui.reads("wind_daily_report")
            await tui.press("down")
            for happening in HAPPENINGS:
                happening(night)
                before = len(night.stand_in.calls)
                await tui.press("r")
                await tui.until(lambda before=before: len(night.stand_in.calls) > before, "a request")  # type: ignore[misc]
                await tui.settles()
                assert "try again" not in tui.text


def test_a_program_that_was_stopped_answers_the_next_key() -> None:
    with (
        a_gateway() as served,
        Terminal([*PROGRAM, "118979-2021020211"], environment(served.base_url), TOP) as terminal,
    ):
        terminal.wait_for("SUCCESS (1)", "DataIntegration")
        for _ in range(3):
            terminal.wait_for_rest()
            terminal.send_signal(signal.SIGSTOP)
            terminal.wait_for_stop()
            served.drop_kept()
            served.stand_in.tokens.replace(ACCESS_KEY, served.stand_in.now_ms())
            asked = len(served.stand_in.calls)
            # What is typed meanwhile waits in the terminal.
            terminal.press("r")
            terminal.send_signal(signal.SIGCONT)
            terminal.wait_until(lambda: len(served.stand_in.calls) >= asked + 2, "a second request")  # noqa: B023
            terminal.press("l")
            terminal.wait_for("--view log", "characters")
            terminal.press("escape")
            terminal.wait_for_no("--view log")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        terminal.assert_left_as_found()


async def test_an_answer_that_fails_while_its_screen_is_removed_is_dropped() -> None:
    with a_night() as night:
        async with a_task_on(night) as tui:
            screen = tui.screen
            assert isinstance(screen, QueryScreen)
            await screen.query("*").remove()
            screen.state = Failed(Unreachable("gone"))
            screen.answer = None
            screen.redraw()
            await tui.pilot.pause()
            assert tui.app.is_running
