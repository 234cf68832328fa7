"""The ids of the same task or flow one cycle earlier or later, by arithmetic on the id.

No question of the API gives them, so all that comes from here is inferred. The forms are read off
published samples: ``yyyyMMddHH`` for H and D, ``yyyyMMddHHmm`` for mi, fourteen digits for runs that a person
started. For W and M there is no sample: those are inferred twice over. The suffix is UTC, but months are
those of the server's zone: what is due at 00:00 on the 1st at GMT+8 has the last day of a month in its id.
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
    """How far one cycle is from the next."""

    words: str
    """For the person, such as ``one day``."""

    apart: timedelta = timedelta()
    """The distance in time; none where it is a month."""

    months: int = 0
    """The distance in months."""

    day: str = ""
    """The day of the month as the cron names it: a number, or L for the last; empty where it does not."""

    is_doubtful: bool = False
    """No published sample has an id of this form: the form is inferred, and the distance from it again."""

    @property
    def basis(self) -> str:
        """How sure an id is that lies this far away."""
        return "doubly inferred" if self.is_doubtful else "inferred"


def step_of(suffix: str, cycle: str | None, cron: str | None) -> Step | None:
    """How far the neighbours of an id are; None where arithmetic cannot know.

    Args:
        suffix: of the id.
        cycle: M, W, D, H or mi.
        cron: seven fields, seconds first; where it is not known the plain one of the cycle is meant.
            For mi there is no plain one.
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
    """The business time in a suffix, aware; None where it is no time."""
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
        server: the zone in whose calendar months are counted; UTC where it is not known.
    """
    moment = moment_of(suffix)
    if moment is None:
        return None
    # Without an hour there is nothing that a zone could move.
    zone = server if server is not None and len(suffix) >= _DIGITS_WITH_HOUR else UTC
    local = moment.astimezone(zone)
    if len(suffix) == _DIGITS_WITH_HOUR:
        # The id has dropped the minutes; in a zone such as GMT+5:30 the plan is at the next whole hour.
        local += timedelta(minutes=-local.minute % 60)
    try:
        there = _month_later(local, step, count).astimezone(UTC) + step.apart * count
    except (ValueError, OverflowError):
        return None
    # Not strftime: it writes years before 1000 with fewer digits.
    return f"{there.year:04}{there:%m%d%H%M%S}"[: len(suffix)]


def ids(of: InstanceId, step: Step, direction: int, server: timezone | None = None) -> Iterator[InstanceId]:
    """The ids of the cycles before (-1) or after (1), the nearest first, of the same kind."""
    count = direction
    while (suffix := shifted(of.suffix, step, count, server)) is not None:
        yield type(of)(f"{of.node}-{suffix}")
        count += direction


def is_earlier(one: str, other: str) -> bool:
    """Does a suffix come before another one, which may be longer or shorter?"""
    return (one.ljust(14, "0"), len(one)) < (other.ljust(14, "0"), len(other))


def planned_at(suffix: str, planned: str | None, server: timezone | None) -> datetime | None:
    """When a run was due, aware; None where neither its id nor its record tells.

    The record's time is in the server's zone in some samples and in UTC in others: the reading that is nearer
    to the id's own time is taken.
    """
    named, told = moment_of(suffix), times.read(planned)
    if told is None:
        return named
    readings = [told.replace(tzinfo=server or UTC), told.replace(tzinfo=UTC)]
    return readings[0] if named is None else min(readings, key=lambda one: abs(one - named))


def _fields(cron: str | None) -> tuple[str, str, bool]:
    """Minutes, hours, and whether every day is meant; those of the plainest cron where there is none."""
    fields = cron.split() if cron else []
    if len(fields) not in (6, 7):
        return "", "*", True
    return fields[1], fields[2], all(field in _ANY for field in fields[3:])


def _every(field: str, size: int) -> int | None:
    """The even distance between the times a field of a cron means; None where it is uneven."""
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
    """The step of a monthly cron; None where it has several days a month, or months at uneven distances."""
    fields = cron.split() if cron else []
    day, month, weekday = fields[3:6] if len(fields) in (6, 7) else ("", "*", "?")
    months = 1 if month in _ANY else _every(month, 12)
    is_known_day = day in ("", *_ANY) or day == "L" or _is_number(day)
    if months is None or not is_known_day or weekday not in _ANY:
        return None
    words = {1: "one month", 12: "one year"}.get(months, f"{months} months")
    return Step(words, months=months, day="" if day in _ANY else day, is_doubtful=True)


def _is_one_weekday(cron: str | None) -> bool:
    """Does a weekly cron name one day at most?"""
    fields = cron.split() if cron else []
    return len(fields) not in (6, 7) or not any(sign in fields[5] for sign in ",-/#L")


def _month_later(moment: datetime, step: Step, count: int) -> datetime:
    """The same day some steps later, or the last day where the month has no such day or the cron means it.

    A cron that names the 29th to 31st has no run in a month without that day: such months are not counted.
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
    """Days of a month.

    Raises:
        ValueError: the year is not in the calendar.
    """
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    return calendar.monthrange(year, month)[1]
