"""Where the vendor's pages are silent or disagree: every guess is a switch, for tests to run each."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Habits:
    """How this gateway behaves where the vendor's pages are silent or disagree: guesses, all of them."""

    rejection: Literal["kong", "1203 in 200", "not JSON"] = "kong"
    """How a request with a bad token, time or signature is answered."""

    first_page: int = 1
    """Number of the first page of List Flow Instances."""

    sort_fields: Literal["snake_case", "camelCase", "both"] = "snake_case"
    """Spelling of sort fields it understands."""

    count: Literal["total", "page"] = "total"
    """What ``count`` of List Flow Instances counts."""

    log_keeps: Literal["head", "tail"] = "head"
    """Which end of a log survives ``maxLength``."""

    no_log: Literal[62102, 62109] = 62102
    """The code for a task that has logged nothing."""
