"""Errors between a request and its response.

::

    GatewayError            exit code 5
    ├── NotFound            3   no such instance, or it belongs to another organisation
    ├── NoLog               3   the instance has written no log yet
    ├── Refused             4   the gateway or the service refuses this caller
    │   ├── BadCredentials      access key, secret key or token
    │   ├── ClockError          this machine's clock is off
    │   └── NotPermitted        user, organisation, privilege, IP address
    ├── Unreachable         5   no connection, or it broke, or it took too long
    ├── UnusableProxy       2   a variable of the environment names a proxy that cannot work
    ├── Busy                5   429, after all retries
    ├── ServerFault         5   the server reports an internal error
    └── BadReply            5   a response that cannot be read
        └── WrongInstance       a record of another instance than requested

`str(error)` is one sentence for the user; `hint` says what to try. Neither holds a URL with parameters, a
key, a token or a signature. `refusal` and `rejection` turn a code or a status into
an error by table.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from ..logic.sanitize import one_line
from ..logic.text import shortened
from ..models.request import RequestInfo
from .operations import Operation

QUOTE_LENGTH = 200
"""Most characters of the server's own words in a sentence."""

TOKEN_REUSED = 1001
"""Code: the token service has seen this digest before."""

TOKEN_SERVICE_FAULT = 1005
"""Code: the token service failed; worth a retry."""

KEYS_AT_FAULT = frozenset({TOKEN_REUSED, 1002, 1003, 1203, 1204})
"""Codes of the token service that nothing but keys, token and digest can cause."""

SHORT_PART_GONE = 4011
"""The access part of a self-issued token has expired; the answer may hold a refresh part for the next one."""

TOKEN_PARTS_GONE = frozenset({SHORT_PART_GONE, 4012})
"""A self-issued token has expired, or its access part has: ``apim_status``."""

TOKEN_GONE = TOKEN_PARTS_GONE | {1203}
"""The token was rejected: 1203 in a body of either layer, the others as ``apim_status``."""


MOST_RECEIVED = 1 << 18
"""Bytes or characters that are kept of a response that cannot be used."""


class GatewayError(Exception):
    """A request failed."""

    exit_code = 5

    headline = "no answer"
    """The failure in a few words, for a header."""

    def __init__(
        self, message: str, hint: str = "", *, code: int | None = None, http_status: int | None = None
    ) -> None:
        super().__init__(message)
        self.hint = hint
        """Advice for the user, a sentence or empty."""
        self.code = code
        """The code in the body, where there was one."""
        self.http_status = http_status
        """The HTTP status, where there was a response."""
        self.pause_s = 0.0
        """The pause the gateway asked for, seconds; 0 for none."""
        self.request: RequestInfo | None = None
        """The failed request; None for one to the token service."""
        self.received = ""
        """The text of the response, foreign, keys and token masked; empty where there was none."""


class NotFound(GatewayError):
    """No such instance, or it belongs to another organisation: the server does not say which."""

    exit_code = 3


class NoLog(GatewayError):
    """The instance has no log yet."""

    exit_code = 3


class Refused(GatewayError):
    """The gateway or the service refuses this caller."""

    exit_code = 4


class BadCredentials(Refused):
    """Access key, secret key or token were rejected."""


class ClockError(Refused):
    """This machine's clock is too far off for the gateway to accept a signature."""


class NotPermitted(Refused):
    """The user, the organisation or the address has no right to ask this."""


class UnusableProxy(GatewayError):
    """A variable of the environment names a proxy that cannot work."""

    exit_code = 2

    headline = "no proxy"


class Unreachable(GatewayError):
    """No connection, a broken one, or a timeout."""


class Busy(GatewayError):
    """The gateway's rate limit, after all retries."""


class ServerFault(GatewayError):
    """The server reports an internal error."""


class BadReply(GatewayError):
    """A response that cannot be read."""


class WrongInstance(BadReply):
    """The record of another instance than the one requested; nothing of it is shown or kept."""

    headline = "the answer is for another id"

    def __init__(self, said: str) -> None:
        super().__init__(
            quoted(said), "Nothing of it is shown or kept. Try again; if it stays, report both ids."
        )


