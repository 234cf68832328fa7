"""Fuzzy matching of typed letters against a list of texts."""

import re
from collections.abc import Iterable

_AT_START, _WITHIN, _SCATTERED = 3, 2, 1
"""Scores of a match: at the start of a word, anywhere, or with its letters scattered."""


class Choices:
    """Texts to match, numbered from 0; a line end counts as a blank."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = [text.lower().replace("\n", " ") for text in texts]

    def matches(self, typed: str) -> list[int]:
        """The texts that every word matches, in any order and case; best first, ties in the given order."""
        total = dict.fromkeys(range(len(self._texts)), 0)
        for word in typed.lower().split():
            found = self._scores(word, total)
            total = {at: value + found[at] for at, value in total.items() if at in found}
        return sorted(total, key=total.__getitem__, reverse=True)

    def _scores(self, word: str, among: Iterable[int]) -> dict[int, int]:
        """The score of each text that a word matches."""
        texts, first, *others = self._texts, *map(re.escape, word)
        # The lookbehind comes last, so that `re` searches for the literal word first.
        has_begun = re.compile(rf"{re.escape(word)}(?<![^\W_]{re.escape(word)})").search
        has_apart = re.compile(first + "".join(f"[^{one}]*{one}" for one in others)).search
        found = {at: _AT_START if has_begun(texts[at]) else _WITHIN for at in among if word in texts[at]}
        if others:
            found |= {at: _SCATTERED for at in among if at not in found and has_apart(texts[at])}
        return found
