"""A record as rows: every field in its group, as sent, with a note on its meaning."""

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from itertools import islice
from types import MappingProxyType
from typing import Any, Literal

from . import codes, sanitize, times
from . import field_notes as notes
from .field_notes import Context, Note
from .text import shortened

NOT_SENT = "(not sent)"
_LONGEST_REASON = 200
"""Characters of a reason among the fields; its pane and its screen have it whole."""


@dataclass(frozen=True, slots=True)
class DetailRow:
    """One line of the detail pane, safe to draw."""

    kind: Literal["group", "field", "more", "fold"]
    """A group's title, a field, a further line of the field above; the line that stands for empty fields."""

    label: str
    """The API's field name, or the group's title; ``reason``; empty for ``more`` and ``fold``."""

    value: str
    """The value as sent, on one line."""

    note: str = ""
    """The meaning of the value, or the problem with it."""

    is_doubtful: bool = False
    """Whether the value contradicts another or cannot be read."""

    raw: str = ""
    """The whole value as text, for copying; not sanitized."""


_MOST_SHOWN = 1 << 14
"""Characters of a value that are shown; drawing takes time by the character."""
_MOST_OTHERS = 1_000
"""Undocumented fields that are shown."""
_MOST_VALUES = 5_000
"""Values within an object or list that are shown as its JSON."""

Groups = tuple[tuple[str, tuple[tuple[str, Note | None], ...]], ...]

TASK_GROUPS: Groups = (
    (
        "",
        (
            ("status", notes.status("stsDesc")),
            ("triggerTime", notes.planned),
            ("startTime", notes.started),
            ("endTime", notes.ended),
            ("runNum", notes.fixed("each rerun adds one")),
            ("recallNum", notes.retries),
            ("recallLimit", notes.fixed("maximum retries")),
            ("cmd", None),
            ("flowInstId", notes.fixed("where it ran")),
        ),
    ),
    (
        "identity",
        (
            ("taskName", None),
            ("instanceId", None),
            ("taskId", None),
            ("type", notes.code(codes.task_type)),
            ("syncType", notes.sync_type),
            ("stsDesc", None),
        ),
    ),
    (
        "limits and flags",
        (
            ("timeout", notes.fixed("limit; unit not documented")),
            ("isTimeout", notes.over_limit),
            ("recallInterval", notes.fixed("unit not documented")),
            ("alert", notes.flag("an alert was raised", "no alert was raised")),
            ("ifPre", notes.code(codes.if_pre)),
        ),
    ),
    (
        "schedule",
        (
            ("cycle", notes.code(codes.cycle)),
            ("freq", notes.cron_note("cron of the node itself")),
            ("timeStamp", notes.created),
        ),
    ),
    (
        "execution",
        (
            ("runMode", None),
            ("doAs", notes.fixed("big-data account")),
            ("hasResourceBefore", notes.resource),
            ("resourceName", None),
            ("fileName", None),
            ("resourceVersion", None),
        ),
    ),
)
"""The 29 fields of Get Task Instance: first how it went, how long it took and how often it was tried."""

FLOW_GROUPS: Groups = (
    (
        "identity",
        (
            ("flowName", None),
            ("instanceId", None),
            ("flowId", None),
            ("owner", None),
            ("doAs", notes.fixed("big-data account")),
        ),
    ),
    ("status", (("status", notes.status("statusDesc")), ("statusDesc", None))),
    (
        "times and durations",
        (
            ("triggerTime", notes.moment),
            ("startTime", notes.started),
            ("endTime", notes.ended),
            ("timestamp", notes.created),
            ("calDt", notes.fixed("business date: planned date less one day")),
        ),
    ),
    (
        "schedule",
        (("cycle", notes.code(codes.cycle)), ("freq", notes.cron_note("cron")), ("parameters", None)),
    ),
    (
        "flags",
        (
            ("alertMode", notes.code(codes.alert_mode)),
            ("virtual", None),
            ("hasEditPri", None),
            ("hasReadPri", None),
        ),
    ),
)
"""The fields of Get Flow Instance except the graph, which has its own table."""

_PREVIEW = 20
_LONGEST_KEY = 200
"""Characters of a field's name that are shown."""
"""Maximum characters of a value that is shown in full elsewhere."""
_BLOCKS = frozenset({"cmd"})


