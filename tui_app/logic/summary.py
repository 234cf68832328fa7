"""A record as a page of plain text, for terminals, pipes and mails; every line is safe to print."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timezone
from typing import Any

from ..models.flow_instance import FlowNode
from ..models.lookup import FlowLookup, Found, TaskLookup
from ..models.status import Status
from . import sanitize
from .details import FLOW_GROUPS, NOT_SENT, TASK_GROUPS, DetailRow, rows
from .graph.nodes import Node, in_order
from .jsontree.document import JsonFault, JsonObject, JsonValue, parse, to_text, unwrap
from .jsontree.run_mode import explain
from .runs import headline

_TASK_KEYS = frozenset(
    {"taskId", "flowInstId", "type", "runNum", "recallNum", "recallLimit", "triggerTime", "startTime"}
    | {"endTime", "timeStamp", "isTimeout", "cycle", "cmd"}
)
_FLOW_KEYS = frozenset({"flowId", "owner", "triggerTime", "startTime", "endTime", "timestamp", "cycle"})
_LABEL_WIDTH = 12


def summary(
    found: Found, profile: str, server: timezone | None, now: datetime, *, ascii_only: bool = False
) -> list[str]:
    """What a person wants to know first: state, what happened, name, id, times, command, run mode or tasks.

    Args:
        found: the answer.
        profile: the name of the profile it was read with.
        server: the zone of the server's times, None if unknown.
        now: aware.
        ascii_only: draw states without Unicode.
    """
    match found:
        case TaskLookup():
            state, name, kind = found.task.state, found.task.task_name, "task instance"
            happened = headline.headline(found.task, server, now)
            chosen = _chosen(rows(TASK_GROUPS, found.record, server, now), _TASK_KEYS)
            rest = _run_mode(found.record)
        case FlowLookup():
            flow = found.flow
            state, name, kind = flow.state, flow.flow_name, "flow instance"
            happened = headline.flow_headline(flow)
            chosen = _chosen(rows(FLOW_GROUPS, found.record, server, now), _FLOW_KEYS)
            rest = _tasks(found, ascii_only)
    return [
        f"{_state(state, ascii_only)}  {sanitize.one_line(name or '(no name)')}",
        sanitize.one_line(happened),
        f"{found.id}, {kind}, profile {sanitize.one_line(profile)}",
        "",
        *map(_line, chosen),
        *rest,
    ]


def _chosen(all_rows: Iterable[DetailRow], keys: frozenset[str]) -> Iterable[DetailRow]:
    """The rows of these fields, further lines included; fields that were not sent are left out."""
    is_wanted = False
    for row in all_rows:
        if row.kind != "more":
            is_wanted = row.kind == "field" and row.label in keys and row.value != NOT_SENT
        if is_wanted:
            yield row


def _line(row: DetailRow) -> str:
    # The note on the parent's id names a key of the full screen.
    note = f"  ({row.note})" if row.note and row.label != "flowInstId" else ""
    return f"{row.label:{_LABEL_WIDTH}} {row.value}{note}".rstrip()


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
    return f"  {sanitize.one_line(key):{_LABEL_WIDTH}} {text}" + (f"  ({meaning})" if meaning else "")


def _tasks(found: FlowLookup, ascii_only: bool) -> list[str]:
    if found.flow.graph is None:
        return (
            ["", "The graph cannot be read; --json shows what was sent."] if "graph" in found.record else []
        )
    lines = ["", "tasks:"]
    for node in in_order(found.flow.graph):
        state = _state(node.state, ascii_only) if node.state else "-"
        lines.append(f"  {state:{_LABEL_WIDTH + 4}} {_name_of(node)}")
    return lines


def _name_of(node: Node) -> str:
    kind = "workflow " if isinstance(node, FlowNode) else ""
    return sanitize.one_line(f"{node.instance_id or '(no id)'}  {kind}{node.name or '(no name)'}")
