"""The layout of text rows on lines: wrapping, and the mapping between rows and lines.

All text is sanitized, so an ASCII character is one cell wide; other text is measured.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from rich.cells import get_character_cell_size, split_graphemes

Part = tuple[str, str]
"""A part of a row: its text, and its component class, empty for the row's own style."""

Mark = tuple[int, int, str]
"""A highlighted range of a row: start, stop, component class."""

MarkedPart = tuple[str, str, str]
"""A part as drawn: text, component class, component class of the mark on it or empty."""


_UNIT = re.compile(r"(?<=\d )(?:ms|[dhms])\b")


class _CellWidths(dict[int, str]):
    """Width in cells of each code point as a digit, computed at first use."""

    def __missing__(self, code: int) -> str:
        self[code] = str(get_character_cell_size(chr(code)))
        return self[code]


_CELL_WIDTHS = _CellWidths()


def line_wraps(text: str, width: int, indent: int = 0) -> Sequence[int]:
    """Offsets at which the lines of a wrapped text start; all but the first are `indent` cells shorter."""
    rest = max(1, width - indent)
    if text.isascii():
        return (0, *range(width, len(text), rest)) if indent else range(0, len(text) or 1, width)
    cells_of = text.translate(_CELL_WIDTHS)
    if "0" not in cells_of and "\ufe0f" not in text:
        return _wraps_by_width(cells_of, width, rest)
    starts, used, room = [0], 0, width
    for start, _, cells in split_graphemes(text)[0]:
        if used + cells > room and used:
            starts.append(start)
            used, room = 0, rest
        used += cells
    return starts


def _wraps_by_width(cells_of: str, width: int, rest: int) -> Sequence[int]:
    """`line_wraps` of a text, given as a string of its characters' widths, 1 or 2.

    Counting digits by bisection is ten times as fast as going by character.
    """
    starts, start, room = [], 0, width
    while start < len(cells_of):
        starts.append(start)
        left = room
        while step := left // 2:
            left -= step + cells_of.count("2", start, start + step)
            start += step
        if left and cells_of.startswith("1", start):
            start += 1
        elif left == room:
            start += 1  # a wide character in a line of one cell
        room = rest
    return starts


def word_wraps(text: str, width: int, indent: int = 0) -> Sequence[int]:
    """`line_wraps` that break after a blank where there is one, but not between a number and its unit."""
    starts, start, room = [0], 0, width
    while start < len(text):
        # Enough characters for a line of any mixture of widths: measuring all the rest each time is slow.
        window = text[start : start + 4 * room]
        hard = line_wraps(window, room)
        if len(hard) == 1 and start + len(window) == len(text):
            break
        stop = start + (hard[1] if len(hard) > 1 else len(window))
        blank = text.rfind(" ", start, stop + 1)
        if _UNIT.match(text, blank + 1) and (before := text.rfind(" ", start, blank)) > start:
            blank = before
        room = max(1, width - indent)
        # A word is broken if the line would otherwise be mostly empty or hold only blanks.
        fills = 3 * (blank - start) >= stop - start and text[start:blank].strip(" ")
        start = blank + 1 if fills else stop
        if start < len(text):
            starts.append(start)
    return starts


def wrapped_height(text: str, width: int, indent: int = 0) -> int:
    """Number of lines of a wrapped text."""
    if text.isascii():
        return 1 + max(0, -(-(len(text) - width) // max(1, width - indent)))
    # One cell for each ASCII character and at most two for any other: cheaper than wrapping.
    most = 2 * len(text) - len(text.encode("ascii", "ignore"))
    return 1 if most <= width else len(line_wraps(text, width, indent))


def marked_parts(
    parts: Iterable[Part], start: int, stop: int, marks: Sequence[Mark] = ()
) -> Iterator[MarkedPart]:
    """Yield the characters from `start` to before `stop`, split where a part or a mark ends."""
    offset = 0
    for text, style in parts:
        first, last = max(start, offset), min(stop, offset + len(text))
        for mark_start, mark_stop, mark in marks:
            begin, end = max(first, mark_start), min(last, mark_stop)
            if begin < end:
                if first < begin:
                    yield text[first - offset : begin - offset], style, ""
                yield text[begin - offset : end - offset], style, mark
                first = end
        if first < last:
            yield text[first - offset : last - offset], style, ""
        offset += len(text)
        if offset >= stop:
            break


@dataclass(frozen=True, slots=True)
class LineLayout:
    """The lines that rows occupy, one each unless they are wrapped."""

    order: Sequence[int]
    """Indexes of the shown rows, ascending."""

    tops: Sequence[int] | None = None
    """First line of each shown row, then the line past the last; None when every row has one line."""

    width: int = 0
    """Width in cells that rows are wrapped to; 0 for rows that are not wrapped."""

    has_gaps: bool = field(default=False, kw_only=True)
    """Whether a line of its own stands above a row where hidden rows are left out before it."""

    @classmethod
    def wrapped(cls, order: Sequence[int], lines_of: Callable[[int], int], width: int) -> "LineLayout":
        """Lay out rows of several lines each."""
        return cls(order, array("Q", accumulate(map(lines_of, order), initial=0)), width)

    @property
    def height(self) -> int:
        """Total number of lines."""
        return len(self.order) if self.tops is None else self.tops[-1]

    def shows(self, row: int) -> bool:
        """Whether the row is shown."""
        position = self.position(row)
        return position < len(self.order) and self.order[position] == row

    def position(self, row: int) -> int:
        """Position of a row among the shown ones; for a hidden row that of the next shown one."""
        return bisect_left(self.order, row)

    def shown(self, row: int) -> int:
        """The row itself, else the last shown one before it, else the first shown one."""
        return self.order[max(0, bisect_right(self.order, row) - 1)]

    def at(self, line: int) -> tuple[int, int]:
        """The row on a line, and the number of that line within the row; -1 for a gap above the row."""
        if self.tops is None:
            return self.order[line], 0
        position = bisect_right(self.tops, line) - 1
        row = self.order[position]
        return row, line - self.tops[position] - bool(self.has_gaps and self.gap_above(row))

    def gap_above(self, row: int) -> int:
        """The number of hidden rows between a shown row and the shown one above it; 0 above the first."""
        position = self.position(row)
        return row - self.order[position - 1] - 1 if position else 0

    def span(self, row: int) -> tuple[int, int]:
        """First line of a shown row, and its number of lines, with that of a gap above it."""
        position = self.position(row)
        if self.tops is None:
            return position, 1
        return self.tops[position], self.tops[position + 1] - self.tops[position]