def rows(
    groups: Groups,
    record: Mapping[str, Any],
    server: timezone | None,
    now: datetime,
    elsewhere: Mapping[str, str] = MappingProxyType({}),
    *,
    reason: str = "",
    folds_empty: bool = False,
) -> list[DetailRow]:
    """Lay a record out as rows: every documented field, then all others under *other*.

    Args:
        groups: `TASK_GROUPS` or `FLOW_GROUPS`.
        server: the zone of the server's times, None if unknown.
        now: aware.
        elsewhere: by field name, a note on where a value that is cut here is shown in full.
        reason: the reason of the status, below it; sanitized, empty for none.
        folds_empty: leave out the fields that say nothing.
    """
    context = Context(record, server, now, elsewhere)
    known = _documented(groups)
    other = _others(known, record)
    made: list[DetailRow] = []
    for title, fields in (*groups, ("other", tuple((key, None) for key in other))):
        shown = [field for field in fields if not (folds_empty and says_nothing(field[0], context))]
        if shown and title:
            where = f", server in {times.zone_in_words(server)}" if title.startswith("times") else ""
            made.append(DetailRow("group", title + where, ""))
        for key, note in shown:
            made += _field(key, note, context)
            if key == "status" and reason:
                made.append(DetailRow("field", "reason", shortened(reason, _LONGEST_REASON), raw=reason))
    if more := len(record) - sum(key in record for key in known) - len(other):
        made.append(DetailRow("field", f"({more:,} more)", "", "too many to show here, see the raw answer"))
    return made


def empty_count(groups: Groups, record: Mapping[str, Any]) -> int:
    """The number of fields that say nothing, among those that `rows` shows."""
    context = Context(record, None, datetime.max, MappingProxyType({}))
    known = _documented(groups)
    return sum(says_nothing(key, context) for key in (*known, *_others(known, record)))


def _documented(groups: Groups) -> dict[str, None]:
    return {key: None for _, fields in groups for key, _ in fields}


def _others(known: Container[str], record: Mapping[str, Any]) -> list[str]:
    """The first undocumented fields; of a record of a million all would hold up the keys."""
    return list(islice((key for key in record if key not in known), _MOST_OTHERS))


def says_nothing(key: str, context: Context) -> bool:
    """Whether a field was not sent, is empty, or does not apply to this kind of run."""
    value = context.record.get(key)
    if value is None or value == "":
        return key not in notes.IF_NULL or key not in context.record
    return key == "syncType" and notes.sync_type(value, context) == notes.NOT_APPLICABLE


def as_text(value: object) -> str:
    """A value as text: a string as it is, everything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _field(key: str, note: Note | None, context: Context) -> Iterable[DetailRow]:
    label = sanitize.value(key[:_LONGEST_KEY]) + ("…" if len(key) > _LONGEST_KEY else "")
    if key not in context.record:
        return [DetailRow("field", label, NOT_SENT)]
    value = context.record[key]
    if isinstance(value, list | dict) and not _has_few_values(value):
        kind = f"{len(value):,} keys" if isinstance(value, dict) else f"{len(value):,} items"
        return [DetailRow("field", label, f"({kind})", "too large to show here, see the raw answer")]
    raw = as_text(value)
    if len(raw) > _MOST_SHOWN and key not in context.elsewhere:
        cut = f"the first {_MOST_SHOWN:,} of {len(raw):,} characters"
        start = sanitize.value(raw[:_MOST_SHOWN]) + "…"
        return [DetailRow("field", label, start, cut, raw=raw)]
    if value is None or value == "":
        text, is_doubtful = _with_doubt(notes.IF_NULL[key](context)) if key in notes.IF_NULL else ("", False)
        return [DetailRow("field", label, "null" if value is None else '""', text, is_doubtful, raw)]
    if key in context.elsewhere:
        start = sanitize.one_line(shortened(raw, _PREVIEW))
        return [DetailRow("field", label, start, context.elsewhere[key], raw=raw)]
    if key in _BLOCKS and isinstance(value, str) and len(shown := sanitize.lines(value)) > 1:
        first, *rest = shown
        return [
            DetailRow("field", label, first, raw=raw),
            *(DetailRow("more", "", line, raw=raw) for line in rest),
        ]
    typed, fault = notes.typed(key, value)
    text, is_doubtful = _with_doubt(note(typed, context) if note and fault != "not a number" else "")
    text = "; ".join(part for part in (text, fault) if part)
    return [
        DetailRow(
            "field", label, sanitize.value(raw), sanitize.one_line(text), is_doubtful or bool(fault), raw
        )
    ]


def _has_few_values(value: Any) -> bool:
    """Whether a value holds at most `_MOST_VALUES` others, at any depth."""
    count, level = 0, [value]
    while level and count <= _MOST_VALUES:
        inner = level.pop()
        count += len(inner)
        if count <= _MOST_VALUES:
            entries = inner.values() if isinstance(inner, dict) else inner
            level += [one for one in entries if isinstance(one, list | dict)]
    return count <= _MOST_VALUES


def _with_doubt(note: str | tuple[str, bool]) -> tuple[str, bool]:
    return (note, False) if isinstance(note, str) else note
