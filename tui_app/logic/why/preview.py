"""The reason for a run's status, read before a key asked for it: in one line, and on half a screen."""

from dataclasses import dataclass
from datetime import datetime, timezone

from ...models.lookup import FlowLookup, Found, TaskLookup
from ...models.status import blocks_downstream
from .. import sanitize
from ..logs.short_message import short_message
from ..runs.comparison import Changes
from ..text import listed, plural
from .cause_analysis import ChainStep, Conclusion
from .dependencies import name_of
from .explanation import Explanation
from .page import WhyKeys, rows
from .page_row import WhyRow
from .sentence import REMARKS, in_one_sentence

_ENDED = {
    "FAIL": "failed",
    "INTERNAL_ERROR": "ended with an internal error",
    "TIMEOUT": "timed out",
    "CANCEL": "was cancelled",
    "SUSPEND": "is suspended",
    "SKIP": "was skipped",
}
_MOST_DIFFERENCES = 3
_CONSEQUENCES = frozenset({"status", "stsDesc", "alert", "isTimeout", "recallNum", "runNum"})
"""Fields that differ because the run failed."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything read so far, before a key asked for it, about why a run has its status."""

    explanation: Explanation
    """The explanation; incomplete where it needs more requests than are sent without a key."""

    difference: str = ""
    """The differences from the last success of the cause, in a sentence; not sanitized, empty if unknown."""

    recurrence: str = ""
    """Whether earlier runs failed of the same error, in one sentence; empty while unknown."""

    @property
    def compared(self) -> tuple[str, ...]:
        """The sentences about earlier runs; not sanitized."""
        return tuple(filter(None, (self.recurrence, self.difference)))


def in_one_line(preview: Preview, server: timezone | None, now: datetime, key: str) -> str:
    """The reason, such as ``clean failed: KeyError: 'site'``; empty where there is nothing to say.

    Args:
        server: the zone of the server's times, None if unknown.
        now: aware.
    """
    explanation, analysis = preview.explanation, preview.explanation.analysis
    if analysis.is_provisional:
        return _unfinished(explanation, key)
    culprit = explanation.culprit
    if culprit is None or analysis.conclusion is Conclusion.FINE:
        is_known = analysis.conclusion not in (Conclusion.FINE, Conclusion.UNKNOWN)
        return in_one_sentence(explanation, server, now) if is_known or analysis.unknowns else ""
    said = _said(explanation, culprit, key)
    if analysis.conclusion is Conclusion.ITSELF:
        return sanitize.one_line(said)
    ended = _ENDED.get(culprit.state.documented_name or "" if culprit.state else "", "")
    own = f"{name_of(culprit.node)} {ended or 'holds it up'}"
    return sanitize.one_line(f"{own}: {said}" if said else own)


def _said(explanation: Explanation, culprit: ChainStep, key: str) -> str:
    """The message of the log of the cause, or why there is none."""
    log = explanation.log
    if log is not None and log.reason:
        return short_message(log.reason)
    remark = REMARKS.get(culprit.state.documented_name or "" if culprit.state else "", "")
    if remark or not explanation.has_log_to_read:
        return remark
    if explanation.problems:
        return explanation.problems[0]
    if log is None:
        return f"{key} reads its log" if explanation.is_complete else ""
    return log.without_error or ("its log does not say why" if log.size else "its log is empty")


def _unfinished(explanation: Explanation, key: str) -> str:
    """A sentence for an analysis that needs more requests than are sent without a key."""
    failed = [step for step in explanation.analysis.causes if blocks_downstream(step.state)]
    others = [step for step in failed if step.id != explanation.found.id]
    if len(others) > 1:
        return f"{plural(len(others), 'task')} upstream failed; {key} finds which one was first"
    if others:
        return sanitize.one_line(
            f"{name_of(others[0].node)} failed upstream; {key} reads whether it was first"
        )
    if blocks_downstream(explanation.found.state):
        return f"Whether anything upstream failed first is not read yet; {key} reads it"
    return f"What it waits for is not read yet; {key} reads it"


def preview_rows(
    preview: Preview, server: timezone | None, now: datetime, keys: WhyKeys, key: str, unfolded: bool = False
) -> list[WhyRow]:
    """The page of a pane: as the whole page of the explanation, with what was compared, without the record.

    Args:
        server: the zone of the server's times, None if unknown.
        now: aware.
    """
    explanation = preview.explanation
    if explanation.analysis.is_provisional:
        return [WhyRow("answer", _unfinished(explanation, key))]
    # The record of the cause is a key away, and where it is this run it stands beside the pane.
    return rows(explanation, server, now, keys, unfolded, compared=preview.compared, with_record=False)


def difference_in_words(changes: Changes, before: Found, cause: Found, is_own: bool) -> str:
    """The differences between a failure and the last success of the same task, in one sentence.

    Args:
        is_own: whether the failure is the run that is explained, so that it needs no name.
    """
    of = "" if is_own else f" of {cause.name or cause.id}"
    success = f"the last success{of}, {day_of(before, cause)}"
    rows = [row for row in changes.rows if row.kind in ("field", "path") and row.label not in _CONSEQUENCES]
    shown = [
        f"{row.label} {row.before} → {row.after}" if row.kind == "field" else row.label
        for row in rows[:_MOST_DIFFERENCES]
    ]
    if more := len(rows) - len(shown):
        shown.append(f"{more} more")
    if (cause.state.documented_name or "") == "TIMEOUT":
        shown += [
            row.after[:1].lower() + row.after[1:] for row in changes.rows if row.after.startswith("Ran for")
        ]
    if not shown:
        return f"Nothing but its end and its times differs from {success}"
    return f"Differs from {success}: {listed(shown)}"


def day_of(found: Found, beside: Found) -> str:
    """The planned day of a run, with its year only where that is another one; else the id."""
    planned, other = found.model.trigger_time or "", beside.model.trigger_time or ""
    return planned[5:10] if planned[:4] == other[:4] and planned else planned[:10] or found.id.text


def cause_of(explanation: Explanation) -> TaskLookup | None:
    """The failed run that is the cause, with its record; None where it is not known or did not fail."""
    culprit = explanation.culprit
    if culprit is None or explanation.analysis.is_provisional or not blocks_downstream(culprit.state):
        return None
    found = explanation.found
    if isinstance(found, FlowLookup) or culprit.id != found.id:
        return culprit.record
    return found
