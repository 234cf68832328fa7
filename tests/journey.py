"""The journey of the issue that everything must survive: a pty, tmux, SSH."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from tests.stand_in import Served, serve
from tests.stand_in.gateway import StandIn
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.demo.world import World

TOP = str(Path(__file__).parents[1])
PROGRAM = [sys.executable, "-m", "tui_app"]


class Hands(Protocol):
    """Whatever can press keys and read a screen."""

    def press(self, *keys: str) -> None:
        """Press keys, by name or as themselves."""

    def paste(self, text: str) -> None:
        """Paste, bracketed."""

    def wait_for(self, *texts: str) -> None:
        """Wait until all these texts are on screen."""


@contextmanager
def a_gateway(now: datetime | None = None) -> Iterator[Served]:
    """The stand-in on a loopback socket, its world as of `now`, else of the time it is."""
    world = World(now or datetime.now(UTC))
    with serve(StandIn(world, lambda: int(datetime.now(UTC).timestamp() * 1000))) as served:
        yield served


def environment(gateway: str | None = None) -> dict[str, str]:
    """What a person's shell says: a terminal, a home, and the five settings where there is a gateway."""
    said = {
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "HOME": os.environ["HOME"],
        "PATH": os.environ["PATH"],
    }
    fields = DEMO_PROFILE_FIELDS | {"gateway": gateway} if gateway else {}
    return said | {f"ENOS_{name.upper()}": value for name, value in fields.items()}


def read_a_run_and_star_it(hands: Hands) -> None:
    """Paste an id, read it, go up, come back, star it, quit."""
    hands.wait_for("failed, ", "wind_daily_report", "connected to 127.0.0.1")
    hands.paste("118979-2021020211")
    hands.wait_for("SUCCESS (1)", "DataIntegration", "2 m 43 s", "cpu 0.6", "default")
    hands.press("u")
    hands.wait_for("HourlyDataIntegration", "5 tasks", "118981-2021020211")
    hands.press("escape")
    hands.wait_for("succeeded after 2 m 43 s", "cpu 0.6")
    hands.press("f")
    hands.wait_for("118979-2021020211 is a favourite")
    hands.press("q")


def find_it_again(hands: Hands) -> None:
    """The next session has the star on its first screen."""
    hands.wait_for("wind_daily_report")
    hands.press("ctrl+t")
    hands.wait_for("Favourites (1)", "118979-2021020211", "SUCCESS", "DataIntegration")
    hands.press("ctrl+q")
