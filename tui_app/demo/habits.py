"""Switches for behaviour that the vendor's pages leave open; tests run each."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Habits:
    """Behaviour of the gateway where the vendor's pages are silent or disagree; all of it is guessed."""

    rejection: Literal["kong", "1203 in 200", "not JSON"] = "kong"
    """Response to a request with a bad token, time or signature."""

    first_page: int = 1
    """Number of the first page of List Flow Instances."""

    sort_fields: Literal["snake_case", "camelCase", "both"] = "snake_case"
    """Spelling of sort fields it understands."""

    count: Literal["total", "page"] = "total"
    """Meaning of ``count`` in List Flow Instances."""

    log_keeps: Literal["head", "tail"] = "head"
    """The end of a log kept by ``maxLength``."""

    no_log: Literal[62102, 62109] = 62102
    """The code for a task that has logged nothing."""
