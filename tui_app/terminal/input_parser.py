"""Keys and pastes as they come over a bad line.

An arrow key is an escape byte and two more. Where they come apart, escape may have been meant: nothing tells
but the time. A short wait keeps escape quick; the first key that comes apart beyond it is taken for escape,
what comes late of it is thrown away, and from then on escape waits longer. ``ESCDELAY`` sets the wait, in ms.
"""

import re
import time
from collections.abc import Iterable

from textual import constants, events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message

MOST_PASTED = 4_194_304
"""Characters of a paste; what goes beyond is lost."""

PATIENT_S = 0.7
"""How long escape waits on a line that has split a key."""

LOOK_S = 0.1
"""How often the time that has gone by is looked at, where nothing is awaited."""

_LATE_S = 2.0
"""How late the rest of a key may come to be known as such."""
_UNFINISHED = re.compile(r"\x1b(?:\[[0-9;:<?]*|O)?\Z")
_LATE = re.compile(r"(?:\[[0-9;:]*[A-Za-z~]|O[A-Za-z])")


class KeySplit(Message):
    """A key came in two pieces, the second too late."""


class Keyboard(XTermParser):
    """Reads keys; whole pastes at once, and keys that come in pieces."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self.patience_s = constants.ESCAPE_DELAY
        """How long a lone escape byte may still be the beginning of a key."""
        self._held = ""
        self._until = 0.0
        self._escaped_at = -_LATE_S
        self._paste: list[str] | None = None
        self._pasted = 0

    def feed(self, data: str) -> Iterable[Message]:
        """What the bytes that have come say; nothing ends the input."""
        if not data:
            yield from super().feed(data)
            return
        now = time.monotonic()
        if not self._held and now - self._escaped_at < _LATE_S and (late := _LATE.match(data)):
            data = data[late.end() :]
            self.patience_s = max(self.patience_s, PATIENT_S)
            yield KeySplit()
        self._escaped_at = -_LATE_S
        data, self._held = self._held + data, ""
        while data:
            if self._paste is not None:
                data, pasted = self._take_paste(data)
                if pasted is not None:
                    yield pasted
                continue
            before, begin, data = data.partition(BRACKETED_PASTE_START)
            if begin:
                self._paste, self._pasted = [], 0
            elif unfinished := _UNFINISHED.search(before):
                before, self._held = before[: unfinished.start()], unfinished[0]
                self._until = now + (self.patience_s if self._held == "\x1b" else _LATE_S)
            if before:
                yield from super().feed(before)

    def tick(self) -> Iterable[Message]:
        """What the time that has gone by says."""
        yield from super().tick()
        if self._held and self._paste is None and time.monotonic() >= self._until:
            # Half a sequence is no key.
            if self._held == "\x1b":
                self._escaped_at = time.monotonic()
                yield events.Key("escape", "\x1b")
            self._held = ""

    @property
    def wait_s(self) -> float:
        """How long to wait for more before the next `tick`."""
        left = self._until - time.monotonic() if self._held else LOOK_S
        return min(max(0.0, left), LOOK_S)

    def _take_paste(self, data: str) -> tuple[str, Message | None]:
        """Add to the paste; what is left of the data, and the paste where it has ended."""
        assert self._paste is not None
        end = data.find(BRACKETED_PASTE_END)
        if end < 0:
            # The end may come in pieces.
            kept = len(data) - len(BRACKETED_PASTE_END) + 1
            self._held = data[max(0, kept) :]
            self._keep(data[: max(0, kept)])
            return "", None
        self._keep(data[:end])
        # Textual leaves out NUL, too.
        text, self._paste = "".join(self._paste).replace("\x00", ""), None
        return data[end + len(BRACKETED_PASTE_END) :], events.Paste(text)

    def _keep(self, text: str) -> None:
        assert self._paste is not None
        self._paste.append(text[: MOST_PASTED - self._pasted])
        self._pasted = min(MOST_PASTED, self._pasted + len(text))
