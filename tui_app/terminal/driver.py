"""The stack of drivers between Textual and the terminal, and its lowest part: keys and sizes."""

import asyncio
import os
import select
import signal
from codecs import getincrementaldecoder
from collections.abc import Iterable, Mapping
from contextlib import suppress

from textual import events
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from .diff_driver import DiffDriver
from .input_parser import POLL_S, InputParser
from .textual_private import end_with_fault

_READ_BYTES = 65_536

DIFF_VARIABLE = "ENOS_TUI_DIFF"
"""Environment variable that turns the diff off."""


def build_driver_class(base: type[Driver], *, diff: bool) -> type[Driver]:
    """Stack the drivers: the diff, then `TerminalDriver` in place of Textual's own for Linux.

    Args:
        base: the driver that Textual chose for the platform.
        diff: whether only the difference of each frame is sent.
    """
    driver = TerminalDriver if base is LinuxDriver else base
    return type("StackedDriver", (DiffDriver, driver), {}) if diff else driver


def wants_diff(environment: Mapping[str, str]) -> bool:
    """Whether only the difference of each frame is sent; a value of 0 sends every frame whole."""
    return environment.get(DIFF_VARIABLE) != "0"


class TerminalDriver(LinuxDriver):
    """Textual's driver with a parser for unreliable lines, and with sizes in the order of the window."""

    def start_application_mode(self) -> None:
        """Take the terminal, and handle SIGWINCH in the event loop.

        Textual reads the size inside the signal handler, which may interrupt the handler of the signal
        before: the size read first is then reported last, and stays. In the event loop no handler interrupts
        another.
        """
        super().start_application_mode()  # type: ignore[no-untyped-call]
        asyncio.get_running_loop().add_signal_handler(signal.SIGWINCH, self._post_size)

    def run_input_thread(self) -> None:
        """Read input until the driver is stopped; a fault here ends the app as one anywhere else."""
        try:
            self._read_input()
        except Exception as error:
            self._app.call_later(end_with_fault, self._app, error)

    def _read_input(self) -> None:
        parser = InputParser(self._debug)
        # The parser replaces bytes that are no UTF-8.
        decode = getincrementaldecoder("utf-8")("surrogateescape").decode
        while not self.exit_event.is_set():
            if select.select([self.fileno], [], [], parser.wait_s)[0]:
                data = _read(self.fileno)
                if not data:
                    # The terminal is gone; `SignalHandler` polls for that and ends the program.
                    self.exit_event.wait(POLL_S)
                self._process(parser.feed(text) if (text := decode(data)) else ())
            self._process(parser.tick())

    def _process(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def _post_size(self) -> None:
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._app.post_message(events.Resize(size, size))


def _read(terminal: int) -> bytes:
    """Read what there is; nothing from a terminal that is gone."""
    with suppress(OSError):
        return os.read(terminal, _READ_BYTES)
    return b""
