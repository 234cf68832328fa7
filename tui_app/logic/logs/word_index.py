"""A search for many words in a text at once: its cost is the length of the text, not the number of words."""

from collections import Counter
from collections.abc import Iterable
from typing import AnyStr, Generic

_LENGTH = 3
"""Characters of a run; of a text only every third run is looked up."""


class WordIndex(Generic[AnyStr]):
    """Words by three runs that follow each other in them, one of which is looked up wherever they begin."""

    def __init__(self, words: Iterable[AnyStr]) -> None:
        """Index the words by those of their runs that fewest of them share."""
        self._short: list[AnyStr] = []
        self._by_run: dict[AnyStr, list[AnyStr]] = {}
        by_word = {word: _runs(word, 1) for word in words}
        shared = Counter(run for runs in by_word.values() for run in set(runs))
        for word, runs in by_word.items():
            if len(runs) < _LENGTH:
                self._short.append(word)
                continue
            starts = range(len(runs) - _LENGTH + 1)
            best = min(starts, key=lambda at: sum(shared[run] for run in runs[at : at + _LENGTH]))
            for run in set(runs[best : best + _LENGTH]):
                self._by_run.setdefault(run, []).append(word)

    def found_in(self, text: AnyStr) -> list[AnyStr]:
        """The words that a text holds, in no order."""
        runs = self._by_run.keys() & _runs(text, _LENGTH)
        likely = set(self._short)
        for run in runs:
            likely.update(self._by_run[run])
        return [word for word in likely if word in text]


def _runs(text: AnyStr, step: int) -> list[AnyStr]:
    return [text[at : at + _LENGTH] for at in range(0, len(text) - _LENGTH + 1, step)]
