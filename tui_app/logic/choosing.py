"""Finding in a long list what a few letters mean."""

import re
from collections.abc import Iterable

_AT_START, _WITHIN, _SCATTERED = 3, 2, 1
"""How well a word fits: where one begins, anywhere, or with its letters apart from each other."""


class Choices:
    """Texts to choose from, numbered from 0; a line end in one counts as a blank."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = [text.lower().replace("\n", " ") for text in texts]

    def fitting(self, typed: str) -> list[int]:
        """The texts that every word fits, in any order and either case; the best first, equals as given."""
        total = dict.fromkeys(range(len(self._texts)), 0)
        for word in typed.lower().split():
            total = {at: total[at] + value for at, value in self._found(word, total)}
        return sorted(total, key=total.__getitem__, reverse=True)

    def _found(self, word: str, among: Iterable[int]) -> Iterable[tuple[int, int]]:
        """Which of some texts a word fits, and how well."""
        letters = [re.escape(letter) for letter in word]
        has_apart = re.compile(letters[0] + "".join(f"[^{one}]*{one}" for one in letters[1:])).search
        has_begun = re.compile(rf"(?<![^\W_]){re.escape(word)}").search
        for at in among:
            text = self._texts[at]
            if word in text:
                yield at, _AT_START if has_begun(text) else _WITHIN
            elif has_apart(text):
                yield at, _SCATTERED
