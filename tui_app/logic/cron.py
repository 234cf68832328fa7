"""Quartz cron expressions in words; seconds come first, the year is optional and last."""

import re

_ANY = ("*", "?")
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAY_NUMBERS = {name[:3].upper(): number for number, name in enumerate(_DAYS, 1)}
_MONTH_NUMBERS = {name[:3].upper(): number for number, name in enumerate(_MONTHS, 1)}
_MOST_TIMES = 6
"""Maximum times of day in a phrase; more are no easier to read than the expression."""

_EVERY = re.compile(r"(\*|\d{1,2})/(\d{1,2})")
_NTH = re.compile(r"([A-Z]{3}|[1-7])#([1-5])")
_LAST = re.compile(r"([A-Z]{3}|[1-7])L")
_WORKDAY_NEAR = re.compile(r"(\d{1,2})W")


def in_words(cron: str) -> str:
    """A cron expression as a phrase, such as ``at 02:00 every day``; empty for unsupported forms."""
    fields = cron.upper().split()
    if len(fields) not in (6, 7):
        return ""
    second, minute, hour, day, month, weekday = fields[:6]
    year = fields[6] if len(fields) == 7 else "*"
    time, is_of_day = _time(second, minute, hour)
    days = _days(day, weekday)
    months = _months(month)
    if time is None or days is None or months is None or not (year in _ANY or re.fullmatch(r"\d{4}", year)):
        return ""
    if not days and is_of_day:
        days = "every day"
    words = [time, days, months, f"in {year}" if year not in _ANY else ""]
    return " ".join(word for word in words if word)


def _time(second: str, minute: str, hour: str) -> tuple[str | None, bool]:
    """The time within a day, and whether it is a list of times of day."""
    seconds = _numbers(second, 0, 59)
    if seconds is None or len(seconds) != 1:
        return None, False
    at_second = f":{seconds[0]:02}" if seconds[0] else ""
    minutes, hours = _numbers(minute, 0, 59), _numbers(hour, 0, 23)
    if minutes is not None and hours is not None:
        if len(minutes) * len(hours) > _MOST_TIMES:
            return None, False
        listed = [f"{at:02}:{past:02}{at_second}" for at in hours for past in minutes]
        return f"at {_listed(listed)}", True
    within = "" if hour in _ANY else _span_of_hours(hour)
    if minutes is not None:
        past = _listed([f":{one:02}{at_second}" for one in minutes])
        every = _every(hour, "hour", 24) or (f"every hour{within}" if within is not None else None)
        return (every and f"{every} at {past}"), False
    every = _every(minute, "minute", 60)
    if every is None or within is None or at_second:
        return None, False
    return every + within, False


def _span_of_hours(hour: str) -> str | None:
    span = re.fullmatch(r"(\d{1,2})-(\d{1,2})", hour)
    if span is None or int(span[1]) > 23 or int(span[2]) > 23:
        return None
    return f" from {int(span[1]):02}:00 to {int(span[2]):02}:59"


def _every(field: str, unit: str, size: int) -> str | None:
    if field in _ANY:
        return f"every {unit}"
    step = _EVERY.fullmatch(field)
    if step is None or not 0 < int(step[2]) <= size:
        return None
    start = 0 if step[1] == "*" else int(step[1])
    distance = int(step[2])
    if start >= size:
        return None
    words = f"every {unit}" if distance == 1 else f"every {distance} {unit}s"
    # Each hour or day starts over, so an uneven step, or a start beyond it, has to be named.
    return (
        words if start < distance and size % distance == 0 and start <= 1 else f"{words} from {unit} {start}"
    )


def _days(day: str, weekday: str) -> str | None:
    """The days in words; empty for all."""
    if day not in _ANY and weekday not in _ANY:
        return None
    if weekday not in _ANY:
        return _weekdays(weekday)
    if day in _ANY:
        return ""
    if day in ("L", "LW"):
        return "on the last day of the month" if day == "L" else "on the last weekday of the month"
    if (near := _WORKDAY_NEAR.fullmatch(day)) and 0 < int(near[1]) <= 31:
        return f"on the weekday nearest to the {_ordinal(int(near[1]))}"
    if (every := _EVERY.fullmatch(day)) is not None:
        start, distance = ("1" if every[1] == "*" else every[1]), int(every[2])
        if not 0 < int(start) <= 31 or not distance:
            return None
        return (
            "every day"
            if distance == 1 and start == "1"
            else f"every {distance} days from the {_ordinal(int(start))}"
        )
    numbers = _numbers(day, 1, 31)
    return None if numbers is None else f"on the {_listed([_ordinal(one) for one in numbers])}"


def _weekdays(field: str) -> str | None:
    if nth := _NTH.fullmatch(field):
        number = _day_number(nth[1])
        return f"on the {_ordinal(int(nth[2]))} {_DAYS[number - 1]} of the month" if number else None
    if last := _LAST.fullmatch(field):
        number = _day_number(last[1])
        return f"on the last {_DAYS[number - 1]} of the month" if number else None
    named = [_named_span(part, _DAY_NUMBERS, _DAYS) for part in field.split(",")]
    words = [one for one in named if one]
    return f"on {_listed(words)}" if len(words) == len(named) else None


def _months(field: str) -> str | None:
    """The months in words; empty for all."""
    if field in _ANY:
        return ""
    if (every := _EVERY.fullmatch(field)) is not None:
        start = 1 if every[1] == "*" else int(every[1])
        if not 0 < start <= 12 or not 0 < int(every[2]) <= 12:
            return None
        return "" if every[2] == "1" and start == 1 else f"every {every[2]} months from {_MONTHS[start - 1]}"
    named = [_named_span(part, _MONTH_NUMBERS, _MONTHS) for part in field.split(",")]
    words = [one for one in named if one]
    return f"in {_listed(words)}" if len(words) == len(named) else None


def _day_number(text: str) -> int | None:
    return int(text) if text.isdigit() else _DAY_NUMBERS.get(text)


def _named_span(part: str, numbers: dict[str, int], names: tuple[str, ...]) -> str | None:
    """A day or month by name, or the first and last of a range."""
    ends = [numbers.get(end) or (int(end) if re.fullmatch(r"\d{1,2}", end) else 0) for end in part.split("-")]
    if len(ends) > 2 or not all(0 < end <= len(names) for end in ends):
        return None
    return " to ".join(names[end - 1] for end in ends)


def _numbers(field: str, least: int, most: int) -> list[int] | None:
    """The numbers of a list; None for another form."""
    parts = field.split(",")
    if not all(re.fullmatch(r"[0-9]{1,2}", part) and least <= int(part) <= most for part in parts):
        return None
    return sorted({int(part) for part in parts})


def _ordinal(number: int) -> str:
    ending = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
