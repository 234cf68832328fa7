"""A record as rows: every field in its group, as sent, with a note on its meaning."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from types import MappingProxyType
from typing import Any, Literal

from ..models.status import Status
from . import codes, cron, sanitize, times

NOT_SENT = "(not sent)"


@dataclass(frozen=True, slots=True)
class DetailRow:
    """One line of the detail pane, safe to draw."""

    kind: Literal["group", "field", "more"]
    """A group's title, a field, or a further line of the field above."""

    label: str
    """The API's field name, or the group's title; empty for ``more``."""

    value: str
    """The value as sent, on one line."""

    note: str = ""
    """The meaning of the value, or the problem with it."""

    is_doubtful: bool = False
    """Whether the value contradicts another or cannot be read."""

    raw: str = ""
    """The whole value as text, for copying; not sanitized."""


@dataclass(frozen=True, slots=True)
class Context:
    """The record and the environment of a value that gets a note."""

    record: Mapping[str, Any]
    server: timezone | None
    now: datetime
    elsewhere: Mapping[str, str]

    @property
    def state(self) -> Status:
        """The run state, from whichever of the two names the record has."""
        name = self.record.get("stsDesc", self.record.get("statusDesc"))
        return Status.of(self.record.get("status"), name)

    def text(self, key: str) -> str | None:
        """The value of a field that is text; None for any other."""
        value = self.record.get(key)
        return value if isinstance(value, str) else None


Note = Callable[[Any, Context], str | tuple[str, bool]]
"""Maps a value that is not null, empty or missing to its meaning; True marks a doubtful value."""


def _code(explain: codes.Explain) -> Note:
    return lambda value, context: explain(value)


def _status(name_key: str) -> Note:
    def note(value: Any, context: Context) -> str | tuple[str, bool]:
        status = Status.of(value, context.record.get(name_key))
        documented = status.documented_name
        if documented is None:
            return codes.UNKNOWN, True
        if status.name != documented:
            return f"{documented} in the vendor's table, but {name_key} says {status.name}", True
        return f"{status.glyph} {documented}"

    return note


def _moment(value: Any, context: Context) -> str | tuple[str, bool]:
    return "" if times.read(str(value)) is not None else ("not a readable time", True)


def _start(value: Any, context: Context) -> str | tuple[str, bool]:
    if times.read(str(value)) is None:
        return _moment(value, context)
    waited = times.duration_s(context.text("triggerTime"), str(value))
    if waited is None:
        return ""
    sure = times.wait_s(context.text("triggerTime"), str(value), context.server)
    if sure is not None:
        return f"{times.duration_text(sure)} after triggerTime"
    if waited < 0:
        return f"{times.duration_text(-waited)} before triggerTime: another zone?", True
    return "" if context.server is None else ("long wait, or another zone?", True)


def _end(value: Any, context: Context) -> str | tuple[str, bool]:
    if times.read(str(value)) is None:
        return _moment(value, context)
    lasted = times.duration_s(context.text("startTime"), str(value))
    if lasted is None:
        return "" if context.text("startTime") else ("ended without a start", True)
    if lasted < 0:
        return f"{times.duration_text(-lasted)} before startTime", True
    return f"ran {times.duration_text(lasted)}"


def _created(value: Any, context: Context) -> str | tuple[str, bool]:
    if times.read(str(value)) is not None:
        ended = times.duration_s(context.text("endTime"), str(value))
        return ("created after endTime: doubtful", True) if ended is not None and ended > 0 else "created"
    return "created; zone ambiguous"


def _retries(value: Any, context: Context) -> str:
    return "retries made so far"


def _flag(yes: str, no: str) -> Note:
    return lambda value, context: {True: yes, False: no}.get(value, "") if isinstance(value, bool) else ""


def _over_limit(value: Any, context: Context) -> str | tuple[str, bool]:
    if value is False and context.state.documented_name == "TIMEOUT":
        return "within its time limit, but the status is TIMEOUT", True
    return _flag("over its time limit", "within its time limit")(value, context)


