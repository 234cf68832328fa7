"""How a foreign text must stand on screen, said without a line of the program that draws it.

A character stands as itself or is spelt out as Python spells it in a string: ``\\x1b``, ``\\u202e``. What
acts, hides or draws nothing must be spelt out, letters, figures and punctuation must not; whether a mark or
a symbol that terminals measure differently is, is the program's to choose. A text that is shown as JSON is
spelt as JSON first, one that is shown as Markdown has its signs taken for none, and so on: one way of
spelling holds for the whole of a text, and no character may be left out or stand for another.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Self

from wcwidth import wcwidth

Forms = Callable[[str], Iterable[str]]

_ACTS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Letters of no looks, and figures that are wide in one terminal and narrow in the next: those within circles,
# and counting rods, which Unicode 16 made wide.
_DOUBTFUL = re.compile("[\u115f\u1160\u3164\uffa0\u3248-\u324f\U0001d360-\U0001d378]")
_END = re.compile("[ ▁▂▃▄▅▆▇█=]?(?:$|[│▌])|[…╭╰]")
"""Where a text may end before its end: cut, or at the edge of a line, of a pane or of what lies over it."""
_EDGES = frozenset("│▌╭╮╰╯")
BAR = "▁▂▃▄▅▆▇█"
"""What the bar that tells how far a pane is scrolled ends in; places found are marked with ``=`` besides."""
_MOST_LINES = 15
_END_OF_WORD = re.compile(" *[▁▂▃▄▅▆▇█=]?(?:$|[│▌])")
"""Where it may end besides if the next line begins with another word."""
_AFTER = re.compile(r"\\*(?:[ ▁▂▃▄▅▆▇█=]?(?:$|│)|\")|[ …─│╭╰▌,.;:)`*”]|\\n")
"""What may follow a whole text: the words it stands in go on, or the JSON or Markdown."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What is drawn in a pane from some cell on, read over the ends of its lines."""

    text: str
    breaks: frozenset[int]
    """Where a line ends in it."""

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]], y: int, x: int, bar: str = BAR) -> Self:
        """Read from a cell on to the bottom of the pane, without what `bar` draws in its last column."""
        edges = [at for at, cell in enumerate(rows[y]) if cell in _EDGES]
        left = max((at + 1 for at in edges if at < x), default=0)
        right = min((at for at in edges if at > x), default=len(rows[y]))
        text, breaks = "", set()
        for row in rows[y : y + _MOST_LINES]:
            if left and row[left - 1] not in _EDGES:
                break
            line = "".join(row[left:right] if text else row[x:right])
            text += (line[:-1] if line[-1:] in bar else line).strip()
            breaks.add(len(text))
        return cls(text, frozenset(breaks))


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to spell a text."""

    name: str
    forms: Forms
    """What may stand for a character."""
    said: Callable[[str], str] = str
    """What is made of a text before it is spelt."""
    fields: frozenset[str] = frozenset()
    """The fields that may be spelt so; all where none is named."""

    def begins(self, text: str, drawn: str) -> bool:
        """Does what is drawn begin with the whole text, or with as much of it as there is room for?"""
        places = {0}
        for char in self.said(text):
            forms = tuple(self.forms(char))
            if any(_breaks_off(drawn, at, form) for at in places for form in forms):
                return True
            if char == " " and any(_END_OF_WORD.match(drawn, at) for at in places):
                return True
            places = {at + len(form) for at in places for form in forms if drawn.startswith(form, at)}
            if not places:
                return False
        return any(_AFTER.match(drawn, at) for at in places)

    def is_all_of(self, text: str, passage: Passage) -> bool:
        """Does the passage begin with the text to its last character? Where a line is broken blanks go."""
        places = {0}
        for char in self.said(text):
            stay = places & passage.breaks if char == " " else set()
            forms = tuple(self.forms(char))
            places = {
                at + len(form) for at in places for form in forms if passage.text.startswith(form, at)
            } | stay
            if not places:
                return False
        return True


def _breaks_off(drawn: str, at: int, form: str) -> bool:
    """Does the text end within what stands for a character, or before it?"""
    # A character of two cells has no room in one, which stays blank.
    starts = {at + size for size in range(len(form)) if drawn.startswith(form[:size], at)}
    starts |= {at + 1} if len(form) == 1 and wcwidth(form) == 2 and drawn.startswith(" ", at) else set()
    return any(_END.match(drawn, start) for start in starts)


def acts(char: str) -> bool:
    """Does a character act, hide or draw nothing?"""
    return unicodedata.category(char) in _ACTS


@lru_cache(maxsize=4096)
def bare_or_escaped(char: str) -> tuple[str, ...]:
    """A character as itself, spelt out, or either where that is the program's to choose."""
    escaped = _escape(char)
    if acts(char):
        return (escaped,)
    if unicodedata.category(char)[0] in "LNPZ" and not _DOUBTFUL.match(char):
        return (char,)
    return (char, escaped) if not char.isascii() else (char,)


