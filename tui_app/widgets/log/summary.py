"""The summary of a log for its title."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LogSummary:
    """Counts of what a log holds and of what the user does with it."""

    errors: int = 0
    """The errors found so far that are not hidden."""

    hidden: int = 0
    """Consequences and notices that are hidden on demand."""

    number: int = 0
    """The error the cursor is on, from 1; 0 for none."""

    new_below: int = 0
    """Lines added while the user read elsewhere, which have not been on screen yet."""

    selected: int = 0
    """Lines in the selection; 0 for no selection."""

    is_reading: bool = False
    """Whether a big log is still being searched."""

    redrawn: int = 0
    """Lines that a terminal shows otherwise than they came: progress bars and overstrikes."""

    is_raw: bool = False
    """Whether such lines are shown as they came."""
