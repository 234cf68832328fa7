"""The end of a watch, and the pause between its requests."""

from ..models.flow_instance import FlowInstance
from ..models.lookup import Found, TaskLookup
from ..models.status import is_active

FIRST_PAUSE_S = 10.0
"""Pause between requests while the server answers, seconds."""

LONGEST_PAUSE_S = 300.0
"""Maximum pause between requests while it does not, seconds."""


def is_over(found: Found) -> bool:
    """Whether an instance has ended.

    One failed task makes a whole flow instance failed while others still run (user manual), so a flow has
    ended when its state is final and none of its tasks is active.
    """
    if not found.state.is_final:
        return False
    return isinstance(found, TaskLookup) or not _has_active_tasks(found.flow)


def next_pause_s(pause_s: float, has_failed: bool, retry_after_s: float = 0.0) -> float:
    """Seconds until the next request.

    Args:
        pause_s: the pause before the last request.
        has_failed: there was no answer; the pause doubles, up to `LONGEST_PAUSE_S`.
        retry_after_s: the pause that the gateway requests, honoured whatever its length.
    """
    grown_s = min(2 * pause_s, LONGEST_PAUSE_S) if has_failed else FIRST_PAUSE_S
    return max(grown_s, retry_after_s)


def _has_active_tasks(flow: FlowInstance) -> bool:
    tasks = (flow.graph.tasks if flow.graph else None) or ()
    return any(is_active(task.state) for task in tasks)
