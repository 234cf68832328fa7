"""The short list the first screen shows in the demo: what is worth a look."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from . import nightly, odd_flows, odd_logs, odd_records, odd_run_modes, running, sample, stamps


@dataclass(frozen=True, slots=True)
class Example:
    """One instance of the demo world."""

    id: str
    """Instance id; several hold a date and change with the day."""

    kind: Literal["task", "flow"]
    """What the id names."""

    what_it_shows: str
    """A short clause for the person."""


def examples(now: datetime) -> list[Example]:
    """The list for a world made at `now` (aware)."""
    now = now.astimezone(UTC).replace(microsecond=0)
    night, hour, today = nightly.night_suffix(now), running.hour_suffix(now), stamps.suffix(now, 10)
    return [
        Example(f"{sample.TASK_ID}-{sample.SUFFIX}", "task", "the vendor's documented sample"),
        Example(f"900106-{night}", "task", "named by last night's alert, yet it never started"),
        Example(f"900103-{night}", "task", "what failed upstream of the alert, with a Python traceback"),
        Example(f"{nightly.FLOW_ID}-{night}", "flow", "last night's workflow, eight tasks"),
        Example(f"900104-{nightly.night_suffix(now, 9)}", "task", "an earlier failure in Hive"),
        Example(f"900108-{nightly.night_suffix(now, 17)}", "task", "a shell script killed for its memory"),
        Example(f"{running.TASK_ID}-{hour}", "task", "a task that runs while you watch"),
        Example(f"{odd_run_modes.NESTED_ID}-{today}", "task", "JSON in strings in strings"),
        Example(f"{odd_run_modes.HUGE_ID}-{today}", "task", "a running mode of 90,000 nodes"),
        Example(f"{odd_logs.BIG_ID}-{today[:8]}", "task", "a log cut at one mebibyte"),
        Example(f"{odd_flows.BIG_FLOW_ID}-{today}", "flow", "a workflow of 2,000 tasks"),
        Example(f"{odd_records.HOSTILE_ID}-{today}", "task", "text that tries to take the terminal over"),
        Example(f"{odd_records.NO_PRIVILEGE_ID}-{today}", "task", "a task you have no right to see"),
    ]
