"""A signal or a lost terminal ends the program without losing data or the terminal."""

import random
import signal

import pytest

from tests.journey import PROGRAM, TOP, environment
from tests.pty_terminal import Terminal
from tui_app.store.favourites import Favourites
from tui_app.store.locations import Locations

DEMO = [*PROGRAM, "--demo", "118979-2021020211"]


def starred() -> list[str]:
    favourites = Favourites(Locations.of_user().favourites)
    found = [entry.id for entry in favourites.all()]
    assert favourites.pop_notices() == ()
    return found


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
def test_a_signal_ends_the_program_with_the_shells_exit_code(end: signal.Signals) -> None:
    with Terminal(DEMO, environment(), TOP) as terminal:
        terminal.wait_for("SUCCESS (1)", "cpu")
        terminal.press("f")
        terminal.wait_for("is a favourite")
        terminal.send_signal(end)
        assert terminal.wait_for_exit() == 128 + end
        terminal.assert_left_as_found()
        assert b"Traceback" not in terminal.sent
    assert starred() == ["118979-2021020211"]


@pytest.mark.parametrize("moment", range(3))
def test_a_dropped_connection_ends_the_program_and_loses_nothing(moment: int) -> None:
    with Terminal(DEMO, environment(), TOP) as terminal:
        terminal.wait_for("SUCCESS (1)", "cpu")
        terminal.press("f")
        terminal.wait_for("is a favourite")
        # Drawing is under way while the line drops, or just begins.
        terminal.press(*["down"] * random.Random(moment).randrange(30))
        terminal.hang_up()
        assert terminal.wait_for_exit() == 128 + signal.SIGHUP
    assert starred() == ["118979-2021020211"]


def test_a_kill_loses_nothing() -> None:
    with Terminal(DEMO, environment(), TOP) as terminal:
        terminal.wait_for("SUCCESS (1)", "cpu")
        terminal.press("f")
        terminal.wait_for("is a favourite")
        terminal.send_signal(signal.SIGKILL)
        assert terminal.wait_for_exit() == -signal.SIGKILL
    assert starred() == ["118979-2021020211"]
