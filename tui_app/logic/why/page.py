"""The page that explains a run: the sentence, the chain, what failed besides, record and log."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

from ...models.flow_instance import FlowNode
from ...models.lookup import FlowLookup, TaskLookup
from ...models.status import blocks_downstream
from .. import sanitize
from .cause_analysis import ChainStep, Conclusion
from .dependencies import name_of
from .explanation import Explanation
from .page_row import WhyRow
from .sentence import in_one_sentence, times_in_words, tries_in_words

MOST_STEPS = 8
"""Steps of a chain that are shown before its middle is unfolded."""

_MOST_OTHERS = 5
_MANY = 1_000


@dataclass(frozen=True, slots=True)
class WhyKeys:
    """The keys that the page names."""

    unfold: str
    """Shows the steps that are left out."""

    read: str
    """Opens the whole log."""


def rows(
    explanation: Explanation,
    server: timezone | None,
    now: datetime,
    keys: WhyKeys,
    unfolded: bool = False,
    *,
    compared: Sequence[str] = (),
    with_record: bool = True,
) -> list[WhyRow]:
    """The page.

    Args:
        server: the zone of the server's times, None if unknown.
        now: aware.
        compared: sentences about earlier runs; not sanitized.
        with_record: show when the cause ran, its tries and its command.
    """
    page = [WhyRow("answer", in_one_sentence(explanation, server, now))]
    if explanation.log is not None and explanation.log.reason:
        page.append(WhyRow("reason", explanation.log.reason))
    page += [WhyRow("compared", sanitize.one_line(sentence)) for sentence in compared]
    page += _chain(explanation, keys, unfolded)
    page += _beside(explanation)
    if notes := explanation.notes:
        page.append(WhyRow("title", "not known, or contradictory"))
        page += [WhyRow("note", sanitize.one_line(note)) for note in notes]
    return [*page, *(_record(explanation) if with_record else ()), *_log(explanation, keys)]


def _chain(explanation: Explanation, keys: WhyKeys, unfolded: bool) -> Iterator[WhyRow]:
    analysis = explanation.analysis
    steps = [_chain_row(explanation, number, step) for number, step in enumerate(analysis.chain)]
    if not steps:
        return
    yield WhyRow("title", _title(explanation))
    hidden = len(steps) - MOST_STEPS
    if hidden <= 1 or unfolded:
        yield from steps
    else:
        half = MOST_STEPS // 2
        yield from steps[:half]
        yield WhyRow("fold", f"… {hidden} more, {keys.unfold} shows them …")
        yield from steps[-half:]
    others = analysis.causes[1:]
    if others:
        state = analysis.causes[0].state
        also = f"also {failed_or_cancelled(others)}" if blocks_downstream(state) else "also holds it up"
        yield WhyRow("title", "also to end first" if analysis.conclusion is Conclusion.WAITS else also)
        shown = len(others) if unfolded else _MOST_OTHERS
        yield from (_as_row(step, _ended(step)) for step in others[:shown])
        if len(others) > shown:
            yield WhyRow("fold", f"… {len(others) - shown} more, {keys.unfold} shows them …")


def _beside(explanation: Explanation) -> Iterator[WhyRow]:
    beside = explanation.analysis.beside
    if beside:
        passed = ", or not any more" if explanation.analysis.is_passed else ""
        known = f"but this run does not wait for it{passed}"
        if explanation.analysis.unknowns:
            known = "whether this run waits for it is not known"
        yield WhyRow("title", f"{failed_or_cancelled(beside)} too, {known}")
        yield from (_as_row(step, "") for step in beside[:_MOST_OTHERS])
        if len(beside) > _MOST_OTHERS:
            yield WhyRow("note", f"{len(beside) - _MOST_OTHERS} more; the workflow shows them all")


def _title(explanation: Explanation) -> str:
    analysis = explanation.analysis
    waits = analysis.conclusion is Conclusion.WAITS
    if not analysis.causes or (isinstance(explanation.found, TaskLookup) and len(analysis.chain) == 1):
        return "this run"
    if isinstance(explanation.found, FlowLookup):
        return "what has to end first, and what waits for it" if waits else "the cause, and what it holds up"
    ways = f", one of {analysis.ways:,} ways" if 1 < analysis.ways < _MANY else ""
    ways = ", one of very many ways" if analysis.ways >= _MANY else ways
    return f"from {'what has to end first' if waits else 'the cause'} to this run{ways}"


def _chain_row(explanation: Explanation, number: int, step: ChainStep) -> WhyRow:
    analysis = explanation.analysis
    is_alone = len(analysis.chain) == 1
    is_cause = not (number or is_alone or analysis.conclusion is Conclusion.WAITS)
    remarks = [
        ("the cause" if analysis.is_first_known else "perhaps the cause") if is_cause else "",
        "this run" if step.id == explanation.found.id and not is_alone else "",
        "a workflow" if isinstance(step.node, FlowNode) else "",
        f"another run, {step.gap}" if step.gap else "",
        _also(step.also),
    ]
    return _as_row(step, ", ".join(filter(None, remarks)))


def failed_or_cancelled(steps: Sequence[ChainStep]) -> str:
    """The word for how nodes ended that hold others up: failed, cancelled or either."""
    cancelled = sum(step.state is not None and step.state.documented_name == "CANCEL" for step in steps)
    return "failed" if not cancelled else "cancelled" if cancelled == len(steps) else "failed or cancelled"


def _also(names: Sequence[str]) -> str:
    if not names:
        return ""
    return f"also waits for {names[0]}" + (f" and {len(names) - 1} more" if len(names) > 1 else "")


def _ended(step: ChainStep) -> str:
    ended = step.record.task.end_time if step.record is not None else None
    return f"ended {ended}" if ended else ""


def _as_row(step: ChainStep, remark: str) -> WhyRow:
    shown = step.id.text if step.id is not None else "(no id)"
    name = sanitize.one_line(name_of(step.node))
    return WhyRow("step", name, shown, sanitize.one_line(remark), step.state, step.id)


def _record(explanation: Explanation) -> Iterator[WhyRow]:
    cause = explanation.cause
    if cause is None:
        return
    if explanation.analysis.conclusion is Conclusion.WAITS:
        yield WhyRow("title", "what has to end first")
    else:
        is_itself = explanation.analysis.conclusion is Conclusion.ITSELF
        yield WhyRow("title", "its record" if is_itself else "the cause")
    yield WhyRow("field", times_in_words(cause.task), "ran", target=cause.id)
    yield WhyRow("field", tries_in_words(cause.task), "tries", target=cause.id)
    if cause.task.cmd:
        yield WhyRow("field", _first_command(cause.task.cmd), "command", target=cause.id)


def _first_command(script: str) -> str:
    """The first line of a script, joined with the lines it continues on."""
    joined = ""
    for line in sanitize.lines(script):
        joined += f" {line.strip()}" if joined else line
        if (len(joined) - len(joined.rstrip("\\"))) % 2 == 0:
            break
        joined = joined[:-1].rstrip()
    return joined


def _log(explanation: Explanation, keys: WhyKeys) -> Iterator[WhyRow]:
    excerpt = explanation.log
    if excerpt is None:
        return
    if not excerpt.size:
        yield WhyRow("title", "its log is empty")
        return
    cause_id = explanation.analysis.cause
    count, end = len(excerpt.lines), "" if excerpt.reason else "no line says why: the last "
    run = f" ({excerpt.run})" if excerpt.run else ""
    title = f"{end}{count} of {excerpt.size:,} lines of its log{run}; {keys.read} reads them all"
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
    return row.text if row.kind in ("answer", "reason", "compared", "title") else f"  {row.text}"
