"""The clock of the program."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The current time, aware, UTC."""
    return datetime.now(UTC)
