"""The one place that takes secrets out of texts.

The rule, for everything that can be seen, kept or passed on:

- **Our own** secrets stand nowhere: access key, secret key, every access token, the signature just sent, a
  proxy's password. `Redactor.mask` takes them out of an answer as it arrives, so that no screen, copy, file,
  toast or traceback ever has them, whatever a server repeats. Nothing else of an answer is touched: the raw
  view shows what the server sent, other people's passwords in a command or a log among it.
- What this program **writes for others** has no likely secret of anybody: tickets, comparisons, tables of
  many runs, the debug log, tracebacks. A `Redactor` called as a function finds those by the forms of
  `secret_forms`; a word too many is lost rather than a password shown, but what explains a fault stays.

The set-up form shows the access key as it is typed, and nothing of the secret key.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from urllib.parse import quote, unquote

REDACTED = "[redacted]"
"""Stands where a secret stood."""

_SHORTEST = 4
"""Characters of an own value that is taken out of what is written for others: shorter ones stand anywhere."""

_SHORTEST_MASKED = 8
"""The same for answers, where a word taken out by mistake would be a record shown wrong."""

# A letter of JSON spelt by its number, in JSON within JSON too.
# The look behind keeps a long row of backslashes from being walked once from each of them.
_SPELT = re.compile(r"(?<!\\)\\+u00([2-7][0-9A-Fa-f])")


@cache
def _secrets() -> list[tuple[tuple[str, ...], re.Pattern[str]]]:
    """The table of forms, imported and compiled at the first use, which most starts never have."""
    from .secret_forms import FORMS

    return [(tuple(form.words.split()), re.compile(form.pattern, re.IGNORECASE)) for form in FORMS]


class Redactor:
    """Takes out what looks like a secret, and the secrets of its own, which no representation of it shows."""

    __slots__ = ("_own",)

    def __init__(self, own: Iterable[str] = ()) -> None:
        """Take the values to look for wherever they stand, such as a profile's keys."""
        self._own: list[str] = []
        self.learn(*own)

    def learn(self, *own: str) -> None:
        """Look for these values too from now on, such as a new token."""
        # The longest first: a value may be part of another.
        known = {*self._own, *(value for value in own if len(value) >= _SHORTEST)}
        self._own = sorted(known, key=len, reverse=True)

    def mask(self, text: str, *more: str) -> str:
        """The text without the secrets of its own, however JSON or a URL spells them, and all else as it was.

        Args:
            text: foreign text, such as a whole answer.
            more: values to look for this once.
        """
        values = sorted({*self._own, *more}, key=len, reverse=True)
        own = [value for value in values if len(value) >= _SHORTEST_MASKED]
        text = _without(text, own)
        spelt_out = _SPELT.sub(_letter, text)
        if any(value in spelt_out for value in own):
            for value in own:
                text = _in_any_spelling(value).sub(REDACTED, text)
        return text

    def __call__(self, text: str) -> str:
        """The text without secrets."""
        text = _without(text, self._own)
        # Most texts hold the words of few forms, and a word is found far sooner than a form.
        folded = text.casefold()
        for words, form in _secrets():
            if not words or any(word in folded for word in words):
                text = form.sub(_without_secret, text)
        return text


def proxy_passwords(environment: Mapping[str, str]) -> list[str]:
    """The passwords in the environment's ``…_PROXY`` variables, as written there and decoded."""
    found = []
    for name, address in environment.items():
        if name.lower().endswith("_proxy") and "@" in address:
            written = address.partition("://")[2].rpartition("@")[0].partition(":")[2]
            found += [written, unquote(written)]
    return found


def _without_secret(match: re.Match[str]) -> str:
    return f"{match.groupdict().get('kept') or ''}{REDACTED}"


def _without(text: str, own: Iterable[str]) -> str:
    for value in own:
        for spelling in _spellings(value):
            text = text.replace(spelling, REDACTED)
    return text


def _spellings(value: str) -> Iterable[str]:
    """The value as such, in JSON, in JSON within JSON, in a URL: for most keys one and the same."""
    once = json.dumps(value)[1:-1]
    in_json = (json.dumps(once)[1:-1], once, once.replace("/", "\\/"))
    return dict.fromkeys((value, *in_json, quote(value, safe="", errors="replace")))


def _letter(spelt: re.Match[str]) -> str:
    return chr(int(spelt[1], 16))


def _in_any_spelling(value: str) -> re.Pattern[str]:
    """Finds a value some letters of which are spelt by number."""
    letters = (rf"(?:{re.escape(one)}|(?<!\\)\\+u(?i:{ord(one):04x}))" for one in value)
    return re.compile("".join(letters))
