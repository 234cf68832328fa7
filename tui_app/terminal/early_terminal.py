"""The terminal before Textual is imported: raw mode, alternate screen, and the frame of the screen to come.

Only the standard library's smallest modules are imported: a person types as soon as the shell has started the
program, and a terminal in its usual mode echoes the keys, reads enter as a line feed and keeps only a part of
a long paste. `TerminalDriver` takes over what was set here. Until then every end of the program, every signal
and every message give the terminal back as it was found.
"""

import os
import select
import signal
import sys
import termios
from collections.abc import Callable

TYPE_CHECKING = False
"""Known to type checkers by its name; importing it from `typing` takes 2 ms."""

if TYPE_CHECKING:
    from types import FrameType
    from typing import Any, TextIO

_INPUT, _OUTPUT = 0, 2
"""Textual reads keys from standard input, and draws to standard error."""

ENTER_SCREEN = "\x1b[?1049h"
"""Saves the cursor and changes to the alternate screen, which the terminal clears."""

_BEGIN = f"{ENTER_SCREEN}\x1b[?25l\x1b[?2004h"
"""The alternate screen, no cursor, bracketed paste."""
_END = "\x1b[?2004l\x1b[?1049l\x1b[?25h"
_END_OF_TEXTUAL = "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1004l\x1b[?7h\x1b[<u"
"""Turns off what Textual's driver has turned on beside: mouse, focus reports, line ends, key protocol."""

_ENDS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
_READ_BYTES = 65_536


def _no_frame(columns: int, rows: int) -> str:
    """The frame of no screen."""
    return ""


class EarlyTerminal:
    """The terminal of this process from its first milliseconds until Textual has it."""

    def __init__(self) -> None:
        self.typed = b""
        """Input that was typed before raw mode; its line feeds are the enter key."""
        self.frame = ""
        """The frame on the screen; empty for none."""
        self.size: tuple[int, ...] = (0, 0)
        """Columns and rows of the frame."""
        self.modes: list[Any] | None = None
        """The modes of the terminal as it was found; None until it is taken."""
        self._is_ours = False
        self._draw: Callable[[int, int], str] = _no_frame
        self._handlers: dict[int, Any] = {}

    @property
    def is_taken(self) -> bool:
        """Whether the terminal is in the state that was set here."""
        return self._is_ours

    def take(self, draw: Callable[[int, int], str] = _no_frame) -> None:
        """Take the terminal, if standard streams are one and this process is in its foreground."""
        if self._is_ours or not _has_foreground():
            return
        self.modes = termios.tcgetattr(_INPUT)
        self._draw, self._is_ours = draw, True
        self.handle_signals()
        self._enter()
        if select.select([_INPUT], [], [], 0)[0]:
            self.typed = os.read(_INPUT, _READ_BYTES)
            if self.modes[0] & termios.ICRNL:
                self.typed = self.typed.replace(b"\n", b"\r")
        # A message on the alternate screen would be lost with it. Textual draws past this stream.
        sys.stderr = _Releasing(sys.stderr, self)

    def release(self) -> None:
        """Give the terminal back as it was found; nothing happens if it is not ours."""
        if self._is_ours:
            self._is_ours = False
            self._restore(_END)
            self._drop()

    def restore(self) -> None:
        """Give the terminal back after a driver that took it over and has failed to."""
        if self._is_ours:
            self.release()
        elif self.modes is not None and _modes() != self.modes:
            self._restore(_END_OF_TEXTUAL + _END)

    def hand_over(self) -> None:
        """Leave the terminal as it is to Textual's driver.

        The signals that end the program stay handled here until the app handles them.
        """
        self._is_ours = False
        self._drop(keep=_ENDS)

    def _enter(self) -> None:
        """Set raw mode as Textual does, and draw."""
        assert self.modes is not None
        raw = [*self.modes[:6], [*self.modes[6]]]
        raw[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
        raw[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
        if not os.environ.get("TEXTUAL_ALLOW_SIGNALS"):
            raw[3] &= ~termios.ISIG
        raw[6][termios.VMIN] = 1
        # In this order a process in the background stops before it draws.
        termios.tcsetattr(_INPUT, termios.TCSANOW, raw)
        self.size = tuple(os.get_terminal_size(_OUTPUT))
        self.frame = self._draw(self.size[0], self.size[1])
        _write(_BEGIN + self.frame)

    def _restore(self, sequence: str) -> None:
        _write(sequence)
        try:
            termios.tcsetattr(_INPUT, termios.TCSANOW, self.modes or [])
        except termios.error:
            return  # The terminal is gone.

    def handle_signals(self) -> None:
        """Handle the signals that end, stop or resume the process."""
        handlers: dict[int, Any] = {end: self._end for end in _ENDS}
        handlers |= {signal.SIGTSTP: self._stop, signal.SIGCONT: self._resume}
        for number, handler in handlers.items():
            before = signal.getsignal(number)
            # What nohup ignores stays ignored.
            if before is not signal.SIG_IGN:
                self._handlers.setdefault(number, before)
                signal.signal(number, handler)

    def _drop(self, keep: "tuple[int, ...]" = ()) -> None:
        """Restore the stream of messages, and the signals that still have the handler from here."""
        if isinstance(sys.stderr, _Releasing):
            sys.stderr = sys.stderr.behind
        for number in [number for number in self._handlers if number not in keep]:
            before = self._handlers.pop(number)
            if getattr(signal.getsignal(number), "__self__", None) is self:
                signal.signal(number, before)

    def _end(self, number: int, _: "FrameType | None") -> None:
        if self._is_ours:
            self.release()
        else:
            self._restore(_END_OF_TEXTUAL + _END)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def _stop(self, *_: object) -> None:
        self._restore(_END)
        os.kill(os.getpid(), signal.SIGSTOP)

    def _resume(self, *_: object) -> None:
        if self._is_ours:
            self._enter()


class _Releasing:
    """Standard error that gives the terminal back before the first message."""

    def __init__(self, behind: "TextIO", early: EarlyTerminal) -> None:
        self.behind = behind
        self._early = early

    def write(self, text: str) -> int:
        """Give the terminal back, and write."""
        self._early.release()
        return self.behind.write(text)

    def __getattr__(self, name: str) -> "Any":
        return getattr(self.behind, name)


def _has_foreground() -> bool:
    """Whether the standard streams are a terminal that this process may set."""
    try:
        return all(map(os.isatty, range(3))) and os.tcgetpgrp(_INPUT) == os.getpgrp()
    except OSError:
        return False


def _modes() -> "list[Any] | None":
    """The modes of the terminal now; None if it is gone."""
    try:
        return termios.tcgetattr(_INPUT)
    except termios.error:
        return None


_newest = b""
"""The output whose writing began last."""


def _write(text: str) -> None:
    """Write all of a text, unless the handler of a signal has written another meanwhile."""
    global _newest
    data = output = _newest = text.encode("utf-8", "replace")
    try:
        while data and output is _newest:
            data = data[os.write(_OUTPUT, data) :]
    except OSError:
        return  # The terminal is gone.
