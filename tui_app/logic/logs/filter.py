"""The lines of a log that a filter keeps."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..time_slicing import Steps
from .search import Haystack
from .text import LogText

CONTEXTS = (0, 1, 2, 5, 10, 20, 50, 100)
"""Choices of how many lines are kept above and below a line that holds the text."""

CONTEXT = 2
"""The choice to begin with."""

WITHOUT = "!"
"""Before a text whose lines are left out."""


@dataclass(frozen=True, slots=True)
class LogFilter:
    """A filter as it was typed, parsed."""

    text: str
    """The text to search for; without upper case it matches both cases. Empty keeps every line."""

    is_without: bool = False
    """Whether its lines are left out, instead of all others."""

    context: int = CONTEXT
    """Lines kept above and below a line that holds the text."""

    @classmethod
    def of(cls, typed: str, context: int = CONTEXT) -> "LogFilter":
        """Read a filter; ``!`` alone is none yet."""
        return cls(typed.removeprefix(WITHOUT), typed.startswith(WITHOUT), context)

    @property
    def has_context(self) -> bool:
        """Whether lines without the text are kept around those with it."""
        return bool(self.text and self.context) and not self.is_without

    def with_context(self, step: int) -> "LogFilter":
        """The filter with more lines of context, or with fewer for a negative step."""
        at = CONTEXTS.index(self.context) + step
        return replace(self, context=CONTEXTS[min(max(0, at), len(CONTEXTS) - 1)])

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
        rows = _others(hits, len(log)) if self.is_without else _with_context(hits, len(log), self.context)
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


def _with_context(hits: Iterator[int], count: int, context: int) -> Iterator[int]:
    start = 0
    for row in hits:
        stop = min(row + context + 1, count)
        yield from range(max(start, row - context), stop)
        start = stop
