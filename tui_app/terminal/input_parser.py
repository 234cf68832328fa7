"""Parses keys and pastes that arrive over an unreliable line, and drops what is neither.

An arrow key is an escape byte and two more. Where they come apart, only time shows whether escape was meant.
A short wait keeps escape quick; the first key that comes apart beyond it is read as escape, its late rest is
discarded, and from then on escape waits longer. ``ESCDELAY`` sets the wait, in ms.
"""

import re
import time
from collections.abc import Generator, Iterable, Iterator

from textual import constants, events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.keys import Keys
from textual.message import Message

from ..commands.table import QUIT_ANYWHERE
from .key_reports import is_event, known_key
from .sequences import ESC, INTRODUCERS, Kind, next_token

MAX_PASTE = 4_194_304
"""Longest paste, in characters; the rest is dropped."""

SPLIT_KEY_WAIT_S = 0.7
"""Wait of escape on a line that has split a key, in seconds."""

SILENCE_S = 1.2
"""Silence after which an unfinished sequence is dropped, and an unfinished paste delivered, in seconds."""

POLL_S = 0.1
"""Longest time between two calls of `tick`, in seconds."""

_QUIT_PAUSE_S = 0.1
"""Pause after which the key that quits, alone, is not part of a paste, in seconds."""

_LATE_S = 2.0
"""Longest delay after which the rest of a sequence is recognised as such, in seconds."""

