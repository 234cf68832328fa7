"""Headlines of runs: state, duration, tries and age in one line."""

from datetime import datetime, timezone

from ...models.flow_instance import FlowInstance
from ...models.status import Group, Status
from ...models.task_instance import TaskInstance
from .. import times

_ENDED = {
    "FAIL": "failed",
    "SUCCESS": "succeeded",
    "INTERNAL_ERROR": "ended with an internal error",
    "TIMEOUT": "timed out",
    "CANCEL": "cancelled",
    "SKIP": "skipped",
}
_NOT_YET = {
    "INIT": "not started yet",
    "WAIT": "waiting for something upstream",
    "READY": "ready to start",
    "SUSPEND": "suspended",
    "RERUN": "about to run again",
}


def headline(task: TaskInstance, server: timezone | None, now: datetime) -> str:
    """The headline of a task instance, such as ``failed after 2 m 43 s, on try 4 of 4, 12 minutes ago``.

    Args:
        task: the record.
        server: the zone its times are in, None if unknown: ages are then left out.
        now: aware.
    """
    if times.is_shifted(task.trigger_time, task.start_time, server):
        server = None
    return ", ".join(
        part
        for part in (
            _run_in_words(
                task.state, task.start_time, task.end_time, times.age_s(task.start_time, server, now)
            ),
            _tries(task),
            f"run {task.run_num}" if task.run_num and task.run_num > 1 else "",
            "over its time limit" if task.is_timeout and task.state.documented_name != "TIMEOUT" else "",
            _when(task.state, task.trigger_time, task.end_time, server, now),
        )
        if part
    )


def flow_headline(flow: FlowInstance) -> str:
    """The headline of a flow instance, without an age, since the zone of its times is uncertain."""
    parts = [_run_in_words(flow.state, flow.start_time, flow.end_time, None)]
    if flow.trigger_time:
        parts.append(f"planned {flow.trigger_time}")
    return ", ".join(parts)


def _run_in_words(state: Status, start: str | None, end: str | None, since_start_s: float | None) -> str:
    """The outcome and the duration."""
    name = state.documented_name or ""
    if name in _ENDED:
        lasted = times.duration_s(start, end)
        if lasted is None or lasted < 0:
            return _ENDED[name]
        return f"{_ENDED[name]} after {times.duration_text(lasted)}"
    if name == "RUNNING":
        return "running" if since_start_s is None else f"running for {times.duration_text(since_start_s)}"
    if name in _NOT_YET:
        return _NOT_YET[name]
    return f"in state {state.name}, which is not in the vendor's table"


def tries_made(task: TaskInstance) -> str | None:
    """The current try and the maximum, such as ``4 of 4``; None if the record lacks them."""
    if task.recall_num is None or task.recall_limit is None:
        return None
    return f"{task.recall_num + 1} of {task.recall_limit + 1}"


def _tries(task: TaskInstance) -> str:
    # A first try is worth mentioning only if it failed.
    tries = tries_made(task)
    if tries is None or (not task.recall_num and task.state.group is not Group.BAD):
        return ""
    return f"on try {tries}"


def _when(state: Status, planned: str | None, end: str | None, server: timezone | None, now: datetime) -> str:
    if state.is_final:
        age = times.age_s(end, server, now)
        return f"ended {end}" if age is None and end else times.ago(age) if age is not None else ""
    if state.group is Group.WAITING and planned:
        return f"planned {planned}"
    return ""
