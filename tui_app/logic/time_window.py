"""Windows of planned times as the user writes them: ``24h``, ``7d``, ``2026-11-20 22:00..2026-11-21``."""

import re
from datetime import UTC, datetime, timedelta, timezone

from .flow_search import InvalidSearch

HOW = "24h, 7d, 2026-11-21, or 2026-11-20 22:00..2026-11-21"
"""The accepted forms, for messages."""

_LAST = re.compile(r"([0-9]{1,4})\s*([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INSTANT = timedelta(milliseconds=1)


def bounds_ms(text: str, server: timezone | None, now: datetime) -> tuple[int, int]:
    """The start and the exclusive end of a window in epoch milliseconds.

    Args:
        text: a number of minutes, hours, days or weeks up to now; a day; or two times, the second one empty
            for now. A day as the end is included.
        server: the zone of the times, None if unknown.
        now: aware.

    Raises:
        InvalidSearch: it has another form, or the window is empty.
    """
    plain = text.strip()
    if match := _LAST.fullmatch(plain):
        begin, end = now - timedelta(**{_UNITS[match[2]]: int(match[1])}), now
    elif _DAY.fullmatch(plain):
        begin, end = _moment(plain, server), _end(plain, server)
    elif ".." in plain:
        first, _, last = (part.strip() for part in plain.partition(".."))
        begin, end = _moment(first, server), _end(last, server) if last else now
    else:
        raise InvalidSearch(f"A window is {HOW}, not {text!r}.")
    if begin >= end:
        raise InvalidSearch(f"The window {text!r} ends before it begins.")
    return (begin - _EPOCH) // _INSTANT, (end - _EPOCH) // _INSTANT


def _end(text: str, server: timezone | None) -> datetime:
    """The end of a window; for a day, the start of the next."""
    moment = _moment(text, server)
    try:
        return moment + timedelta(days=1) if _DAY.fullmatch(text) else moment
    except OverflowError:
        raise InvalidSearch(f"{text!r} is too far away.") from None


def _moment(text: str, server: timezone | None) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidSearch(f"{text!r} is not a time: write 2026-11-21 or 2026-11-21 22:00.") from None
    if moment.tzinfo is None:
        if server is None:
            raise InvalidSearch("The server's time zone is unknown: use 24h, 7d and the like.")
        return moment.replace(tzinfo=server)
    return moment
