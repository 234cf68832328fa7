"""Splits what a terminal sends into text and control sequences, as ECMA-48 and xterm define them."""

import re
from dataclasses import dataclass
from enum import Enum, auto

ESC = "\x1b"
INTRODUCERS = "[O]PX^_"
"""Characters that introduce a sequence after an escape byte: CSI, SS3, OSC, DCS, SOS, PM, APC."""

_INTRODUCER_OF_C1 = {chr(ord(char) + 0x40): ESC + char for char in INTRODUCERS}
"""The 7-bit forms of the 8-bit introducers, such as U+009B for CSI."""

_ST = "\x9c"
_MOST_HELD = 64
"""Longest start of a control sequence that is kept, in characters; no known one is longer."""

# Ctrl+q, CAN, SUB, ESC and C1 end a sequence; the other control characters belong to it.
_TEXT = re.compile(r"[^\x1b\x80-\x9f]+")
_PARAMETERS = re.compile(r"[\x00-\x10\x12-\x17\x19\x1c-\x3f\x7f]*")
_MOUSE_BYTES = re.compile(r"[^\x00-\x1f\x80-\x9f]{0,3}")
_CONTENT = re.compile(r"[^\x11\x18\x1a\x1b\x80-\x9f]*")
_CONTENT_OF_OSC = re.compile(r"[^\x07\x11\x18\x1a\x1b\x80-\x9f]*")


class Kind(Enum):
    """The kind of a token."""

    TEXT = auto()
    """Characters that are keys by themselves."""

    META = auto()
    """An escape byte before a character that it modifies; or an escape byte alone."""

    CONTROL = auto()
    """A complete CSI or SS3."""

    DROPPED = auto()
    """A complete string, a malformed sequence, or a control character that is no key."""

    UNFINISHED = auto()
    """The start of a sequence, at the end of the data."""


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of input."""

    kind: Kind

    text: str
    """The characters, introducers in 7-bit form; of an unfinished one only what decides how it goes on."""

    end: int
    """Index after the token."""


def next_token(data: str, start: int) -> Token:
    """Read the token that starts at an index of some data."""
    if text := _TEXT.match(data, start):
        return Token(Kind.TEXT, text[0], text.end())
    if data[start] != ESC:
        introducer = _INTRODUCER_OF_C1.get(data[start], "")
        return _sequence(introducer, data, start + 1) if introducer else _dropped(start + 1)
    char = data[start + 1 : start + 2]
    if not char:
        return Token(Kind.UNFINISHED, ESC, start + 1)
    if char in INTRODUCERS:
        return _sequence(ESC + char, data, start + 2)
    if char == "\\":
        return _dropped(start + 2)  # The end of a string that has ended already.
    is_modified = char in "\t\x7f" or (char.isascii() and char.isalpha())
    return Token(Kind.META, ESC + char if is_modified else ESC, start + 1 + is_modified)


def _sequence(introducer: str, data: str, start: int) -> Token:
    if introducer == "\x1b[" and data[start : start + 1] == "M":
        return _x10_mouse(data, start)
    if introducer == "\x1b[" and data[start : start + 1] == "[":
        return _linux_function_key(data, start)
    return (_control if introducer[1] in "[O" else _string)(introducer, data, start)


def _control(introducer: str, data: str, start: int) -> Token:
    """Read parameters and a final character; what is malformed ends at its final character, too."""
    at = _end_of(_PARAMETERS, data, start)
    if at == len(data):
        held = data[start:] if at - start <= _MOST_HELD else "\x00"
        return Token(Kind.UNFINISHED, introducer + held, at)
    if "@" <= data[at] <= "~":
        return Token(Kind.CONTROL, introducer + data[start : at + 1], at + 1)
    return _dropped(at + (data[at] in "\x18\x1a" or data[at] > "\x9f"))


def _string(introducer: str, data: str, start: int) -> Token:
    """Read up to ST; BEL ends an OSC too, and another sequence ends any."""
    at = _end_of(_CONTENT_OF_OSC if introducer == "\x1b]" else _CONTENT, data, start)
    rest = data[at : at + 2]
    if rest in ("", ESC):
        return Token(Kind.UNFINISHED, introducer + rest, len(data))
    if rest == "\x1b\\":
        return _dropped(at + 2)
    # An escape byte that introduces nothing is half of ST.
    is_half_st = rest[0] == ESC and rest[1] not in INTRODUCERS
    return _dropped(at + (is_half_st or rest[0] in f"\x07\x18\x1a{_ST}"))


def _x10_mouse(data: str, start: int) -> Token:
    """Read the report of a mouse without SGR coordinates, which three characters follow."""
    at = _end_of(_MOUSE_BYTES, data, start + 1)
    if at == len(data) < start + 4:
        return Token(Kind.UNFINISHED, "\x1b[" + data[start:], at)
    return _dropped(at)


def _linux_function_key(data: str, start: int) -> Token:
    """Read a function key of the Linux console, such as ``ESC [ [ A``."""
    char = data[start + 1 : start + 2]
    if not char:
        return Token(Kind.UNFINISHED, "\x1b[[", len(data))
    return Token(Kind.CONTROL, f"\x1b[[{char}", start + 2) if char in "ABCDE" else _dropped(start + 1)


def _end_of(pattern: re.Pattern[str], data: str, start: int) -> int:
    found = pattern.match(data, start)
    return found.end() if found else start


def _dropped(end: int) -> Token:
    return Token(Kind.DROPPED, "", end)
