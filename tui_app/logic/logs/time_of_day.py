"""The line of a log at a time of the day, as its lines write it: no zone is converted."""

import re
from collections.abc import Sequence

from ..time_slicing import Steps
from .line_prefix import HEAD, prefix_of

_DAY = 24 * 60 * 60
_HALF_DAY = _DAY // 2
_STEP = 256
_TYPED = re.compile(r"(\d{1,2})(?::(\d{0,2})(?::(\d{0,2}))?)?", re.ASCII)
_WRITTEN = re.compile(r"(?<!\d)(\d{1,2}):(\d\d)(?::(\d\d))?(?:[.,]\d{1,9})?(?:\s?([AaPp])[Mm]\b)?", re.ASCII)


def typed_clock(typed: str) -> int | None:
    """Seconds since midnight of the beginning of a time, such as ``02:3`` for 02:30; None for no time."""
    found = _TYPED.fullmatch(typed.strip())
    if found is None:
        return None
    hour, minute, second = int(found[1]), *(int((found[part] or "").ljust(2, "0")) for part in (2, 3))
    return _seconds(hour, minute, second)


def clock_of(line: str) -> int | None:
    """Seconds since midnight of the first time before the message of a line; None where there is none."""
    prefix = prefix_of(line[:HEAD])
    for span in (*prefix.times, prefix.level_span):
        if found := _WRITTEN.search(line, span.start, span.stop):
            hour = int(found[1])
            if found[4]:
                hour = hour % 12 + 12 * (found[4] in "Pp")
            return _seconds(hour, int(found[2]), int(found[3] or 0))
    return None


def line_at(log: Sequence[str], rows: Sequence[int], clock: int) -> Steps[int | None]:
    """The first of some lines at or after a time; None where all are before it or none has a time.

    A time before that of the first line is one of the next day, if the log goes on till then.

    Args:
        log: the lines.
        rows: the numbers of those to look at, ascending.
        clock: seconds since midnight.
    """
    first, before, day, wanted = None, 0, 0, clock
    for count, row in enumerate(rows):
        if count % _STEP == 0:
            yield
        seconds = clock_of(log[row])
        if seconds is None:
            continue
        if first is None:
            first, wanted = row, clock if clock >= seconds else clock + _DAY
        elif seconds < before - _HALF_DAY:
            day += _DAY
        before = seconds
        if day + seconds >= wanted:
            return row
    return first if wanted >= _DAY else None


def _seconds(hour: int, minute: int, second: int) -> int | None:
    is_time = hour < 24 and minute < 60 and second <= 60
    return 3_600 * hour + 60 * minute + second if is_time else None
