"""The cells of a terminal, and how it is told to draw them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import bidirectional

from rich.cells import cell_len, get_character_cell_size, set_cell_size, split_graphemes

_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "8": "28", "9": "29", "21": "24"}
_ON_BLANKS = frozenset({"4", "7", "9", "21"})
"""What can be seen where nothing is written: lines, and reversed colours."""


class Look(NamedTuple):
    """How a cell is drawn, in the terminal's own numbers."""

    attributes: frozenset[str] = frozenset()
    ink: str = ""
    ground: str = ""


class Cell(NamedTuple):
    """What stands in a cell; the second cell of a wide character is empty."""

    text: str
    look: Look


PLAIN = Look()
"""As the terminal draws when nothing was said."""


class Unread(Exception):
    """Something that may have changed the screen in a way that is not followed here."""


@lru_cache(maxsize=4096)
def changed(before: Look, numbers: str) -> Look:
    """A look after some numbers were sent for it."""
    attributes, ink, ground = before
    waiting = (numbers or "0").split(";")[::-1]
    while waiting:
        number = waiting.pop() or "0"
        if number == "0":
            attributes, ink, ground = PLAIN
        elif number in ("38", "48") and waiting:
            count = {"5": 2, "2": 4}.get(waiting[-1], 0)
            if not 0 < count <= len(waiting):
                raise Unread
            colour = ";".join([number, *(waiting.pop() for _ in range(count))])
            ink, ground = (colour, ground) if number == "38" else (ink, colour)
        elif re.fullmatch(r"3[0-7]|9[0-7]", number):
            ink = number
        elif re.fullmatch(r"4[0-7]|10[0-7]", number):
            ground = number
        elif number in _OFF:
            attributes |= {number}
        elif number == "39":
            ink = ""
        elif number == "49":
            ground = ""
        else:
            raise Unread
    return Look(attributes, ink, ground)


@lru_cache(maxsize=4096)
def cell(text: str, look: Look) -> Cell:
    """One cell; of a blank only what can be seen of it."""
    if text == " " and not look.attributes & _ON_BLANKS:
        return Cell(text, Look(ground=look.ground))
    return Cell(text, look)


def texts(text: str) -> Iterator[str]:
    """A text cell by cell."""
    if text.isascii():
        yield from text
        return
    for start, end, width in split_graphemes(text)[0]:
        yield text[start:end]
        yield from [""] * (width - 1)


def cut(text: str, most: int) -> str:
    """The text, or as much of it as fits into so many cells with a sign that there is more."""
    return text if cell_len(text) <= most else set_cell_size(text, most - 1).rstrip() + "…"


def fitted(text: str, size: int) -> str:
    """The text in so many cells: cut, or filled with blanks."""
    return set_cell_size(cut(text, size), size)


@lru_cache(maxsize=4096)
def is_simple(text: str) -> bool:
    """Does every terminal draw it in one cell, from left to right?"""
    if text.isascii():
        return bool(text)
    return (
        len(text) == 1 and get_character_cell_size(text) == 1 and bidirectional(text) not in ("R", "AL", "AN")
    )


def is_blank_in(look: Look, wanted: Look) -> bool:
    """Would a blank look in one as it does in the other?"""
    return look.ground == wanted.ground and not (look.attributes | wanted.attributes) & _ON_BLANKS


@lru_cache(maxsize=4096)
def from_to(before: Look, now: Look) -> str:
    """What changes one look into the other."""
    if before == now:
        return ""
    if now == PLAIN:
        return "\x1b[0m"
    gone = before.attributes - now.attributes
    numbers = sorted({_OFF[one] for one in gone})
    # What turns one attribute off may turn off another that stays.
    numbers += sorted(now.attributes if gone else now.attributes - before.attributes)
    if now.ink != before.ink:
        numbers.append(now.ink or "39")
    if now.ground != before.ground:
        numbers.append(now.ground or "49")
    return f"\x1b[{';'.join(numbers)}m"
