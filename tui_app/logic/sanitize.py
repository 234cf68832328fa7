"""Foreign text made safe to draw: one line or many, every odd character visible, none of them active.

Controls (C0, C1, DEL), bidirectional overrides, zero-width and other format characters, lone surrogates and
unassigned code points are shown as their escape, ``\\x1b`` or ``\\u202e``; so is what terminals differ about.
What remains has a width that the terminal and Textual agree on, and cannot move the cursor.

A terminal that has ASCII only is shown every other character as its escape, too. The `CharacterSet` of the
context decides, which the app owns and may change; text for files and clipboards does not depend on it.
"""

import re
import unicodedata
from contextvars import ContextVar
from dataclasses import dataclass

from .signs import ASCII_OF

# ESC [ … m only: the one sequence that is mere decoration. All others stay, made visible.
_SGR = re.compile(r"\x1b\[[0-9;:]*m")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_HIDDEN = _UNSEEN | {"Mc", "Me"}
# Variation selectors, tints of skin, fillers, and symbols that became wide, or narrow, with some Unicode.
_UNSURE = re.compile(
    "[\ufe00-\ufe0f\U000e0100-\U000e01ef\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\u115f\u1160\u3164\uffa0"
    "\u3248-\u324f\u2630-\u2637\u268a-\u268f\u4dc0-\u4dff\U0001d300-\U0001d378]"
)
# Marks that would pile up over other lines, or stand on what is drawn before the text.
_MARKS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILED = re.compile(f"(?:^|(?<={_MARKS}{_MARKS})){_MARKS}+")

# What could act where it is pasted, or show the person something else than what is there.
_ACTIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(slots=True)
class CharacterSet:
    """The characters to draw with."""

    is_ascii: bool = False
    """Whether there is ASCII only."""


_ALL = CharacterSet()
CHARACTER_SET = ContextVar("character set", default=_ALL)
"""The set of the running app; its tasks and threads inherit the context, so no function has to pass it on."""


def is_drawable(text: str) -> bool:
    """Can the text be drawn as it is?"""
    if text.isascii():
        return text.isprintable()
    return not CHARACTER_SET.get().is_ascii and text.isprintable() and portable(text) == text


def one_line(text: str) -> str:
    """Words on one line; line ends and tabs are escaped too, signs of the program's own stay signs."""
    if is_drawable(text):
        return text
    return _drawn(text.translate(ASCII_OF) if CHARACTER_SET.get().is_ascii else text)


def value(text: str) -> str:
    """The server's own text on one line: in ASCII, too, every character of it can be told."""
    return text if is_drawable(text) else _drawn(text)


def portable(text: str) -> str:
    """The text on one line for a file or a clipboard, whatever this terminal can draw."""
    return _PILED.sub(lambda marks: "".join(map(_escape, marks[0])), text.translate(_SHOWN))


def pasteable(text: str) -> str:
    """The text for a clipboard or a file: controls, overrides of direction and half characters escaped.

    An escape sequence could end a bracketed paste, and what follows would be typed. Lines end with ``\\n``.
    """
    return _ACTIVE.sub(lambda match: _escape(match[0]), text.replace("\r\n", "\n"))


def _drawn(text: str) -> str:
    return text.translate(_IN_ASCII) if CHARACTER_SET.get().is_ascii else portable(text)


def lines(text: str, tab_size: int = 8) -> list[str]:
    """The text as lines, tabs set out to columns; a line end of any kind ends a line, no last empty one."""
    parts = text.replace("\r\n", "\n").split("\n")
    if parts and not parts[-1]:
        parts.pop()
    return [value(part.expandtabs(tab_size)) for part in parts]


def in_a_field(text: str, before: str = "") -> str:
    """The text for a field it can be edited in: what cannot be seen is spelt out.

    A joiner stays where it tells how letters are written: after an Arabic one and after a virama, as in
    RFC 5892, appendix A. Elsewhere it would hide, or make one wide character of several.

    Args:
        text: what comes in.
        before: what it comes behind.
    """
    if not any(map(is_unseen, text)):
        return text
    pairs = zip((before[-1:] or " ") + text, text, strict=False)
    return "".join(
        _escape(char) if is_unseen(char) and not (char in _JOINERS and _can_be_joined(last)) else char
        for last, char in pairs
    )


def is_unseen(char: str) -> bool:
    """Does a character draw nothing, or act in place of that?"""
    return unicodedata.category(char) in _UNSEEN


def without_colours(text: str) -> str:
    """The text less its SGR sequences, which only colour it."""
    return _SGR.sub("", text) if "\x1b" in text else text


def _shown(char: str) -> str:
    # Terminals differ in the width of a mark with a cell of its own, and of what changes the looks of the
    # character before it: none of these can be told from a table. Marks above and below letters stay.
    is_sure = unicodedata.category(char) not in _HIDDEN and not _UNSURE.match(char)
    return char if is_sure else _escape(char)


def _can_be_joined(char: str) -> bool:
    return unicodedata.bidirectional(char) == "AL" or unicodedata.combining(char) == _VIRAMA


def _escape(char: str) -> str:
    code = ord(char)
    if char in _SHORT:
        return _SHORT[char]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


class _Shown(dict[int, str]):
    """What is drawn for each code point, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _shown(chr(code))
        return self[code]


class _InAscii(dict[int, str]):
    """The same where ASCII is all there is."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = char if char.isascii() and char.isprintable() else _escape(char)
        return self[code]


_SHOWN = _Shown()
_IN_ASCII = _InAscii()
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_JOINERS = "\u200c\u200d"
_VIRAMA = 9
"""Unicode's combining class of the marks that take a consonant's vowel away."""
