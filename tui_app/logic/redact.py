"""Removal of secrets from texts.

The rule for everything that can be seen, stored or passed on:

- **Our own** secrets appear nowhere: access key, secret key, every access token, the signature just sent, a
  proxy's password. `Redactor.mask` removes them from an answer when it is received, so that no screen, copy,
  file, toast or traceback contains them, whatever a server repeats. Nothing else in an answer changes: the
  raw view shows what the server sent, including other people's passwords in a command or a log.
- What this program **writes for others** (tickets, comparisons, tables of many runs, the debug log,
  tracebacks) contains nothing that looks like a secret. A `Redactor` called as a function finds these by the
  patterns of `secrets.patterns`; it rather removes a word too many than shows a password, but keeps error
  messages.

The set-up form shows the access key as it is typed, and nothing of the secret key.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote, unquote

from .time_slicing import Steps

REDACTED = "[redacted]"
"""The replacement for a secret."""

_SHORTEST = 4
"""Minimum characters of a known secret in texts for others; shorter ones occur by chance."""

_SHORTEST_MASKED = 8
"""The same for answers, where a word removed by mistake would falsify a record."""

_PIECE = 1 << 17
"""Characters that are searched in one step."""

_LONGEST_LETTER = 24
"""Characters of a letter in JSON within JSON within JSON."""

# An ASCII character as a JSON \u escape, also in JSON within JSON.
# The lookbehind prevents a scan from every backslash of a long row.
_SPELT = re.compile(r"(?<!\\)\\+u00([2-7][0-9A-Fa-f])")


@cache
def _secrets() -> list[tuple[tuple[str, ...], re.Pattern[str]]]:
    """The table of patterns, imported and compiled on first use, which most runs never reach."""
    from .secrets.patterns import PATTERNS

    return [(tuple(one.words.split()), re.compile(one.pattern, re.IGNORECASE)) for one in PATTERNS]


class Redactor:
    """Removes known secrets and what looks like a secret; its repr shows none of them."""

    __slots__ = ("_own",)

    def __init__(self, own: Iterable[str] = ()) -> None:
        """Set the known secrets, such as a profile's keys."""
        self._own: list[str] = []
        self.learn(*own)

    def learn(self, *own: str) -> None:
        """Add known secrets, such as a new token."""
        # Longest first: a value may be part of another.
        values = {*self._own, *(value for value in own if len(value) >= _SHORTEST)}
        self._own = sorted(values, key=len, reverse=True)

    @property
    def own(self) -> Sequence[str]:
        """The known secrets, for another process that masks them too."""
        return self._own

    def mask(self, text: str, *more: str) -> str:
        """The text without known secrets, however JSON or a URL spells them; all else is unchanged."""
        values = sorted({*self._own, *more}, key=len, reverse=True)
        own = [value for value in values if len(value) >= _SHORTEST_MASKED]
        text = _without(text, own)
        spelt_out = _SPELT.sub(_letter, text)
        if any(value in spelt_out for value in own):
            for value in own:
                text = _in_any_spelling(value).sub(REDACTED, text)
        return text

    def search(self, text: str, *more: str) -> Steps[bool]:
        """Whether `mask` would change a text, in steps."""
        values = [value for value in {*self._own, *more} if len(value) >= _SHORTEST_MASKED]
        for spelling in (spelling for value in values for spelling in _spellings(value)):
            for start in range(0, len(text), _PIECE):
                # A spelling may lie on the seam.
                if text.find(spelling, start, start + _PIECE + len(spelling)) >= 0:
                    return True
                yield
        reach = max(map(len, values), default=0) * _LONGEST_LETTER
        for start in range(0, len(text) if "\\u00" in text else 0, _PIECE):
            piece = text[start : start + _PIECE + reach]
            if "\\u00" in piece:
                spelt_out = _SPELT.sub(_letter, piece)
                if any(value in spelt_out for value in values):
                    return True
            yield
        return False

    def __call__(self, text: str) -> str:
        """The text without known and likely secrets."""
        text = _without(text, self._own)
        # Most texts contain the words of few patterns, and a word is found much faster than a pattern.
        folded = text.casefold()
        for words, pattern in _secrets():
            if not words or any(word in folded for word in words):
                text = pattern.sub(_without_secret, text)
        return text


def proxy_passwords(environment: Mapping[str, str]) -> list[str]:
    """The passwords in the environment's ``…_PROXY`` variables, as written there and decoded."""
    found = []
    for name, address in environment.items():
        if name.lower().endswith("_proxy") and "@" in address:
            written = address.partition("://")[2].rpartition("@")[0].partition(":")[2]
            found += [written, unquote(written)]
    return found


def redacted(value: Any, redact: Callable[[str], str]) -> Any:
    """Plain values without secrets; the texts of a list of lines as one, since a key may run over several."""
    if isinstance(value, Mapping):
        return {key: redacted(inner, redact) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        is_lines = any(isinstance(inner, dict) and "text" in inner for inner in value)
        return (
            _redacted_lines(list(value), redact) if is_lines else [redacted(inner, redact) for inner in value]
        )
    return redact(value) if isinstance(value, str) else value


def _redacted_lines(lines: list[dict[str, Any]], redact: Callable[[str], str]) -> list[dict[str, Any]]:
    """Lines without secrets; those of a key that runs over several become one."""
    alone = [redact(line["text"]) for line in lines]
    plain = redact("\n".join(line["text"] for line in lines)).split("\n")
    first = _alike(plain, alone)
    last = min(_alike(plain[::-1], alone[::-1]), len(plain) - first, len(lines) - first)
    middle = plain[first : len(plain) - last]
    merged = [{**lines[first], "text": "\n".join(middle)}] if first + last < len(lines) else []
    same = range(len(lines))
    head, tail = same[:first], same[len(lines) - last :]
    return [
        *({**lines[at], "text": alone[at]} for at in head),
        *merged,
        *({**lines[at], "text": alone[at]} for at in tail),
    ]


def _alike(texts: Sequence[str], others: Sequence[str]) -> int:
    """The number of first entries that are the same."""
    pairs = zip(texts, others, strict=False)
    return next((at for at, (text, other) in enumerate(pairs) if text != other), min(len(texts), len(others)))


def _without_secret(match: re.Match[str]) -> str:
    return f"{match.groupdict().get('kept') or ''}{REDACTED}"


def _without(text: str, own: Iterable[str]) -> str:
    for value in own:
        for spelling in _spellings(value):
            text = text.replace(spelling, REDACTED)
    return text


def _spellings(value: str) -> Iterable[str]:
    """The value as it is, in JSON, in JSON within JSON and in a URL; for most keys all are the same."""
    once = json.dumps(value)[1:-1]
    in_json = (json.dumps(once)[1:-1], once, once.replace("/", "\\/"))
    return dict.fromkeys((value, *in_json, quote(value, safe="", errors="replace")))


def _letter(spelt: re.Match[str]) -> str:
    return chr(int(spelt[1], 16))


def _in_any_spelling(value: str) -> re.Pattern[str]:
    """A pattern for a value in which every letter may be a \\u escape."""
    letters = (rf"(?:{re.escape(one)}|(?<!\\)\\+u(?i:{ord(one):04x}))" for one in value)
    return re.compile("".join(letters))
