"""A record as plain text for terminals, pipes and e-mails; every line is safe to print."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timezone
from typing import Any

from ..models.flow_instance import FlowNode
from ..models.lookup import FlowLookup, Found, TaskLookup, kind_in_words
from ..models.status import Status
from . import sanitize
from .graph.nodes import Node, in_order
from .jsontree.document import JsonFault, JsonObject, JsonValue, parse, to_text, unwrap
from .jsontree.run_mode import explain
from .record_fields import FLOW_GROUPS, NOT_SENT, TASK_GROUPS, DetailRow, rows
from .runs import headline

_LABEL_WIDTH = 18
_SETTING_WIDTH, _STATE_WIDTH = 12, 16
_ELSEWHERE = {"runMode": "below", "graph": "tasks below"}


def summary(
    found: Found, profile: str, server: timezone | None, now: datetime, *, ascii_only: bool = False
) -> list[str]:
    """The state and headline, then all fields as in the detail pane, then the run mode or tasks.

    Args:
        server: the zone of the server's times, None if unknown.
        now: aware.
        ascii_only: draw states without Unicode.
    """
    match found:
        case TaskLookup():
            state, name = found.task.state, found.task.task_name
            happened = headline.headline(found.task, server, now)
            groups = TASK_GROUPS
            rest = _run_mode(found.record)
        case FlowLookup():
            flow = found.flow
            state, name = flow.state, flow.flow_name
            happened = headline.flow_headline(flow)
            groups = FLOW_GROUPS
            rest = _tasks(found, ascii_only)
    return [
        f"{_state(state, ascii_only)}  {sanitize.one_line(name or '(no name)')}",
        sanitize.one_line(happened),
        f"{found.id}, {kind_in_words(found)}, profile {sanitize.one_line(profile)}",
        *(f"! {doubt}" for doubt in found.inconsistencies),
        *_fields(rows(groups, found.record, server, now, _ELSEWHERE), state if ascii_only else None),
        *rest,
    ]


def _fields(all_rows: Iterable[DetailRow], drawn_in_ascii: Status | None) -> Iterable[str]:
    """All fields that were sent, by group; empty groups are left out."""
    title: str | None = ""
    was_sent = False
    for row in all_rows:
        if row.kind == "group":
            title = row.label
            continue
        if row.kind == "field":
            was_sent = row.value != NOT_SENT
        if was_sent and title is not None:
            yield from ("", f"{title}:") if title else ("",)
            title = None
        if was_sent:
            line = _line(row)
            if state := drawn_in_ascii:  # the program adds two glyphs of its own
                line = line.replace(f"({state.glyph} ", f"({state.ascii_glyph} ").replace("…  (", "...  (")
            yield line


def _line(row: DetailRow) -> str:
    # The note on the parent id names a key of the full screen.
    mark = "! " if row.is_doubtful else ""
    note = f"  ({mark}{row.note})" if row.note and row.label != "flowInstId" else ""
    return f"  {row.label:{_LABEL_WIDTH}} {row.value}{note}".rstrip()


def _state(state: Status, ascii_only: bool) -> str:
    code = f" ({state.code})" if state.code is not None else ""
    return f"{state.ascii_glyph if ascii_only else state.glyph} {sanitize.one_line(state.name)}{code}"


def _run_mode(record: Mapping[str, Any]) -> list[str]:
    sent = record.get("runMode")
    if sent in (None, ""):
        return []
    try:
        value: JsonValue = unwrap(parse(sent if isinstance(sent, str) else json.dumps(sent)))[0]
    except JsonFault as fault:
        return ["", f"runMode, not JSON ({fault}):", *(f"  {line}" for line in sanitize.lines(str(sent)))]
    if not isinstance(value, JsonObject):
        return ["", "runMode:", *(f"  {line}" for line in sanitize.lines(to_text(value)))]
    return ["", "runMode:", *(_setting(key, setting) for key, setting in value)]


def _setting(key: str, value: JsonValue) -> str:
    meaning = explain(key, value)
    text = sanitize.one_line(" ".join(to_text(value, indent=0).split("\n")))
    return f"  {sanitize.one_line(key):{_SETTING_WIDTH}} {text}" + (f"  ({meaning})" if meaning else "")


def _tasks(found: FlowLookup, ascii_only: bool) -> list[str]:
    if found.flow.graph is None:
        return (
            ["", "The graph cannot be read; --json shows what was sent."] if "graph" in found.record else []
        )
    lines = ["", "tasks:"]
    for node in in_order(found.flow.graph):
        state = _state(node.state, ascii_only) if node.state else "-"
        lines.append(f"  {state:{_STATE_WIDTH}} {_name_of(node)}")
    return lines


def _name_of(node: Node) -> str:
    kind = "workflow " if isinstance(node, FlowNode) else ""
    return sanitize.one_line(f"{node.instance_id or '(no id)'}  {kind}{node.name or '(no name)'}")
