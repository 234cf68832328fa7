"""The lines of a log that a filter keeps."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..steps import Steps
from .search import Haystack
from .text import LogText

CONTEXT = 2
"""Lines kept above and below a line that holds the text."""

WITHOUT = "!"
"""Before a text whose lines are left out."""


@dataclass(frozen=True, slots=True)
class LogFilter:
    """A filter as it was typed, parsed."""

    text: str
    """The text to search for; without upper case it matches both cases. Empty keeps every line."""

    is_without: bool = False
    """Whether its lines are left out, instead of all others."""

    @classmethod
    def of(cls, typed: str) -> "LogFilter":
        """Read a filter; ``!`` alone is none yet."""
        return cls(typed.removeprefix(WITHOUT), typed.startswith(WITHOUT))

    @property
    def typed(self) -> str:
        """The filter as the user types it."""
        return WITHOUT * self.is_without + self.text

    def kept(self, log: LogText) -> Steps[Sequence[int]]:
        """The lines that stay, ascending: all but those with the text, or those with it and their context."""
        if not self.text:
            return range(len(log))
        matches = yield from Haystack.over(log.text, log.starts).search(self.text)
        hits = _rows(matches.place(number)[0] for number in range(len(matches)))
        rows = _others(hits, len(log)) if self.is_without else _with_context(hits, len(log))
        kept = array("Q")
        for count, row in enumerate(rows):
            kept.append(row)
            if count % 4_096 == 0:
                yield
        return kept


def _rows(hits: Iterable[int]) -> Iterator[int]:
    """Each row once, where the same ones follow each other."""
    last = -1
    for row in hits:
        if row != last:
            yield row
        last = row


def _others(hits: Iterator[int], count: int) -> Iterator[int]:
    start = 0
    for row in hits:
        yield from range(start, row)
        start = row + 1
    yield from range(start, count)


def _with_context(hits: Iterator[int], count: int) -> Iterator[int]:
    start = 0
    for row in hits:
        stop = min(row + CONTEXT + 1, count)
        yield from range(max(start, row - CONTEXT), stop)
        start = stop