def _resource(value: Any, context: Context) -> str | tuple[str, bool]:
    is_named = any(context.text(key) for key in ("resourceName", "fileName"))
    if value is False and is_named:
        return "uses no resource, but one is named", True
    return _flag("uses a resource", "uses no resource")(value, context)


def _sync_type(value: Any, context: Context) -> str:
    task_type = context.record.get("type")
    if task_type not in (None, "") and not codes.is_data_integration(task_type):
        return "applies to data integration only"
    return codes.sync_type(value)


def _cron(of: str) -> Note:
    def note(value: Any, context: Context) -> str:
        words = cron.in_words(value) if isinstance(value, str) else ""
        return f"{of}: {words}" if words else of

    return note


def _not_started(context: Context) -> str | tuple[str, bool]:
    name = context.state.documented_name
    if name in ("RUNNING", "SUCCESS"):
        return f"not started, but the status is {name}", True
    return "not started"


def _not_finished(context: Context) -> str | tuple[str, bool]:
    if context.state.is_final and context.text("startTime"):
        return f"not finished, but the status is {context.state.documented_name}", True
    return "not finished"


_IF_NULL: Mapping[str, Callable[[Context], str | tuple[str, bool]]] = {
    "startTime": _not_started,
    "endTime": _not_finished,
}
"""The meaning of a field that was sent as null or empty."""

_NUMBER_FIELDS = frozenset(
    {"type", "syncType", "status", "runNum", "recallNum", "recallLimit", "recallInterval", "timeout", "ifPre"}
    | {"alertMode"}
)
_FLAG_FIELDS = frozenset({"isTimeout", "alert", "hasResourceBefore", "virtual", "hasEditPri", "hasReadPri"})
_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")
_FLAGS = {"true": True, "false": False}


def _typed(key: str, value: Any) -> tuple[Any, str]:
    """A value as its documented type, and the problem with the type that was sent; empty for none."""
    if key in _NUMBER_FIELDS:
        if isinstance(value, str):
            is_name = key == "status" and value.isidentifier()
            return value, "number as text" if _NUMBER.fullmatch(value) else "" if is_name else "not a number"
        return value, "not a number" if isinstance(value, bool | list | dict) else ""
    if key in _FLAG_FIELDS and not isinstance(value, bool):
        if isinstance(value, str) and value.lower() in _FLAGS:
            return _FLAGS[value.lower()], "flag as text"
        return value, "flag as a number" if value in (0, 1) else "neither true nor false"
    return value, ""


def _fixed(text: str) -> Note:
    return lambda value, context: text


_MOST_SHOWN = 1 << 14
"""Characters of a value that are shown; drawing takes time by the character."""
_MOST_OTHERS = 1_000
"""Undocumented fields that are shown."""
_MOST_VALUES = 5_000
"""Values within an object or list that are shown as its JSON."""

Groups = tuple[tuple[str, tuple[tuple[str, Note | None], ...]], ...]

TASK_GROUPS: Groups = (
    (
        "identity",
        (
            ("taskName", None),
            ("instanceId", None),
            ("taskId", None),
            ("flowInstId", _fixed("where it ran")),
            ("type", _code(codes.task_type)),
            ("syncType", _sync_type),
        ),
    ),
    (
        "status and retries",
        (
            ("status", _status("stsDesc")),
            ("stsDesc", None),
            ("runNum", _fixed("each rerun adds one")),
            ("recallNum", _retries),
            ("recallLimit", _fixed("maximum retries")),
            ("recallInterval", _fixed("unit not documented")),
        ),
    ),
    (
        "times and durations",
        (
            ("triggerTime", _moment),
            ("startTime", _start),
            ("endTime", _end),
            ("timeStamp", _created),
            ("timeout", _fixed("limit; unit not documented")),
        ),
    ),
    ("schedule", (("cycle", _code(codes.cycle)), ("freq", _cron("cron of the node itself")))),
    ("command", (("cmd", None), ("doAs", _fixed("big-data account")), ("runMode", None))),
    (
        "resource",
        (
            ("hasResourceBefore", _resource),
            ("resourceName", None),
            ("fileName", None),
            ("resourceVersion", None),
        ),
    ),
    (
        "flags",
        (
            ("isTimeout", _over_limit),
            ("alert", _flag("an alert was raised", "no alert was raised")),
            ("ifPre", _code(codes.if_pre)),
        ),
    ),
)
"""The 29 fields of Get Task Instance."""

