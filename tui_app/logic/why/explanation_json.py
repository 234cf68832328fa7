"""The explanation of a run as plain values for JSON."""

from datetime import datetime, timezone
from typing import Any

from ...models.lookup import FlowLookup
from ...models.status import Status
from .. import sanitize
from .cause_analysis import ChainStep, Conclusion
from .dependencies import name_of
from .explanation import Explanation, LogExcerpt
from .sentence import in_one_sentence


def as_values(explanation: Explanation, server: timezone | None, now: datetime) -> dict[str, Any]:
    """The explanation as dicts, lists, texts and numbers; rows of the log count from 1.

    Args:
        explanation: a complete one.
        server: the zone of the server's times, None if unknown.
        now: aware.
    """
    found, analysis = explanation.found, explanation.analysis
    cause, log = explanation.culprit, explanation.log or LogExcerpt((), frozenset(), 0)
    others = analysis.causes[1:] if analysis.conclusion is not Conclusion.WAITS else ()
    lines: list[dict[str, Any]] = [
        {"line": row + 1, "text": line} for row, line in zip(log.rows, log.lines, strict=True)
    ]
    decisive = next((line for line in lines if line["line"] - 1 == log.reason_row), None)
    return {
        "id": found.id.text,
        "kind": "flow" if isinstance(found, FlowLookup) else "task",
        **_status(found.state),
        "sentence": in_one_sentence(explanation, server, now),
        "cause": _step(cause) if cause is not None else None,
        "alsoFailed": [_step(step) for step in others],
        "chain": [_step(step) for step in analysis.chain],
        "decisive": decisive,
        "lines": lines,
        "doubts": [sanitize.one_line(note) for note in explanation.notes],
    }


def _status(state: Status | None) -> dict[str, Any]:
    return {"status": state.code if state else None, "statusName": state.name if state else None}


def _step(step: ChainStep) -> dict[str, Any]:
    record = step.record.task if step.record is not None else None
    return {
        "id": step.id.text if step.id is not None else None,
        "name": name_of(step.node),
        **_status(step.state),
        "startTime": record.start_time if record is not None else None,
        "endTime": record.end_time if record is not None else None,
    }
