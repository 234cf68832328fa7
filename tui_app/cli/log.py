"""``enos-tui log``: the logs of task instances, or the indexes of their errors."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from ..api.errors import GatewayError
from ..api.gateway import DEFAULT_LOG_LENGTH
from ..logic import sanitize
from ..logic.logs.decisive_line import Outcome, decisive_error
from ..logic.logs.errors import errors_in
from ..logic.logs.text import added, lines_of
from ..logic.redact import Redactor
from ..logic.safe_json import without_lone_surrogates
from ..models.ids import InstanceId
from ..models.lookup import FlowLookup, Found, LogLookup, TaskLookup
from ..models.status import Status
from ..services.concurrency import id_finder
from ..services.explorer import Explorer
from ..services.follow import follow
from ..store.errors import SettingsError
from .connection import connect, print_each, profile_of
from .ids import is_list
from .output import print_error, print_inconsistencies, print_json

_MOST_AT_ONCE = 2
"""Logs that are read at a time: each may hold megabytes."""

_OVERLAP = 400
"""Characters of a log that must still be there for what follows them to be its continuation."""

_FOLLOWS_ONE = "--follow prints one log as it grows: leave out {}."
_NO_LOG = "{} is a flow instance, which has no log: enos-tui why {} names the task whose log to read."
_IS_CUT = "The log reaches the limit of {:,} characters and may be cut: --max-length requests more."


@dataclass(frozen=True, slots=True)
class TaskLog:
    """A task instance and its log."""

    task: TaskLookup
    lookup: LogLookup


async def run(given: argparse.Namespace, redact: Redactor) -> int:
    """Print the logs; the exit code."""
    others = [name for name in ("errors", "json") if getattr(given, name)]
    if given.follow and (others or is_list(given)):
        raise SettingsError(_FOLLOWS_ONE.format(f"--{others[0]}" if others else "all ids but one"))
    is_several, length = is_list(given), given.max_length or DEFAULT_LOG_LENGTH
    async with connect(profile_of(given), redact) as explorer:
        find = id_finder(explorer)

        async def read(some_id: InstanceId) -> Found | TaskLog:
            found = await find(some_id)
            if isinstance(found, FlowLookup) or (given.follow and not found.state.is_final):
                return found
            return TaskLog(found, await explorer.log(found.id, length))

        async def write(some_id: InstanceId, answer: Found | TaskLog | GatewayError) -> int:
            if isinstance(answer, GatewayError):
                return print_error(some_id, answer, is_list=is_several, as_json=given.json)
            if isinstance(answer, FlowLookup):
                print(_NO_LOG.format(answer.id, answer.id), file=sys.stderr)
                return 2
            if isinstance(answer, TaskLookup):
                return await _follow(explorer, answer, length)
            _print(answer, given, is_several)
            return print_inconsistencies(answer.lookup)

        return await print_each(given.ids, read, write, _MOST_AT_ONCE)


def _print(answer: TaskLog, given: argparse.Namespace, is_several: bool) -> None:
    """Print one log in the form that the arguments name."""
    if answer.lookup.is_cut:
        print(_IS_CUT.format(answer.lookup.max_length), file=sys.stderr)
    if given.json:
        lines = entries(answer.lookup.log, answer.task.state, only_errors=given.errors)
        value = {"id": answer.task.id.text, "lines": lines} if is_several else lines
        print_json(value, is_list=is_several)
        return
    if is_several:
        print(f"==> {answer.task.id} <==", flush=True)
    if given.errors:
        _print_index(entries(answer.lookup.log, answer.task.state, only_errors=True))
    else:
        _write(answer.lookup.log)
        if is_several and not answer.lookup.log.endswith("\n"):
            print()


def entries(log: str, state: Status, *, only_errors: bool) -> list[dict[str, Any]]:
    """The lines of a log, or its errors, as plain values; lines count from 1.

    The text of an error is its message without what a logger puts before it.
    """
    lines = lines_of(log)
    index = errors_in(lines)
    decisive = decisive_error(index, Outcome.of(state))
    errors = {error.at: error for error in index.errors}
    rows: Sequence[int] = sorted(errors) if only_errors else range(len(lines))
    return [
        {
            "line": row + 1,
            "text": errors[row].summary if only_errors else lines[row],
            "kind": errors[row].kind if row in errors else None,
            "role": errors[row].role.value if row in errors else None,
            "decisive": row in errors and errors[row] is decisive,
        }
        for row in rows
    ]


def _print_index(errors: list[dict[str, Any]]) -> None:
    if not errors:
        print("No line of this log names an error.", file=sys.stderr)
    width = max((len(str(error["line"])) for error in errors), default=0)
    for error in errors:
        mark = ">" if error["decisive"] else " "
        text = sanitize.one_line(error["text"])
        print(f"{mark} {error['line']:>{width}}  {error['kind']}, {error['role']}: {text}")


def _write(text: str) -> None:
    """Write text as it was sent; on a terminal, sanitized, with progress bars in their last state."""
    if sys.stdout.isatty():
        for line in lines_of(text):
            print(line)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(without_lone_surrogates(text).encode())
    sys.stdout.flush()


async def _follow(explorer: Explorer, task: TaskLookup, length: int) -> int:
    """Print a log and what is added to it until the task is over; the exit code."""
    before, rest, said, code = "", "", "", 0
    async with aclosing(follow(explorer, task.id, before, lambda: length)) as polls:
        async for poll in polls:
            if poll.found is not None:
                code = code or print_inconsistencies(poll.found)
                more = added(before, poll.found.log, _OVERLAP)
                rest += poll.found.log if more is None else more
                before = poll.found.log
                # On a terminal an escape sequence that is cut in two is no longer known as one.
                end = rest.rfind("\n") + 1 if sys.stdout.isatty() and poll.over is None else len(rest)
                _write(rest[:end])
                rest = rest[end:]
            if poll.error is not None and str(poll.error) != said:
                print(f"{poll.error} Next request in {poll.pause_s:.0f} s.", file=sys.stderr)
            said = str(poll.error or "")
    return code
