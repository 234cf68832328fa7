"""Answers around the documented structs, bent in every way a server can bend them; Hypothesis draws them."""

import gzip
import json
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from tests.harness import NOW, SAMPLE, SAMPLE_FLOW
from tui_app.demo.world import World
from tui_app.logic.record_fields import FLOW_GROUPS, TASK_GROUPS
from tui_app.models.flow_instance import FlowNode, Graph, Relation, TaskNode
from tui_app.models.lenient_record import LenientRecord

Pairs = list[tuple[str, str]]
"""An object before it is written, keys and values as JSON text: a key may come twice."""

_LONG = 100_000


@dataclass(frozen=True)
class Shape:
    """One HTTP answer to one kind of question."""

    kind: str
    """``task``, ``flow``, ``log`` or ``list``."""
    status: int
    body: bytes = field(repr=False)
    headers: dict[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Shape({self.kind!r}, {self.status}, {self.body[:3000]!r}, {self.headers})"


def deep(opening: str, inner: str, closing: str, depth: int) -> str:
    """A value inside so many others."""
    return opening * depth + inner + closing * depth


def wrapped(text: str, times: int) -> str:
    """JSON text inside JSON strings; a long one less often, since each doubles its backslashes."""
    for _ in range(times):
        if len(text) > _LONG:
            break
        text = json.dumps(text)
    return text


def _documented(*models: type[LenientRecord]) -> list[str]:
    """The wire names of every field of models, whoever adds one."""
    return sorted(
        {names[0] for model in models for names in model.wire_names.values()}
        | {name for model in models for names in model.wire_names.values() for name in names[:-1]}
    )


TASK_KEYS = sorted({key for _, fields in TASK_GROUPS for key, _ in fields})
FLOW_KEYS = sorted({key for _, fields in FLOW_GROUPS for key, _ in fields} | {"graph"})
NODE_KEYS = [*_documented(TaskNode, FlowNode, Relation), "task_inst_id", "node_id", "task_name"]
RELATION_KEYS = _documented(Relation)
GRAPH_KEYS = _documented(Graph)
_ENVELOPE_KEYS = ["code", "msg", "data", "status", "stauts", "apim_status", "message", "business"]

_DEPTHS = (50, 190, 210, 600, *range(800, 960, 20), 1_000, 10_000)
_TALL = [
    text
    for depth in _DEPTHS
    for text in (
        deep("[", "1", "]", depth),
        deep('{"a":', "null", "}", depth),
        deep('[{"a":', "[]", "}]", depth),
    )
]
_NUMBERS = [
    *("0", "-0", "1", "-1", "2", "7", "10", "42", "1.0", "3381.0", "0.5", "-1.5", "1e2", "1e308", "-1e308"),
    *("1e999", "-1e999", "1E-999", "NaN", "Infinity", "-Infinity", "-2147483649", "9007199254740993"),
    *("9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551616"),
    *("9" * 309, "-" + "9" * 400, "9" * 4_300, "1" * 4_301, "8" * 20_000, "1" + "0" * 4_000 + ".0"),
]
_TEXTS = [
    *("", " ", "0", "-1", "1.0", "NONE", "SUCCESS", "success ", "FAIL", "RUNNING", "null", "true", "NaN"),
    *("2021-02-02 19:35:24", "2021-02-02T19:35:24.5Z", "0001-01-01 00:00:00", "9999-12-31 23:59:59"),
    *("2021-02-30 25:61:61", "2021-W05-2", "20210202", "1970-01-01 00:00:00", "Tue Feb 02 17:35:00 CST 2021"),
    *(SAMPLE, SAMPLE_FLOW, "1-99999999", "t_118979", "f_8435", "118979.0", "mi", "D", "M", "0 0/0 * * * ? *"),
    *("\ud83c", "\x00\x1b[31m\x9b\u202e", "x" * 5_000, "[" * 10_000, '{"a":' * 2_000, "٣", "１２", "\u2028"),
    *(wrapped('{"tasks":[]}', 3), wrapped("[1]", 12), "{broken", "[]", "{}", '"', "a\nb\r\nc\td"),
]
_LITERALS = ["null", "true", "false", "{}", "[]", "[null]", '[[],"",{}]', '{"a":1,"a":2}', '{"":0}']

_small = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 99) | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
).map(json.dumps)
_plain_odd = st.sampled_from([*_LITERALS, *_NUMBERS, *map(json.dumps, _TEXTS)])
_odd = st.one_of(
    _plain_odd,
    _plain_odd,
    _plain_odd,
    _small,
    _small,
    _small,
    st.sampled_from([*_LITERALS, *_TALL]),
    st.builds(wrapped, _plain_odd, st.integers(1, 3)),
    st.builds(wrapped, st.sampled_from(_TALL[:-3]), st.integers(1, 2)),
)
"""Any value a field may have, as JSON text."""


def written(pairs: Pairs) -> str:
    """An object as JSON text."""
    return "{" + ",".join(f"{json.dumps(key)}:{value}" for key, value in pairs) + "}"


def _pairs(record: dict[str, Any]) -> Pairs:
    return [(key, json.dumps(value)) for key, value in record.items()]


_world = World(NOW)
_TASK = _pairs(_world.task(SAMPLE, NOW).data())  # type: ignore[union-attr]
_FLOW = _pairs(_world.flow(SAMPLE_FLOW, NOW).data())  # type: ignore[union-attr]


@st.composite
def bent(draw: st.DrawFn, record: Pairs, keys: list[str], most: int = 4) -> Pairs:
    """A record with fields missing, replaced, or said twice."""
    pairs = list(record)
    for _ in range(draw(st.integers(0, most))):
        key = draw(st.sampled_from(keys))
        how = draw(st.sampled_from(("replace", "replace", "replace", "drop", "twice")))
        if how != "twice":
            pairs = [pair for pair in pairs if pair[0] != key]
        if how != "drop":
            pairs.insert(draw(st.integers(0, len(pairs))), (key, draw(_odd)))
    return pairs


