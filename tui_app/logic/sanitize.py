"""Foreign text escaped for the terminal, input fields, files and the clipboard.

Controls (C0, C1, DEL), bidirectional overrides, zero-width and other format characters, lone surrogates and
unassigned code points are escaped as ``\\x1b`` or ``\\u202e``, and so are characters whose width differs
between terminals. The rest has a width that terminal and Textual agree on, and cannot move the cursor.

On a terminal with ASCII only, every other character is escaped too. The `CharacterSet` of the
context decides, which the app owns and may change; text for files and clipboards does not depend on it.
"""

import re
import unicodedata
from collections.abc import Callable
from contextvars import ContextVar

ASCII_OF = str.maketrans("✓✗▶◌−…·→←↑↓–“”★◉●○▸▾▴◆≈⟨⟩▒▓░", '+x>.-~-><^v-""*o*.+-^*~<>=#.')
"""The glyphs of the program, each with one ASCII character, so that no column moves."""

# ESC [ … m is the one sequence that only decorates; all others are escaped.
_SGR = re.compile(r"\x1b\[[0-9;:]*m")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_HIDDEN = _UNSEEN | {"Mc", "Me"}
# Variation selectors, skin tones, fillers, and symbols whose width changed with a Unicode version.
_AMBIGUOUS = re.compile(
    "[\ufe00-\ufe0f\U000e0100-\U000e01ef\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\u115f\u1160\u3164\uffa0"
    "\u3248-\u324f\u2630-\u2637\u268a-\u268f\u4dc0-\u4dff\U0001d300-\U0001d378]"
)
# Marks that would stack up over other lines, or combine with what is drawn before the text.
_MARKS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_MARK = re.compile(_MARKS)
_STACKED = re.compile(f"(?:^|(?<={_MARKS}{_MARKS})){_MARKS}+")

# Characters that could act where they are pasted, or hide or reorder the text.
_ACTIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

_ACTIVE_IN_LOG = re.compile("[\x00-\x07\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


IS_ASCII = ContextVar("ASCII only", default=False)
"""Whether the running app draws with ASCII only; its tasks and threads inherit it, and none passes it on."""


def is_drawable(text: str) -> bool:
    """Whether the text can be drawn unescaped."""
    if text.isascii():
        return text.isprintable()
    return not IS_ASCII.get() and text.isprintable() and portable_text(text) == text


def one_line(text: str) -> str:
    """Escape a text of the program for one line, line ends and tabs too; in ASCII its glyphs are replaced."""
    if is_drawable(text):
        return text
    return _escape_line(text.translate(ASCII_OF) if IS_ASCII.get() else text)


def value(text: str) -> str:
    """Escape foreign text for one line; in ASCII, each other character has its own escape."""
    return text if is_drawable(text) else _escape_line(text)


def portable_text(text: str) -> str:
    """Escape a text for one line of a file, whatever this terminal can draw."""
    return _STACKED.sub(lambda marks: "".join(map(_escape, marks[0])), text.translate(_VISIBLE))


def cut(text: str, at: int) -> int:
    """An index from `at` on where a text can be cut, so that its parts are escaped as the whole would be.

    Of marks in a row, those behind the second are escaped, and so are all at the beginning.
    """
    while at < len(text) and _is_mark(text[at]) and not all(map(_is_mark, text[at - 2 : at])):
        at += 1
    return min(at, len(text))


def clipboard_text(text: str) -> str:
    """Escape controls, direction overrides and lone surrogates for the clipboard or a file.

    An escape sequence could end a bracketed paste, and what follows would be typed. Lines end with ``\\n``.
    """
    return _ACTIVE.sub(lambda match: _escape(match[0]), text.replace("\r\n", "\n"))


def log_text(text: str) -> str:
    """Escape a log for a file; carriage returns and backspaces stay as received.

    They draw progress bars and overstrikes, and can do nothing else; lines end as they were sent.
    """
    return _ACTIVE_IN_LOG.sub(lambda match: _escape(match[0]), text)


def _escape_line(text: str) -> str:
    return text.translate(_IN_ASCII) if IS_ASCII.get() else portable_text(text)


def lines(text: str) -> list[str]:
    """Split and escape a text, with tabs expanded; a line end at the end adds no empty line."""
    parts = text.replace("\r\n", "\n").split("\n")
    if parts and not parts[-1]:
        parts.pop()
    return [value(part.expandtabs()) for part in parts]


def input_text(text: str, before: str = "") -> str:
    """Escape invisible characters for an input field.

    A joiner stays where it affects the script: after an Arabic letter and after a virama, as in RFC 5892,
    appendix A. Elsewhere it would be invisible, or make one wide character of several.

    Args:
        text: the insertion.
        before: the text in front of the insertion.
    """
    if not any(map(is_unseen, text)):
        return text
    pairs = zip((before[-1:] or " ") + text, text, strict=False)
    return "".join(
        _escape(char) if is_unseen(char) and not (char in _JOINERS and _can_be_joined(last)) else char
        for last, char in pairs
    )


def traceback_text(error: BaseException, redact: Callable[[str], str]) -> str:
    """The traceback of an error for a terminal or a log, without local variables and without secrets."""
    # Takes milliseconds to import and is rarely needed.
    from traceback import format_exception

    return "\n".join(lines(redact("".join(format_exception(error)))))


def is_unseen(char: str) -> bool:
    """Whether a character is invisible or a control."""
    return unicodedata.category(char) in _UNSEEN


def without_colours(text: str) -> str:
    """The text without its SGR sequences, which only colour it."""
    return _SGR.sub("", text) if "\x1b" in text else text


def _visible(char: str) -> str:
    # Terminals differ in the width of spacing marks and of characters that modify the one before; no table
    # has these widths. Marks above and below letters stay.
    is_safe = unicodedata.category(char) not in _HIDDEN and not _AMBIGUOUS.match(char)
    return char if is_safe else _escape(char)


def _is_mark(char: str) -> bool:
    """Whether a character may stack up; one that is escaped anyway does not."""
    return _MARK.match(char) is not None and _VISIBLE[ord(char)] == char


def _can_be_joined(char: str) -> bool:
    return unicodedata.bidirectional(char) == "AL" or unicodedata.combining(char) == _VIRAMA


def _escape(char: str) -> str:
    code = ord(char)
    if char in _SHORT:
        return _SHORT[char]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


class _Visible(dict[int, str]):
    """Translation table to visible characters, filled on first use of each."""

    def __missing__(self, code: int) -> str:
        self[code] = _visible(chr(code))
        return self[code]


class _InAscii(dict[int, str]):
    """The same for ASCII only."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = char if char.isascii() and char.isprintable() else _escape(char)
        return self[code]


_VISIBLE = _Visible()
_IN_ASCII = _InAscii()
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_JOINERS = "\u200c\u200d"
_VIRAMA = 9
"""Unicode's combining class of marks that remove a consonant's vowel."""
