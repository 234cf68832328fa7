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

    def before(self, line: int) -> int:
        """How many matches stand above a line, which is the number of the first in it or below."""
        return bisect_left(self._offsets, self._haystack.start(line))

    def within(self, line: int) -> Iterable[tuple[int, int]]:
        """The matches in one line: their numbers, and the offsets at which they start there."""
        start = self._haystack.start(line)
        return ((at, self._offsets[at] - start) for at in range(self.before(line), self.before(line + 1)))
