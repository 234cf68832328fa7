"""From bytes to plain data: charset, envelope, and the struct spellings that editions differ in.

Pure functions. Any body becomes a value or a `GatewayError`, never another exception.
"""

import codecs
import json
import re
import sys
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, NamedTuple

from ..logic.jsontree import bounded_decoder
from ..logic.jsontree.document import unwrap, unwrap_in_steps
from ..logic.time_slicing import Steps, at_once
from ..models.flow_instance import FlowNode, Relation, TaskNode
from ..models.lenient_record import LenientRecord
from .errors import BadReply, NotFound, refusal, rejection
from .operations import Operation

_SHORT_BODY = 1 << 16
_TRY_ADDRESS = "A proxy or a login page may have answered. Check the gateway's address."
_MOST_MEMORY = 64 << 20
"""Most bytes of an answer as text: one wide character makes every other as wide, up to four bytes."""
_PIECE = 1 << 20
"""Bytes that are decoded in one step."""
_EVERY = 64
"""Nodes of a graph that are read in one step."""
_MOST_EDGES = 8_000
"""Most edges of a graph; following and drawing more takes seconds in which no key is answered."""
_MOST_NODES = 20_000
"""Most tasks, and workflows, of a graph that are read; more take hundreds of MiB."""
_LONGEST_NAME = 1_000
"""Most characters of a name in a graph: each is drawn and wrapped over and over."""
_NAMES = ("taskName", "flowName")
_CHARSETS = frozenset({"gbk", "gb2312", "gb18030", "big5", "iso-8859-1"})
_SNAKE = re.compile(r"(?<=[0-9A-Za-z])_([0-9A-Za-z])")
_WHOLE_FLOAT = re.compile(r"(-?[0-9]+)\.0+")
_ID_KEYS = frozenset({"id", "flowId", "taskId", "nodeId", "instId", "instanceId", "flowInstId", "taskInstId"})
_PARTS: Mapping[str, type[LenientRecord]] = {"tasks": TaskNode, "flows": FlowNode, "relations": Relation}
"""The parts of a graph, each with the model of one of its nodes."""


class Layer(Enum):
    """The sender of an envelope; each has its own shape."""

    GATEWAY = "gateway"
    TOKEN_SERVICE = "token service"
    SERVICE = "service"


class EnvelopeStatus(NamedTuple):
    """Sender, code and message of an envelope."""

    layer: Layer | None
    """None where the body is no envelope."""

    code: int | None
    """0 for success; None where there is no number."""

    msg: str
    """The server's message, foreign text; may be empty."""


def decoded(body: bytes, charset: str | None = None) -> tuple[str, Any]:
    """The body as text and as plain JSON data.

    UTF-8 (16 and 32 with it) is tried before the charset named: servers name ISO-8859-1 over UTF-8 JSON.
    An integer of more digits than Python converts stays text; NaN and Infinity are taken as floats.

    Raises:
        BadReply: empty, not JSON, or beyond a bound.
    """
    text = as_text(body, charset)
    return text, at_once(value_of(text))


def as_text(body: bytes, charset: str | None = None) -> str:
    """The body as text, whatever it is; bytes that do not fit become U+FFFD.

    Raises:
        BadReply: the text would take too much memory.
    """
    return at_once(text_of(body, charset))


def text_of(body: bytes, charset: str | None = None) -> Steps[str]:
    """`as_text` in steps."""
    try:
        return (yield from _decoded(body, json.detect_encoding(body), "strict"))
    except UnicodeDecodeError:
        named = (charset or "").lower()
        return (yield from _decoded(body, named if named in _CHARSETS else "utf-8", "replace"))


def _decoded(body: bytes, charset: str, errors: str) -> Steps[str]:
    decoder = codecs.getincrementaldecoder(charset)(errors)
    pieces: list[str] = []
    length = width = 0
    for start in range(0, len(body) or 1, _PIECE):
        piece = decoder.decode(body[start : start + _PIECE], start + _PIECE >= len(body))
        pieces.append(piece)
        length += len(piece)
        # The size of a text tells its widest character without a search for it.
        width = max(width, next((one for one in (4, 2) if sys.getsizeof(piece) > one * len(piece)), 1))
        if length * width > _MOST_MEMORY:
            raise BadReply(f"The answer takes more than {_MOST_MEMORY >> 20} MiB as text.", _LESS)
        yield
    return "".join(pieces)


