"""The stack of drivers between Textual and the terminal, and its lowest part: keys and sizes."""

import asyncio
import os
import select
import signal
from codecs import getincrementaldecoder
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from .capabilities import screen_file
from .diff_driver import DiffDriver
from .early_terminal import ENTER_SCREEN, EarlyTerminal
from .input_parser import POLL_S, InputParser
from .signals import is_lost
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

    early: EarlyTerminal | None = None
    """The terminal, if it was taken before the app; the next start takes it over as it is."""

    _typed = b""
    """Input from before the first start."""

    _keeps_input = False
    """Whether what is typed stays while reading is stopped."""

    _is_started = False
    """Whether the terminal is this driver's."""

    _modes: list[Any] | None = None
    """The modes to restore at the end, where the terminal was taken again without being given back."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._forget_input()
        self._wake = os.pipe()
        """Ends the wait for input when reading is to stop: without it, ctrl+q takes `POLL_S` longer."""
        self._file = screen_file()
        early = getattr(app, "early", None)
        if isinstance(early, EarlyTerminal) and early.is_taken:
            self.early = early
            # Textual's handlers of ctrl+z need a driver that has started.
            self._handlers = {one: signal.getsignal(one) for one in (signal.SIGTSTP, signal.SIGCONT)}
            early.handle_signals()

    def start_application_mode(self) -> None:
        """Take the terminal, and handle SIGWINCH in the event loop.

        Textual reads the size inside the signal handler, which may interrupt the handler of the signal
        before: the size read first is then reported last, and stays. In the event loop no handler interrupts
        another.
        """
        early = self.early
        if early is not None:
            self._typed, early.typed = early.typed, b""
            early.hand_over()
            for number, handler in self._handlers.items():
                signal.signal(number, handler)
        last_thread = self._key_thread
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if early is not None:
            self.early, self.attrs_before = None, early.modes
            if early.size == self._get_terminal_size():
                self.add_shown(early.frame)
        elif self._modes is not None:
            self.attrs_before = self._modes
        self._is_started = self._key_thread is not last_thread
        asyncio.get_running_loop().add_signal_handler(signal.SIGWINCH, self._post_size)

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        self._is_started = False
        if not self._keeps_input:
            self._modes = None
        super().stop_application_mode()

    def take_again(self) -> None:
        """Take the terminal after a stop: another program may have had it.

        After a stop that came without a word, the keys typed meanwhile are kept, a half of one too, and the
        modes to restore at the end stay those found at the start.
        """
        if is_lost(self.fileno):
            return
        if self._is_started:
            self._modes, self.attrs_before = self.attrs_before, None
            self._keeps_input = True
            try:
                self.suspend_application_mode()
            finally:
                self._keeps_input = False
            self._must_signal_resume = True
        # The start reports the end of the stop; in the background it is put off until the next SIGCONT.
        if self._must_signal_resume:
            self.resume_application_mode()

    def _sigtstp_application(self, *_: Any) -> None:
        # Textual does all of it in the handler, which may interrupt a write and wait for its lock for ever.
        # While a program of the user's has the terminal, there is nothing to give back.
        if self._auto_restart:
            self._loop.call_soon_threadsafe(self._give_back_and_stop)
        else:
            super()._sigtstp_application()

    def _give_back_and_stop(self) -> None:
        if self._is_started:
            super()._sigtstp_application()
        else:
            os.kill(os.getpid(), signal.SIGSTOP)

    def _sigcont_application(self, *_: Any) -> None:
        # Textual starts a driver that runs a second time, and then two threads read the keys. In the event
        # loop no start interrupts another.
        if self._auto_restart:
            with suppress(RuntimeError):  # The loop has ended.
                self._loop.call_soon_threadsafe(self.take_again)

    def disable_input(self) -> None:
        """Stop reading, and drop what was typed unless it is to be kept."""
        os.write(self._wake[1], b"\0")
        if not self._keeps_input:
            super().disable_input()
            self._forget_input()
        else:
            self.exit_event.set()
            if self._key_thread is not None:
                self._key_thread.join()
            self.exit_event.clear()
        os.read(self._wake[0], 1)

    def _forget_input(self) -> None:
        self._parser = InputParser(self._debug)
        # The parser replaces bytes that are no UTF-8.
        self._decode = getincrementaldecoder("utf-8")("surrogateescape").decode

    def write(self, data: str) -> None:
        """Write to the terminal; one on the alternate screen already would be cleared by a second change."""
        if self.early is None or data != ENTER_SCREEN:
            super().write(data)

    def add_shown(self, output: str) -> None:
        """Learn what the terminal shows already."""

    def run_input_thread(self) -> None:
        """Read input until the driver is stopped; a fault here ends the app as one anywhere else."""
        try:
            self._read_input()
        except Exception as error:
            self._app.call_later(end_with_fault, self._app, error)

    def _read_input(self) -> None:
        parser, decode = self._parser, self._decode
        # Textual has just asked whether the terminal knows synchronized output.
        parser.expect_answer()
        if typed := decode(self._typed):
            self._typed = b""
            self._process(parser.feed(typed))
        while not self.exit_event.is_set():
            if self.fileno in select.select([self.fileno, self._wake[0]], [], [], parser.wait_s)[0]:
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
