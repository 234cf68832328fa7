"""An orderly end when a signal ends the program, or the terminal disappears."""

import asyncio
import errno
import os
import signal
import termios

from textual.app import App

from .textual_private import driver_of

_ENDS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
"""Sent by kill, by a closed terminal or dropped line, and the two that a shell can send."""

_STANDARD_INPUT = 0

_POLL_S = 2.0
"""Polling interval for a terminal that vanished without SIGHUP, in seconds; a shell may trap SIGHUP."""


class SignalHandler:
    """Ends an app on a signal as on its own key, with the exit code that a shell expects."""

    def __init__(self, app: App[int]) -> None:
        """Create a handler that is not in force yet."""
        self._app = app

    def start(self) -> None:
        """Handle the signals that end the program."""
        for end in _ENDS:
            asyncio.get_running_loop().add_signal_handler(end, self._exit, end)
        if (driver := driver_of(self._app)) is not None and driver.can_suspend:
            self._app.set_interval(_POLL_S, self._check_terminal)

    def _exit(self, end: signal.Signals) -> None:
        _redirect_lost_terminal()
        self._app.exit(return_code=128 + end)

    def _check_terminal(self) -> None:
        if is_lost(_STANDARD_INPUT):
            self._exit(signal.SIGHUP)


def is_lost(handle: int) -> bool:
    """Whether a file descriptor was a terminal that has closed."""
    try:
        termios.tcgetattr(handle)
    except termios.error as error:
        return bool(error.args[0] == errno.EIO)
    return False


def _redirect_lost_terminal() -> None:
    """Point the descriptors of a closed terminal to /dev/null: the end would wait for the last frame."""
    for handle in filter(is_lost, range(3)):
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, handle)
        os.close(null)
