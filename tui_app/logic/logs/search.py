"""Finding text in many lines: all lines are one string, so that one scan at C speed finds every match."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Self

from ..time_slicing import Steps, at_once

_STEP = 1 << 17


class Haystack:
    """Lines to search in, numbered from 0; none of them holds a line end."""

    def __init__(self, lines: Iterable[str]) -> None:
        texts = list(lines)
        self._text = "\n".join(texts)
        self._starts = array("Q", accumulate((len(text) + 1 for text in texts), initial=0))

    @classmethod
    def over(cls, text: str, starts: "array[int]") -> Self:
        """Lines that are one string already, without a copy.

        Args:
            text: the lines with a line end after each.
            starts: where each line starts, and the length of the text.
        """
        haystack = cls(())
        haystack._text, haystack._starts = text, starts
        return haystack

    def find(self, query: str) -> "Matches":
        """Every place where the query stands; a query without upper case finds both cases."""
        return at_once(self.search(query))

    def search(self, query: str) -> Steps["Matches"]:
        """The same in steps, for long texts."""
        offsets, at = array("Q"), 0
        flags = re.NOFLAG if query != query.lower() else re.IGNORECASE
        pattern = re.compile(re.escape(query), flags)
        while query and at < len(self._text):
            stop = self._text.find("\n", at + _STEP) + 1 or len(self._text)
            offsets.extend(hit.start() for hit in pattern.finditer(self._text, at, stop))
            at = stop
            yield
        return Matches(self, query, offsets)

    def place(self, offset: int) -> tuple[int, int]:
        """The line an offset of the whole text lies in, and the offset within that line."""
        line = bisect_right(self._starts, offset) - 1
        return line, offset - self._starts[line]

    def start(self, line: int) -> int:
        """The offset of a line in the whole text."""
        return self._starts[line]


class Matches:
    """The matches of a query, in order, numbered from 0."""

    def __init__(self, haystack: Haystack, query: str, offsets: "array[int]") -> None:
        self._haystack = haystack
        self._offsets = offsets
        self.query = query
        """The query; each match is as long."""

    def __len__(self) -> int:
        return len(self._offsets)

    def among(self, rows: Sequence[int]) -> "Matches":
        """Those that stand in some lines, which are given in ascending order."""

        def is_in(offset: int) -> bool:
            row = self._haystack.place(offset)[0]
            at = bisect_left(rows, row)
            return at < len(rows) and rows[at] == row

        return Matches(self._haystack, self.query, array("Q", filter(is_in, self._offsets)))

    def place(self, number: int) -> tuple[int, int]:
        """The line of a match and the offset at which it starts there."""
        return self._haystack.place(self._offsets[number])

    def before(self, line: int) -> int:
        """The number of matches above a line, which is that of the first in it or below."""
        return bisect_left(self._offsets, self._haystack.start(line))

    def within(self, line: int) -> Iterable[tuple[int, int]]:
        """The matches in one line: their numbers, and the offsets at which they start there."""
        start = self._haystack.start(line)
        return ((at, self._offsets[at] - start) for at in range(self.before(line), self.before(line + 1)))
