"""The answer to why a run stands as it does, put together and in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

from ...models.flow_instance import FlowInstance
from ...models.lookup import FlowLookup, Found, TaskLookup
from ...models.task_instance import TaskInstance
from .. import sanitize, times
from ..logs.decisive import Outcome, decisive_error, decisive_rows, navigable, run_in_words
from ..logs.errors import errors_in
from ..runs import headline
from ..suggest import listed
from .inconsistencies import name_of
from .root_cause import Finding, Step, Verdict

MOST_LINES = 10
"""Decisive lines of a log."""

_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class LogExcerpt:
    """What is worth reading of a log."""

    lines: tuple[str, ...]
    """The decisive lines in their order, safe to draw."""

    errors: frozenset[str]
    """Those of them that name an error, without the blanks around them."""

    size: int
    """Lines of the whole log."""

    reason: str = ""
    """The message that says why, safe to draw; empty where no error was found."""

    run: str = ""
    """Which of several runs or tries in the log it is of, such as ``try 3 of 3``; empty for one."""


@dataclass(frozen=True, slots=True)
class Why:
    """What is known so far."""

    found: Found
    """The run it is about."""

    finding: Finding
    """What the workflows tell."""

    cause: TaskLookup | None = None
    """The record of the first cause; None where there is none, or where it cannot be read."""

    log: LogExcerpt | None = None
    """The cause's log; None where there is none to look at."""

    trouble: tuple[str, ...] = ()
    """Why the record or the log cannot be read, a sentence each."""

    is_complete: bool = False
    """Is there nothing more to come?"""

    @property
    def notes(self) -> tuple[str, ...]:
        """What is missing or contradicts itself, a sentence each; not made safe to draw."""
        said = self.finding.causes[0].state if self.finding.causes else None
        if self.cause is not None and said is not None and said.name != self.cause.task.state.name:
            now = self.cause.task.state.name
            changed = f"The graph says {said.name} of the cause, its own record {now}: run again since?"
            return (changed, *self.finding.notes, *self.trouble)
        return (*self.finding.notes, *self.trouble)


def excerpt(log: str, outcome: Outcome = Outcome.FAILED) -> LogExcerpt:
    """The decisive lines of a log.

    Args:
        log: as it came.
        outcome: how the run that wrote it ended.
    """
    lines = sanitize.lines(sanitize.without_colours(log))
    index = errors_in(lines)
    rows = decisive_rows(lines, index, MOST_LINES, outcome)
    first = decisive_error(index, outcome)
    return LogExcerpt(
        tuple(lines[row] for row in rows),
        frozenset(lines[error.at].strip() for error in navigable(index, outcome)),
        len(lines),
        sanitize.one_line(first.summary) if first is not None else "",
        run_in_words(index),
    )


def headline_of(found: Found, server: timezone | None, now: datetime) -> str:
    """What happened to a run of either kind."""
    if isinstance(found, FlowLookup):
        return headline.flow_headline(found.flow)
    return headline.headline(found.task, server, now)


def in_one_sentence(why: Why, server: timezone | None, now: datetime) -> str:
    """The answer, such as ``clean failed after 2 m 43 s, on try 4 of 4, 12 minutes ago, 2 steps upstream.``

    Args:
        why: what is known; before all of it is there the sentence says less.
        server: the zone of the server's times, None if unknown.
        now: aware.
    """
    match why.finding.verdict:
        case Verdict.UPSTREAM:
            text = _upstream(why, server, now)
        case Verdict.ITSELF:
            text = _by_itself(why, server, now)
        case Verdict.WAITS:
            text = _waits(why, server, now)
        case Verdict.FINE:
            text = f"{_clause('It', headline_of(why.found, server, now))}: there is nothing to explain."
        case Verdict.UNKNOWN:
            text = "What it waits for is not known."
    return sanitize.one_line(text)