_LATE = re.compile(r"\[\[[A-E]|\[[\x20-?]*[@-~]|O[A-Za-z]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\")
_RXVT_KEY = re.compile(r"\x1b\[[0-9]{1,2}\$")
"""Shift with a key in rxvt; the sequence ends where others have a final character to come."""

_PART_OF_END = re.compile(r"\x1b(?:\[(?:2(?:01?)?)?)?\Z")
_INVALID = re.compile("[\udc80-\udcff]")


class KeySplit(Message):
    """A key came in two pieces, the second too late."""


class InputParser(XTermParser):
    """Parses input; reads a paste in one piece, joins sequences that come in pieces, drops unknown ones."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self.escape_wait_s = constants.ESCAPE_DELAY
        """Time in which a lone escape byte may still be the start of a key, in seconds."""
        self._answers_until = -_LATE_S
        self._held = ""
        self._until = 0.0
        self._escaped_at = -_LATE_S
        self._fed_at = -_LATE_S
        self._paste: list[str] | None = None
        self._pasted = 0

    def expect_answer(self) -> None:
        """Expect the answer to a query: until then a lone escape byte is more likely its start than a key."""
        self._answers_until = time.monotonic() + _LATE_S

    def feed(self, data: str) -> Iterable[Message]:
        """Parse some input, bytes that are no UTF-8 as surrogates; an empty text ends it."""
        if not data:
            yield from super().feed(data)
            return
        data = _INVALID.sub(_c1_or_replacement, data)
        now = time.monotonic()
        pause_s, self._fed_at = now - self._fed_at, now
        if self._paste is not None and pause_s >= _QUIT_PAUSE_S and _is_quit_key(data):
            yield self._end_paste()
        if not self._held and now - self._escaped_at < _LATE_S and (late := _LATE.match(data)):
            data = data[late.end() :]
            self.escape_wait_s = max(self.escape_wait_s, SPLIT_KEY_WAIT_S)
            yield KeySplit()
        self._escaped_at = -_LATE_S
        if self._paste is None and self._held == ESC and data[:1] not in (*INTRODUCERS, "\\"):
            # A key with alt comes in one piece; these are two keys.
            self._held = ""
            yield events.Key("escape", ESC)
        data, self._held = self._held + data, ""
        at = 0
        while at < len(data):
            if self._paste is not None:
                at = yield from self._read_paste(data, at)
                continue
            token = next_token(data, at)
            at = token.end
            if token.kind is Kind.UNFINISHED:
                self._held = token.text
                self._until = now + self._wait_for_rest_s(now)
            else:
                yield from self._messages(token.kind, token.text)

    def tick(self) -> Iterable[Message]:
        """Report an escape whose wait has ended, drop other unfinished sequences, end an unfinished paste."""
        yield from super().tick()
        now = time.monotonic()
        if self._paste is not None:
            if now >= self._fed_at + SILENCE_S:
                yield self._end_paste()
        elif self._held and now >= self._until:
            held, self._held = self._held, ""
            if held == ESC:
                self._escaped_at = now
                yield events.Key("escape", ESC)
            elif _RXVT_KEY.fullmatch(held):
                yield from self._messages(Kind.CONTROL, held)

    @property
    def wait_s(self) -> float:
        """Longest time to wait for input before the next `tick`, in seconds."""
        left = self._until - time.monotonic() if self._held else POLL_S
        return min(max(0.0, left), POLL_S)

    def _wait_for_rest_s(self, now: float) -> float:
        """Time in which what is held may be the start of a sequence, in seconds."""
        if self._held == ESC and now < self._answers_until:
            return max(self.escape_wait_s, SPLIT_KEY_WAIT_S)
        is_key = self._held == ESC or _RXVT_KEY.fullmatch(self._held)
        return self.escape_wait_s if is_key else SILENCE_S

    def _messages(self, kind: Kind, text: str) -> Iterator[Message]:
        match kind:
            case Kind.TEXT:
                yield from super().feed(text)
            case Kind.META if text == ESC:
                yield events.Key("escape", ESC)
            case Kind.META:
                yield from self._keys(text) or self._sequence_to_key_events(text[1:], alt=True)
            case Kind.CONTROL if text == BRACKETED_PASTE_START:
                self._paste, self._pasted = [], 0
            case Kind.CONTROL if is_event(text):
                if text.endswith("y"):
                    self._answers_until = -_LATE_S
                yield from super().feed(text)
            case Kind.CONTROL if key := known_key(text):
                yield from self._keys(key)

    def _keys(self, sequence: str) -> list[events.Key]:
        return [key for key in self._sequence_to_key_events(sequence) if key.key != Keys.Ignore]

    def _read_paste(self, data: str, start: int) -> Generator[Message, None, int]:
        """Add to the paste, and report it if it has ended; returns the index of the rest."""
        end = data.find(BRACKETED_PASTE_END, start)
        if end < 0:
            # The end may come in pieces.
            complete = max(start, len(data) - len(BRACKETED_PASTE_END) + 1)
            self._held = data[complete:]
            self._add_to_paste(data[start:complete])
            return len(data)
        self._add_to_paste(data[start:end])
        yield self._end_paste()
        return end + len(BRACKETED_PASTE_END)

    def _add_to_paste(self, text: str) -> None:
        assert self._paste is not None
        self._paste.append(text[: MAX_PASTE - self._pasted])
        self._pasted = min(MAX_PASTE, self._pasted + len(text))

    def _end_paste(self) -> events.Paste:
        """The paste, with what is held but for the start of its end."""
        assert self._paste is not None
        self._add_to_paste(_PART_OF_END.sub("", self._held))
        # Textual removes NUL, too.
        text, self._paste, self._held = "".join(self._paste).replace("\x00", ""), None, ""
        return events.Paste(text)


def _c1_or_replacement(invalid: re.Match[str]) -> str:
    """The control character of C1 that a terminal with 8-bit controls has sent, else U+FFFD."""
    byte = ord(invalid[0]) - 0xDC00
    return chr(byte) if byte < 0xA0 else "\ufffd"


def _is_quit_key(data: str) -> bool:
    """Whether some input is nothing but the key that quits, pressed once or more."""
    quits = QUIT_ANYWHERE.key.split(",")
    keys = list(InputParser().feed(data)) if len(data) < 256 else []
    return bool(keys) and all(isinstance(key, events.Key) and key.key in quits for key in keys)
