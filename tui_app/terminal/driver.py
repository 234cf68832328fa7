"""Keys and sizes as they come from the terminal."""

import asyncio
import os
import select
import signal
from codecs import getincrementaldecoder
from collections.abc import Iterable

from textual import events, on
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from .input_parser import LOOK_S, PATIENT_S, Keyboard, KeySplit

_AT_ONCE = 65_536


class TerminalDriver(LinuxDriver):
    """Textual's driver, with a keyboard that bears a bad line, and with sizes in the order of the window."""

    def start_application_mode(self) -> None:
        """Take the terminal.

        Textual reads the size where the signal strikes, which may be amid its answer to the signal before:
        the size read first is then passed on last, and stays. In the event loop no answer interrupts another.
        """
        super().start_application_mode()  # type: ignore[no-untyped-call]
        asyncio.get_running_loop().add_signal_handler(signal.SIGWINCH, self._pass_size_on)

    def run_input_thread(self) -> None:
        """Read until the program lets go of the terminal."""
        keyboard = Keyboard(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        while not self.exit_event.is_set():
            if select.select([self.fileno], [], [], keyboard.wait_s)[0]:
                data = os.read(self.fileno, _AT_ONCE)
                if not data:
                    # The terminal has gone; whoever looks for it will notice.
                    self.exit_event.wait(LOOK_S)
                self._pass_on(keyboard.feed(text) if (text := decode(data)) else ())
            self._pass_on(keyboard.tick())

    def _pass_on(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def _pass_size_on(self) -> None:
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._app.post_message(events.Resize(size, size))


class DriverMixin(App[int]):
    """An app that bears a bad line."""

    def get_driver_class(self) -> type[Driver]:
        """The platform's, or the one here where that is a terminal's."""
        driver = super().get_driver_class()
        return TerminalDriver if driver is LinuxDriver else driver

    @on(KeySplit)
    def _tell_patience(self) -> None:
        self.notify(
            f"This line splits keys, so one was taken for escape. Escape waits {PATIENT_S:g} s from now on.",
            severity="warning",
            markup=False,
        )
