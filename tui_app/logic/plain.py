"""Foreign text made safe to draw: one line or many, every odd character visible, none of them active.

Controls (C0, C1, DEL), bidirectional overrides, zero-width and other format characters, lone surrogates and
unassigned code points are shown as their escape, ``\\x1b`` or ``\\u202e``. What remains has a width that the
terminal and Textual agree on, and cannot move the cursor.

A terminal that has ASCII alone is shown every other character as its escape, too. `draw_in_ascii` says so for
the whole program, which has one terminal; what goes to files and clipboards is not for the terminal.
"""

import re
import unicodedata

from .signs import ASCII_OF

# ESC [ … m only: the one sequence that is mere decoration. All others stay, made visible.
_SGR = re.compile(r"\x1b\[[0-9;:]*m")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


_ascii_only = False


def draw_in_ascii(ascii_only: bool) -> None:
    """Say what the terminal can draw: ASCII alone, or everything."""
    global _ascii_only
    _ascii_only = ascii_only


def is_drawable(text: str) -> bool:
    """Can the text be drawn as it is?"""
    return text.isprintable() and (not _ascii_only or text.isascii())


def one_line(text: str) -> str:
    """Words on one line; line ends and tabs are escaped too, signs of the program's own stay signs."""
    if is_drawable(text):
        return text
    return text.translate(ASCII_OF).translate(_IN_ASCII) if _ascii_only else text.translate(_SHOWN)


def value(text: str) -> str:
    """The server's own text on one line: in ASCII, too, every character of it can be told."""
    return text if is_drawable(text) else text.translate(_IN_ASCII if _ascii_only else _SHOWN)


def portable(text: str) -> str:
    """The text on one line for a file or a clipboard, whatever this terminal can draw."""
    return text if text.isprintable() else text.translate(_SHOWN)


def lines(text: str, tab_size: int = 8) -> list[str]:
    """The text as lines, tabs set out to columns; a line end of any kind ends a line, no last empty one."""
    parts = text.replace("\r\n", "\n").split("\n")
    if parts and not parts[-1]:
        parts.pop()
    return [value(part.expandtabs(tab_size)) for part in parts]


def without_colours(text: str) -> str:
    """The text less its SGR sequences, which only colour it."""
    return _SGR.sub("", text) if "\x1b" in text else text


def _shown(char: str) -> str:
    # A combining mark has no cell of its own: drawn bare it would attach to whatever stands before it, and
    # terminals differ in the width they then give. Marks of living scripts stay.
    return char if unicodedata.category(char) not in _HIDDEN else _escape(char)


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
