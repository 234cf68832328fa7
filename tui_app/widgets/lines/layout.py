"""Which part of which row stands on which line of a pane, by arithmetic alone.

Text that gets here has passed `logic.sanitize`, so an ASCII character is one cell wide; other
text is measured.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rich.cells import get_character_cell_size, split_graphemes

Part = tuple[str, str]
"""A piece of a row: its text, and the component class that styles it, empty for the row's own style."""

Mark = tuple[int, int, str]
"""A stretch of a row to stress: first character, the one past the last, component class."""

MarkedPart = tuple[str, str, str]
"""A piece as it is drawn: text, component class, component class of the mark on it or empty."""


class _Cells(dict[int, str]):
    """How many cells each code point takes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = str(get_character_cell_size(chr(code)))
        return self[code]


_CELLS = _Cells()


def line_wraps(text: str, width: int, hanging: int = 0) -> Sequence[int]:
    """Offsets at which the lines start when a text is folded; lines after the first are `hanging` shorter."""
    rest = max(1, width - hanging)
    if text.isascii():
        return (0, *range(width, len(text), rest)) if hanging else range(0, len(text) or 1, width)
    cells_of = text.translate(_CELLS)
    if "0" not in cells_of and "\ufe0f" not in text:
        return _folds_of_simple(cells_of, width, rest)
    starts, used, room = [0], 0, width
    for start, _, cells in split_graphemes(text)[0]:
        if used + cells > room and used:
            starts.append(start)
            used, room = 0, rest
        used += cells
    return starts


def _folds_of_simple(cells_of: str, width: int, rest: int) -> Sequence[int]:
    """`line_wraps` of a text of which each character takes the cells its digit says, 1 or 2.

    Counting digits in slices halves what is left to place each time: ten times as fast as going by character.
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


def word_wraps(text: str, width: int, hanging: int = 0) -> Sequence[int]:
    """The same, but a line ends after a blank where there is one, as prose does."""
    starts, start, room = [0], 0, width
    while start < len(text):
        # Enough characters for a line of any mixture of widths: measuring all the rest each time is dear.
        window = text[start : start + 4 * room]
        hard = line_wraps(window, room)
        if len(hard) == 1 and start + len(window) == len(text):
            break
        stop = start + (hard[1] if len(hard) > 1 else len(window))
        blank = text.rfind(" ", start, stop + 1)
        room = max(1, width - hanging)
        # Where a long word would leave most of a line empty, or blanks alone in it, the word is broken.
        fills = 3 * (blank - start) >= stop - start and text[start:blank].strip(" ")
        start = blank + 1 if fills else stop
        if start < len(text):
            starts.append(start)
    return starts


def wrapped_height(text: str, width: int, hanging: int = 0) -> int:
    """How many lines a text takes."""
    if text.isascii():
        return 1 + max(0, -(-(len(text) - width) // max(1, width - hanging)))
    # One cell for each of ASCII, and no more than two for any other: to know that is cheaper than to fold.
    most = 2 * len(text) - len(text.encode("ascii", "ignore"))
    return 1 if most <= width else len(line_wraps(text, width, hanging))


def marked_parts(
    parts: Iterable[Part], start: int, stop: int, marks: Sequence[Mark] = ()
) -> Iterator[MarkedPart]:
    """The characters from `start` to before `stop`, cut where a part or a mark ends."""
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
    """Rows set out on lines, one line each unless they are wrapped."""

    order: Sequence[int]
    """Indexes of the rows that are shown, ascending."""

    tops: Sequence[int] | None = None
    """First line of each shown row, and the line past the last; None where every row has one line."""

    width: int = 0
    """Cells in a line of a wrapped row."""

    @classmethod
    def wrapped(cls, order: Sequence[int], lines_of: Callable[[int], int], width: int) -> "LineLayout":
        """Rows of several lines each."""
        return cls(order, array("Q", accumulate(map(lines_of, order), initial=0)), width)

    @property
    def height(self) -> int:
        """Lines in all."""
        return len(self.order) if self.tops is None else self.tops[-1]

    def shows(self, row: int) -> bool:
        """Is the row among the shown ones?"""
        position = self.position(row)
        return position < len(self.order) and self.order[position] == row

    def position(self, row: int) -> int:
        """Place of a row among the shown ones; that of the next shown one where it is not shown."""
        return bisect_left(self.order, row)

    def shown(self, row: int) -> int:
        """The row itself, or the last shown one before it, or the first shown one."""
        return self.order[max(0, bisect_right(self.order, row) - 1)]

    def at(self, line: int) -> tuple[int, int]:
        """The row that stands on a line, and which of its own lines that is."""
        if self.tops is None:
            return self.order[line], 0
        position = bisect_right(self.tops, line) - 1
        return self.order[position], line - self.tops[position]

    def span(self, row: int) -> tuple[int, int]:
        """First line of a shown row, and how many it has."""
        position = self.position(row)
        if self.tops is None:
            return position, 1
        return self.tops[position], self.tops[position + 1] - self.tops[position]
