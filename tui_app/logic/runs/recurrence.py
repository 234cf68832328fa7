"""Whether earlier runs of a task failed of the same error, in one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import takewhile

from ...models.ids import InstanceId
from ..text import listed

MOST_RUNS = 10
"""Earlier runs that the sentence is about."""

_DAY, _MINUTE = slice(5, 10), slice(5, 16)
_YEAR = slice(0, 4)


class Outcome(Enum):
    """The knowledge about an earlier run."""

    SAME = "same"
    """Its log has the same error."""

    OTHER = "other"
    """Its log has another error, or none."""

    SUCCEEDED = "succeeded"

    UNKNOWN = "unknown"
    """It has not ended, or its log was not read."""


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """One run before a failure."""

    id: InstanceId
    planned: str
    """Its planned time as received; empty if unknown."""
    outcome: Outcome


def recurrence_in_words(planned: str, earlier: Sequence[EarlierRun]) -> str:
    """The sentence, such as ``Same error as on 11-20 and 11-21``; empty where too little is known.

    Args:
        planned: the planned time of the failure as received.
        earlier: the runs before it, latest first, without a gap.
    """
    same = [run for run in earlier if run.outcome is Outcome.SAME]
    if same:
        days = {run.planned[_DAY] for run in same} | {planned[_DAY]}
        form = _DAY if len(days) > len(same) else _MINUTE
        return f"Same error as on {listed(_moment(run, planned, form) for run in reversed(same))}"
    known = len(list(takewhile(lambda run: run.outcome is not Outcome.UNKNOWN, earlier)))
    if not known:
        return ""
    return f"Error not seen in the {'run before' if known == 1 else f'last {known} runs'}"


def _moment(run: EarlierRun, planned: str, form: slice) -> str:
    if not run.planned:
        return run.id.text
    return run.planned[form] if run.planned[_YEAR] == planned[_YEAR] else run.planned[: form.stop]
