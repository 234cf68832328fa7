"""Parts of English sentences: plurals, lists and suggestions."""

from collections.abc import Iterable


def plural(count: int, noun: str) -> str:
    """A count and its noun, such as ``1 edge``, ``1,200 edges`` or ``2 successes``."""
    ending = "" if count == 1 else "es" if noun.endswith("s") else "s"
    return f"{count:,} {noun}{ending}"


def shortened(text: str, most: int) -> str:
    """A text of at most some characters; an ellipsis marks a cut."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown word: the closest known word, or all of them."""
    names = sorted(known)
    if (name := nearest(word, names)) is not None:
        return f"did you mean {name}?"
    return f"known are {listed(names)}." if names else "none is known."


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is closest to a word; None when none is close."""
    # Rarely needed, while `plural` is part of the first frame.
    from difflib import get_close_matches

    by_lower = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), by_lower, n=1)
    return by_lower[close[0]] if close else None


def listed(words: Iterable[str], last: str = "and") -> str:
    """Words listed as in a sentence: ``a``, ``a and b``, ``a, b and c``."""
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end
