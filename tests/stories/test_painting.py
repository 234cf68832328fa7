"""How much is written for what happens on the screen, in a real pseudo terminal."""

from tests.journey import PROGRAM, TOP, environment
from tests.terminal import Terminal
from tui_app.demo.sample import TASK_ID

KEY, PAGE, SCREEN = 600, 4_200, 6_000
"""The most bytes for one key that moves the cursor, for one page, and for another screen."""


def written(terminal: Terminal, key: str, *then: str) -> int:
    """Bytes from a key until some texts stand on the screen."""
    before = len(terminal.sent)
    terminal.press(key)
    terminal.wait_for(*then)
    return len(terminal.sent) - before
