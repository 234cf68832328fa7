"""Retries: which failures are transient, how often to retry, and the pauses between."""

import errno
import random
import re
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

import httpx

from .errors import BadReply, GatewayError, Unreachable, quoted
from .gateway import Retrying

TRIES = 4
"""Most tries of one request."""

FIRST_PAUSE_S = 0.5
"""Longest pause before the second try, seconds; it doubles from try to try."""

LONGEST_PAUSE_S = 20.0
"""Longest pause, seconds; a server that asks for a longer one gets no retry."""

TRANSIENT_STATUSES = frozenset({429, 502, 503, 504})
"""HTTP statuses worth a retry."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Time limits, seconds."""

    connect_s: float = 10.0
    """For a connection, its handshake included."""

    read_s: float = 30.0
    """Longest silence while a response is awaited or received."""

    total_s: float = 60.0
    """For one request, all its tries and pauses included."""

    prolong_s: float = 5.0
    """For the renewal of a token that is still valid: requests wait meanwhile."""


class TransientError(Exception):
    """A transient failure, worth a retry; never leaves this package."""

    def __init__(self, error: GatewayError, reason: str, at_least_s: float = 0.0) -> None:
        super().__init__(reason)
        self.error = error
        """The error to raise when no try is left."""
        self.reason = reason
        """One short clause for the user."""
        self.at_least_s = at_least_s
        """The pause the server asked for, seconds; 0 for none."""


def full_jitter(longest_s: float) -> float:
    """A random pause up to `longest_s`, so that many clients do not retry together."""
    return random.uniform(0, longest_s)


@dataclass(slots=True)
class RetryPolicy:
    """Repeats a request after transient failures."""

    sleep: Callable[[float], Awaitable[None]]
    jitter: Callable[[float], float]

    async def run(
        self,
        send: Callable[[], Awaitable[T]],
        left_s: Callable[[], float],
        announce: Callable[[Retrying | None], None],
        tries: int = TRIES,
    ) -> T:
        """Send until there is a response, a lasting failure, no try left or no time left.

        Args:
            send: raises `TransientError` for what is worth a retry.
            left_s: seconds left for the request.
            announce: called before each pause, and with None when a retried request has ended.
        """
        attempt = 1
        try:
            while True:
                try:
                    return await send()
                except TransientError as failure:
                    pause_s = max(failure.at_least_s, self.jitter(FIRST_PAUSE_S * 2 ** (attempt - 1)))
                    if attempt == tries or pause_s > min(LONGEST_PAUSE_S, left_s()):
                        raise failure.error from failure.__cause__
                    attempt += 1
                    announce(Retrying(attempt, tries, pause_s, failure.reason))
                await self.sleep(pause_s)
        finally:
            if attempt > 1:
                announce(None)


def retry_after_s(response: httpx.Response, now: datetime) -> float:
    """``Retry-After`` as seconds, 0 where there is none; a date is compared with the server's own clock."""
    value = response.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    until, here = _http_date(value), _http_date(response.headers.get("date", "")) or now
    return max(0.0, (until - here).total_seconds()) if until else 0.0


def _http_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def server_date(response: httpx.Response) -> datetime | None:
    """The ``Date`` header; aware, whole seconds; None where it is missing or unreadable."""
    return _http_date(response.headers.get("date", ""))


