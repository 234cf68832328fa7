"""A text on the bare screen, where terminal and tmux can select and scroll it as they do in a shell."""

import os
import signal
import termios
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

MOST_CHARACTERS = 262_144
"""More is left to the file: no screen scrolls back so far."""

_KEYS = 0
_BACK = (b"\x1b", b"q", b"\x03", b"")
"""Beside Enter: escape, q, ctrl+c, and what is read of a terminal that has gone."""


class _Ended(Exception):
    """A signal asks to end: whoever waits here must let the program do so."""


def show(lines: Sequence[str], note: str) -> None:
    """Print a text and wait for Enter; whoever calls has given the screen back to the shell.

    Args:
        lines: safe to draw, see `logic.sanitize`.
        note: a line below them.
    """
    with _single_keys(), _told_of_the_end(), suppress(_Ended, OSError):
        print("-" * 20, *lines, "-" * 20, note, "Enter goes back.", sep="\n", flush=True)
        while (keys := os.read(_KEYS, 64)) not in _BACK and b"\r" not in keys and b"\n" not in keys:
            pass


@contextmanager
def _single_keys() -> Iterator[None]:
    """Keys come one by one and are not echoed; none of them stops or ends the program."""
    before = termios.tcgetattr(_KEYS)
    now = termios.tcgetattr(_KEYS)
    now[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG)
    termios.tcsetattr(_KEYS, termios.TCSADRAIN, now)
    try:
        yield
    finally:
        with suppress(termios.error):
            termios.tcsetattr(_KEYS, termios.TCSADRAIN, before)


@contextmanager
def _told_of_the_end() -> Iterator[None]:
    """A signal that ends the program ends the waiting first: asyncio, which heeds it, stands still."""

    def end(*_: object) -> None:
        raise _Ended

    before = {one: signal.signal(one, end) for one in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