def _upstream(why: Why, server: timezone | None, now: datetime) -> str:
    first, *others = why.finding.causes
    parts = [_cause_now(why, first, server, now)]
    if isinstance(why.found, TaskLookup):
        steps = len(why.finding.chain) - 1
        parts.append(f"{steps} step{'s' if steps > 1 else ''} upstream")
    if first.flow_id != _home(why):
        parts.append(f"in the workflow {first.flow_id}")
    beside = f" {len(others)} more failed beside it." if others else ""
    return ", ".join(parts) + "." + beside


def _by_itself(why: Why, server: timezone | None, now: datetime) -> str:
    if isinstance(why.found, FlowLookup):
        return f"{_clause('It', headline.flow_headline(why.found.flow))}, but no task of it has failed."
    return f"{_clause('It', headline_of(why.found, server, now))}, and nothing upstream has failed."


def _waits(why: Why, server: timezone | None, now: datetime) -> str:
    finding = why.finding
    if not finding.causes:
        here = _clause("It", headline_of(why.found, server, now))
        return f"{here}; nothing upstream has failed or is still to end."
    first = finding.causes[0]
    if why.cause is not None:
        first_now = f"{name_of(first.node)}, {headline.headline(why.cause.task, server, now)}"
    else:
        first_now = _named(first)
    if not finding.nearest:
        return f"Nothing has failed. Still to end: {first_now}{_and_more(finding.causes[1:])}."
    if [step.node for step in finding.nearest] == [first.node]:
        return f"Nothing has failed. It waits for {first_now}."
    names = listed(_named(step) for step in finding.nearest[:_MOST_NAMES])
    more = _and_more(finding.nearest[_MOST_NAMES:])
    return f"Nothing has failed. It waits for {names}{more}; first of all for {first_now}."


def _clause(subject: str, headline: str) -> str:
    """A headline with its subject: ``It failed after 3 s``, ``It was cancelled``, ``It is running``."""
    if headline.startswith(("failed", "succeeded", "ended", "timed")):
        return f"{subject} {headline}"
    return f"{subject} {'was' if headline.startswith(('cancelled', 'skipped')) else 'is'} {headline}"


def _and_more(steps: Sequence[Step]) -> str:
    return f" and {len(steps)} more" if steps else ""


def _cause_now(why: Why, step: Step, server: timezone | None, now: datetime) -> str:
    """The cause and how it went, by its record where that is there."""
    if why.cause is not None:
        return _clause(name_of(step.node), headline.headline(why.cause.task, server, now))
    return _named(step, " is ")


def _named(step: Step, between: str = ", ") -> str:
    state = step.state.name if step.state else "without a status"
    return f"{name_of(step.node)}{between}{state}"


def _home(why: Why) -> str | None:
    return why.found.id.text if isinstance(why.found, FlowLookup) else why.found.task.flow_inst_id


def times_in_words(record: TaskInstance | FlowInstance) -> str:
    """When it ran, as received, and for how long."""
    day, _, _ = (record.start_time or "").partition(" ")

    def short(moment: str) -> str:
        return moment.removeprefix(f"{day} ")

    lasted = times.duration_s(record.start_time, record.end_time)
    span = f" ({times.span(lasted)})" if lasted is not None else ""
    ran = f"since {record.start_time}" if record.start_time else "not started"
    if record.end_time:
        ran = f"{record.start_time or '?'} to {short(record.end_time)}{span}"
    planned = f", planned {short(record.trigger_time)}" if record.trigger_time else ""
    return sanitize.one_line(ran + planned)


def tries_in_words(record: TaskInstance) -> str:
    """Tries and runs, and the limit it went over."""
    tries = headline.tries_made(record)
    parts = [
        f"try {tries}" if tries else "tries not told",
        f"run {record.run_num}" if record.run_num else "",
        "over its time limit" if record.is_timeout else "",
    ]
    return ", ".join(filter(None, parts))
