"""Suggestions for a word that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown word: the likeliest known one, or all of them."""
    names = sorted(known)
    if (name := nearest(word, names)) is not None:
        return f"did you mean {name}?"
    return f"known are {listed(names)}." if names else "none is known."


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like a word; None where none is like it."""
    by_lower = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), by_lower, n=1)
    return by_lower[close[0]] if close else None


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words as a sentence lists them: ``a``, ``a and b``, ``a, b and c``."""
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end