def transport_error(error: httpx.HTTPError, host: str, deadlines: Deadlines) -> GatewayError | TransientError:
    """The error for a failure below HTTP: lasting or transient."""
    for cause in causes(error):
        match cause:
            case ssl.SSLCertVerificationError():
                return _untrusted(cause, host)
            # After the handshake, the same reasons mean that the line is broken.
            case ssl.SSLError() if cause.reason in _NOT_TLS and isinstance(error, httpx.ConnectError):
                return Unreachable(
                    f"The server at {host} does not speak TLS.", "Check the port in the gateway's address."
                )
            case socket.gaierror():
                return _unresolved(cause, host.rpartition(":")[0] or host)
            case ConnectionRefusedError():
                return _transient(f"{host} refuses the connection", _IS_IT_UP, "connection refused")
            case OSError(errno=errno.ENETUNREACH | errno.EHOSTUNREACH):
                return _transient(f"This machine has no route to {host}", _NETWORK, "no route")
    match error:
        case httpx.ConnectTimeout():
            said = f"{host} did not accept the connection within {deadlines.connect_s:g} s"
            return _transient(said, _NETWORK, "no connection in time")
        case httpx.ConnectError():
            return _transient(f"There is no connection to {host}", _NETWORK, "no connection")
        case httpx.TimeoutException():
            return _transient(f"{host} sent nothing for {deadlines.read_s:g} s", _SLOW, "no answer in time")
        case httpx.RemoteProtocolError() if not _HUNG_UP.match(str(error)):
            # The words of h11 may quote the answer.
            is_long = "too long" in str(error)
            fault = "has more than 100 KiB of headers" if is_long else "breaks the rules of HTTP"
            return BadReply(f"The answer of {host} {fault}.", _CHANGED)
        case httpx.TransportError():
            return _transient(
                f"The connection to {host} broke before the answer was complete",
                _BROKEN,
                "the connection broke",
            )
        case _:
            return BadReply(f"The answer of {host} cannot be decompressed.", _BROKEN)


def connect_error(error: OSError, host: str, deadlines: Deadlines) -> GatewayError:
    """The error for a failed connection, transient or not."""
    failed = httpx.ConnectError(str(error))
    failed.__cause__ = error
    fault = transport_error(failed, host, deadlines)
    return fault.error if isinstance(fault, TransientError) else fault


def timeout_error(host: str, deadlines: Deadlines) -> GatewayError:
    """The error for a request that used up its time."""
    return Unreachable(f"{host} gave no complete answer within {deadlines.total_s:g} s.", _SLOW)


_NETWORK = "Check this machine's network and VPN, then the gateway's address."
_IS_IT_UP = "Check the port in the gateway's address; if it is right, the gateway is down."
_SLOW = "The gateway hangs, or the line is slow: try again in a moment."
_BROKEN = "Try again; if it keeps happening, check the network and any proxy on the way."
_CHANGED = "Check the gateway's address and any proxy on the way: another program may have answered."
_HUNG_UP = re.compile("Server disconnected|peer |Can't receive data when peer state is ERROR")
"""The words of httpcore and h11 for a connection that was closed too soon."""
_NOT_TLS = frozenset({"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "UNKNOWN_PROTOCOL", "HTTP_REQUEST"})

_TRUST = "If the gateway has a private authority, name its PEM file as ca_bundle or ENOS_CA_BUNDLE."


def _untrusted(fault: ssl.SSLCertVerificationError, host: str) -> GatewayError:
    match fault.verify_code:  # OpenSSL's X509_V_ERR_…
        case 9:
            said, hint = "is not valid yet", "Check this machine's clock."
        case 10:
            said, hint = "has expired", "Its owner must renew it; if it is good, this machine's clock is off."
        case 18:
            said = "is self-signed"
            hint = "If the gateway is meant to show it, name it as ca_bundle or ENOS_CA_BUNDLE."
        case 19 | 20:
            said, hint = "comes from an authority this machine does not trust", _TRUST
        case 62 | 64:
            said, hint = "is for another name", "Check the gateway's address: it must be the name it is for."
        case _:
            said, hint = f"is not accepted ({quoted(fault.verify_message)})", _TRUST
    return Unreachable(f"The certificate of {host} {said}.", hint)


def _unresolved(fault: socket.gaierror, name: str) -> GatewayError | TransientError:
    if fault.errno == socket.EAI_AGAIN:
        said = f"The name {name} cannot be resolved: no name server answers"
        return _transient(said, _NETWORK, "no name server")
    return Unreachable(f"No machine has the name {name}.", _NETWORK)


def _transient(sentence: str, hint: str, reason: str) -> TransientError:
    return TransientError(Unreachable(f"{sentence}.", hint), reason)


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and everything that caused it, the members of groups included."""
    todo, seen = [error], list[BaseException]()
    while todo:
        cause = todo.pop(0)
        if cause is None or cause in seen:
            continue
        seen.append(cause)
        yield cause
        todo += [cause.__cause__ or cause.__context__]
        todo += cause.exceptions if isinstance(cause, BaseExceptionGroup) else ()
