"""A JSON decoder that works in short steps and stops at bounds; its values are those of `json`.

`json.loads` holds the interpreter until it is done, and twenty million empty objects that arrive in 60 KiB
take gigabytes. Here what is small goes through the same C scanner, and what is large is read piece by piece.
"""

import json
import re
from collections.abc import Callable, Generator
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

MOST_DEPTH = 200
"""Most nested objects and lists; deeper ones could hit the interpreter's recursion limit."""

MOST_PARTS = 1_000_000
"""Most values, an object counted as four: about 100 MiB."""

MOST_DIGITS = 1 << 16
"""Most characters of a number."""

_AT_ONCE = 1 << 16
"""Characters that are read in one go; takes a few milliseconds at most."""

_WINDOW = 1 << 12
"""Characters in which the end of one value is searched."""

_PIECE = 1 << 18
"""Characters of a string that are unescaped in one step."""

_SINGLES = 32
"""Values read one by one, after a batch was none, before the next batch is tried."""

_ESCAPE = 12
"""Characters of the longest escape: a pair of surrogates."""

_END_OF_ENTRY = {"{": "},", "[": "],", '"': '",'}
"""The end of an entry of a list, by its first character."""

_BLANK = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?[0-9][0-9.eE+-]*")


class TooLarge(ValueError):
    """A text beyond a bound; the message is a clause that says which."""


class TooDeep(TooLarge):
    """A text nested deeper than `MOST_DEPTH`."""


def decode(text: str, decoder: json.JSONDecoder) -> Generator[None, None, Any]:
    """Decode a JSON text in steps of a few milliseconds.

    Raises:
        TooLarge: too many values, too deep, or a number with too many digits.
        json.JSONDecodeError: the text is not JSON.
    """
    if len(text) <= _AT_ONCE:
        try:
            value = decoder.decode(text)
        except RecursionError:
            raise _too_deep() from None
        if not is_shallow(value, MOST_DEPTH):
            raise _too_deep()
        return value
    reader = _Reader(text, decoder)
    value = yield from reader.value_at(0)
    if reader.at < len(text):
        raise json.JSONDecodeError("Extra data", text, reader.at)
    return value


def is_shallow(value: Any, most: int) -> bool:
    """Whether a value is nested at most `most` levels; checked level by level, without recursion."""
    level = [value]
    for _ in range(most):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list | tuple)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return True
    return not any(isinstance(one, dict | list | tuple) for one in level)


def _too_deep() -> TooDeep:
    return TooDeep(f"nested deeper than {MOST_DEPTH} levels")


