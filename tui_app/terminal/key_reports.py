"""Recognises the control sequences that are keys, mouse events or answers this program has asked for.

Everything else that a terminal may send has no meaning here: Textual would type some of it, and fail at some.
"""

import re

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS, IGNORE_SEQUENCE
from textual._keyboard_protocol import FUNCTIONAL_KEYS

_REPORT = re.compile(
    r"\x1b\[(?P<code>\d{0,7})(?::\d{0,7}){0,2}"
    r"(?:;(?P<modifiers>\d{0,3})(?::(?P<event>[123]?))?(?:;(?P<text>\d{0,7}(?::\d{1,7}){0,31}))?)?"
    r"(?P<final>[u~A-HPQRS])",
    re.ASCII,
)
_MOUSE = re.compile(r"\x1b\[<([0-9]{1,3});[0-9]{1,5};[0-9]{1,5}[Mm]")
_FOCUS = ("\x1b[I", "\x1b[O")
_SYNCHRONIZED_OUTPUT = re.compile(r"\x1b\[\?2026;[0-4]\$y")
_EXTRA_BUTTON = 128
"""Set for the buttons 8 to 11 of a mouse, which Textual would report as 1 to 4."""
_MOST_MODIFIERS = 256
_LOCKS_AND_SHIFT = 0b1100_0001
_RELEASE = "3"
_MODIFY_OTHER_KEYS = "27"
_CURSOR_POSITION = re.compile(r"\x1b\[[0-9]+;[0-9]+R")
"""An answer to a query that is not made; xterm sends the same for f3 with a modifier, dropped as well."""


def is_event(sequence: str) -> bool:
    """Whether a complete control sequence reports mouse, focus or synchronized output, and is well-formed."""
    if mouse := _MOUSE.fullmatch(sequence):
        return int(mouse[1]) < _EXTRA_BUTTON
    return sequence in _FOCUS or bool(_SYNCHRONIZED_OUTPUT.fullmatch(sequence))


def known_key(sequence: str) -> str | None:
    """The form in which Textual knows the key of a complete control sequence; None if it is no key.

    The release of a key is none; numbers that are no characters, modifiers or keys make none.
    """
    if _CURSOR_POSITION.fullmatch(sequence):
        return None
    if report := _REPORT.fullmatch(sequence):
        if known := _known_report(**report.groupdict(default="")):
            return known
        if report["event"] == _RELEASE:
            return None
    keys = ANSI_SEQUENCES_KEYS.get(sequence, IGNORE_SEQUENCE)
    return None if keys is IGNORE_SEQUENCE else sequence


def _known_report(code: str, modifiers: str, event: str, text: str, final: str) -> str | None:
    code = str(int(code or 1))
    bits = int(modifiers or 1) - 1
    if event == _RELEASE or not 0 <= bits < _MOST_MODIFIERS:
        return None
    if final == "~" and code == _MODIFY_OTHER_KEYS and text:
        code, text, final = text, text if bits & ~_LOCKS_AND_SHIFT == 0 else "", "u"
    elif text and final != "u":
        return None
    is_character = final == "u" and (_is_printable(code) or (code == "0" and text != ""))
    if not (is_character or f"{code}{final}" in FUNCTIONAL_KEYS):
        return None
    if text and not all(map(_is_printable, text.split(":"))):
        return None
    return f"\x1b[{code};{bits + 1 if bits else ''};{text}{final}"


def _is_printable(code: str) -> bool:
    return code.isdecimal() and int(code) < 0x110000 and chr(int(code)).isprintable()
