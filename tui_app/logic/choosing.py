"""Finding in a long list what a few letters mean: all texts are one string, so that C does the looking."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

_AT_START, _WITHIN, _SCATTERED = 3, 2, 1
"""How well a word fits: where one begins, anywhere, or with its letters apart from each other."""


class Choices:
    """Texts to choose from, numbered from 0; a line end in one counts as a blank."""

    def __init__(self, texts: Iterable[str]) -> None:
        lines = [text.lower().replace("\n", " ") for text in texts]
        self._text = "\n".join(lines)
        self._starts = array("Q", accumulate((len(line) + 1 for line in lines), initial=0))

    def fitting(self, typed: str) -> list[int]:
        """The texts that every word fits, in any order and either case; the best first, equals as given."""
        total: dict[int, int] | None = None
        for word in typed.lower().split():
            found = self._found(word)
            total = found if total is None else {at: total[at] + found[at] for at in total if at in found}
        if total is None:
            return list(range(len(self._starts) - 1))
        return sorted(total, key=lambda at: (-total[at], at))

    def _found(self, word: str) -> dict[int, int]:
        """How well a word fits each text it fits."""
        found: dict[int, int] = {}
        whole, letters = re.escape(word), [re.escape(letter) for letter in word]
        apart = letters[0] + "".join(f"[^{letter}\n]*{letter}" for letter in letters[1:])
        # Each begins with a letter as it is, which the machine finds fastest: what is before comes after.
        begun = rf"{whole}(?<![^\W_]{whole})"
        ways = ((_SCATTERED, apart), (_WITHIN, whole), (_AT_START, begun))
        for value, pattern in ways[len(word) == 1 :]:
            found.update(dict.fromkeys(self._texts_with(pattern), value))
        return found

    def _texts_with(self, pattern: str) -> Iterator[int]:
        # The rest of a text is taken up, so that each is found once.
        for hit in re.finditer(rf"{pattern}[^\n]*", self._text):
            yield bisect_right(self._starts, hit.start()) - 1
