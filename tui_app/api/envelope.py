"""From bytes to plain data: charset, envelope, and the struct spellings that editions differ in.

Pure functions. Any body becomes a value or a `GatewayError`, never another exception.
"""

import json
import re
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, NamedTuple

from ..logic.jsontree.document import unwrap
from .errors import BadReply, NotFound, refusal, rejection
from .operations import Operation

_SHORT_BODY = 1 << 16
_TRY_ADDRESS = "A proxy or a login page may have answered. Check the gateway's address."
_MOST_DEPTH = 200
"""Most nested objects and lists; deeper ones could hit the interpreter's recursion limit."""
_CHARSETS = frozenset({"gbk", "gb2312", "gb18030", "big5", "iso-8859-1"})
_SNAKE = re.compile(r"(?<=[0-9A-Za-z])_([0-9A-Za-z])")
_WHOLE_FLOAT = re.compile(r"(-?[0-9]+)\.0+")
_ID_KEYS = frozenset({"id", "flowId", "taskId", "nodeId", "instId", "instanceId", "flowInstId", "taskInstId"})
_GRAPH_PARTS = ("tasks", "flows", "relations")


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
        BadReply: empty, not JSON, or nested too deeply.
    """
    text = as_text(body, charset)
    return text, _json(text)


def as_text(body: bytes, charset: str | None = None) -> str:
    """The body as text, whatever it is; bytes that do not fit become U+FFFD."""
    try:
        return body.decode(json.detect_encoding(body))
    except UnicodeDecodeError:
        pass
    named = (charset or "").lower()
    return body.decode(named if named in _CHARSETS else "utf-8", "replace")


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


def task_record(data: Any) -> tuple[Mapping[str, Any], str]:
    """The record of Get Task Instance, and its jq path below ``.data``.

    Raises:
        NotFound: there is none.
        BadReply: `data` is something else.
    """
    return _record(data, "The server answers without a task instance: there is none with this id.")


def flow_record(data: Any) -> tuple[Mapping[str, Any], str]:
    """The same for Get Flow Instance."""
    return _record(data, "The server answers without a flow instance: there is none with this id.")


def task_for_model(record: Mapping[str, Any]) -> dict[str, Any]:
    """A task's record for `TaskInstance.model_validate`: ids written as ``3381.0`` become ``3381``."""
    return _with_plain_ids(record)


def flow_for_model(record: Mapping[str, Any]) -> dict[str, Any]:
    """A flow's record for `FlowInstance.model_validate`: the graph opened, its keys unified, ids plain.

    A graph that cannot be read becomes None.
    """
    return _with_plain_ids(record) | {"graph": _graph(record.get("graph"))}


def unwrapped(value: Any) -> Any:
    """JSON inside a string, however often it was wrapped; other values as they are."""
    return unwrap(value, _plain)[0]


def _json(text: str) -> Any:
    if not text.strip():
        raise BadReply("The answer is empty.", _TRY_ADDRESS)
    if text.lstrip().startswith("<"):
        raise BadReply("The answer is a web page.", _TRY_ADDRESS)
    try:
        return _plain(text)
    except json.JSONDecodeError as error:
        raise BadReply(f"The answer is not JSON (from character {error.pos} on).", _TRY_ADDRESS) from None
    except _TooDeepError:
        raise BadReply("The answer is nested too deeply to be read.") from None


class _TooDeepError(ValueError):
    """Objects or lists are nested deeper than `_MOST_DEPTH`."""


def _plain(text: str) -> Any:
    """A JSON text as plain Python values.

    Raises:
        ValueError: it is not JSON, or nested too deeply.
    """
    try:
        value = json.loads(text, parse_int=_integer)
    except RecursionError:
        raise _TooDeepError from None
    if not _is_shallow(value):
        raise _TooDeepError
    return value


def _is_shallow(value: Any) -> bool:
    """Whether a value is nested at most `_MOST_DEPTH` levels; checked level by level, without recursion."""
    level = [value]
    for _ in range(_MOST_DEPTH):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return True
    return False


def _integer(digits: str) -> int | str:
    try:
        return int(digits)
    except ValueError:
        return digits


def _number(value: object) -> int | None:
    """A code, whether it came as number or text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    match = re.fullmatch(r"\s*(-?[0-9]{1,9})(?:\.0+)?\s*", str(value))
    return int(match[1]) if match else None


def _record(data: Any, nothing: str) -> tuple[Mapping[str, Any], str]:
    data, wrappings = unwrap(data, _plain)
    path = "|fromjson" * wrappings
    if isinstance(data, list) and data:
        data, wrappings = unwrap(data[0], _plain)
        path += "[0]" + "|fromjson" * wrappings
    if data is None or data in ("", [], {}):
        raise NotFound(nothing, "Check the id, and whether this profile's organisation owns the instance.")
    if not isinstance(data, dict):
        raise BadReply("The answer holds no record where one belongs.")
    return data, path


def _graph(value: Any) -> dict[str, Any] | None:
    value = unwrapped(value)
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, Mapping)), None)
    if not isinstance(value, Mapping):
        return None
    graph = _with_plain_ids(_camel(value))
    return graph | {part: _nodes(graph[part]) for part in _GRAPH_PARTS if part in graph}


def _nodes(value: Any) -> list[dict[str, Any]]:
    value = unwrapped(value)
    items = map(unwrapped, value if isinstance(value, list) else [value])
    return [_with_plain_ids(_camel(item)) for item in items if isinstance(item, Mapping)]


def _camel(keyed: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping in camelCase; of two spellings of one key the first with something in it counts."""
    unified: dict[str, Any] = {}
    for key, value in keyed.items():
        name = _SNAKE.sub(lambda match: match[1].upper(), key)
        if unified.get(name) in (None, "", [], {}):
            unified[name] = value
    return unified


def _with_plain_ids(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _plain_id(value) if key in _ID_KEYS else value for key, value in record.items()}


def _plain_id(value: Any) -> Any:
    if isinstance(value, float | str) and (match := _WHOLE_FLOAT.fullmatch(str(value))):
        return match[1]
    return value