def value_of(text: str) -> Steps[Any]:
    """A text as plain JSON data, in steps; see `decoded`.

    Raises:
        BadReply: empty, not JSON, or beyond a bound.
    """
    head = text[:_SHORT_BODY].lstrip()
    if not head and not text.strip():
        raise BadReply("The answer is empty.", _TRY_ADDRESS)
    if head.startswith("<"):
        raise BadReply("The answer is a web page.", _TRY_ADDRESS)
    try:
        return (yield from bounded_decoder.decode(text, _DECODER))
    except json.JSONDecodeError as error:
        raise BadReply(f"The answer is not JSON (from character {error.pos} on).", _TRY_ADDRESS) from None
    except bounded_decoder.TooDeep:
        raise BadReply("The answer is nested too deeply to be read.") from None
    except bounded_decoder.TooLarge as error:
        raise BadReply(f"The answer is too large to be read: {error}.", _LESS) from None


def envelope_status(value: Any) -> EnvelopeStatus:
    """Sender, code and message, by the keys alone."""
    if not isinstance(value, Mapping):
        return EnvelopeStatus(None, None, "")
    msg = next((said for key in ("msg", "message") if isinstance(said := value.get(key), str)), "")
    if _number(value.get("apim_status")):
        return EnvelopeStatus(Layer.GATEWAY, _number(value["apim_status"]), msg)
    present = [key for key in ("code", "status", "stauts") if value.get(key) is not None]
    code = _number(value[present[0]]) if present else None
    if "business" in value or (present and present[0] != "code" and "msg" in value):
        return EnvelopeStatus(Layer.TOKEN_SERVICE, code, msg)
    if present:
        return EnvelopeStatus(Layer.SERVICE, code, msg)
    return EnvelopeStatus(Layer.GATEWAY if "message" in value else None, None, msg)


def short_code(body: bytes, charset: str | None = None) -> int | None:
    """The code in an envelope, None where there is none.

    A long body is a record, and is not read twice to find out.
    """
    if len(body) > _SHORT_BODY:
        return None
    try:
        return envelope_status(decoded(body, charset)[1]).code
    except BadReply:
        return None


def unwrap_envelope(
    value: Any,
    http_status: int,
    operation: Operation | None = None,
    redact: Callable[[str], str] = str,
) -> Any:
    """The ``data`` of an envelope.

    Args:
        value: the parsed body.
        http_status: as received.
        operation: the request; None for the token service.
        redact: masks secrets in the server's message before it is quoted.

    Raises:
        GatewayError: the envelope reports a failure, or there is none.
    """
    said = envelope_status(value)
    if said.code == 0 and 200 <= http_status < 300:
        return value.get("data")
    if not said.code or http_status == 429:
        raise rejection(http_status, {"message": redact(said.msg)})
    source = said.layer.value if said.layer else "server"
    raise refusal(said.code, redact(said.msg), operation, http_status=http_status, source=source)


def task_record(data: Any) -> Steps[tuple[Mapping[str, Any], str, int]]:
    """The record of Get Task Instance, its jq path below ``.data``, and the number of records there.

    Raises:
        NotFound: there is none.
        BadReply: `data` is something else.
    """
    return _record(data, "The server answers without a task instance: there is none with this id.")


def flow_record(data: Any) -> Steps[tuple[Mapping[str, Any], str, int]]:
    """The same for Get Flow Instance."""
    return _record(data, "The server answers without a flow instance: there is none with this id.")


def task_for_model(record: Mapping[str, Any]) -> dict[str, Any]:
    """A task's record for `TaskInstance.model_validate`: ids written as ``3381.0`` become ``3381``."""
    return _with_plain_ids(record)


def row_for_model(record: Mapping[str, Any]) -> dict[str, Any]:
    """The same for a row of a list; its graph is not read, since no list shows one."""
    return _with_plain_ids({key: value for key, value in record.items() if key != "graph"})


def flow_for_model(record: Mapping[str, Any]) -> Steps[dict[str, Any]]:
    """A flow's record for `FlowInstance.model_validate`: the graph opened, its parts as models, ids plain.

    A graph that cannot be read becomes None.
    """
    return _with_plain_ids(record) | {"graph": (yield from _graph(record.get("graph")))}


