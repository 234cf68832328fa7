"""Searches for flow instances, as form fields and as words of a command line.

::

    风电场 status:FAIL,TIMEOUT when:7d owner:li.na type:periodic
    900100- when:2026-11-20..2026-11-22

Saved searches, the header and the shell use the same words.
"""

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass

from ..models.status import Status
from .text import did_you_mean

STATUSES = tuple(Status.of(code) for code in range(-1, 11))
"""The states of the vendor's table, in its order."""

TYPES = {"periodic": 1, "manual": 0, "temporary": 2}
"""Scheduling types by name, the most common first; the server has no value that means all."""

USUAL_WINDOW = "24h"
"""The default time window, as in the web console."""

_NO_TEXT = re.compile("[\ud800-\udfff]")
"""Stand for bytes of the command line that are no UTF-8."""

_KEYS = ("text", "status", "when", "owner", "type")


class InvalidSearch(ValueError):
    """A search that cannot be parsed; the message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class FlowSearch:
    """The criteria of a search."""

    text: str = ""
    """Part of an instance id or workflow name; empty for all."""

    statuses: tuple[int, ...] = ()
    """Status numbers; empty for all."""

    when: str = USUAL_WINDOW
    """Window of planned times, see `time_window.bounds_ms`."""

    owner: str = ""
    """User name of an owner; empty for all."""

    types: tuple[int, ...] = ()
    """Scheduling types; empty for all."""

    def in_words(self) -> str:
        """The search as `parse` reads it; never empty, since it always names the window."""
        names = {code: name for name, code in TYPES.items()}
        is_plain = self.text.partition(":")[0] not in _KEYS
        words = [
            self.text if is_plain else f"text:{self.text}",
            _listed("status", (Status.of(code).documented_name or str(code) for code in self.statuses)),
            f"when:{self.when}",
            f"owner:{self.owner}" if self.owner else "",
            _listed("type", (names.get(code, str(code)) for code in self.types)),
        ]
        return " ".join(map(_quoted, filter(None, words)))


def hint_at(search: FlowSearch) -> str:
    """A sentence about what a search that found nothing may mean; empty for none."""
    state = search.text.upper()
    names = {one.documented_name for one in STATUSES}
    return f"The text is part of a name or id; for the status write status:{state}." if state in names else ""


def parse(words: str) -> FlowSearch:
    """Parse a search; words without a key and colon are the text.

    Raises:
        InvalidSearch: a value is unknown, or a quotation mark is not closed.
    """
    if _NO_TEXT.search(words):
        raise InvalidSearch("The search holds bytes that are no UTF-8 text.")
    try:
        split = shlex.split(words)
    except ValueError as error:
        raise InvalidSearch(f"The search cannot be read: {error}.") from error
    given: dict[str, str] = {}
    text: list[str] = []
    for word in split:
        key, colon, value = word.partition(":")
        if colon and key in _KEYS:
            given[key] = value
        else:
            text.append(word)
    return FlowSearch(
        text=given.get("text", " ".join(text)),
        statuses=tuple(map(_status, _entries(given.get("status", "")))),
        when=given.get("when", "") or USUAL_WINDOW,
        owner=given.get("owner", ""),
        types=tuple(map(_type, _entries(given.get("type", "")))),
    )


def _quoted(word: str) -> str:
    """A word in quotation marks if it needs them; a shell quotes the whole search itself."""
    return shlex.quote(word) if re.search(r"[\s'\"\\]", word) else word


def _listed(key: str, names: Iterable[str]) -> str:
    joined = ",".join(names)
    return f"{key}:{joined}" if joined else ""


def _entries(text: str) -> list[str]:
    return [entry for part in text.split(",") if (entry := part.strip())]


def _status(name: str) -> int:
    status = Status.of(name)
    if status.code is None:
        names = [status.name for status in STATUSES]
        raise InvalidSearch(f"There is no status {name!r}; {did_you_mean(name.upper(), names)}")
    return status.code


def _type(name: str) -> int:
    if name.lower() in TYPES:
        return TYPES[name.lower()]
    if name in map(str, TYPES.values()):
        return int(name)
    raise InvalidSearch(f"There is no type {name!r}; {did_you_mean(name.lower(), TYPES)}")
