"""Styled cells of a terminal, and the sequences that change a style: SGR (ESC [ … m), and OSC 8 for links."""

import re
from functools import lru_cache
from typing import NamedTuple
from unicodedata import bidirectional

from rich.cells import get_character_cell_size

_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "8": "28", "9": "29", "21": "24"}
"""The SGR number that turns off each attribute."""
_SEEN_ON_SPACES = frozenset({"4", "7", "9", "21"})
"""Attributes that show on a space: lines, and reversed colours."""


class CellStyle(NamedTuple):
    """The style of a cell, as SGR numbers, and the address that it is a link to."""

    attributes: frozenset[str] = frozenset()
    foreground: str = ""
    background: str = ""
    link: str = ""


class Cell(NamedTuple):
    """The content of a cell; the text is empty in the second cell of a wide character."""

    text: str
    style: CellStyle


PLAIN = CellStyle()
"""The terminal's default style."""


class UnknownSequence(Exception):
    """Output that may have changed the screen in a way that is not tracked."""


@lru_cache(maxsize=4096)
def apply_sgr(style: CellStyle, numbers: str) -> CellStyle:
    """Apply the parameters of one SGR sequence to a style; a link is none of them.

    Raises:
        UnknownSequence: a parameter is not known here.
    """
    attributes, foreground, background, link = style
    waiting = (numbers or "0").split(";")[::-1]
    while waiting:
        number = waiting.pop() or "0"
        if number == "0":
            attributes, foreground, background, _ = PLAIN
        elif number in ("38", "48") and waiting:
            count = {"5": 2, "2": 4}.get(waiting[-1], 0)
            if not 0 < count <= len(waiting):
                raise UnknownSequence
            colour = ";".join([number, *(waiting.pop() for _ in range(count))])
            foreground, background = (colour, background) if number == "38" else (foreground, colour)
        elif re.fullmatch(r"3[0-7]|9[0-7]", number):
            foreground = number
        elif re.fullmatch(r"4[0-7]|10[0-7]", number):
            background = number
        elif number in _OFF:
            attributes |= {number}
        elif number == "39":
            foreground = ""
        elif number == "49":
            background = ""
        else:
            raise UnknownSequence
    return CellStyle(attributes, foreground, background, link)


@lru_cache(maxsize=4096)
def cell(text: str, style: CellStyle) -> Cell:
    """Make a cell; a space keeps only the part of its style that shows."""
    if text == " " and not style.attributes & _SEEN_ON_SPACES:
        return Cell(text, CellStyle(background=style.background, link=style.link))
    return Cell(text, style)


@lru_cache(maxsize=4096)
def is_simple(text: str) -> bool:
    """Whether every terminal draws a text in one cell, from left to right."""
    if text.isascii():
        return bool(text)
    return (
        len(text) == 1 and get_character_cell_size(text) == 1 and bidirectional(text) not in ("R", "AL", "AN")
    )


def same_on_spaces(one: CellStyle, other: CellStyle) -> bool:
    """Whether both styles render a space identically."""
    is_same = one.background == other.background and one.link == other.link
    return is_same and not (one.attributes | other.attributes) & _SEEN_ON_SPACES


@lru_cache(maxsize=4096)
def sequence_between(before: CellStyle, after: CellStyle) -> str:
    """The sequences that change one style into the other."""
    link = "" if before.link == after.link else f"\x1b]8;;{after.link}\x1b\\"
    return link + _sgr_between(before._replace(link=""), after._replace(link=""))


def _sgr_between(before: CellStyle, after: CellStyle) -> str:
    if before == after:
        return ""
    if after == PLAIN:
        return "\x1b[0m"
    gone = before.attributes - after.attributes
    numbers = sorted({_OFF[one] for one in gone})
    # The number that turns one attribute off may turn off another that stays.
    numbers += sorted(after.attributes if gone else after.attributes - before.attributes)
    if after.foreground != before.foreground:
        numbers.append(after.foreground or "39")
    if after.background != before.background:
        numbers.append(after.background or "49")
    return f"\x1b[{';'.join(numbers)}m"
