"""The errors of a log: found in steps, and kept in an index.

Lines are numbered from 0 and need not be safe to draw. Only the `suspicious_lines` among them are judged.
"""

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, takewhile
from operator import attrgetter

from ..time_slicing import Steps, at_once
from . import words
from .decisive_exception import decisive_exception, is_bare, only_repeats
from .exception_chain import Block, Link
from .line_prefix import Level, Line, prefix_of, take_apart
from .line_role import Verdict, judge_line
from .rule import ALONE, CLEANUP, EXCEPTION, FAINT, JAVA, LEVEL, MEMORY, SHELL, STATED, TRACEBACK, Role, Rule
from .run_heads import Run, run_at
from .runner_prefix import unwrapped
from .shell_trace import goes_on, last_command
from .stack_traces import (
    has_traceback,
    is_class,
    is_frame,
    is_head,
    read_stack,
    read_traceback,
)
from .suspicious_lines import SLICE, suspicious_lines

_CLOSELY = 64
"""Suspicious lines that are looked at in one step."""
_LOOK_BACK = 10
_IGNORED = "Exception ignored in"
"""Python's words before an exception that nobody can catch any more."""
_UNCAUGHT = ("Exception in thread", "Error: ", "Caused by")
"""A JVM's own words before an exception, which no logger writes."""
_OUTERMOST = (", in <module>", "<module>()", "in _run_module_as_main")
_MOST_ANNOUNCED = 3
_GOES_ON_REACH = 3
MESSAGE_LINES = 44
"""So far behind an error's last line may more of it come."""


@dataclass(frozen=True, slots=True)
class LogError:
    """One error, with the lines that belong to it."""

    line: int
    """Its first line."""

    end: int
    """The line past its last."""

    kind: str
    """The sort of error, in words for the user."""

    summary: str
    """The message that says why, without what a logger puts before it and without the blanks around it."""

    at: int
    """The line the message begins on."""

    message_end: int
    """The line past the message."""

    role: Role
    weight: int
    """The weight of a cause, 0 for anything else."""

    is_block: bool = False
    """Whether it is a traceback or a stack."""

    chain: tuple[str, ...] = ()
    """The messages of all exceptions of its chain, shortened."""

    goes_on: bool = False
    """Whether a line close behind it says that the same thing worked then, or was done in another way."""


@dataclass(frozen=True, slots=True)
class ErrorIndex:
    """The errors and runs found in a log so far."""

    errors: tuple[LogError, ...] = ()
    """In order; none overlaps another."""

    runs: tuple[Run, ...] = ()
    """The heads of the runs, in order; empty for a log of one run without a head."""

    searched: int = 0
    """The line up to which the log was searched."""


def find_errors(lines: Sequence[str], known: ErrorIndex | None = None, since: int = 0) -> Steps[ErrorIndex]:
    """Search a log in steps.

    Args:
        known: the index of the same log when it was shorter, None for none.
        since: the first line that is another or new; the end of what `known` has is looked at again.
    """
    lines = unwrapped(lines)
    kept, runs = list(known.errors if known else ()), list(known.runs if known else ())
    since = min(since, known.searched) if known else 0
    while kept and kept[-1].end + MESSAGE_LINES >= since:
        since = min(since, kept.pop().line)
    runs = [run for run in runs if run.line < since]
    past = max(since - _LOOK_BACK, kept[-1].end if kept else 0, 0)
    for first in range(since, len(lines), SLICE):
        found = yield from suspicious_lines(lines, first)
        for count, (number, why) in enumerate(found):
            if count % _CLOSELY == _CLOSELY - 1:
                yield
            if why.may_be_run and (run := run_at(take_apart(lines[number]).message, number)):
                runs.append(run)
                past = max(past, number + 1)
                continue
            if number >= past and (error := _error_at(lines, number, why.rules, past)):
                kept.append(replace(error, goes_on=True) if _goes_on(lines, error) else error)
                past = error.end
        yield
    if command := _last_command(lines, kept):
        insort(kept, command, key=attrgetter("line"))
    return ErrorIndex(tuple(kept), tuple(runs), len(lines))


def _goes_on(lines: Sequence[str], error: LogError) -> bool:
    """Whether one of the next lines says that a program went on from an error."""
    if error.role is not Role.CAUSE:
        return False
    messages = (take_apart(line).message for line in lines[error.end : error.end + 3 * _GOES_ON_REACH])
    said = filter(None, messages)
    near = list(islice(said, _GOES_ON_REACH))
    if _is_warned_of(lines, error):
        return True
    if any(map(words.says_went_on, near)):
        return True
    # A script that ends at no error goes on from grave ones, too.
    is_traced = error.weight <= FAINT and any(message.startswith("+") for message in near)
    return is_traced and goes_on(chain(near, said))


