"""Drivers are stacked in a fixed order, and report the sizes of a window in the order it had them."""

import sys

import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.drivers.linux_driver import LinuxDriver

from tests.harness import SAMPLE
from tests.journey import PROGRAM, TOP, environment
from tests.pty_terminal import Terminal
from tui_app.terminal.diff_driver import DiffDriver
from tui_app.terminal.driver import TerminalDriver, build_driver_class, wants_diff

RESIZED_WHILE_IT_READS = """
import fcntl, os, struct, sys, termios

read_size = os.get_terminal_size

def read_slowly(*which):
    size = read_size(*which)
    if size == (70, 20):
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 10, 50, 0, 0))
    return size

os.get_terminal_size = read_slowly
from tui_app.cli.main import main
sys.exit(main())
"""

POLLS_SELDOM = """
import sys
from tui_app.terminal import input_parser

input_parser.POLL_S = 300.0
from tui_app.cli.main import main
sys.exit(main())
"""


def test_the_key_that_quits_does_not_wait_for_the_next_poll_of_the_input() -> None:
    program = [sys.executable, "-c", POLLS_SELDOM, "--demo", SAMPLE]
    with Terminal(program, environment(), TOP, (100, 30)) as terminal:
        terminal.wait_for("DataIntegration", "startTime")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0


def test_a_size_that_comes_while_one_is_read_is_the_last() -> None:
    program = [sys.executable, "-c", RESIZED_WHILE_IT_READS, "--demo", SAMPLE]
    with Terminal(program, environment(), TOP, (100, 30)) as terminal:
        terminal.wait_for("DataIntegration", "startTime")
        terminal.resize(70, 20)
        terminal.wait_for("The window is 50x10; enos-tui needs 60x16.")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0


def test_the_diff_stands_on_the_terminal_driver_which_replaces_textuals() -> None:
    stacked = build_driver_class(LinuxDriver, diff=True)
    assert stacked.__mro__[1:4] == (DiffDriver, TerminalDriver, LinuxDriver)
    assert build_driver_class(LinuxDriver, diff=False) is TerminalDriver


def test_another_platforms_driver_stays_below_the_diff() -> None:
    assert build_driver_class(HeadlessDriver, diff=True).__mro__[1:3] == (DiffDriver, HeadlessDriver)
    assert build_driver_class(HeadlessDriver, diff=False) is HeadlessDriver


@pytest.mark.parametrize(("value", "diff"), [(None, True), ("", True), ("1", True), ("0", False)])
def test_only_0_turns_the_diff_off(value: str | None, diff: bool) -> None:
    assert wants_diff({} if value is None else {"ENOS_TUI_DIFF": value}) is diff


def wait_for_the_end_of_help(terminal: Terminal) -> None:
    terminal.wait_until(lambda: "Keys of this screen" not in terminal.text, "the end of the help")


def test_without_the_diff_every_frame_is_sent_whole() -> None:
    sent = {}
    for value in ("0", "1"):
        with Terminal(
            [*PROGRAM, "--demo", SAMPLE], {**environment(), "ENOS_TUI_DIFF": value}, TOP
        ) as terminal:
            terminal.wait_for("startTime", "f Star")
            before = len(terminal.sent)
            terminal.press("?")
            terminal.wait_for("Keys of this screen")
            terminal.press("?")
            wait_for_the_end_of_help(terminal)
            sent[value] = len(terminal.sent) - before
            terminal.press("ctrl+q")
            assert terminal.wait_for_exit() == 0
    assert sent["0"] > sent["1"]