# Digests and keys, should a server repeat them.
_HEX = re.compile(r"[0-9A-Fa-f]{32,}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


class _Row(NamedTuple):
    kind: type[GatewayError]
    sentence: str
    hint: str = ""


_KEYS = "Check the access key and the secret key of this profile."
_RIGHTS = "Ask whoever administers the organisation to grant this user, or the application, the right."
_IDS = "Check the organisation id and the user id of this profile; the console shows both."
_LATER = "Try again in a moment."
_LESS = "Ask for fewer rows, a shorter period, or less of the log."
_ADDRESS = "Check the gateway's address: the console shows it under Help > Environment Information."
_CLOCK = "If the keys are right, check this machine's clock: more than 15 minutes off is refused."
_REPORT = "Nothing in the settings causes this; please report it with the code."
_NO_INSTANCE = _Row(
    NotFound,
    "The server knows no such instance, or another organisation owns it: it does not say which",
    "Check the id, and whether this profile's organisation owns the instance.",
)
_NO_LOG = _Row(
    NoLog,
    "There is no log yet, or the id is wrong: the server does not say which",
    "If the task has not started, try again once it has.",
)
_INTERNAL = _Row(
    ServerFault,
    "The server reports an internal error for this request",
    "Other requests may still work. Try again; for a task, also try its log.",
)
_SEARCH = _Row(GatewayError, "The server does not accept the search", "Try another order or filter.")
_BAD_QUESTION = _Row(GatewayError, "The server rejects a parameter", "Check the id.")
_OTHER_SERVICE = _Row(GatewayError, "The device service answered in place of the batch service", _ADDRESS)

_BY_OPERATION: dict[tuple[int, Operation | None], _Row] = {
    (62102, Operation.TASK): _NO_INSTANCE,
    (62102, Operation.FLOW): _NO_INSTANCE,
    (62102, Operation.LOG): _NO_LOG,
    (62109, Operation.LOG): _NO_LOG,
    (62102, Operation.FLOWS): _SEARCH,
}
# The vendor pages' codes; those of other services too, since no page says which of them can be met here.
_BY_CODE: dict[int, _Row] = {
    62101: _Row(NotPermitted, "The user id is unknown or does not belong to the organisation id", _IDS),
    62102: _BAD_QUESTION,
    62103: _Row(NotPermitted, "This user has no right to see that", _RIGHTS),
    62104: _Row(GatewayError, "The workflow has no task, or others rely on it", "Look at it in the console."),
    62105: _Row(NotPermitted, "The user's account is locked", "Have the account unlocked in the console."),
    62109: _INTERNAL,
    99400: _BAD_QUESTION,
    99403: _Row(NotPermitted, "The application or the user has no right to this API or object", _RIGHTS),
    99404: _NO_INSTANCE,
    99500: _INTERNAL,
    80400: _BAD_QUESTION,
    80401: _Row(NotPermitted, "The application has no right to the asset", _RIGHTS),
    80500: _INTERNAL,
    31400: _Row(NotPermitted, "The server says the organisation id is missing", _IDS),
    31401: _Row(NotPermitted, "The server requires a logged-in user", _ADDRESS),
    31404: _Row(NotPermitted, "The server does not know the organisation", _IDS),
    31429: _Row(Busy, "The server reports too many login attempts", _LATER),
    31512: _Row(NotPermitted, "The server has no organisation selected for this user", _IDS),
    TOKEN_REUSED: _Row(ServerFault, "The token service treats every request as a replay", _LATER),
    1002: _Row(BadCredentials, "The gateway does not know the access key", _KEYS),
    1003: _Row(BadCredentials, "The secret key does not fit the access key", _KEYS),
    1004: _Row(BadCredentials, "The token service rejects a parameter", f"{_KEYS} {_CLOCK}"),
    TOKEN_SERVICE_FAULT: _Row(ServerFault, "The token service reports an internal error", _LATER),
    1202: _Row(BadCredentials, "The token service says a parameter is missing", _KEYS),
    1203: _Row(BadCredentials, "The gateway rejects even a fresh access token as expired", _CLOCK),
    1204: _Row(BadCredentials, "The access token could not be renewed", _LATER),
    4011: _Row(BadCredentials, "The gateway rejects even a fresh access token as expired", _CLOCK),
    4012: _Row(BadCredentials, "The gateway rejects even a fresh access token as expired", _CLOCK),
}
_BY_STATUS: dict[int, _Row] = {
    400: _Row(GatewayError, "The gateway could not read the request", _REPORT),
    401: _Row(BadCredentials, "The gateway rejects the keys or the signature", f"{_KEYS} {_CLOCK}"),
    403: _Row(NotPermitted, "The gateway does not admit this machine or this application", _RIGHTS),
    404: _Row(GatewayError, "The gateway has no batch-processing service at this address", _ADDRESS),
    405: _Row(GatewayError, "The gateway does not offer this request", _ADDRESS),
    407: _Row(Unreachable, "The proxy requires a login", "Check the proxy settings of this machine."),
    408: _Row(Unreachable, "The gateway waited too long for the request", _LATER),
    413: _Row(GatewayError, "The request is too large for the gateway", _LESS),
    429: _Row(Busy, "The gateway's rate limit is reached", _LATER),
    497: _Row(BadCredentials, "The gateway rejects the time stamp or the signature", f"{_KEYS} {_CLOCK}"),
    498: _Row(NotPermitted, "The application has no right to this API", _RIGHTS),
    500: _Row(ServerFault, "The gateway reports an internal error", _LATER),
    501: _Row(GatewayError, "The gateway does not offer this request", _ADDRESS),
    502: _Row(ServerFault, "The gateway got no proper answer from the service behind it", _LATER),
    503: _Row(ServerFault, "The service is not available", _LATER),
    504: _Row(ServerFault, "The service behind the gateway took too long", _LATER),
}
_ADDRESS_BARRED = _Row(
    NotPermitted,
    "The gateway does not admit this machine's IP address",
    "Ask for the address to be allowed, or use a machine that is.",
)
_NOT_AN_ANSWER = _Row(
    BadReply,
    "The answer does not come from the service",
    "A proxy or a login page may have answered. Check the gateway's address.",
)


def refusal(
    code: int,
    msg: str,
    operation: Operation | None = None,
    *,
    http_status: int | None = None,
    source: str = "server",
) -> GatewayError:
    """The error for a code in a body.

    Args:
        code: as sent, not 0.
        msg: the server's message, foreign text; may be empty.
        operation: the request; None for the token service.
        http_status: where known.
        source: the name of the sender, for an undocumented code.
    """
    row = _BY_OPERATION.get((code, operation)) or _BY_CODE.get(code) or _BY_STATUS.get(code)
    if row is None and 11000 <= code < 12000:
        row = _OTHER_SERVICE
    if row is None:
        row = _Row(GatewayError, f"The {source} refuses with an undocumented code", _REPORT)
    return row.kind(_sentence(row, f"code {code}", msg), row.hint, code=code, http_status=http_status)


def rejection(http_status: int, body: object) -> GatewayError:
    """The error for a response without a code: the gateway's own, a proxy's, a web page.

    Args:
        http_status: as received; may be one of success.
        body: the parsed JSON, or the text of anything else.
    """
    said = body.get("message", body.get("msg")) if isinstance(body, Mapping) else None
    msg = said if isinstance(said, str) else ""
    row = _BY_STATUS.get(http_status)
    if http_status == 403 and "ip address" in msg.lower():
        row = _ADDRESS_BARRED
    if row is None and http_status >= 500:
        row = _BY_STATUS[500]
    if row is None and http_status >= 400:
        row = _Row(GatewayError, "The gateway rejects the request", _ADDRESS)
    row = row or _NOT_AN_ANSWER
    return row.kind(_sentence(row, f"HTTP {http_status}", msg), row.hint, http_status=http_status)


def quoted(text: str) -> str:
    """Foreign text made safe to quote: one line, nothing active, no digest or key, shortened."""
    plain = one_line(_HEX.sub("…", text[: 2 * QUOTE_LENGTH]).strip(" \t\r\n"))
    return shortened(plain, QUOTE_LENGTH)


def _sentence(row: _Row, number: str, msg: str) -> str:
    said = f", “{quoted(msg)}”" if msg.strip() else ""
    return f"{row.sentence} ({number}{said})."
