"""The errors of a run without those that say nothing of its end: it went on from them, or they came of it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from .errors import LogError
from .rule import EXIT, FAINT, HINT, KILLED, PASSED, PLAIN, RETRY, SHUTDOWN, START, STATED, STEP, Role

HINT_REACH = 12
"""Lines before the end of a process in which a hint may say why."""
STOP_REACH = 3
"""Lines behind the end of a process in which others report it."""
_RETRY_REACH = 3
_SIGNAL = re.compile(r"SIGTERM|SIGINT|[Ss]ignal (?:15|2)\b")


def left_behind(errors: Sequence[LogError], survived: LogError) -> list[LogError]:
    """The causes behind one that was survived, even faint ones, from which the run did not go on."""
    return [
        error
        for error in errors
        if error.role is Role.CAUSE and error.weight and not error.goes_on and error.line > survived.line
    ]


def without_survived(errors: Sequence[LogError], causes: Sequence[LogError]) -> list[LogError]:
    """The causes without those that a retry follows, up to the last one that none follows."""
    followed = {
        before.line
        for before, after in pairwise(errors)
        if after.kind == RETRY and after.line - before.end < _RETRY_REACH and before.weight < STATED
    }
    followed |= {error.line for error in causes if error.goes_on}
    last = max((error.line for error in causes if error.line not in followed), default=-1)
    return [error for error in causes if error.line not in followed or error.line > last]


def with_passed_steps(errors: Sequence[LogError]) -> list[LogError]:
    """The errors, of which the run went on from those before the last line that shows a step as passed."""
    start = max((error.line for error in errors if error.kind == PASSED), default=0)
    return [replace(error, goes_on=True) if error.line < start else error for error in errors]


def without_earlier_steps(errors: Sequence[LogError], causes: Sequence[LogError]) -> list[LogError]:
    """The causes of the last step that has any: a step begins only once those before it are done with."""
    last = causes[-1].line if causes else 0
    start = max((error.line for error in errors if error.kind == STEP and error.line < last), default=0)
    return [error for error in causes if error.line >= start]


def without_stopped(errors: Sequence[LogError], causes: Sequence[LogError]) -> list[LogError]:
    """The causes without the signals by which the rest is stopped once one process has failed."""
    stopped = {
        after.line
        for before, after in pairwise(errors)
        if before.kind == EXIT
        and before.role is Role.CONSEQUENCE
        and after.kind == KILLED
        and after.line - before.end < STOP_REACH
        and _SIGNAL.search(after.summary)
    }
    return [error for error in causes if error.line not in stopped] or list(causes)


def without_shutdown(errors: Sequence[LogError], causes: Sequence[LogError]) -> list[LogError]:
    """The causes without those of an application that shuts down because of an earlier one."""
    kept: list[LogError] = []
    left, has_failed, is_ending = {error.line for error in causes}, False, False
    for error in errors:
        if error.kind == START:
            has_failed = is_ending = False
        elif error.kind == SHUTDOWN:
            is_ending = has_failed
        elif error.line in left and not is_ending:
            has_failed = True
            kept.append(error)
    return kept


def without_reports(errors: Sequence[LogError]) -> list[LogError]:
    """The errors without those by which a parent reports the exit of its child, which has said why."""
    kept: list[LogError] = []
    told_at, ended_at = -HINT_REACH - 1, -STOP_REACH
    for error in errors:
        is_cause = error.role is Role.CAUSE
        if is_cause and error.weight <= PLAIN and 0 <= error.line - ended_at < STOP_REACH:
            continue
        if error.kind == HINT or (is_cause and error.weight > FAINT):
            told_at = error.line
        elif error.kind == EXIT and error.role is Role.CONSEQUENCE and error.line - told_at <= HINT_REACH:
            ended_at = error.end
        kept.append(error)
    return kept
