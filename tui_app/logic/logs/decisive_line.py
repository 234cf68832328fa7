"""The decisive error of a log, and the lines worth quoting."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import chain

from ...models.status import Status, has_failed, has_succeeded
from . import harmless, words
from .errors import ErrorIndex, LogError, errors_in
from .line_prefix import Level, take_apart
from .line_role import judge_message
from .rule import EXIT, FAINT, HINT, MEMORY, PLAIN, START, STATED, STEP, STRONG, Role
from .run_heads import in_words
from .runner_prefix import unwrapped
from .survived_errors import (
    HINT_REACH,
    STOP_REACH,
    left_behind,
    with_passed_steps,
    without_earlier_steps,
    without_reports,
    without_shutdown,
    without_stopped,
    without_survived,
)

_NEAR_BLOCK, _NEAR_LINE = 4, 12
_LAST_WORDS = 60
_LAST_LOOKED = 400
_DIGITS = re.compile(r"\d+")
_CLASS = re.compile(r"(?:[\w$]+\.)+(?:[a-z]\w*\$)?[A-Z]\w*")


class Outcome(Enum):
    """The end of the run that wrote a log."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """Or it has not ended yet."""

    @classmethod
    def of(cls, state: Status) -> "Outcome":
        """The outcome by a status; unknown where its number and its text contradict each other."""
        if state.is_contradictory:
            return cls.UNKNOWN
        return cls.SUCCEEDED if has_succeeded(state) else cls.FAILED if has_failed(state) else cls.UNKNOWN


def last_run(index: ErrorIndex) -> list[LogError]:
    """The errors of the last run in a log."""
    start = index.runs[-1].line if index.runs else 0
    return [error for error in index.errors if error.line >= start]


def decisive_error(index: ErrorIndex, outcome: Outcome = Outcome.FAILED) -> LogError | None:
    """The error to read first.

    None where the run succeeded, and where no line of its last run says more than that it failed.
    """
    if outcome is Outcome.SUCCEEDED:
        return None
    errors = with_passed_steps(without_reports(last_run(index)))
    causes = [error for error in errors if error.role is Role.CAUSE and error.weight > FAINT]
    for without in (without_earlier_steps, without_survived, without_stopped, without_shutdown):
        causes = without(errors, causes)
    if causes and all(error.goes_on for error in causes):
        left = left_behind(errors, causes[-1])
        if not left:
            return None  # the last words say more than what the run went on from
        causes = [error for error in left if error.weight > FAINT]
    if causes:
        return _first_of_cascade(errors, causes)
    if outcome is Outcome.UNKNOWN:
        return None  # what may be tolerated is named only where the run is known to have failed
    for role in (Role.CAUSE, Role.NOTICE):
        rest = [error for error in errors if error.role is role and error.weight]
        if rest := [error for error in rest if not error.goes_on] or rest:
            is_warning = role is Role.NOTICE and _is_hinted_behind(errors, rest[-1])
            if is_warning or rest[-1].goes_on:
                return None  # the last words say more than what the run went on from
            return _hint_at_end(errors, rest) or _first_of_cascade(errors, rest)
    wrappers = [error for error in errors if error.role is Role.WRAPPER]
    if wrappers:
        return _hint_before(errors, wrappers[-1]) or wrappers[-1]
    alone = [error for error in errors if error.role is Role.CONSEQUENCE and error.weight]
    return (_hint_before(errors, alone[0]) or alone[0]) if alone else None


def _is_hinted_behind(errors: Sequence[LogError], warning: LogError) -> bool:
    """Whether a line behind a warning says that something may be wrong."""
    return any(
        error.kind == HINT and error.line > warning.line and not words.is_generic(error.summary)
        for error in errors
    )


def _hint_at_end(errors: Sequence[LogError], faint: Sequence[LogError]) -> LogError | None:
    """The hint right before the first exit of a process that has one, and no faint cause between."""
    for end in errors:
        if end.kind == EXIT and end.role in (Role.CONSEQUENCE, Role.WRAPPER):
            hint = _hint_before(errors, end)
            if hint is not None and end.line - hint.end < STOP_REACH:
                return None if any(hint.line < error.line < end.line for error in faint) else hint
    return None


def _hint_before(errors: Sequence[LogError], consequence: LogError) -> LogError | None:
    """The last thing that may be wrong shortly before what can only be a consequence."""
    near = range(consequence.line - HINT_REACH, consequence.line)
    return next((error for error in reversed(errors) if error.kind == HINT and error.line in near), None)


def _first_of_cascade(errors: Sequence[LogError], causes: Sequence[LogError]) -> LogError:
    """The last cause that counts most, or the one before it that it comes of."""
    stated = [error for error in causes if error.weight >= STATED]
    most = min(STRONG, max(error.weight for error in causes))
    chosen = (stated or [error for error in causes if error.weight >= most])[-1]
    ends = [
        error.line
        for error in errors
        if error.kind in (START, STEP) or (error.kind == EXIT and error.role is Role.CONSEQUENCE)
    ]
    for error in reversed([error for error in causes if error.end <= chosen.line]):
        if (
            chosen.kind == MEMORY != error.kind
            or chosen.line - error.end > _reach(error, chosen)
            or any(error.end <= end < chosen.line for end in ends)
        ):
            break
        if _is_cause_of(error, chosen):
            chosen = error
    named = _exception(chosen.summary)
    deeper = [
        error
        for error in causes
        if len(error.chain) > len(chosen.chain) and any(_is_of(said, named) for said in error.chain)
    ]
    chosen = deeper[-1] if deeper else chosen
    alike = _alike(chosen)
    return next(
        (error for error in reversed(causes) if error.line >= chosen.line and _alike(error) == alike), chosen
    )


def _is_cause_of(error: LogError, later: LogError) -> bool:
    """Whether the later of two causes near each other comes of the one before it."""
    if later.weight >= STATED:
        return error.weight >= later.weight
    are_lines = not error.is_block and not later.is_block
    return error.weight >= STRONG or (error.weight >= PLAIN and are_lines)


def _reach(error: LogError, chosen: LogError) -> int:
    return _NEAR_BLOCK if error.is_block or chosen.is_block else _NEAR_LINE


def _alike(error: LogError) -> tuple[str, str]:
    return error.kind, _DIGITS.sub("0", error.summary[:300])


def _is_of(said: str, named: str) -> bool:
    """Whether a message is the one named, or goes on from it where that ends with its line."""
    exception = _exception(said)
    return exception == named or (named.endswith(":") and exception.startswith(named))


def _exception(message: str) -> str:
    """A message from the name of its exception on."""
    found = _CLASS.search(message, 0, 200)
    return message[found.start() if found else 0 : 200]


def opening(lines: Sequence[str], index: ErrorIndex, outcome: Outcome = Outcome.FAILED) -> int | None:
    """The line to begin reading at; None where the end of the log is as good as any."""
    error = decisive_error(index, outcome)
    if error is not None:
        return error.at
    return last_words(lines, index) if outcome is Outcome.FAILED else None


def last_words(lines: Sequence[str], index: ErrorIndex) -> int | None:
    """The last line that the program wrote before the runner's own; rather one that hints at a fault."""
    lines = unwrapped(lines)
    start = index.runs[-1].line + 1 if index.runs else 0
    errors = last_run(index)
    owned = {
        row
        for error in errors
        if error.kind != HINT
        for row in range(error.line, min(error.end, error.line + 200))
    }
    stop = len(lines)
    written: list[int] = []
    for number in range(stop - 1, max(start, stop - _LAST_LOOKED) - 1, -1):
        if number in owned or not _is_said(lines[number]):
            continue
        written.append(number)
        if len(written) >= _LAST_WORDS:
            break
    hints = [number for number in written if _is_hint(take_apart(lines[number]).message)]
    hints = [number for number in hints if not _is_information(lines[number])] or hints
    said = [number for number in written if not words.is_generic(take_apart(lines[number]).message)]
    return next(iter(hints or said or written), None)