@st.composite
def _graphs(draw: st.DrawFn) -> str:
    names = [f"t_{number}" for number in range(draw(st.integers(0, 7)))]
    states = st.sampled_from(["SUCCESS", "FAIL", "RUNNING", "WAIT", "NONE", "other", ""])
    tasks = [
        draw(
            bent(
                [
                    ("nodeId", json.dumps(name)),
                    ("taskName", json.dumps(f"task {name}")),
                    ("taskInstId", json.dumps(f"{118970 + at}-2021020211")),
                    ("status", json.dumps(draw(states))),
                ],
                NODE_KEYS,
                2,
            )
        )
        for at, name in enumerate(names)
    ]
    flows = [
        draw(bent([("nodeId", '"f_1"'), ("flowInstId", f'"{SAMPLE_FLOW}"')], NODE_KEYS, 3))
        for _ in range(draw(st.integers(0, 2)))
    ]
    some_name = st.sampled_from([*names, "f_1", "nowhere"])
    edges = [
        draw(
            bent(
                [("source", json.dumps(draw(some_name))), ("target", json.dumps(draw(some_name)))],
                NODE_KEYS,
                1,
            )
        )
        for _ in range(draw(st.integers(0, 9)))
    ]
    parts: Pairs = [
        (name, "[" + ",".join(map(written, part)) + "]")
        for name, part in (("tasks", tasks), ("flows", flows), ("relations", edges))
    ]
    graph = written(draw(bent(parts, GRAPH_KEYS, 1)))
    return wrapped(graph, draw(st.sampled_from((1, 1, 0, 2, 9))))


_FORMS = ("as it is",) * 12 + ("list", "list of two", "string", "deep string", "other")


@st.composite
def _data(draw: st.DrawFn, kind: str) -> str:
    if kind == "log":
        return draw(st.one_of(bent([("log", '"a log\\n"')], ["log"], 2).map(written), _odd))
    if kind == "task":
        record = draw(bent(_TASK, [*TASK_KEYS, "unheard of"], 5))
    else:
        record = [pair for pair in draw(bent(_FLOW, [*FLOW_KEYS, "unheard of"], 4)) if pair[0] != "graph"]
        record.append(("graph", draw(st.one_of(_graphs(), _graphs(), _odd))))
    text = written(record)
    if kind == "list":
        rows = [text] * draw(st.integers(0, 3)) + [draw(_odd)] * draw(st.integers(0, 1))
        listed = "[" + ",".join(rows) + "]"
        text = written(draw(bent([("flowInsts", listed), ("count", "2")], ["flowInsts", "count"], 1)))
    form: str = draw(st.sampled_from(_FORMS))
    match form:
        case "list":
            return f"[{text}]"
        case "list of two":
            return f"[{text},{draw(_odd)}]"
        case "string":
            return json.dumps(text)
        case "deep string":
            return wrapped(text, draw(st.integers(2, 10)))
        case "other":
            text = draw(_odd)
    return text


_CHARSETS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-32-be", "gbk", "big5", "iso-8859-1")
_NAMED = ("utf-8", "gbk", "iso-8859-1", "utf-7", "rot13", "base64", "idna", "no such", "x" * 300, '"', "=")
_STATUSES = (201, 204, 206, 299, 302, 304, 400, 401, 403, 404, 413, 429, 500, 502, 503, 504, 600)
_PACKINGS = ("gzip", "GZIP", "startTime", "br", "gzip, gzip")
_TROUBLES = ("none",) * 24 + (
    *("envelope", "envelope", "charset", "charset", "named", "status", "status", "packed", "cut", "bytes"),
    *("lead", "tail", "html", "empty", "nothing but"),
)


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    """An answer."""
    kind = draw(st.sampled_from(("task",) * 4 + ("flow",) * 4 + ("log", "list")))
    pairs: Pairs = [("code", "0"), ("msg", '"OK"'), ("data", draw(_data(kind)))]
    trouble = draw(st.sampled_from(_TROUBLES))
    if trouble == "envelope":
        pairs = draw(bent(pairs, _ENVELOPE_KEYS, 3))
    charset = draw(st.sampled_from(_CHARSETS)) if trouble == "charset" else "utf-8"
    body = written(pairs).encode(charset, "backslashreplace")
    status = draw(st.sampled_from(_STATUSES)) if trouble == "status" else 200
    headers = {"content-type": "application/json;charset=UTF-8"}
    match trouble:
        case "cut":
            body = body[: draw(st.integers(0, len(body)))]
        case "bytes":
            at = draw(st.integers(0, len(body)))
            body = body[:at] + draw(st.binary(min_size=1, max_size=6)) + body[at:]
        case "lead":
            body = draw(st.sampled_from((b"\xef\xbb\xbf", b"\xff\xfe", b"\x00", b")]}',\n", b"\n\n "))) + body
        case "tail":
            body += draw(st.sampled_from((b"\x00", b"}", b"\n", b"<html>", b"\xff", body)))
        case "html":
            body = b"<html><body>\x1b[31mSign in</body></html>"
        case "empty":
            body = b""
        case "nothing but":
            body = draw(_odd).encode()
        case "charset" | "named":
            headers["content-type"] = f"application/json;charset={draw(st.sampled_from(_NAMED))}"
        case "packed":
            headers["content-encoding"] = draw(st.sampled_from(_PACKINGS))
            packed = gzip.compress(body, 1)
            body = draw(st.sampled_from((packed, packed, packed[: len(packed) * 2 // 3], body)))
    return Shape(kind, status, body, headers)
