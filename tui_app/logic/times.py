"""Server times, their zone, durations and ages.

The texts carry no zone, and the vendor's samples show fields of one record in different zones (flow instance
2438: planned in GMT+8, started in UTC). So durations are computed between start and end only; comparing
with any other clock requires evidence for the zone.
"""

import re
from datetime import datetime, timedelta, timezone

from .text import plural

_GMT = re.compile(r"(?:GMT|UTC)\s*(?:([+-])(\d{1,2})(?::?(\d{2}))?)?", re.IGNORECASE)
_DAY_S = 86_400


def read(text: str | None) -> datetime | None:
    """A server time such as ``2021-02-02 19:35:24`` or ``… .0``; naive, None for any other text."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    # No sample carries an offset; no caller needs one.
    return moment if moment.tzinfo is None else moment.replace(tzinfo=None)


def zone(text: str | None) -> timezone | None:
    """The server's zone from Get Time Zone, such as ``GMT+8``; None if it cannot be parsed."""
    match = _GMT.fullmatch(text.strip()) if text else None
    if match is None:
        return None
    sign, hours, minutes = match.groups(default="0")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    if offset >= timedelta(days=1):
        return None
    return timezone(-offset if sign == "-" else offset)


def duration_s(start: str | None, end: str | None) -> float | None:
    """Seconds from start to end; negative where the record contradicts itself, None if one is missing."""
    began, ended = read(start), read(end)
    return None if began is None or ended is None else (ended - began).total_seconds()


def wait_s(planned: str | None, start: str | None, server: timezone | None) -> float | None:
    """Seconds from the planned time to the start; None unless both are certainly in one zone.

    A mix of UTC and server time would shift the difference by the server's offset. A difference from zero up
    to that offset is therefore not a mix, provided that no wait is longer than the offset.
    """
    waited = duration_s(planned, start)
    if waited is None or server is None or waited < 0:
        return None
    offset_s = abs(_offset(server).total_seconds())
    return waited if not offset_s or waited < offset_s else None


def is_shifted(planned: str | None, start: str | None, server: timezone | None) -> bool:
    """Whether two times differ so much that they may be in different zones."""
    return duration_s(planned, start) is not None and wait_s(planned, start, server) is None


def age_s(moment: str | None, server: timezone | None, now: datetime) -> float | None:
    """Seconds since a task's time, taken as server time; None if that is in the future.

    Source for the zone: planned, start and end of the vendor's task sample are in the server's zone.
    """
    when = read(moment)
    if when is None or server is None:
        return None
    age = (now - when.replace(tzinfo=server)).total_seconds()
    return max(age, 0.0) if age > -60 else None


def zone_in_words(server: timezone | None) -> str:
    """The zone for the user, such as ``GMT+8``."""
    if server is None:
        return "zone unknown"
    minutes = int(_offset(server).total_seconds() // 60)
    if not minutes:
        return "GMT"
    hours, rest = divmod(abs(minutes), 60)
    return f"GMT{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def duration_text(seconds: float) -> str:
    """A duration in at most two units: ``0.4 s``, ``45 s``, ``2 m 43 s``, ``1 h 03 m``, ``2 d 4 h``."""
    if seconds < 0:
        return "-" + duration_text(-seconds)
    whole = int(seconds)
    if 0 < seconds < 10 and seconds != whole:
        return f"{seconds:.1f} s"
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} m {whole % 60:02} s"
    if whole < _DAY_S:
        return f"{whole // 3600} h {whole // 60 % 60:02} m"
    return f"{whole // _DAY_S} d {whole // 3600 % 24} h"


def ago(seconds: float) -> str:
    """An age in one unit: ``just now``, ``12 minutes ago``, ``5 years ago``."""
    for size, unit in (
        (365 * _DAY_S, "year"),
        (30 * _DAY_S, "month"),
        (_DAY_S, "day"),
        (3600, "hour"),
        (60, "minute"),
    ):
        if seconds >= size:
            return f"{plural(int(seconds // size), unit)} ago"
    return "just now" if seconds < 10 else f"{int(seconds)} seconds ago"


def short_age(seconds: float) -> str:
    """An age for a column: ``now``, ``12m``, ``5h``, ``3d``, ``2y``."""
    for size, unit in ((365 * _DAY_S, "y"), (_DAY_S, "d"), (3600, "h"), (60, "m")):
        if seconds >= size:
            return f"{int(seconds // size)}{unit}"
    return "now"


def _offset(server: timezone) -> timedelta:
    return server.utcoffset(None)