def _is_warned_of(lines: Sequence[str], error: LogError) -> bool:
    """Whether a script's own warning stands right behind what a tool without levels has said."""
    if error.is_block or error.end >= len(lines) or take_apart(lines[error.line]).level:
        return False
    line = take_apart(lines[error.end])
    if not prefix_of(lines[error.end]).times:
        return False
    return line.level is Level.WARN and not line.is_relayed and not words.STOPS.search(line.message.lower())


def _last_command(lines: Sequence[str], errors: Sequence[LogError]) -> LogError | None:
    """The traced command that ended a script without a word, where nothing but consequences stands behind."""
    behind = takewhile(lambda error: error.role in (Role.CONSEQUENCE, Role.WRAPPER), reversed(errors))
    end = min((error.line for error in behind), default=len(lines))
    number = last_command(lines, end)
    if number is None or any(error.line <= number < error.end for error in errors):
        return None
    said = take_apart(lines[number]).message
    return LogError(number, number + 1, SHELL, said, number, number + 1, Role.CAUSE, ALONE)


def errors_in(lines: Sequence[str]) -> ErrorIndex:
    """Search a log at once."""
    return at_once(find_errors(lines))


def _error_at(lines: Sequence[str], number: int, rules: Sequence[Rule], past: int) -> LogError | None:
    """The error that begins on a line, or that a line belongs to, if one does."""
    raw = lines[number]
    line = take_apart(raw)
    if has_traceback(raw):
        is_warned = number > past and not line.level and _may_log_traceback(lines, number - 1, number)
        logged = above if is_warned and (above := take_apart(lines[number - 1])).level is Level.WARN else line
        return _of_block(read_traceback(lines, number), number, logged)
    if is_frame(raw) and (line.message.startswith("at ") or judge_line(line, rules) is None):
        return _orphan(lines, number, past)
    has_frames = number + 1 < len(lines) and is_frame(lines[number + 1])
    message = line.message
    verdict = judge_line(line, rules)
    if is_head(message) or (
        has_frames and (is_class(message) or line.level >= Level.WARN or "xception" in raw)
    ):
        if verdict is not None and verdict.role is Role.HARMLESS and not has_frames and not is_head(message):
            return None
        logged = _logged_with(lines, number, line, past)
        return _of_block(read_stack(lines, number), number, logged, verdict if _is_stated(verdict) else None)
    if verdict is None or verdict.role is Role.HARMLESS:
        return None
    return _with_what_follows(lines, number, line, verdict)


def _logged_with(lines: Sequence[str], number: int, line: Line, past: int) -> Line:
    """The line that logs an exception whose message stands on a line below, or that line where none does."""
    if number <= past or line.level or line.message.startswith(_UNCAUGHT):
        return line
    above = take_apart(lines[number - 1])
    if not _is_line_of_its_own(above):
        return line
    verdict = judge_line(above) if above.level is Level.ERROR else None
    if verdict is not None and verdict.role is Role.HARMLESS:
        return replace(above, level=Level.WARN)
    return above if above.level is Level.WARN else line


def _orphan(lines: Sequence[str], number: int, past: int) -> LogError | None:
    """The stack whose frame a line is, where its head says nothing else that is looked at."""
    for head in range(number - 1, max(past, number - _LOOK_BACK) - 1, -1):
        line = take_apart(lines[head])
        if is_head(line.message) or is_class(line.message):
            return _of_block(read_stack(lines, head), head, line)
    return None


def _with_what_follows(
    lines: Sequence[str], number: int, line: Line, verdict: Verdict, depth: int = 0
) -> LogError:
    """An error of one line, with the block or the message that it announces."""
    below = number + 1
    while below < min(number + 4, len(lines)) and _is_between(take_apart(lines[below]), verdict):
        below += 1
    if below < len(lines) and (
        line.level >= Level.WARN
        or (line.level is Level.INFO and not line.is_relayed)
        or verdict.is_announcement
        or _is_wrapper(verdict)
        or line.message.startswith(_IGNORED)
    ):
        under = take_apart(lines[below])
        if has_traceback(lines[below]) and _may_log_traceback(lines, number, below):
            return _of_block(read_traceback(lines, below), number, line, verdict)
        if is_head(under.message) and (
            verdict.is_announcement or (not _is_line_of_its_own(under) and _may_log(line, lines, below))
        ):
            return _of_block(read_stack(lines, below), number, line, verdict)
        if verdict.is_announcement and under.message:
            return _announced(lines, number, below, verdict, depth)
    text = line.message if line.level else line.named
    return LogError(number, number + 1, verdict.kind, text, number, number + 1, verdict.role, verdict.weight)


