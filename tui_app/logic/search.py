"""Finding text in many lines: all lines are one string, so that one scan at C speed finds every match."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate


class Haystack:
    """Lines to search in, numbered from 0; none of them holds a line end."""

    def __init__(self, lines: Iterable[str]) -> None:
        texts = list(lines)
        self._text = "\n".join(texts)
        self._starts = array("Q", accumulate((len(text) + 1 for text in texts), initial=0))

    def find(self, query: str) -> "Matches":
        """Every place where the query stands; a query without upper case finds both cases."""
        if not query:
            return Matches(self, query, array("Q"))
        flags = re.NOFLAG if query != query.lower() else re.IGNORECASE
        hits = re.finditer(re.escape(query), self._text, flags)
        return Matches(self, query, array("Q", (hit.start() for hit in hits)))

    def place(self, offset: int) -> tuple[int, int]:
        """The line an offset of the whole text lies in, and the offset within that line."""
        line = bisect_right(self._starts, offset) - 1
        return line, offset - self._starts[line]

    def start(self, line: int) -> int:
        """Where a line starts in the whole text."""
        return self._starts[line]


class Matches:
    """What a query found, in order, numbered from 0."""

    def __init__(self, haystack: Haystack, query: str, offsets: "array[int]") -> None:
        self._haystack = haystack
        self._offsets = offsets
        self.query = query
        """What was searched for; each match is as long."""

    def __len__(self) -> int:
        return len(self._offsets)

    def place(self, number: int) -> tuple[int, int]:
        """The line of a match and the offset at which it starts there."""
        return self._haystack.place(self._offsets[number])

    def first_from(self, line: int) -> int:
        """Number of the first match in a line or below it; the first of all where there is none below."""
        number = bisect_left(self._offsets, self._haystack.start(line))
        return number if number < len(self) else 0

    def within(self, line: int) -> Iterable[tuple[int, int]]:
        """The matches in one line: their numbers, and the offsets at which they start there."""
        start, stop = self._haystack.start(line), self._haystack.start(line + 1)
        first, last = bisect_left(self._offsets, start), bisect_left(self._offsets, stop)
        return ((number, self._offsets[number] - start) for number in range(first, last))
