"""Comparison of two runs: differences, expected differences and equal values."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from difflib import SequenceMatcher
from typing import Any, Literal

from ...models.flow_instance import FlowInstance
from ...models.lookup import Found
from ...models.status import Status
from ...models.task_instance import TaskInstance
from .. import sanitize, times
from ..jsontree import diff
from ..jsontree.diff import Difference, Leaf
from ..text import plural
from . import headline
from .cycles import is_earlier, moment_of

_TIMES = frozenset({"triggerTime", "startTime", "endTime", "timeStamp", "timestamp", "calDt"})
_NAMES_OF_STATUS = frozenset({"stsDesc", "statusDesc"})
_DATE = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})([-/]?)(0[1-9]|1[0-2])\2([0-3][0-9])(?![0-9])")
_NEAR_DAYS = 40
"""Maximum distance from a run's own date of a date that is expected to differ."""

_WIDEST_LABEL, _WIDEST_VALUE = 30, 21
_CONTEXT = 1


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One line of a comparison, safe to draw."""

    kind: Literal["title", "field", "path", "minus", "plus", "context", "note", "same"]
    """A section's title; a value on both sides; a name above lines; a line of one side, or of both; a
    sentence; a value that is the same."""

    label: str = ""
    """The path of a value, or a title."""

    before: str = ""
    """The earlier value; empty for lines and sentences."""

    after: str = ""
    """The later value, the line, the sentence."""

    raw: str = ""
    """The later value as sent, else the earlier one; for copying."""


@dataclass(frozen=True, slots=True)
class Changes:
    """A comparison as rows, with the number of differences."""

    rows: tuple[ChangeRow, ...]
    count: int
    """The number of unexpected differences."""

    @property
    def in_words(self) -> str:
        """The count, such as ``3 differences``."""
        return _count_in_words(self.count)

    def text(self) -> str:
        """The comparison as plain text."""
        return "".join(f"{_line(row)}\n".replace(" \n", "\n") for row in self.rows)


def compare(
    before: Found, after: Found, server: timezone | None, now: datetime, *, with_same: bool = False
) -> Changes:
    """Compare two runs.

    Args:
        after: the run in question; of the same kind.
        server: the zone of the server's times, None if unknown.
        now: aware.
    """
    pair = (before.id.suffix, after.id.suffix)
    expected: list[Difference] = []
    real: list[Difference] = []
    for one in _differences(before, after):
        (expected if _is_expected(one, *pair) else real).append(one)
    rows = [
        ChangeRow("title", "Runs"),
        _happened(before, server, now),
        _happened(after, server, now),
        ChangeRow("title", _count_in_words(len(real)).capitalize()),
        *(row for one in real for row in _difference_rows(one, pair)),
        ChangeRow("title", "Times"),
        *(ChangeRow("note", after=line) for line in _times(before.model, after.model, server)),
        *_expected(expected, pair),
        *(_same(before, after) if with_same else ()),
    ]
    return Changes(tuple(rows), len(real))


def _tree(record: Mapping[str, Any]) -> diff.Tree:
    return diff.opened({key: value for key, value in record.items() if key not in _TIMES})


def _differences(before: Found, after: Found) -> list[Difference]:
    """All differences except times; a state once, not by number and by name."""
    found = diff.differences(_tree(before.record), _tree(after.record))
    states = [one for one in found if one.path == ("status",)]
    listed = _NAMES_OF_STATUS | {"status"} if states else frozenset()
    return states + [one for one in found if not one.path or one.path[0] not in listed]


def _is_expected(one: Difference, before: str, after: str) -> bool:
    """Whether two values differ in the time of their run only."""
    if not isinstance(one.before, Leaf) or not isinstance(one.after, Leaf):
        return False
    return one.before.kind == one.after.kind and masked(str(one.before), before) == masked(
        str(one.after), after
    )


def masked(text: str, suffix: str) -> str:
    """A text with placeholders for the suffix of its run and for dates near it."""
    own = moment_of(suffix) or moment_of(suffix[:8])
    text = re.sub(rf"(?<![0-9]){re.escape(suffix)}(?![0-9])", "{suffix}", text)
    return text if own is None else _DATE.sub(lambda match: _distance(match, own), text)


def _distance(match: re.Match[str], own: datetime) -> str:
    year, between, month, day = match.groups()
    moment = moment_of(f"{year}{month}{day}")
    days = None if moment is None else (moment.date() - own.date()).days
    return match[0] if days is None or abs(days) > _NEAR_DAYS else f"{{day{between}{days:+}}}"


def _happened(found: Found, server: timezone | None, now: datetime) -> ChangeRow:
    record = found.model
    if isinstance(record, TaskInstance):
        text = headline.headline(record, server, now)
    else:
        text = headline.flow_headline(record)
    return ChangeRow("note", after=sanitize.one_line(f"{found.id}  {text}"))


def _count_in_words(count: int) -> str:
    return "no difference" if not count else plural(count, "difference")


def _difference_rows(one: Difference, suffixes: tuple[str, str]) -> Iterator[ChangeRow]:
    """The rows of a difference: one row for short values, else a line diff."""
    label = sanitize.one_line(one.name) or "(all of it)"
    before, after = _value(one, one.before), _value(one, one.after)
    raw = before if one.after is None else after
    is_short = max(map(_width, (before, after))) <= _WIDEST_VALUE and len(label) <= _WIDEST_LABEL
    if is_short and "\n" not in before + after:
        yield ChangeRow("field", label, _short(one.before, before), _short(one.after, after), raw)
        return
    yield ChangeRow("path", label, raw=raw)
    for kind, line in line_diff(before, after, suffixes):
        yield ChangeRow(kind, after=line, raw=raw)


def _value(one: Difference, tree: "diff.Tree | None") -> str:
    if tree is None:
        return ""
    if one.path == ("status",) and isinstance(tree, Leaf) and tree.kind == "number":
        return str(Status.of(str(tree)))
    return diff.as_text(tree)


def _short(tree: "diff.Tree | None", text: str) -> str:
    return "(not there)" if tree is None else sanitize.value(text) or '""'


def _width(text: str) -> int:
    # Wide characters take two cells; near enough to decide on a layout.
    return len(text) + sum(ord(char) > 0x2E80 for char in text[: 2 * _WIDEST_VALUE])


def line_diff(
    before: str, after: str, suffixes: tuple[str, str]
) -> Iterator[tuple[Literal["minus", "plus", "context"], str]]:
    """A line diff of two texts; lines that differ in the time of their run only count as equal."""
    old, new = sanitize.lines(before), sanitize.lines(after)
    matcher = SequenceMatcher(
        None, [masked(line, suffixes[0]) for line in old], [masked(line, suffixes[1]) for line in new]
    )
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        for tag, old_start, old_end, new_start, new_end in group:
            if tag == "equal":
                yield from (("context", line) for line in new[new_start:new_end])
            else:
                yield from (("minus", line) for line in old[old_start:old_end])
                yield from (("plus", line) for line in new[new_start:new_end])


def _times(
    before: TaskInstance | FlowInstance, after: TaskInstance | FlowInstance, server: timezone | None
) -> Iterator[str]:
    """Sentences on the differences between the times of two runs."""
    if (apart := times.duration_s(before.trigger_time, after.trigger_time)) is not None:
        direction = "at the same time" if not apart else "later" if apart > 0 else "earlier"
        yield f"Planned {times.duration_text(abs(apart)) + ' ' if apart else ''}{direction}"
    waited = [times.wait_s(one.trigger_time, one.start_time, server) for one in (before, after)]
    if waited[0] is not None and waited[1] is not None:
        yield f"Started {_against(waited[1], waited[0], ' late')}"
    elif not after.start_time or not before.start_time:
        yield from _not_there("start", before.start_time, after.start_time)
    lasted = [times.duration_s(one.start_time, one.end_time) for one in (before, after)]
    if lasted[0] is not None and lasted[1] is not None:
        multiple = lasted[1] / lasted[0] if lasted[0] > 0 else 1.0
        figure = "" if 0.95 < multiple < 1.05 else f": {multiple:.1f}x"
        yield f"Ran for {_against(lasted[1], lasted[0])}{figure}"
    elif not after.end_time or not before.end_time:
        yield from _not_there("end", before.end_time, after.end_time)


def _against(now_s: float, before_s: float, suffix: str = "") -> str:
    now, before = times.duration_text(now_s), times.duration_text(before_s)
    return f"{now}{suffix} ({'as before' if now == before else f'before: {before}'})"


def _not_there(what: str, before: str | None, after: str | None) -> Iterator[str]:
    if after and not before:
        yield f"{what.capitalize()}ed; the earlier run has not"
    elif before and not after:
        yield f"Not {what}ed; the earlier run has"


def _expected(expected: Sequence[Difference], suffixes: tuple[str, str]) -> list[ChangeRow]:
    """The expected differences in one sentence."""
    if not expected:
        return []
    names = ", ".join(sanitize.one_line(one.name) for one in expected[:4])
    more = f" and {len(expected) - 4} more" if len(expected) > 4 else ""
    before, after = suffixes
    way = "" if before == after else f" ({before} → {after})" if is_earlier(before, after) else " (backwards)"
    return [
        ChangeRow("title", "Expected differences (date only)"),
        ChangeRow("note", after=f"{names}{more}{way}"),
    ]


def _same(before: Found, after: Found) -> Iterator[ChangeRow]:
    rows = [row for row in diff.aligned(_tree(before.record), _tree(after.record)) if row.is_same]
    yield ChangeRow("title", "1 equal value" if len(rows) == 1 else f"{len(rows)} equal values")
    for row in rows:
        text = "" if row.after is None else diff.as_text(row.after)
        yield ChangeRow("same", sanitize.one_line(row.name), after=sanitize.one_line(text) or '""', raw=text)


def _line(row: ChangeRow) -> str:
    match row.kind:
        case "title":
            return f"== {row.label}"
        case "field":
            return f"{row.label}: {row.before} → {row.after}"
        case "path":
            return f"{row.label}:"
        case "same":
            return f"{row.label}: {row.after}"
        case "note":
            return row.after
        case "minus" | "plus" | "context":
            return f"  {({'minus': '-', 'plus': '+'}).get(row.kind, ' ')} {row.after}"
