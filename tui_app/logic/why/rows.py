"""The page that tells why: the answer, the way from the cause to the run, the cause's record and log."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Literal

from ...models.flow_instance import FlowNode
from ...models.ids import FlowInstanceId, TaskInstanceId
from ...models.lookup import FlowLookup
from ...models.status import Status
from .. import sanitize
from .explanation import Why, in_one_sentence, times_in_words, tries_in_words
from .inconsistencies import name_of
from .root_cause import Finding, Step, Verdict

MOST_STEPS = 8
"""Steps of a way that are shown before the middle of it is unfolded."""

_MOST_OTHERS = 5
Kind = Literal["answer", "reason", "title", "step", "fold", "field", "line", "error", "note"]


@dataclass(frozen=True, slots=True)
class WhyRow:
    """One line of the page, safe to draw."""

    kind: Kind
    """What it is: decides how it looks, and what choosing it does."""

    text: str
    """A sentence, a title, a value, a line of the log; the name of a step."""

    label: str = ""
    """The field of a value; the id of a step."""

    remark: str = ""
    """What a step has to do with the others."""

    state: Status | None = None
    """How a step stands."""

    target: TaskInstanceId | FlowInstanceId | None = None
    """The run that the row is about."""


@dataclass(frozen=True, slots=True)
class WhyKeys:
    """The keys that the page names."""

    unfold: str
    """Shows the steps that are left out."""

    read: str
    """Opens the whole log."""


def rows(
    why: Why, server: timezone | None, now: datetime, keys: WhyKeys, unfolded: bool = False
) -> list[WhyRow]:
    """The page.

    Args:
        why: what is known so far.
        server: the zone of the server's times, None if unknown.
        now: aware.
        keys: what the page says to press.
        unfolded: show every step of a long way.
    """
    page = [WhyRow("answer", in_one_sentence(why, server, now))]
    if why.log is not None and why.log.reason:
        page.append(WhyRow("reason", why.log.reason))
    page += _way(why, keys, unfolded)
    if notes := why.notes:
        page.append(WhyRow("title", "what is odd"))
        page += [WhyRow("note", sanitize.one_line(note)) for note in notes]
    return [*page, *_record(why), *_log(why, keys)]


def _way(why: Why, keys: WhyKeys, unfolded: bool) -> Iterable[WhyRow]:
    finding = why.finding
    steps = [_step(finding, number, step, why) for number, step in enumerate(finding.chain)]
    if not steps:
        return
    yield WhyRow("title", _title(why))
    hidden = len(steps) - MOST_STEPS
    if hidden <= 1 or unfolded:
        yield from steps
    else:
        half = MOST_STEPS // 2
        yield from steps[:half]
        yield WhyRow("fold", f"… {hidden} more, {keys.unfold} shows them …")
        yield from steps[-half:]
    others = finding.causes[1:]
    if others:
        also = "also failed" if finding.verdict is Verdict.UPSTREAM else "also to end first"
        yield WhyRow("title", also)
        shown = len(others) if unfolded else _MOST_OTHERS
        yield from (_as_row(step, "") for step in others[:shown])
        if len(others) > shown:
            yield WhyRow("fold", f"… {len(others) - shown} more, {keys.unfold} shows them …")


def _title(why: Why) -> str:
    waits = why.finding.verdict is Verdict.WAITS
    if not why.finding.causes:
        return "this run"
    if isinstance(why.found, FlowLookup):
        return "what has to end first, and what waits for it" if waits else "the cause, and what it holds up"
    if len(why.finding.chain) == 1:
        return "this run"
    return f"from {'what has to end first' if waits else 'the cause'} to this run"


def _step(finding: Finding, number: int, step: Step, why: Why) -> WhyRow:
    remarks = []
    if number == 0 and len(finding.chain) > 1 and finding.verdict is not Verdict.WAITS:
        remarks.append("the cause")
    if step.id == why.found.id and len(finding.chain) > 1:
        remarks.append("this run")
    if isinstance(step.node, FlowNode):
        remarks.append("a workflow")
    elif step.also:
        remarks.append(f"+{step.also} more")
    return _as_row(step, ", ".join(remarks))


def _as_row(step: Step, remark: str) -> WhyRow:
    shown = step.id.text if step.id is not None else "(no id)"
    return WhyRow(
        "step", sanitize.one_line(name_of(step.node)), shown, sanitize.one_line(remark), step.state, step.id
    )


def _record(why: Why) -> Iterable[WhyRow]:
    cause = why.cause
    if cause is None:
        return
    if why.finding.verdict is Verdict.WAITS:
        yield WhyRow("title", "what has to end first")
    else:
        yield WhyRow("title", "its record" if why.finding.verdict is Verdict.ITSELF else "the cause")
    yield WhyRow("field", times_in_words(cause.task), "ran", target=cause.id)
    yield WhyRow("field", tries_in_words(cause.task), "tries", target=cause.id)
    if cause.task.cmd:
        first = sanitize.lines(cause.task.cmd)[0]
        yield WhyRow("field", first, "command", target=cause.id)


def _log(why: Why, keys: WhyKeys) -> Iterable[WhyRow]:
    excerpt = why.log
    if excerpt is None:
        return
    if not excerpt.size:
        yield WhyRow("title", "its log is empty")
        return
    cause_id = why.finding.cause
    count, end = len(excerpt.lines), "" if excerpt.reason else "no line says why: the last "
    run = f", {excerpt.run}" if excerpt.run else ""
    title = f"{end}{count} of {excerpt.size:,} lines of its log{run}, {keys.read} reads them all"
    yield WhyRow("title", title)
    for line in excerpt.lines:
        yield WhyRow("error" if line.strip() in excerpt.errors else "line", line, target=cause_id)


def plain_lines(page: Sequence[WhyRow]) -> list[str]:
    """The page as text, for copying."""
    return [_plain(row) for row in page]


def _plain(row: WhyRow) -> str:
    if row.kind == "step":
        state = str(row.state) if row.state else "no status"
        return "  ".join(filter(None, [f"  {state}", row.label, row.text, row.remark]))
    if row.kind == "field":
        return f"  {row.label}: {row.text}"
    return row.text if row.kind in ("answer", "reason", "title") else f"  {row.text}"
