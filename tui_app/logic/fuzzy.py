"""Matching of typed words against a list of texts: as parts of them, or as the initials of their words."""

import re
from collections.abc import Iterable

_AT_START, _WITHIN, _INITIALS = 3, 2, 1
"""Scores of a match: at the start of a word, anywhere, or as initials of words that follow each other."""
_INITIAL = re.compile(r"(?<![^\W\d_])[^\W\d_]|(?<=[a-z])[A-Z]")


class Choices:
    """Texts to match, numbered from 0; a line end counts as a blank."""

    def __init__(self, texts: Iterable[str]) -> None:
        given = list(texts)
        self._texts = [text.lower().replace("\n", " ") for text in given]
        self._initials = ["".join(_INITIAL.findall(text)).lower() for text in given]

    def matches(self, typed: str) -> list[int]:
        """The texts that every word matches, in any order and case; best first, ties in the given order."""
        total = dict.fromkeys(range(len(self._texts)), 0)
        for word in typed.lower().split():
            found = self._scores(word, total)
            total = {at: value + found[at] for at, value in total.items() if at in found}
        return sorted(total, key=total.__getitem__, reverse=True)

    def _scores(self, word: str, among: Iterable[int]) -> dict[int, int]:
        """The score of each text that a word matches; digits and signs are no initials."""
        texts = self._texts
        # The lookbehind comes last, so that `re` searches for the literal word first.
        has_begun = re.compile(rf"{re.escape(word)}(?<![^\W_]{re.escape(word)})").search
        found = {at: _AT_START if has_begun(texts[at]) else _WITHIN for at in among if word in texts[at]}
        return found | {at: _INITIALS for at in among if at not in found and word in self._initials[at]}
