"""Lossless JSON: order, duplicate keys and the spelling of numbers stay as sent."""

import json
import re
from collections.abc import Callable
from typing import Any, TypeAlias

from ..time_slicing import Steps, at_once


class JsonNumber(str):
    """A number as spelled, ``1.10`` or ten thousand digits; also ``NaN`` and ``Infinity``."""

    __slots__ = ()


class JsonObject(list[tuple[str, "JsonValue"]]):
    """The key-value pairs of an object in order, duplicate keys included."""

    __slots__ = ()


JsonValue: TypeAlias = "JsonObject | list[JsonValue] | JsonNumber | str | bool | None"


class JsonFault(ValueError):
    """A text that is not JSON, or nested too deeply for a tree."""

    def __init__(self, text: str, offset: int, reason: str) -> None:
        start = text.rfind("\n", 0, offset) + 1
        self.offset = offset
        """Characters before the error."""
        self.line = text.count("\n", 0, offset) + 1
        """Line of the error, from 1."""
        self.column = offset - start + 1
        """Column in that line, from 1."""
        self.reason = reason
        """One clause, such as ``Expecting value``."""
        super().__init__(f"{reason} at character {offset} (line {self.line}, column {self.column})")


def parse(text: str) -> JsonValue:
    """Parse a JSON text.

    Raises:
        JsonFault: it is not JSON, or nested deeper than the interpreter can follow.
    """
    try:
        value: JsonValue = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise JsonFault(text, error.pos, error.msg.removesuffix(" at")) from None
    except RecursionError:
        offset, depth = _deepest(text)
        raise JsonFault(text, offset, f"Nested {depth} levels deep, too deep for a tree") from None
    return value


def unwrap(value: Any, read: Callable[[str], Any] = parse) -> tuple[Any, int]:
    """Decode JSON inside strings, however often it was encoded.

    Args:
        value: a string; anything else is returned unchanged.
        read: parses a text; raises ValueError if it is not JSON.

    Returns:
        An object, a list or a plain text, and the number of decoded strings.
    """

    def in_one_step(text: str) -> Steps[Any]:
        return read(text)
        yield

    return at_once(unwrap_in_steps(value, in_one_step))


def unwrap_in_steps(value: Any, read: Callable[[str], Steps[Any]]) -> Steps[tuple[Any, int]]:
    """`unwrap` with a reader that works in steps."""
    wrappings = 0
    while isinstance(value, str) and not isinstance(value, JsonNumber) and _MAY_BE_WRAPPED.match(value):
        try:
            value = yield from read(value)
        except ValueError:
            break
        wrappings += 1
    return value, wrappings


def to_text(value: JsonValue, indent: int = 2) -> str:
    """A value as JSON text, one entry a line; numbers as spelled."""
    out: list[str] = []
    # The stack of pending output: the text before a value and the value, or a closing bracket.
    todo: list[tuple[str, JsonValue] | str] = [("", value)]
    depth = 0
    while todo:
        item = todo.pop()
        if isinstance(item, str):
            depth -= 1
            out.append("\n" + " " * (indent * depth) + item)
            continue
        lead, value = item
        out.append(lead)
        if not isinstance(value, list) or not value:
            out.append(scalar_text(value))
            continue
        depth += 1
        brackets = "{}" if isinstance(value, JsonObject) else "[]"
        out.append(brackets[0])
        start = "\n" + " " * (indent * depth)
        entries = [(start + key, entry) for key, entry in _entries(value)]
        todo.append(brackets[1])
        todo.extend((f",{key}", entry) for key, entry in reversed(entries[1:]))
        todo.append(entries[0])
    return "".join(out)


def scalar_text(value: JsonValue) -> str:
    """A number, string, literal or empty container as JSON text on one line, with minimal escapes."""
    if isinstance(value, JsonNumber):
        return str(value)
    if isinstance(value, JsonObject):
        return "{}"
    return _ENCODE(value)


def _entries(value: list[JsonValue] | JsonObject) -> list[tuple[str, JsonValue]]:
    if isinstance(value, JsonObject):
        return [(f"{_ENCODE(key)}: ", entry) for key, entry in value]
    return [("", entry) for entry in value]


_DECODER = json.JSONDecoder(
    parse_int=JsonNumber, parse_float=JsonNumber, parse_constant=JsonNumber, object_pairs_hook=JsonObject
)
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
_MAY_BE_WRAPPED = re.compile(r'[ \t\r\n]*[\[{"]')
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[{\]}]', re.DOTALL)


def _deepest(text: str) -> tuple[int, int]:
    """The offset of the innermost opening bracket, and the depth there."""
    depth = deepest = offset = 0
    for token in _BRACKETS.finditer(text):
        if token[0] in "[{":
            depth += 1
            if depth > deepest:
                deepest, offset = depth, token.start()
        elif token[0] in "]}":
            depth -= 1
    return offset, deepest
