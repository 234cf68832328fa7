"""A record for programs: as it was sent, JSON in strings opened, the name of each status beside it."""

import re
from typing import Any

from ..models.lookup import Found
from ..models.status import Status
from .jsontree.document import JsonObject, parse, unwrap

STATUS_NAME = "statusName"
"""The key that stands beside ``status`` in everything that is printed for programs."""

_NESTED = ("runMode", "graph", "parameters")
_NODES = ("tasks", "flows")


def as_json(found: Found) -> JsonObject:
    """The record with numbers as they were spelled; ``runMode``, ``graph`` and ``parameters`` are opened."""
    record = JsonObject((key, unwrap(value)[0] if key in _NESTED else value) for key, value in _record(found))
    named = JsonObject((key, _with_names(value) if key == "graph" else value) for key, value in record)
    return _with_name(named, found.state.name)


def _record(found: Found) -> JsonObject:
    """The record within the whole answer."""
    value: Any = parse(found.answer.text)
    for step in re.findall(r"\.data|\[0\]|\|fromjson", found.record_path):
        match step:
            case ".data":
                value = dict(value)["data"]
            case "[0]":
                value = value[0]
            case _:
                value = parse(value)
    assert isinstance(value, JsonObject)
    return value


def _with_name(pairs: JsonObject, name: str | None) -> JsonObject:
    """An object with the name of its status behind the status, unless the server sent one."""
    keys = [key for key, _ in pairs]
    if "status" not in keys or STATUS_NAME in keys:
        return pairs
    place = keys.index("status") + 1
    return JsonObject([*pairs[:place], (STATUS_NAME, name), *pairs[place:]])


def _with_names(graph: Any) -> Any:
    """A graph, or a list of graphs, with names in its nodes."""
    if isinstance(graph, JsonObject):
        return JsonObject((key, _nodes(value) if key in _NODES else value) for key, value in graph)
    return [_with_names(one) for one in graph] if _is_plain_list(graph) else graph


def _nodes(value: Any) -> Any:
    return [_node(one) for one in value] if _is_plain_list(value) else value


def _node(node: Any) -> Any:
    if not isinstance(node, JsonObject):
        return node
    status = dict(node).get("status")
    return _with_name(node, None if status in (None, "") else Status.of(status).name)


def _is_plain_list(value: Any) -> bool:
    return isinstance(value, list) and not isinstance(value, JsonObject)
