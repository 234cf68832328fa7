"""Finding in a long list what a few letters mean."""

import re
from collections.abc import Iterable

_AT_START, _WITHIN, _SCATTERED = 3, 2, 1
"""How well a word fits: where one begins, anywhere, or with its letters apart from each other."""


class Choices:
    """Texts to choose from, numbered from 0; a line end in one counts as a blank."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = [text.lower().replace("\n", " ") for text in texts]

    def matches(self, typed: str) -> list[int]:
        """The texts that every word fits, in any order and either case; the best first, equals as given."""
        total = dict.fromkeys(range(len(self._texts)), 0)
        for word in typed.lower().split():
            found = self._found(word, total)
            total = {at: value + found[at] for at, value in total.items() if at in found}
        return sorted(total, key=total.__getitem__, reverse=True)

    def _found(self, word: str, among: Iterable[int]) -> dict[int, int]:
        """Which of some texts a word fits, and how well."""
        texts, first, *others = self._texts, *map(re.escape, word)
        # What stands before the word is looked at last: `re` then goes to where the word is in one step.
        has_begun = re.compile(rf"{re.escape(word)}(?<![^\W_]{re.escape(word)})").search
        has_apart = re.compile(first + "".join(f"[^{one}]*{one}" for one in others)).search
        found = {at: _AT_START if has_begun(texts[at]) else _WITHIN for at in among if word in texts[at]}
        if others:
            found |= {at: _SCATTERED for at in among if at not in found and has_apart(texts[at])}
        return found
