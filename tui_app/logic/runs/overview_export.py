"""The overview as plain values for JSON, as Markdown for a mail, and as lines for a terminal."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...models.flow_instance import FlowInstance
from ...models.reason import Reason
from .. import sanitize, times
from .overview import OverviewRow, counts_in_words, state_counts

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|&~])")


@dataclass(frozen=True, slots=True)
class Night:
    """One profile's runs of a span, and the reasons of their failures."""

    profile: str
    """Name of the profile."""

    span: str
    """The span, such as ``24h``."""

    flows: Sequence[FlowInstance]
    """All runs."""

    rows: Sequence[OverviewRow]
    """Their rows in order."""

    reasons: Mapping[str, Reason]
    """The reasons, by id of the run."""

    has_more: bool = False
    """Whether there are more runs than were listed."""

    @property
    def title(self) -> str:
        """Profile, span and counts in one line."""
        more = f"; only the latest {len(self.flows):,} were read" if self.has_more else ""
        counts = counts_in_words(self.flows) or "no scheduled run"
        return sanitize.one_line(f"{self.profile}, scheduled runs of the last {self.span}: {counts}{more}")

    def reason(self, row: OverviewRow) -> Reason | None:
        """The reason of a row's failure; None where there is none, or where it was not read."""
        return self.reasons.get(row.lead.instance_id or "")


def as_values(night: Night) -> dict[str, Any]:
    """The overview as dicts, lists, texts and numbers, in the order of the screen."""
    return {
        "profile": night.profile,
        "since": night.span,
        "counts": state_counts(night.flows),
        "isComplete": not night.has_more,
        "rows": [_row_values(row, night.reason(row)) for row in night.rows],
    }


def as_markdown(night: Night) -> str:
    """The overview as a title, a table of what needs a look, and the names of the rest."""
    lines = [f"## {_escaped(night.title)}", ""]
    shown = [row for row in night.rows if row.is_notable]
    if shown:
        lines += ["| status | workflow | id | planned | took | try | why |", "|---|---|---|---|---|---|---|"]
        lines += [f"| {' | '.join(map(_escaped, _cells(row, night.reason(row))))} |" for row in shown]
        lines.append("")
    others = [_name(row) + (f" ({row.summary})" if row.is_workflow else "") for row in night.rows]
    rest = [_escaped(name) for row, name in zip(night.rows, others, strict=True) if row not in shown]
    return "\n".join([*lines, *([f"Not failed: {', '.join(rest)}.", ""] if rest else [])])


def as_lines(night: Night) -> Iterator[str]:
    """The overview as lines, safe on a terminal; a reason is indented below its run."""
    yield night.title
    table = [_cells(row, night.reason(row)) for row in night.rows]
    for row, (status, name, some_id, planned, took, tries, why) in zip(night.rows, table, strict=True):
        remark = ", ".join(filter(None, [took, f"try {tries}" if tries else ""]))
        yield f"{status:16} {some_id}  {planned}  {name}" + (f"  ({remark})" if remark else "")
        if why and row.is_notable:
            yield f"    {why}"


def failures_as_lines(nights: Sequence[Night]) -> Iterator[str]:
    """Several profiles as lines: the counts of each, then the failures and late runs of all."""
    for night in nights:
        yield night.title
    for night, row in _of_all(nights):
        status, name, some_id, planned, _, tries, why = _cells(row, night.reason(row))
        yield (
            f"{sanitize.one_line(night.profile)}  {status:12} {some_id}  {planned}  {name}"
            + (f"  (try {tries})" if tries else "")
        )
        if why:
            yield f"    {why}"


def failures_as_markdown(nights: Sequence[Night]) -> str:
    """Several profiles as a list of their counts, and one table of the failures and late runs of all."""
    lines = [f"- {_escaped(night.title)}" for night in nights]
    rows = [
        f"| {' | '.join(map(_escaped, (night.profile, *_cells(row, night.reason(row)))))} |"
        for night, row in _of_all(nights)
    ]
    if rows:
        lines += ["", "| profile | status | workflow | id | planned | took | try | why |"]
        lines += ["|---|---|---|---|---|---|---|---|", *rows]
    return "\n".join([*lines, ""])


def _of_all(nights: Sequence[Night]) -> list[tuple[Night, OverviewRow]]:
    """The failures of all profiles, then what is late; the latest planned first."""
    shown = [(night, row) for night in nights for row in night.rows if row.is_notable]
    shown.sort(key=lambda one: one[1].lead.trigger_time or "", reverse=True)
    return sorted(shown, key=lambda one: not one[1].has_failed)


def _row_values(row: OverviewRow, reason: Reason | None) -> dict[str, Any]:
    lead = row.lead
    return {
        "id": lead.instance_id,
        "name": lead.flow_name,
        "status": lead.state.code,
        "statusName": lead.state.name,
        "plannedTime": lead.trigger_time,
        "startTime": lead.start_time,
        "endTime": lead.end_time,
        "durationSeconds": times.duration_s(lead.start_time, lead.end_time),
        "runs": len(row.runs),
        "summary": row.summary if row.is_workflow else None,
        "late": row.late or None,
        "taskId": (reason.task_id if reason else "") or None,
        "taskName": (reason.task if reason else "") or None,
        "tries": (reason.tries if reason else "") or None,
        "reason": reason.words if reason else None,
    }


def _cells(row: OverviewRow, reason: Reason | None) -> tuple[str, ...]:
    """Status, name, id, planned time, duration, try and reason, safe to draw."""
    lead = row.lead
    lasted = times.duration_s(lead.start_time, lead.end_time)
    summary = row.summary if row.is_workflow else ""
    return (
        sanitize.one_line(f"{lead.state.glyph} {lead.state.name}"),
        _name(row),
        sanitize.one_line(lead.instance_id or "(no id)"),
        sanitize.one_line(lead.trigger_time or "not planned"),
        times.duration_text(lasted) if lasted is not None else "",
        reason.tries if reason is not None else "",
        "; ".join(filter(None, [summary, row.late, reason.line if reason is not None else ""])),
    )


def _name(row: OverviewRow) -> str:
    return sanitize.one_line(row.lead.flow_name or "(no name)")


def _escaped(text: str) -> str:
    """A text of one line as Markdown shows it."""
    return _MARKDOWN.sub(r"\\\1", sanitize.portable_text(text))