def _escape(char: str) -> str:
    # As `ascii` does, but for what needs no escape.
    spelt = ascii(char)[1:-1]
    return spelt if spelt != char else f"\\x{ord(char):02x}"


@lru_cache(maxsize=4096)
def in_json(char: str, depth: int) -> tuple[str, ...]:
    """A character in a JSON string that stands in a JSON string, and so on: escaped by JSON or as itself."""
    once = {json.dumps(char)[1:-1], json.dumps(char, ensure_ascii=False)[1:-1]}
    if depth > 1:
        once = {"".join(parts) for one in once for parts in product(*(in_json(c, depth - 1) for c in one))}
        return tuple(once)
    return tuple({"".join(parts) for one in once for parts in product(*map(bare_or_escaped, one))})


@lru_cache(maxsize=4096)
def in_markdown(char: str) -> tuple[str, ...]:
    """A character that would be a sign, with a backslash before it; in code a backtick would end the code."""
    if char == "`":
        return ("'", "\\`")
    spelt = bare_or_escaped(char)
    return (*spelt, *(re.sub(r"[\\*\[\]<>#@]", r"\\\g<0>", one) for one in spelt))


@lru_cache(maxsize=4096)
def in_a_log(char: str) -> tuple[str, ...]:
    """A tab is set out to the next column."""
    return tuple(" " * size for size in range(8, 0, -1)) if char == "\t" else bare_or_escaped(char)


def _own_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n")


def _first_line(text: str) -> str:
    return _own_line_ends(text).partition("\n")[0]


def _overstruck(text: str) -> str:
    """The first line as a terminal shows it: a backspace goes back, and what follows stands over it."""
    shown: list[str] = []
    at = 0
    for char in _first_line(text):
        if char == "\b":
            at = max(0, at - 1)
        else:
            shown[at : at + 1] = [char]
            at += 1
    return "".join(shown)


def _listed(text: str) -> str:
    return ", ".join(filter(None, text.split(";")))


def _depth(depth: int) -> Forms:
    return lambda char: in_json(char, depth)


SPELLINGS = (
    Spelling("value", bare_or_escaped),
    Spelling("state", bare_or_escaped, str.upper, frozenset({"status", "statusDesc", "stsDesc"})),
    Spelling("people", bare_or_escaped, _listed, frozenset({"owner"})),
    Spelling("lines", in_a_log, _first_line),
    Spelling("lines, copied", in_a_log, _own_line_ends, frozenset({"log"})),
    Spelling("lines, as on a terminal", in_a_log, _overstruck, frozenset({"log"})),
    Spelling("Markdown", in_markdown),
    *(Spelling(f"JSON, {depth} deep", _depth(depth)) for depth in (1, 2, 3, 4)),
)


def spellings_of(field: str) -> list[Spelling]:
    """The ways in which the texts of a field may be spelt."""
    return [one for one in SPELLINGS if not one.fields or field in one.fields]
