"""Ending in order when somebody else ends the program, or takes its terminal away."""

import asyncio
import errno
import os
import signal
import termios

from textual.app import App

_ENDS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
"""Asked to end, the terminal closed or the line dropped, and the two a shell can send."""

_KEYS = 0
"""Where keys come from."""

_LOOK_EVERY_S = 2.0
"""How soon a terminal is missed that went without a word, as it does under a shell that traps SIGHUP."""


class SignalsMixin(App[int]):
    """An app that ends on a signal as on its own key, with the exit code a shell expects."""

    def heed_signals(self) -> None:
        """Take over the signals that would end the program on the spot, and the one that goes on with it."""
        for end in _ENDS:
            asyncio.get_running_loop().add_signal_handler(end, self._end_by, end)
        if self._driver is not None and self._driver.can_suspend:
            signal.signal(signal.SIGCONT, self._go_on)
            self.set_interval(_LOOK_EVERY_S, self._look_for_the_terminal)

    def _end_by(self, end: signal.Signals) -> None:
        _draw_nowhere()
        self.exit(return_code=128 + end)

    def _look_for_the_terminal(self) -> None:
        if _is_gone(_KEYS):
            self._end_by(signal.SIGHUP)

    def _go_on(self, *_: object) -> None:
        """Take the terminal up again.

        It must be let go of before: else Textual reads the keys in two threads, and ends only one of them.
        A terminal that closes says "go on" too, and is left alone.
        """
        if (driver := self._driver) is not None and not _is_gone(_KEYS):
            if not getattr(driver, "_must_signal_resume", False):
                driver.suspend_application_mode()
            driver.resume_application_mode()


def _is_gone(handle: int) -> bool:
    """Was this a terminal that has closed?"""
    try:
        termios.tcgetattr(handle)
    except termios.error as error:
        return bool(error.args[0] == errno.EIO)
    return False


def _draw_nowhere() -> None:
    """Let a terminal that has closed refuse nothing more: the end would wait for the last drawing."""
    for handle in filter(_is_gone, range(3)):
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, handle)
        os.close(nowhere)
