"""Times as the server writes them, and the time an instance id holds.

The demo's server stands at GMT+8. Names of days and months are English whatever the machine's locale.
"""

from datetime import UTC, datetime, timedelta, timezone

SERVER_ZONE = timezone(timedelta(hours=8), "GMT+8")
"""The data of Get Time Zone."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FORMS = {8: "%Y%m%d", 10: "%Y%m%d%H", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}


def plain(moment: datetime) -> str:
    """``2021-02-02 19:35:00``, server zone, no zone said."""
    return f"{moment.astimezone(SERVER_ZONE):%Y-%m-%d %H:%M:%S}"


def plain_or_none(moment: datetime | None) -> str | None:
    """As `plain`; None where the server has no time yet."""
    return None if moment is None else plain(moment)


def java(moment: datetime, zone_name: str = "CST") -> str:
    """Java's ``Date`` text, ``Tue Feb 02 17:35:00 CST 2021``: CST is China's, ``UTC`` is used in logs."""
    there = moment.astimezone(SERVER_ZONE if zone_name == "CST" else UTC)
    day, month = _DAYS[there.weekday()], _MONTHS[there.month - 1]
    return f"{day} {month} {there:%d %H:%M:%S} {zone_name} {there:%Y}"


def suffix(moment: datetime, digits: int) -> str:
    """The part of an id after its dash: UTC, cut to 8, 10, 12 or 14 digits."""
    return moment.astimezone(UTC).strftime(_FORMS[digits])


def suffix_time(text: str) -> datetime | None:
    """The UTC time an id's suffix holds, None where it holds none."""
    try:
        return datetime.strptime(text, _FORMS[len(text)]).replace(tzinfo=UTC)
    except (KeyError, ValueError):
        return None


def night_suffix(now: datetime, nights_ago: int = 0) -> str:
    """The suffix of the nightly workflow's ids, the business day and ``00``: for last night, yesterday's."""
    return suffix(now - timedelta(days=1 + nights_ago), 8) + "00"


def latest_hourly_trigger(now: datetime) -> datetime:
    """Planned time of the running hourly workflow: some five minutes ago, to the minute."""
    return (now - timedelta(minutes=5)).replace(second=0, microsecond=0)
