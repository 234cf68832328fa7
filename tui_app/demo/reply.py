"""Responses of a gateway and the services behind it: ordinary ones and failures.

Guesses, since the vendor documents none of it: the bodies of gateway errors (Kong's form is assumed), the
HTTP status of token-service and service errors (200 is assumed), ``data`` of a refused request (null).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from typing import Any, Literal

EnvelopeForm = Literal["2.1", "2.1 with requestId", "2.0"]
"""The service's envelope: ``code``/``OK``, the same with a ``requestId``, or ``status``/``" Success"``."""

_JSON = {"content-type": "application/json;charset=UTF-8"}
_HTML = {"content-type": "text/html; charset=utf-8"}
_REQUEST_ID = "7f1c2a9e-5d34-4b1a-9c55-0a6f3f0f4d21"


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP answer, whoever carries it."""

    status: int
    """HTTP status."""

    headers: Mapping[str, str] = field(default_factory=dict)
    """Header names in lower case; ``date`` and ``content-length`` are added on the way out."""

    body: bytes = b""
    """The body before any content encoding."""

    delay_s: float = 0.0
    """Seconds the carrier waits before it sends the answer."""


def json_text(value: Any) -> str:
    """Compact JSON with non-ASCII letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def json_reply(value: Any) -> Reply:
    """A JSON body; a lone surrogate, which UTF-8 cannot hold, travels as its JSON escape."""
    return Reply(200, _JSON, json_text(value).encode("utf-8", "backslashreplace"))


def success(data: Any, form: EnvelopeForm = "2.1") -> Reply:
    """The service's answer to a question it could answer."""
    match form:
        case "2.1":
            return json_reply({"code": 0, "msg": "OK", "data": data})
        case "2.1 with requestId":
            return json_reply({"code": 0, "msg": "OK", "requestId": _REQUEST_ID, "data": data})
        case "2.0":
            return json_reply({"status": 0, "msg": " Success", "data": data})


def dated(answer: Reply, at_ms: int) -> Reply:
    """The same answer with a ``date``, unless it has one; `at_ms` is epoch milliseconds."""
    return replace(answer, headers={"date": formatdate(at_ms / 1000, usegmt=True)} | dict(answer.headers))


def token() -> Reply:
    """The token service's answer to a caller it does not check."""
    data = {"accessToken": "de300de300de300de300de300de300de300de300", "expire": 7200}
    return json_reply({"status": 0, "msg": "SUCCESS", "business": "apim-token-service", "data": data})


def refusal(code: int, message: str) -> Reply:
    """The service's answer to a question it will not answer, such as 62102."""
    return json_reply({"code": code, "msg": message, "data": None})


def kong(status: int, message: str, headers: Mapping[str, str] | None = None) -> Reply:
    """A gateway error in the form of the Kong gateway."""
    return Reply(status, _JSON | dict(headers or {}), json_text({"message": message}).encode())


def unauthorized() -> Reply:
    """HTTP 401 for key, token, time or signature alike."""
    return kong(401, "Invalid authentication credentials")


def no_route() -> Reply:
    """HTTP 404 for a path the gateway does not know."""
    return kong(404, "no Route matched with those values")


def too_many_requests(retry_after: str | None = None) -> Reply:
    """HTTP 429, with ``Retry-After`` (seconds or a date) where one is given."""
    headers = {} if retry_after is None else {"retry-after": retry_after}
    return kong(429, "API rate limit exceeded", headers)


def html(status: int, title: str) -> Reply:
    """The error page of a proxy, for 502, 503 and 504."""
    head = f"<html>\r\n<head><title>{status} {title}</title></head>\r\n"
    body = f"<body>\r\n<center><h1>{status} {title}</h1></center>\r\n</body>\r\n</html>\r\n"
    return Reply(status, _HTML, (head + body).encode())


def apim_status(code: Literal[4011, 4012], handed_out: str = "0" * 63 + "1") -> Reply:
    """HTTP 200 by which the gateway asks a caller with a self-issued token for a new one.

    Args:
        code: 4011 where only the access part has expired, 4012 for both.
        handed_out: with 4011, the refresh part to use.
    """
    body: dict[str, Any] = {"apim_status": code, "message": "token expired"}
    return json_reply(body | ({"apim_refreshtoken": handed_out} if code == 4011 else {}))
