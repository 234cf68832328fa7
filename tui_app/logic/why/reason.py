"""The reason of a failure in one line: the task that failed first, and the decisive words of its log."""

from datetime import datetime, timezone

from ...models.reason import Reason
from .. import sanitize
from ..runs import headline
from ..text import listed, plural
from .dependencies import name_of
from .explanation import Explanation
from .sentence import in_one_sentence

_MOST_NAMES = 3


def reason_of(explanation: Explanation, server: timezone | None, now: datetime) -> Reason:
    """The reason that an explanation gives; it claims no cause that the explanation does not.

    Args:
        explanation: complete; provisional where more requests were needed than allowed.
        server: the zone of the server's times, None if unknown.
        now: aware.
    """
    analysis, culprit = explanation.analysis, explanation.culprit
    if analysis.is_provisional:
        return _marked(explanation)
    if culprit is None:
        return Reason(in_one_sentence(explanation, server, now))
    record, log = explanation.cause, explanation.log
    tries = (headline.tries_made(record.task) if record is not None else None) or ""
    others = len(analysis.causes) - 1
    also = f" (and {plural(others, 'other')} failed)" if others else ""
    also += " (not everything upstream is known)" if analysis.unknowns else ""
    if log is not None and log.reason:
        words = log.reason
    elif log is not None and log.last_words:
        words = log.without_error
    elif record is not None:
        words = headline.headline(record.task, server, now) + _about_log(explanation)
    else:
        words = f"{culprit.state.name if culprit.state else 'failed'}{_about_log(explanation)}"
    return Reason(
        sanitize.one_line(words) + also,
        sanitize.one_line(name_of(culprit.node)),
        culprit.id.text if culprit.id is not None else "",
        tries,
        log is not None and bool(log.reason),
        "" if log is None or also else log.fingerprint,
    )


def _marked(explanation: Explanation) -> Reason:
    """The tasks that the workflow marks as failed, where their records were not read."""
    names = [sanitize.one_line(name_of(step.node)) for step in explanation.analysis.causes]
    if not names:
        return Reason("Which task failed first needs more requests: open it.")
    more = len(names) - _MOST_NAMES
    shown = listed([*names[:_MOST_NAMES], f"{more:,} more"] if more > 0 else names)
    return Reason(
        f"{shown} failed; which was first is not known yet" if len(names) > 1 else f"{shown} failed"
    )


def _about_log(explanation: Explanation) -> str:
    if explanation.problems:
        return ", log not readable"
    return ", no error found in its log" if explanation.log is not None else ""
