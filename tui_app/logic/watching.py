"""When a watched instance is over, and how long to wait before the next look."""

from ..models.flow_instance import FlowInstance
from ..models.lookup import Found, TaskLookup
from ..models.status import Status, is_active

FIRST_PAUSE_S = 10.0
"""Between two looks while the server answers, seconds."""

LONGEST_PAUSE_S = 300.0
"""Between two looks while it does not."""


def state_of(found: Found) -> Status:
    """The run state; for callers that do not read `Found.state` yet."""
    return found.state


def name_of(found: Found) -> str:
    """The name; for callers that do not read `Found.name` yet."""
    return found.name


def is_over(found: Found) -> bool:
    """Is there nothing left to wait for?

    One failed task makes a whole flow instance failed while others still run (user manual), so that is over
    once it is in a final state and none of its tasks is at work.
    """
    if not found.state.is_final:
        return False
    return isinstance(found, TaskLookup) or not _is_at_work(found.flow)


def next_pause_s(pause_s: float, has_failed: bool, asked_s: float = 0.0) -> float:
    """Seconds until the next look.

    Args:
        pause_s: the pause before the look just taken.
        has_failed: there was no answer: twice the pause, up to `LONGEST_PAUSE_S`.
        asked_s: the pause the gateway asks for, which is honoured whatever its length.
    """
    grown_s = min(2 * pause_s, LONGEST_PAUSE_S) if has_failed else FIRST_PAUSE_S
    return max(grown_s, asked_s)


def _is_at_work(flow: FlowInstance) -> bool:
    tasks = (flow.graph.tasks if flow.graph else None) or ()
    return any(is_active(task.state) for task in tasks)