def _is_hint(message: str) -> bool:
    return words.HINTED.search(message.lower()) is not None and not words.is_generic(message)


def _is_information(line: str) -> bool:
    """Whether a logger writes a line as information, which a program's bare output is not."""
    taken = take_apart(line)
    return taken.level in (Level.INFO, Level.DEBUG) and not taken.is_relayed


_LISTING = tuple(rule for rule in harmless.RULES if "counts of none" not in rule.name)
_RULE = re.compile(r"^[\W_]*$")


def _is_said(line: str) -> bool:
    """Whether a program says something on a line, rather than that a script is navigable or a rule drawn."""
    taken = take_apart(line)
    message = taken.message
    if not message or _RULE.match(message):
        return False
    return judge_message(message, _LISTING) is None


def decisive(lines: Sequence[str], most: int = 10, outcome: Outcome = Outcome.FAILED) -> list[str]:
    """The lines a colleague needs to see, in their order, the decisive one always among them."""
    return [lines[number] for number in decisive_rows(lines, errors_in(lines), most, outcome)]


def decisive_rows(lines: Sequence[str], index: ErrorIndex, most: int, outcome: Outcome) -> list[int]:
    """The same as numbers of lines, for a log that is searched already.

    Room that is left beside the decisive message goes to what other errors of the run say, in the order of
    their weight, and to the lines around. Without an error: the last lines the program wrote.
    """
    error = decisive_error(index, outcome)
    if error is None:
        return _last_rows(lines, index, most, outcome)
    chosen = dict.fromkeys(range(error.at, min(error.message_end, error.at + max(1, most // 2))))
    others = sorted(last_run(index), key=lambda other: (-other.weight, -other.line))
    stated = {_alike(error)}
    candidates: list[int] = []
    for other in others:
        if other.role not in (Role.HARMLESS, Role.NOTICE) and _alike(other) not in stated:
            stated.add(_alike(other))
            candidates.append(other.at)
    around = chain(candidates[: max(1, most // 2)], _around(lines, error), candidates)
    for number in around:
        if len(chosen) >= most:
            break
        if lines[number].strip():
            chosen[number] = None
    return sorted(list(chosen)[:most])


def _around(lines: Sequence[str], error: LogError) -> Iterator[int]:
    """The lines near a message, the nearest first, those above before those below."""
    yield from range(error.at - 1, max(-1, error.at - 5), -1)
    yield from range(error.message_end, min(len(lines), error.message_end + 3))
    yield from range(error.at - 5, max(-1, error.line - 1), -1)
    yield from range(error.at - 1, max(-1, error.at - 12), -1)
    yield from range(error.message_end, min(len(lines), error.message_end + 12))


def _last_rows(lines: Sequence[str], index: ErrorIndex, most: int, outcome: Outcome) -> list[int]:
    last = last_words(lines, index) if outcome is Outcome.FAILED else None
    if last is None:
        rows = [
            number for number in range(max(0, len(lines) - 10 * most), len(lines)) if lines[number].strip()
        ]
        return rows[-most:]
    before = [number for number in range(max(0, last - 10 * most), last + 1) if lines[number].strip()]
    behind = [
        number for number in range(last + 1, min(len(lines), last + 10 * most)) if lines[number].strip()
    ]
    room = min(len(behind), most // 3)
    return [*before[-(most - room) :], *behind[:room]][-most:]


def navigable(
    index: ErrorIndex, outcome: Outcome = Outcome.FAILED, causes_only: bool = False
) -> list[LogError]:
    """The errors to step through: all but the notices, with the decisive one whatever it is."""
    first = decisive_error(index, outcome)
    hidden = {Role.NOTICE, Role.CONSEQUENCE, Role.WRAPPER} if causes_only else {Role.NOTICE}
    return [error for error in index.errors if error.role not in hidden or error is first]


def run_in_words(index: ErrorIndex) -> str:
    """The run or try of a log that counts, such as ``try 3 of 3``; empty for one run."""
    return in_words(index.runs)
