"""Ids of earlier and later cycles of the same task or flow, computed from the id.

No request of the API returns them, so all results are inferred. The forms are taken from published samples:
``yyyyMMddHH`` for H and D, ``yyyyMMddHHmm`` for mi, fourteen digits for runs that a user started. For W and M
there is no sample: those are doubly inferred. The suffix is UTC, but months are
those of the server's zone: a run due at 00:00 on the 1st at GMT+8 has the last day of a month in its id.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta, timezone

from ...models.ids import InstanceId
from .. import times

_FORMS = {8: "%Y%m%d", 10: "%Y%m%d%H", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_ANY = ("*", "?")
_DIGITS_WITH_HOUR = 10


@dataclass(frozen=True, slots=True)
class Step:
    """The distance between two cycles."""

    words: str
    """The distance in words, such as ``one day``."""

    apart: timedelta = timedelta()
    """The distance in time; zero for months."""

    months: int = 0
    """The distance in months."""

    day: str = ""
    """The day of the month in the cron: a number, or L for the last; else empty."""

    is_doubtful: bool = False
    """Whether no published sample has this form, so that form and distance are both inferred."""

    @property
    def basis(self) -> str:
        """The certainty of an id at this distance."""
        return "doubly inferred" if self.is_doubtful else "inferred"


def step_of(suffix: str, cycle: str | None, cron: str | None) -> Step | None:
    """The distance between an id and its neighbours; None if it cannot be computed.

    Args:
        suffix: of the id.
        cycle: M, W, D, H or mi.
        cron: seven fields, seconds first; if unknown, the default of the cycle applies. mi has no default.
    """
    minute, hour, day = _fields(cron)
    match cycle, len(suffix):
        case "mi", 12 if cron and hour in _ANY and day and (every := _every(minute, 60)):
            return Step("one minute" if every == 1 else f"{every} minutes", timedelta(minutes=every))
        case "H", 10 if day and (every := _every(hour, 24)):
            return Step("one hour" if every == 1 else f"{every} hours", timedelta(hours=every))
        case "D", 8 | 10 if day:
            return Step("one day", timedelta(days=1), is_doubtful=len(suffix) == 8)
        case "W", 8 | 10 if _is_one_weekday(cron):
            return Step("one week", timedelta(days=7), is_doubtful=True)
        case "M", 8 | 10:
            return _monthly(cron)
        case _:
            return None


def moment_of(suffix: str) -> datetime | None:
    """The business time in a suffix, aware; None if it is not a time."""
    form = _FORMS.get(len(suffix))
    try:
        return None if form is None else datetime.strptime(suffix, form).replace(tzinfo=UTC)
    except ValueError:
        return None


def shifted(suffix: str, step: Step, count: int, server: timezone | None = None) -> str | None:
    """The suffix `count` cycles later, or earlier where negative; None beyond the calendar.

    Args:
        suffix: of the id.
        step: the distance of a cycle.
        count: of cycles.
        server: the zone in whose calendar months are counted; UTC if unknown.
    """
    moment = moment_of(suffix)
    if moment is None:
        return None
    # Without an hour, the zone has no effect.
    zone = server if server is not None and len(suffix) >= _DIGITS_WITH_HOUR else UTC
    local = moment.astimezone(zone)
    if len(suffix) == _DIGITS_WITH_HOUR:
        # The id omits the minutes; in a zone such as GMT+5:30 the planned time is the next whole hour.
        local += timedelta(minutes=-local.minute % 60)
    try:
        there = _month_later(local, step, count).astimezone(UTC) + step.apart * count
    except (ValueError, OverflowError):
        return None
    # Not strftime: it writes years before 1000 with fewer digits.
    return f"{there.year:04}{there:%m%d%H%M%S}"[: len(suffix)]


def ids(of: InstanceId, step: Step, direction: int, server: timezone | None = None) -> Iterator[InstanceId]:
    """The ids of the cycles before (-1) or after (1), nearest first, of the same kind."""
    count = direction
    while (suffix := shifted(of.suffix, step, count, server)) is not None:
        yield type(of)(f"{of.node}-{suffix}")
        count += direction


def is_earlier(one: str, other: str) -> bool:
    """Whether a suffix is before another, which may have another length."""
    return (one.ljust(14, "0"), len(one)) < (other.ljust(14, "0"), len(other))


def planned_at(suffix: str, planned: str | None, server: timezone | None) -> datetime | None:
    """The planned time of a run, aware; None if neither its id nor its record has one.

    The record's time is in the server's zone in some samples and in UTC in others: the reading nearer to the
    time in the id is used.
    """
    in_id, in_record = moment_of(suffix), times.read(planned)
    if in_record is None:
        return in_id
    readings = [in_record.replace(tzinfo=server or UTC), in_record.replace(tzinfo=UTC)]
    return readings[0] if in_id is None else min(readings, key=lambda one: abs(one - in_id))


def _fields(cron: str | None) -> tuple[str, str, bool]:
    """The minutes, the hours, and whether it runs every day; without a cron, defaults."""
    fields = cron.split() if cron else []
    if len(fields) not in (6, 7):
        return "", "*", True
    return fields[1], fields[2], all(field in _ANY for field in fields[3:])


def _every(field: str, size: int) -> int | None:
    """The distance between the times of a cron field; None if it is uneven."""
    start, slash, every = field.partition("/")
    if field in _ANY:
        return 1
    if not slash:
        return size if _is_number(field) else None
    if not _is_number(every) or not (start == "*" or _is_number(start)):
        return None
    distance = int(every)
    return distance if 0 < distance <= size and size % distance == 0 else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 4


def _monthly(cron: str | None) -> Step | None:
    """The step of a monthly cron; None for several days a month, or months at uneven distances."""
    fields = cron.split() if cron else []
    day, month, weekday = fields[3:6] if len(fields) in (6, 7) else ("", "*", "?")
    months = 1 if month in _ANY else _every(month, 12)
    is_known_day = day in ("", *_ANY) or day == "L" or _is_number(day)
    if months is None or not is_known_day or weekday not in _ANY:
        return None
    words = {1: "one month", 12: "one year"}.get(months, f"{months} months")
    return Step(words, months=months, day="" if day in _ANY else day, is_doubtful=True)


def _is_one_weekday(cron: str | None) -> bool:
    """Whether a weekly cron names at most one day."""
    fields = cron.split() if cron else []
    return len(fields) not in (6, 7) or not any(sign in fields[5] for sign in ",-/#L")


def _month_later(moment: datetime, step: Step, count: int) -> datetime:
    """The same day some steps later, or the last day if the month is shorter or the cron says L.

    A cron that names the 29th to 31st has no run in a month without that day; such months are skipped.
    """
    if not step.months:
        return moment
    is_exact = _is_number(step.day) and int(step.day) == moment.day
    is_last = step.day == "L" and moment.day == _days(moment.year, moment.month)
    index = moment.year * 12 + moment.month - 1
    distance, left = (step.months if count > 0 else -step.months), abs(count)
    while left:
        index += distance
        year, month = divmod(index, 12)
        # Beyond the calendar this raises, as a datetime would.
        left -= not is_exact or moment.day <= _days(year, month + 1)
    year, month = divmod(index, 12)
    last = _days(year, month + 1)
    return moment.replace(year=year, month=month + 1, day=last if is_last else min(moment.day, last))


def _days(year: int, month: int) -> int:
    """The number of days of a month.

    Raises:
        ValueError: the year is not in the calendar.
    """
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    return calendar.monthrange(year, month)[1]