def unwrapped(value: Any) -> Any:
    """JSON inside a string, however often it was wrapped; other values as they are."""
    return unwrap(value, _plain)[0]


def _plain(text: str) -> Any:
    """A JSON text as plain Python values.

    Raises:
        ValueError: it is not JSON, or beyond a bound.
    """
    return at_once(_plain_in_steps(text))


def _plain_in_steps(text: str) -> Steps[Any]:
    return (yield from bounded_decoder.decode(text, _DECODER))


def _integer(digits: str) -> int | str:
    try:
        return int(digits)
    except ValueError:
        return digits


_DECODER = json.JSONDecoder(parse_int=_integer)
_LESS = "Ask for less."


def _number(value: object) -> int | None:
    """A code, whether it came as number or text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    match = re.fullmatch(r"\s*(-?[0-9]{1,9})(?:\.0+)?\s*", str(value))
    return int(match[1]) if match else None


def _record(data: Any, nothing: str) -> Steps[tuple[Mapping[str, Any], str, int]]:
    data, wrappings = yield from unwrap_in_steps(data, _plain_in_steps)
    path, count = "|fromjson" * wrappings, 1
    if isinstance(data, list) and data:
        count = len(data)
        data, wrappings = yield from unwrap_in_steps(data[0], _plain_in_steps)
        path += "[0]" + "|fromjson" * wrappings
    if data is None or data in ("", [], {}):
        raise NotFound(nothing, "Check the id, and whether this profile's organisation owns the instance.")
    if not isinstance(data, dict):
        raise BadReply("The answer holds no record where one belongs.")
    return data, path, count


def _graph(value: Any) -> Steps[dict[str, Any] | None]:
    value, _ = yield from unwrap_in_steps(value, _plain_in_steps)
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, Mapping)), None)
    if not isinstance(value, Mapping):
        return None
    graph, left_out = _with_plain_ids(_camel(value)), 0
    for part, kind in _PARTS.items():
        if part in graph and (part != "relations" or graph[part] not in (None, "")):
            value, _ = yield from unwrap_in_steps(graph[part], _plain_in_steps)
            nodes = value if isinstance(value, list) else [value]
            if part != "relations" and len(nodes) > _MOST_NODES:
                left_out += len(nodes) - _MOST_NODES
                nodes = nodes[:_MOST_NODES]
            graph[part] = yield from _nodes(nodes, kind)
    edges = len(graph.get("relations") or ())
    # An edge from a node that is not read would seem to come from nowhere.
    is_beyond = edges > _MOST_EDGES or left_out > 0
    graph["nodesLeftOut"] = left_out or None
    graph["leftOut"] = edges if is_beyond and edges else None
    sent = graph.get("relations")  # null or empty text is no order, and not an order without edges
    graph["relations"] = None if is_beyond or sent == "" else sent
    return graph


def _nodes(values: list[Any], kind: type[LenientRecord]) -> Steps[list[LenientRecord]]:
    nodes: list[LenientRecord] = []
    for number, item in enumerate(values):
        if isinstance(node := unwrapped(item), Mapping):
            nodes.append(kind.model_validate(_with_short_names(_with_plain_ids(_camel(node)))))
        if number % _EVERY == 0:
            yield
    return nodes


def _with_short_names(node: dict[str, Any]) -> dict[str, Any]:
    for key in _NAMES:
        if isinstance(name := node.get(key), str) and len(name) > _LONGEST_NAME:
            node[key] = name[:_LONGEST_NAME] + "…"
    return node


def _camel(keyed: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping in camelCase; of two spellings of one key the first with something in it counts."""
    unified: dict[str, Any] = {}
    for key, value in keyed.items():
        name = _SNAKE.sub(lambda match: match[1].upper(), key)
        if unified.get(name) in (None, "", [], {}):
            unified[name] = value
    return unified


def _with_plain_ids(record: Mapping[str, Any]) -> dict[str, Any]:
    return {**record, **{key: _plain_id(record[key]) for key in _ID_KEYS if key in record}}


def _plain_id(value: Any) -> Any:
    if isinstance(value, float | str) and (match := _WHOLE_FLOAT.fullmatch(str(value))):
        return match[1]
    return value
