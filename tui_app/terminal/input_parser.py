"""Parses keys and pastes that arrive over an unreliable line.

An arrow key is an escape byte and two more. Where they come apart, only time shows whether escape was meant.
A short wait keeps escape quick; the first key that comes apart beyond it is read as escape, its late rest is
discarded, and from then on escape waits longer. ``ESCDELAY`` sets the wait, in ms.
"""

import re
import time
from collections.abc import Iterable

from textual import constants, events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message

MAX_PASTE = 4_194_304
"""Longest paste, in characters; the rest is dropped."""

SPLIT_KEY_WAIT_S = 0.7
"""Wait of escape on a line that has split a key, in seconds."""

POLL_S = 0.1
"""Longest time between two calls of `tick`, in seconds."""

_LATE_S = 2.0
"""Longest delay after which the rest of a key is recognised as such, in seconds."""
_UNFINISHED = re.compile(r"\x1b(?:\[[0-9;:<?]*|O)?\Z")
_LATE = re.compile(r"(?:\[[0-9;:]*[A-Za-z~]|O[A-Za-z])")


class KeySplit(Message):
    """A key came in two pieces, the second too late."""


class InputParser(XTermParser):
    """Parses input; reads a paste in one piece, and joins keys that come in pieces."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self.escape_wait_s = constants.ESCAPE_DELAY
        """Time in which a lone escape byte may still be the start of a key, in seconds."""
        self._held = ""
        self._until = 0.0
        self._escaped_at = -_LATE_S
        self._paste: list[str] | None = None
        self._pasted = 0

    def feed(self, data: str) -> Iterable[Message]:
        """Parse some input; an empty text ends it."""
        if not data:
            yield from super().feed(data)
            return
        now = time.monotonic()
        if not self._held and now - self._escaped_at < _LATE_S and (late := _LATE.match(data)):
            data = data[late.end() :]
            self.escape_wait_s = max(self.escape_wait_s, SPLIT_KEY_WAIT_S)
            yield KeySplit()
        self._escaped_at = -_LATE_S
        data, self._held = self._held + data, ""
        while data:
            if self._paste is not None:
                data, pasted = self._read_paste(data)
                if pasted is not None:
                    yield pasted
                continue
            before, begin, data = data.partition(BRACKETED_PASTE_START)
            if begin:
                self._paste, self._pasted = [], 0
            elif unfinished := _UNFINISHED.search(before):
                before, self._held = before[: unfinished.start()], unfinished[0]
                self._until = now + (self.escape_wait_s if self._held == "\x1b" else _LATE_S)
            if before:
                yield from super().feed(before)

    def tick(self) -> Iterable[Message]:
        """Report an escape whose wait has ended, and drop other unfinished keys."""
        yield from super().tick()
        if self._held and self._paste is None and time.monotonic() >= self._until:
            # Half a sequence is no key.
            if self._held == "\x1b":
                self._escaped_at = time.monotonic()
                yield events.Key("escape", "\x1b")
            self._held = ""

    @property
    def wait_s(self) -> float:
        """Longest time to wait for input before the next `tick`, in seconds."""
        left = self._until - time.monotonic() if self._held else POLL_S
        return min(max(0.0, left), POLL_S)

    def _read_paste(self, data: str) -> tuple[str, Message | None]:
        """Add to the paste; returns the rest of the data, and the paste if it has ended."""
        assert self._paste is not None
        end = data.find(BRACKETED_PASTE_END)
        if end < 0:
            # The end may come in pieces.
            complete = max(0, len(data) - len(BRACKETED_PASTE_END) + 1)
            self._held = data[complete:]
            self._add_to_paste(data[:complete])
            return "", None
        self._add_to_paste(data[:end])
        # Textual removes NUL, too.
        text, self._paste = "".join(self._paste).replace("\x00", ""), None
        return data[end + len(BRACKETED_PASTE_END) :], events.Paste(text)

    def _add_to_paste(self, text: str) -> None:
        assert self._paste is not None
        self._paste.append(text[: MAX_PASTE - self._pasted])
        self._pasted = min(MAX_PASTE, self._pasted + len(text))