def _may_log(line: Line, lines: Sequence[str], below: int) -> bool:
    """Whether a line may log the exception below it: as information only one that is a name and no more."""
    if line.level is not Level.INFO or line.is_relayed:
        return True
    return is_bare(take_apart(lines[below]).message) and not any(map(is_frame, lines[below + 1 : below + 2]))


def _is_between(line: Line, verdict: Verdict) -> bool:
    """Whether a line between an error and what it announces is not that: a rule, or a warning."""
    return not line.message.strip("*=-#") or (verdict.is_announcement and line.level is Level.WARN)


def _may_log_traceback(lines: Sequence[str], number: int, below: int) -> bool:
    """Whether a line may log the traceback below it, which is not that of a program's end.

    A JVM's loggers write WARN, Python's write WARNING, and information has none.
    """
    line = take_apart(lines[number])
    if line.level is Level.WARN:
        return "WARNING" in lines[number][:200] and not _ends_program(lines, below)
    return line.level is not Level.INFO or line.is_relayed


def _ends_program(lines: Sequence[str], head: int) -> bool:
    """Whether a traceback comes of the outermost code, and no logger writes anything behind it."""
    if head + 1 >= len(lines) or not lines[head + 1].rstrip().endswith(_OUTERMOST):
        return False
    end = read_traceback(lines, head).end
    return all(not (line := take_apart(text)).level or line.is_relayed for text in lines[end : end + 5])


def _announced(lines: Sequence[str], number: int, below: int, verdict: Verdict, depth: int) -> LogError:
    """An error whose message is on a line below the one that announces it."""
    under = take_apart(lines[below])
    if verdict.role is Role.NOTICE:
        end = below + 1 + (under.message.endswith(":") and below + 1 < len(lines))
        return LogError(number, end, verdict.kind, under.message, below, end, verdict.role, verdict.weight)
    inner = judge_line(under)
    if inner is not None and inner.role is Role.CAUSE and depth < _MOST_ANNOUNCED:
        error = _with_what_follows(lines, below, under, inner, depth + 1)
        return replace(error, line=number, weight=max(error.weight, verdict.weight))
    if inner is not None and inner.role in (Role.CONSEQUENCE, Role.WRAPPER):
        verdict = inner
    return LogError(
        number, below + 1, verdict.kind, under.message, below, below + 1, verdict.role, verdict.weight
    )


def _is_wrapper(verdict: Verdict) -> bool:
    return verdict.role is Role.WRAPPER


def _is_line_of_its_own(line: Line) -> bool:
    """Whether a logger wrote a line for itself, rather than as part of what it had begun."""
    return bool(line.level) and not line.is_relayed


def _of_block(block: Block, first: int, line: Line, announced: Verdict | None = None) -> LogError:
    """An error of several lines: which of its exceptions counts, and what it is."""
    if not block.links:
        if announced is not None and announced.role is Role.CAUSE and not words.is_generic(line.message):
            said = (
                announced.role,
                announced.weight,
                True,
            )  # of a traceback that is cut off nothing else is left
            return LogError(first, block.end, announced.kind, line.message, first, first + 1, *said)
        return LogError(
            first, block.end, TRACEBACK, line.message, first, first + 1, Role.CONSEQUENCE, 0, True
        )
    link, verdict = decisive_exception(block)
    kind = verdict.kind
    if kind == EXCEPTION or (verdict.role is Role.CAUSE and kind in (LEVEL,)):
        kind = TRACEBACK if block.is_python else JAVA if block.end - block.line > 1 else EXCEPTION
    role, weight = verdict.role, verdict.weight
    if announced is not None and announced.is_announcement and announced.weight >= STATED:
        role, weight = Role.CAUSE, max(weight, announced.weight)
        link = link if only_repeats(block.links[0], link, block) else block.links[0]
    elif announced is not None and announced.kind == CLEANUP and role is Role.CAUSE:
        role, weight, kind = Role.CONSEQUENCE, 0, CLEANUP
    is_stated = _is_stated(announced)
    is_low = line.level in (Level.WARN, Level.DEBUG) and not line.is_relayed
    is_low = is_low or (announced is not None and announced.role is Role.NOTICE)
    if role is Role.CAUSE and is_low and not is_stated:
        role, weight = Role.NOTICE, ALONE
    if role is Role.CAUSE and link.is_report and kind != MEMORY and block.is_python:
        weight = min(weight, FAINT)
    is_logged = first < link.at and len(block.links) == 1 and not has_traceback(line.message)
    if is_logged and is_bare(link.text) and kind != MEMORY and not words.is_generic(line.message):
        # The line that logs an exception without a message says why.
        link = Link(first, first + 1, line.message)
    chain = tuple(other.text[:200] for other in block.links)
    return LogError(
        first, max(block.end, link.end), kind, link.text, link.at, link.end, role, weight, True, chain
    )


def _is_stated(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.role is Role.CAUSE and verdict.weight >= STATED
