"""The screen and the keyboard as the shell had them, for as long as something else needs them."""

import termios
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from .textual_private import driver_of


@contextmanager
def shell_screen(app: App[int]) -> Iterator[None]:
    """Suspend the app while the block runs, which blocks the event loop: no frame may be drawn.

    Flow control is off meanwhile. Between the end of another program and the start of this one's driver the
    terminal would take a ctrl+q for a signal to go on, and the key would be lost.

    Raises:
        SuspendNotSupported: this terminal cannot be suspended.
    """
    driver = driver_of(app)
    modes: list[Any] | None = None
    try:
        with app.suspend():
            if isinstance(driver, LinuxDriver):
                modes = _turn_flow_control_off(driver.fileno)
            yield
    finally:
        # The driver has just read the modes to restore at the end.
        if isinstance(driver, LinuxDriver) and modes is not None:
            driver.attrs_before = modes


def _turn_flow_control_off(terminal: int) -> list[Any] | None:
    """Change the terminal's modes; the ones before, None if it has none."""
    try:
        before, modes = termios.tcgetattr(terminal), termios.tcgetattr(terminal)
        modes[0] &= ~termios.IXON
        termios.tcsetattr(terminal, termios.TCSANOW, modes)
    except termios.error:
        return None
    return before
