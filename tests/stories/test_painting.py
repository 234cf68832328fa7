"""The bytes written for changes of the screen, in a real pseudo terminal of 80x24."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

from tests.journey import PROGRAM, TOP, a_gateway, environment
from tests.large_json import large_json
from tests.pty_terminal import Terminal
from tests.stand_in import Served
from tui_app.demo import reply
from tui_app.demo.reply import Reply
from tui_app.demo.stamps import suffix

KEY, PAGE, SCREEN = 600, 4_200, 6_000
"""The most bytes for a key that moves the cursor, for a page, and for another screen."""
CUT = 60
SAMPLE = "118979-2021020211"


@contextmanager
def opened(number: int, answer: Reply | None = None) -> Iterator[Terminal]:
    """The program on an instance of the demo's world of this hour, whatever hour it is a moment later."""
    now = datetime.now(UTC)
    with a_gateway(now) as served:
        served.stand_in.script(answer, to="taskInstances.get")
        command = [*PROGRAM, f"{number}-{suffix(now, 10)}"]
        with Terminal(command, environment(served.base_url), TOP) as terminal:
            yield terminal


def written(terminal: Terminal, keys: list[str], *shown: str) -> int:
    """The bytes written from some keys until texts are on the screen."""
    before = len(terminal.sent)
    terminal.press(*keys)
    terminal.wait_for(*shown)
    return len(terminal.sent) - before


def test_moving_in_a_large_json_writes_few_bytes() -> None:
    answer = reply.success({"taskName": "large", "status": 1, "runMode": large_json()})
    with opened(900509, answer) as terminal:
        terminal.wait_for("▾ content")
        terminal.press("i")
        terminal.wait_for("ok true", "▾ 2")
        assert written(terminal, ["down"] * 40, ".content[6].k") < 40 * KEY
        assert written(terminal, ["pagedown"] * 5, ".content[25].k") < 5 * PAGE
        assert written(terminal, ["down"] * 40, ".content[33].k") < 40 * KEY


def test_moving_in_a_long_table_writes_few_bytes() -> None:
    with opened(900900) as terminal:
        terminal.wait_for("2,000 tasks", "1 FAIL")
        terminal.press("home")
        terminal.wait_for("910005")
        assert written(terminal, ["down"] * 40, "910040") < 40 * KEY
        assert written(terminal, ["pagedown"] * 5, "910100") < 5 * PAGE


def test_moving_the_focus_does_not_draw_the_panes_again() -> None:
    with Terminal([*PROGRAM, "--demo", SAMPLE], environment(), TOP) as terminal:
        terminal.wait_for("startTime", "distribution keys")  # the lowest line, which comes last
        assert written(terminal, ["tab"], ".data.runMode") < 2 * KEY
        assert written(terminal, ["u"], "5 tasks", "flowName") < SCREEN
        assert written(terminal, ["escape"], "startTime", "cpu 0.6") < SCREEN


def has_been_asked(served: Served, times: int) -> bool:
    return served.stand_in.request_count("taskInstances", "get") == times


def test_a_refresh_that_changes_nothing_writes_nothing() -> None:
    with a_gateway() as served, Terminal([*PROGRAM, SAMPLE], environment(served.base_url), TOP) as terminal:
        terminal.wait_for("startTime", "cpu 0.6")
        there, back = (["tab"], ".data.runMode", "v Raw"), (["tab"], " runMode\n", "i runMode")
        written(terminal, *there)
        written(terminal, *back)
        once = written(terminal, *there) + written(terminal, *back)
        costs = []
        for asked in (2, 3, 4):
            before = len(terminal.sent)
            terminal.press("r")
            terminal.wait_until(partial(has_been_asked, served, asked), "another question")
            # What the answer would have been drawn with is drawn once two more keys are answered. Frames
            # may be cut otherwise meanwhile, which is a cursor moved once more or less; of three rounds the
            # least is what a refresh costs, since what it draws it would draw each time.
            written(terminal, *there)
            written(terminal, *back)
            costs.append(len(terminal.sent) - before)
        assert min(costs) < once + CUT


def test_a_key_draws_everything_again() -> None:
    with Terminal([*PROGRAM, "--demo", SAMPLE], environment(), TOP) as terminal:
        terminal.wait_for("startTime", "cpu 0.6")
        before = len(terminal.sent)
        terminal.press("\x0c")
        terminal.wait_until(lambda: b"startTime" in terminal.sent[before:], "the picture")
