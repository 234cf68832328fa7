"""The explanation of a run's status: the analysis, and what the log of the cause says."""

from dataclasses import dataclass

from ...models.lookup import Found, TaskLookup
from ...models.status import blocks_downstream
from .. import sanitize
from ..logs.decisive_line import Outcome, decisive_error, decisive_rows, navigable, opening, run_in_words
from ..logs.errors import errors_in
from ..logs.fingerprint import fingerprint_of
from ..logs.line_prefix import take_apart
from ..logs.text import lines_of
from .cause_analysis import CauseAnalysis, ChainStep, Conclusion

MOST_LINES = 10
"""Decisive lines of a log."""


@dataclass(frozen=True, slots=True)
class LogExcerpt:
    """The decisive lines of a log."""

    lines: tuple[str, ...]
    """The lines in their order, sanitized."""

    errors: frozenset[str]
    """Those of them that name an error, stripped."""

    size: int
    """Lines of the whole log."""

    reason: str = ""
    """The message that says why, sanitized; empty where no error was found."""

    run: str = ""
    """The one of several runs or tries in the log that it is of, such as ``try 3 of 3``; empty for one."""

    rows: tuple[int, ...] = ()
    """The row of each line in the log, from 0."""

    reason_row: int | None = None
    """The row of the log that the reason begins on, from 0."""

    fingerprint: str = ""
    """The reason without what differs from run to run; empty where it names no fault of its own."""

    last_words: str = ""
    """The last message of a failed program in which no error was found, sanitized; else empty."""

    @property
    def without_error(self) -> str:
        """The last words, as what they are: they may say why, and may not; empty where there are none."""
        return f"no error in its log; near its end: {self.last_words}" if self.last_words else ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything known so far about why a run has its status."""

    found: Found
    """The run."""

    analysis: CauseAnalysis
    """The cause, by workflows and records."""

    log: LogExcerpt | None = None
    """The log of the cause; None where there is none to read."""

    problems: tuple[str, ...] = ()
    """Sentences about a log that cannot be read; not sanitized."""

    is_complete: bool = False
    """Whether nothing more is to come."""

    @property
    def cause(self) -> TaskLookup | None:
        """The record of the first cause; None where there is none, or where it cannot be read."""
        return self.analysis.causes[0].record if self.analysis.causes else None

    @property
    def culprit(self) -> ChainStep | None:
        """The task that explains the status; None where nothing but waiting or a whole workflow is known."""
        analysis = self.analysis
        explains = analysis.conclusion in (Conclusion.UPSTREAM, Conclusion.ITSELF)
        return analysis.causes[0] if explains and analysis.cause is not None else None

    @property
    def has_log_to_read(self) -> bool:
        """Whether the cause failed, so that its log may say why."""
        first = self.culprit
        return first is not None and blocks_downstream(first.state)

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about what is not known or contradicts itself; not sanitized."""
        return tuple(
            dict.fromkeys(
                (*self.found.inconsistencies, *self.analysis.unknowns, *self.problems, *self.analysis.notes)
            )
        )


def excerpt(log: str, outcome: Outcome = Outcome.FAILED) -> LogExcerpt:
    """The decisive lines of a log."""
    lines = lines_of(log)
    index = errors_in(lines)
    rows = tuple(decisive_rows(lines, index, MOST_LINES, outcome))
    first = decisive_error(index, outcome)
    last = opening(lines, index, outcome) if first is None else None
    return LogExcerpt(
        tuple(lines[row] for row in rows),
        frozenset(lines[error.at].strip() for error in navigable(index, outcome)),
        len(lines),
        sanitize.one_line(first.summary) if first is not None else "",
        run_in_words(index),
        rows,
        first.at if first is not None else None,
        fingerprint_of(first),
        sanitize.one_line(take_apart(lines[last]).message) if last is not None else "",
    )
