"""The short list the first screen shows in the demo: what is worth a look."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from . import stamps


@dataclass(frozen=True, slots=True)
class Example:
    """One instance of the demo world."""

    id: str
    """Instance id; several hold a date and change with the day."""

    kind: Literal["task", "flow"]
    """The kind of the id."""

    what_it_shows: str
    """A short clause for the person."""


def examples(now: datetime) -> list[Example]:
    """The list for a world made at `now` (aware)."""
    night, ninth, seventeenth = (stamps.night_suffix(now, ago) for ago in (0, 9, 17))
    hour, today = stamps.suffix(stamps.latest_hourly_trigger(now), 10), stamps.suffix(now, 10)
    return [
        Example("118979-2021020211", "task", "the vendor's documented sample"),
        Example(f"900106-{night}", "task", "named by last night's alert, yet it never started"),
        Example(f"900103-{night}", "task", "what failed upstream of the alert, with a Python traceback"),
        Example(f"900100-{night}", "flow", "last night's workflow, eight tasks"),
        Example(f"9009502-{hour}", "task", "waits for a task of another workflow, which failed"),
        Example(f"900104-{ninth}", "task", "an earlier failure in Hive"),
        Example(f"900108-{seventeenth}", "task", "a shell script killed for its memory"),
        Example(f"900302-{hour}", "task", "a task that runs while you watch"),
        Example(f"900507-{today}", "task", "JSON in strings in strings"),
        Example(f"900509-{today}", "task", "a running mode of 90,000 nodes"),
        Example(f"900702-{today}", "task", "a log cut at one mebibyte"),
        Example(f"900900-{today}", "flow", "a workflow of 2,000 tasks"),
        Example(f"900614-{today}", "task", "text that tries to take the terminal over"),
        Example(f"900622-{today}", "task", "a task you have no right to see"),
    ]
