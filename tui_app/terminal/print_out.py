"""A text on the bare screen, where terminal and tmux can select and scroll it as they do in a shell."""

import os
import signal
import termios
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

MAX_CHARACTERS = 262_144
"""Longest text that is printed; a longer one is only in the file, as no screen scrolls back so far."""

_STANDARD_INPUT = 0
_END = (b"\x1b", b"q", b"\x03", b"")
"""Input that ends the view, beside Enter: escape, q, ctrl+c, and end of file from a terminal that is gone."""

_QUIT = b"\x11"
_ENTER_OR_QUIT = set(b"\r\n" + _QUIT)


class _EndedBySignal(Exception):
    """A signal asks the program to end."""


def show(lines: Sequence[str], note: str) -> bool:
    """Print a text and wait for Enter; the caller has returned the screen to the shell.

    Args:
        lines: safe to draw, see `logic.sanitize`.

    Returns:
        Whether ctrl+q has ended the view, and is to end the program.
    """
    keys = b""
    with _raw_keys(), _raising_on_signals(), suppress(_EndedBySignal, OSError):
        print("-" * 20, *lines, "-" * 20, note, "Enter goes back.", sep="\n", flush=True)
        while (keys := os.read(_STANDARD_INPUT, 64)) not in _END and not _ENTER_OR_QUIT & set(keys):
            pass
    return _QUIT in keys


@contextmanager
def _raw_keys() -> Iterator[None]:
    """Read keys one by one, without echo; none of them stops or ends the program."""
    before = termios.tcgetattr(_STANDARD_INPUT)
    now = termios.tcgetattr(_STANDARD_INPUT)
    now[0] &= ~termios.IXON
    now[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG)
    termios.tcsetattr(_STANDARD_INPUT, termios.TCSADRAIN, now)
    try:
        yield
    finally:
        with suppress(termios.error):
            termios.tcsetattr(_STANDARD_INPUT, termios.TCSADRAIN, before)


@contextmanager
def _raising_on_signals() -> Iterator[None]:
    """End the wait when a signal ends the program: asyncio, which handles it otherwise, is blocked."""

    def end(*_: object) -> None:
        raise _EndedBySignal

    before = {one: signal.signal(one, end) for one in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
