"""Rows of a JSON file that a person may have edited: what can be read of it, and what is wrong with it."""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_STRING = r'"(?:[^"\\\n]|\\.)*"'
_COMMENT = re.compile(rf"({_STRING})|//[^\n]*|#[^\n]*|/\*.*?\*/", re.DOTALL)
_TRAILING_COMMA = re.compile(rf"({_STRING})|,(?=\s*[\]}}])")
_NEXT_ROW = re.compile(r"^[^\S\n]*\{|(?<=\})\s*,?\s*\{", re.MULTILINE)
_ROWS = re.compile(r'"entries"\s*:\s*\[')
_VERSION = re.compile(r'"version"\s*:\s*([0-9]{1,9})')
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Unusable(ValueError):
    """Nothing in the file can be read; the message is a clause."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as it stands in the file, not validated yet."""

    value: Any

    line: int | None = None
    """Its first line, from 1; None where it was not located."""


@dataclass(frozen=True, slots=True)
class RowsText:
    """A file of rows as far as it can be read."""

    head: dict[str, Any]
    """Everything but the rows."""

    rows: list[RawRow]

    faults: tuple[str, ...] = ()
    """Places that are no JSON, each with its line: ``line 3: a comment``."""

    lost: tuple[int, ...] = ()
    """First lines of rows that cannot be read."""


def read_rows(content: bytes) -> RowsText:
    """Read a file of rows; comments, trailing commas and broken rows cost themselves alone.

    Raises:
        Unusable: there is nothing that can be read.
    """
    from pydantic_core import from_json

    try:
        return _of_document(from_json(content), ())
    except Unusable:
        raise
    except ValueError as error:
        return _read_leniently(content, str(error))


def with_lines(content: bytes, rows: list[RawRow]) -> list[RawRow]:
    """The rows with the lines they begin on, where these can be found."""
    text, _ = _decoded(content)
    found, lost = _scanned(_blanked(text, _COMMENT))
    if lost or len(found) != len(rows):
        return rows
    return [RawRow(row.value, at.line) for row, at in zip(rows, found, strict=True)]


def _of_document(document: Any, faults: tuple[str, ...]) -> RowsText:
    if not isinstance(document, dict):
        raise Unusable("has a form this program cannot read (at the whole)")
    rows = document.pop("entries", [])
    if not isinstance(rows, list):
        raise Unusable("has a form this program cannot read (at entries)")
    return RowsText(document, [RawRow(row) for row in rows], faults)


def _read_leniently(content: bytes, reason: str) -> RowsText:
    text, faults = _decoded(content)
    bare = _blanked(text, _COMMENT)
    plain = _blanked(bare, _TRAILING_COMMA)
    found = [
        *((match.start(), "a comment") for match in _COMMENT.finditer(text) if match[1] is None),
        *(
            (match.start(), "a trailing comma")
            for match in _TRAILING_COMMA.finditer(bare)
            if match[1] is None
        ),
    ]
    faults = (*faults, *(f"line {text.count(chr(10), 0, at) + 1}: {what}" for at, what in sorted(found)[:3]))
    try:
        return _of_document(_without_surrogates(json.loads(plain)), faults or (reason,))
    except Unusable:
        raise
    except json.JSONDecodeError as error:
        faults = (*faults, f"line {error.lineno}: {error.msg}")
    except (ValueError, RecursionError):
        pass
    rows, lost = _scanned(plain)
    if not rows:
        raise Unusable(f"is not JSON ({reason})")
    version = _VERSION.search(plain)
    return RowsText({"version": int(version[1])} if version else {}, rows, faults, tuple(lost))


def _without_surrogates(value: Any) -> Any:
    """A value with ``?`` for lone surrogates, which no UTF-8 file can hold and only an escape can spell."""
    return json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file, and what is odd about its encoding."""
    if content.startswith(_UTF_16):
        return content.decode("utf-16", "replace"), ("UTF-16 in place of UTF-8",)
    if content.startswith(codecs.BOM_UTF8):
        return content.decode("utf-8-sig", "replace"), ("line 1: a byte order mark",)
    try:
        return content.decode(), ()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return content.decode(errors="replace"), (f"line {line}: a byte that is not UTF-8",)


def _blanked(text: str, pattern: re.Pattern[str]) -> str:
    """The text with blanks in place of what a pattern matches outside of its first group, which is kept."""
    return pattern.sub(lambda match: match[1] or re.sub(r"[^\n]", " ", match[0]), text)


def _scanned(text: str) -> tuple[list[RawRow], list[int]]:
    """Every row that can be read by itself, and the lines of those that cannot."""
    head = _ROWS.search(text)
    if head is None:
        return [], []
    rows: list[RawRow] = []
    lost: list[int] = []
    for value, line in _values(text, head.end()):
        if value is None:
            lost.append(line)
        else:
            rows.append(RawRow(value, line))
    return rows, lost


def _values(text: str, at: int) -> Iterator[tuple[Any, int]]:
    """Each object from a place on with its line, None in place of one that is broken."""
    decoder = json.JSONDecoder()
    line, counted = 1, 0
    while (at := text.find("{", at)) >= 0:
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, at = decoder.raw_decode(text, at)
            value = _without_surrogates(value)
        except (ValueError, RecursionError):
            value = None
            following = _NEXT_ROW.search(text, at + 1)
            at = following.end() - 1 if following else len(text)
        yield value, line
