"""Sizes of a window, in the order it had them."""

import sys

from tests.harness import SAMPLE
from tests.journey import TOP, environment
from tests.pty_terminal import Terminal

RESIZED_WHILE_IT_LOOKS = """
import fcntl, os, struct, sys, termios

look = os.get_terminal_size

def look_slowly(*which):
    size = look(*which)
    if size == (70, 20):
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 10, 50, 0, 0))
    return size

os.get_terminal_size = look_slowly
from tui_app.cli.main import main
sys.exit(main())
"""


def test_a_size_that_comes_while_one_is_read_is_the_last() -> None:
    program = [sys.executable, "-c", RESIZED_WHILE_IT_LOOKS, "--demo", SAMPLE]
    with Terminal(program, environment(), TOP, (100, 30)) as terminal:
        terminal.wait_for("DataIntegration", "identity")
        terminal.resize(70, 20)
        terminal.wait_for("The window is 50x10; enos-tui needs 60x16.")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