FLOW_GROUPS: Groups = (
    (
        "identity",
        (
            ("flowName", None),
            ("instanceId", None),
            ("flowId", None),
            ("owner", None),
            ("doAs", _fixed("big-data account")),
        ),
    ),
    ("status", (("status", _status("statusDesc")), ("statusDesc", None))),
    (
        "times and durations",
        (
            ("triggerTime", _moment),
            ("startTime", _start),
            ("endTime", _end),
            ("timestamp", _created),
            ("calDt", _fixed("business date: planned date less one day")),
        ),
    ),
    (
        "schedule",
        (("cycle", _code(codes.cycle)), ("freq", _cron("cron")), ("parameters", None)),
    ),
    (
        "flags",
        (
            ("alertMode", _code(codes.alert_mode)),
            ("virtual", None),
            ("hasEditPri", None),
            ("hasReadPri", None),
        ),
    ),
)
"""The fields of Get Flow Instance except the graph, which has its own table."""

_PREVIEW = 20
"""Maximum characters of a value that is shown in full elsewhere."""
_BLOCKS = frozenset({"cmd"})


def rows(
    groups: Groups,
    record: Mapping[str, Any],
    server: timezone | None,
    now: datetime,
    elsewhere: Mapping[str, str] = MappingProxyType({}),
) -> list[DetailRow]:
    """Lay a record out as rows: every documented field, then all others under *other*.

    Args:
        groups: `TASK_GROUPS` or `FLOW_GROUPS`.
        record: as sent, keys as sent.
        server: the zone of the server's times, None if unknown.
        now: aware.
        elsewhere: by field name, a note on where a value that is cut here is shown in full.
    """
    context = Context(record, server, now, elsewhere)
    made: list[DetailRow] = []
    for title, fields in groups:
        made.append(DetailRow("group", _title(title, server), ""))
        for key, note in fields:
            made += _field(key, note, context)
    known = {key for _, fields in groups for key, _ in fields}
    other = [key for key in record if key not in known]
    if other:
        made.append(DetailRow("group", "other", ""))
        for key in other[:_MOST_OTHERS]:
            made += _field(key, None, context)
        if (more := len(other) - _MOST_OTHERS) > 0:
            made.append(
                DetailRow("field", f"({more:,} more)", "", "too many to show here, see the raw answer")
            )
    return made


def as_text(value: object) -> str:
    """A value as text: a string as it is, everything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _title(title: str, server: timezone | None) -> str:
    return f"{title}, server in {times.zone_in_words(server)}" if title.startswith("times") else title


def _field(key: str, note: Note | None, context: Context) -> Iterable[DetailRow]:
    label = sanitize.value(key)
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
        text, is_doubtful = _with_doubt(_IF_NULL[key](context)) if key in _IF_NULL else ("", False)
        return [DetailRow("field", label, "null" if value is None else '""', text, is_doubtful, raw)]
    if key in context.elsewhere:
        start = raw if len(raw) <= _PREVIEW else raw[: _PREVIEW - 1] + "…"
        return [DetailRow("field", label, sanitize.one_line(start), context.elsewhere[key], raw=raw)]
    if key in _BLOCKS and isinstance(value, str) and len(shown := sanitize.lines(value)) > 1:
        first, *rest = shown
        return [
            DetailRow("field", label, first, raw=raw),
            *(DetailRow("more", "", line, raw=raw) for line in rest),
        ]
    typed, fault = _typed(key, value)
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
