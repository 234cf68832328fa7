"""JSON that every program can read, any terminal can show and any file can hold."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .jsontree.document import JsonNumber, JsonObject
from .sanitize import is_unseen

_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_OBJECTS = (JsonObject, Mapping)
_NAMES = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}


def dumps(value: object, *, indent: int | None = None, ascii_only: bool = False) -> str:
    """A value as valid JSON, every unseen character escaped; on one line without `indent`.

    Numbers keep their spelling; those that are not finite, or do not fit a double, stand in strings as they
    were spelled. A lone surrogate becomes U+FFFD. Of a repeated key the last value counts.

    Args:
        value: plain Python values, and those of `jsontree.document`.
        indent: blanks for each level.
        ascii_only: escape every other character.
    """
    text = "".join(_tokens(value, indent, json.JSONEncoder(ensure_ascii=ascii_only).encode))
    unseen = {ord(char): json.dumps(char)[1:-1] for char in set(text) if char != "\n" and is_unseen(char)}
    return text.translate(unseen) if unseen else text


def _tokens(value: Any, indent: int | None, encode: Any) -> Iterator[str]:
    """The parts of the text; without recursion, since the server decides how deep values are nested."""
    todo: list[tuple[str, Any] | str] = [("", value)]  # last first; a text alone closes a level
    depth = 0
    while todo:
        item = todo.pop()
        if isinstance(item, str):
            depth -= 1
            yield (_line(indent, depth) + item) if indent is not None else item
            continue
        lead, value = item
        yield lead
        entries = _entries(value, encode)
        if entries is None:
            yield _scalar(value, encode)
            continue
        brackets = "{}" if isinstance(value, _OBJECTS) else "[]"
        if not entries:
            yield brackets
            continue
        depth += 1
        start = _line(indent, depth) if indent is not None else ""
        between = f",{start or ' '}"
        yield brackets[0] + start
        todo.append(brackets[1])
        todo.extend((between + key, entry) for key, entry in reversed(entries[1:]))
        todo.append(entries[0])


def _line(indent: int, depth: int) -> str:
    return "\n" + " " * (indent * depth)


def _entries(value: Any, encode: Any) -> list[tuple[str, Any]] | None:
    """Keys, encoded, and values of a container; None for a scalar."""
    if value is None or isinstance(value, str):  # most values, and `Mapping` is slow to say no
        return None
    if isinstance(value, _OBJECTS):
        named = {without_lone_surrogates(str(key)): entry for key, entry in dict(value).items()}
        return [(f"{encode(key)}: ", entry) for key, entry in named.items()]
    if isinstance(value, list | tuple):
        return [("", entry) for entry in value]
    return None


def _scalar(value: Any, encode: Any) -> str:
    if isinstance(value, JsonNumber):
        return _number(str(value))
    if isinstance(value, str):
        return str(encode(without_lone_surrogates(value)))
    if isinstance(value, float):
        spelled = float.__repr__(value)
        return _number(_NAMES.get(spelled, spelled))
    if isinstance(value, int) and not isinstance(value, bool):
        return _number(int.__repr__(value))
    return str(encode(value))


def _number(spelled: str) -> str:
    return spelled if math.isfinite(float(spelled)) else f'"{spelled}"'


def without_lone_surrogates(text: str) -> str:
    """The text with U+FFFD for each half of a character, which no encoding can hold."""
    return _LONE_SURROGATES.sub("\ufffd", text)