class _Reader:
    """Reads one text from left to right."""

    def __init__(self, text: str, decoder: json.JSONDecoder) -> None:
        self.at = 0
        """Characters read, blanks after a value included."""
        self._text = text
        self._scan = decoder.scan_once  # type: ignore[attr-defined]
        self._hook: Callable[[list[tuple[str, Any]]], Any] | None = decoder.object_pairs_hook
        self._parts = 0
        self._singles = 0

    def value_at(self, start: int) -> Generator[None, None, Any]:
        """The value at an offset, blanks before it skipped."""
        # Open containers, whether each is an object, and the keys that wait for a value.
        opened: list[tuple[Any, bool]] = []
        keys: list[str] = []
        self.at = start
        yield from self._skip_blanks()
        steps = 0
        while True:
            steps += 1
            if steps % 64 == 0:
                yield
            char = self._text[self.at : self.at + 1]
            value: Any = None
            if char in ("{", "[") and char:
                small = self._small(len(opened))
                if small is None:
                    if len(opened) >= MOST_DEPTH:
                        raise _too_deep()
                    self._count(4 if char == "{" else 1)
                    is_object = char == "{"
                    self.at += 1
                    yield from self._skip_blanks()
                    if self._text.startswith("}" if is_object else "]", self.at):
                        self.at += 1
                        value = self._closed(self._opened(is_object), is_object)
                    else:
                        opened.append((self._opened(is_object), is_object))
                        yield from self._batches(opened)
                        if is_object:
                            keys.append((yield from self._key()))
                        continue
                else:
                    value = small[0]
            elif char == '"':
                self._count(1)
                value = yield from self._string()
            else:
                self._count(1)
                value = self._scalar()
            yield from self._skip_blanks()
            # The value is complete: add it, and close what ends here.
            while opened:
                entries, is_object = opened[-1]
                if not is_object:
                    entries.append(value)
                elif self._hook is None:
                    entries[keys.pop()] = value
                else:
                    entries.append((keys.pop(), value))
                sign = self._text[self.at : self.at + 1]
                if sign == ",":
                    self.at += 1
                    yield from self._skip_blanks()
                    yield from self._batches(opened)
                    if is_object:
                        keys.append((yield from self._key()))
                    break
                if sign != ("}" if is_object else "]") or not sign:
                    raise json.JSONDecodeError("Expecting ',' delimiter", self._text, self.at)
                self.at += 1
                opened.pop()
                value = self._closed(entries, is_object)
                yield from self._skip_blanks()
            else:
                return value

    def _opened(self, is_object: bool) -> Any:
        """An empty container; of an object with a hook, the list of its pairs."""
        return {} if is_object and self._hook is None else []

    def _closed(self, entries: Any, is_object: bool) -> Any:
        return self._hook(entries) if is_object and self._hook is not None else entries

    def _small(self, depth: int) -> tuple[Any] | None:
        """The value at this place in a tuple, if it ends soon; None else."""
        window = self._text[self.at : self.at + _WINDOW]
        try:
            value, end = self._scan(window, 0)
        except (StopIteration, ValueError, RecursionError):
            return None
        opens = window.count("{", 0, end) + window.count("[", 0, end)
        if depth + opens > MOST_DEPTH and not is_shallow(value, MOST_DEPTH - depth):
            raise _too_deep()
        self._count_in(window, end)
        self.at += end
        return (value,)

    def _batches(self, opened: list[tuple[Any, bool]]) -> Generator[None, None, None]:
        """Add entries of a container by the thousand, as long as what follows is a row of small ones."""
        entries, is_object = opened[-1]
        while not self._singles:
            chunk = self._text[self.at : self.at + _AT_ONCE]
            end = ',"' if is_object else _END_OF_ENTRY.get(chunk[:1], ",")
            comma = chunk.rfind(end) + (0 if is_object else len(end) - 1)
            row = f"{{{chunk[:comma]}}}" if is_object else f"[{chunk[:comma]}]"
            batch: Any = ()
            read = 0
            try:
                # A row that is valid between brackets is one of whole entries.
                if comma > 0:
                    batch, read = self._scan(row, 0)
            except (StopIteration, ValueError, RecursionError):
                pass
            if not batch or read != len(row):
                self._singles = _SINGLES
                return
            if not is_shallow(batch, MOST_DEPTH - len(opened) + 1):
                raise _too_deep()
            self._count_in(chunk, comma)
            if isinstance(entries, dict):
                entries.update(batch)
            else:
                entries += batch
            self.at += comma + 1
            yield from self._skip_blanks()
            yield
        self._singles -= 1

    def _key(self) -> Generator[None, None, str]:
        """The key at this place, and the colon behind it."""
        if not self._text.startswith('"', self.at):
            message = "Expecting property name enclosed in double quotes"
            raise json.JSONDecodeError(message, self._text, self.at)
        key = yield from self._string()
        yield from self._skip_blanks()
        if not self._text.startswith(":", self.at):
            raise json.JSONDecodeError("Expecting ':' delimiter", self._text, self.at)
        self.at += 1
        yield from self._skip_blanks()
        return key

    def _string(self) -> Generator[None, None, str]:
        """The string at this place, unescaped piece by piece."""
        begin = self.at
        self.at += 1
        end = self._text.find('"', self.at, self.at + _WINDOW)
        if end >= 0 and self._text.find("\\", self.at, end) < 0:
            value, self.at = scanstring(self._text, self.at, True)
            return str(value)
        pieces: list[str] = []
        while True:
            stop = self._cut(self.at)
            # A quotation mark ends the piece; where the text goes on, one is added.
            is_last = stop >= len(self._text)
            piece = self._text[self.at : stop] + ("" if is_last else '"')
            try:
                value, end = scanstring(piece, 0, True)
            except json.JSONDecodeError as error:
                place = begin if error.msg.startswith("Unterminated") else self.at + error.pos
                raise json.JSONDecodeError(error.msg, self._text, place) from None
            if pieces and _is_high(pieces[-1][-1:]) and _is_low(value[:1]):
                pair = (pieces[-1][-1] + value[0]).encode("utf-16", "surrogatepass").decode("utf-16")
                pieces[-1], value = pieces[-1][:-1] + pair, value[1:]
            pieces.append(value)
            self.at += end
            if is_last or end <= len(piece) - 1:
                return "".join(pieces) if len(pieces) > 1 else value
            self.at = stop
            yield

    def _cut(self, start: int) -> int:
        """An offset at which a string can be cut: not within an escape."""
        stop = start + _PIECE
        if stop >= len(self._text):
            return len(self._text)
        last = self._text.rfind("\\", stop - _ESCAPE, stop)
        if last < 0:
            return stop
        first = start + len(self._text[start : last + 1].rstrip("\\"))
        # Backslashes from the start on stand in pairs.
        return first if first > start else start + (last + 1 - start) // 2 * 2

    def _scalar(self) -> Any:
        """The number or literal at this place."""
        window = self._text[self.at : self.at + MOST_DIGITS + 1]
        number = _NUMBER.match(window)
        if number and number.end() > MOST_DIGITS:
            raise TooLarge(f"a number of more than {MOST_DIGITS:,} digits")
        try:
            value, end = self._scan(window, 0)
        except StopIteration:
            raise json.JSONDecodeError("Expecting value", self._text, self.at) from None
        self.at += end
        return value

    def _skip_blanks(self) -> Generator[None, None, None]:
        if self._text[self.at : self.at + 1] not in (" ", "\n", "\t", "\r"):
            return
        while True:
            blank = _BLANK.match(self._text, self.at, self.at + _PIECE)
            self.at, start = blank.end() if blank else self.at, self.at
            if self.at - start < _PIECE:
                return
            yield

    def _count_in(self, window: str, end: int) -> None:
        self._count(4 * window.count("{", 0, end) + window.count("[", 0, end) + window.count(",", 0, end))

    def _count(self, parts: int) -> None:
        self._parts += parts
        if self._parts > MOST_PARTS:
            raise TooLarge(f"more than {MOST_PARTS:,} values")


def _is_high(char: str) -> bool:
    return "\ud800" <= char <= "\udbff"


def _is_low(char: str) -> bool:
    return "\udc00" <= char <= "\udfff"
