"""When a question is worth repeating, and how long to wait before it is."""

import errno
import random
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
"""Most tries of one question."""

FIRST_PAUSE_S = 0.5
"""Longest pause before the second try, seconds; it doubles from try to try."""

LONGEST_PAUSE_S = 20.0
"""Seconds; a server that asks for a longer pause is not asked again."""

TRANSIENT_STATUSES = frozenset({429, 502, 503, 504})
"""HTTP statuses that may be gone at the next try."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long to wait for what, seconds."""

    connect_s: float = 10.0
    """For a connection, its handshake included."""

    read_s: float = 30.0
    """Longest silence while an answer is awaited or arrives."""

    total_s: float = 60.0
    """For one question, all its tries and pauses included."""

    prolong_s: float = 5.0
    """For a longer life of a token that is still good: the questions wait meanwhile."""


class TransientError(Exception):
    """A failure that may be gone at the next try. Stays within this package."""

    def __init__(self, error: GatewayError, reason: str, at_least_s: float = 0.0) -> None:
        super().__init__(reason)
        self.error = error
        """What to raise when no try is left."""
        self.reason = reason
        """One short clause for the person."""
        self.at_least_s = at_least_s
        """The pause the server asked for, seconds; 0 for none."""


def full_jitter(longest_s: float) -> float:
    """A pause of anything up to `longest_s`, so that many clients do not come back together."""
    return random.uniform(0, longest_s)


@dataclass(slots=True)
class RetryPolicy:
    """Repeats a question; its parts can be replaced by ones that do not wait."""

    sleep: Callable[[float], Awaitable[None]]
    jitter: Callable[[float], float]

    async def ask(
        self,
        question: Callable[[], Awaitable[T]],
        left_s: Callable[[], float],
        announce: Callable[[Retrying | None], None],
    ) -> T:
        """Ask until there is an answer, a lasting failure, no try left or no time left.

        Args:
            question: raises `TransientError` for what is worth another try.
            left_s: seconds until the question has to be over.
            announce: told before each pause, and of the end of a question that had one.
        """
        attempt = 1
        try:
            while True:
                try:
                    return await question()
                except TransientError as passing:
                    pause_s = max(passing.at_least_s, self.jitter(FIRST_PAUSE_S * 2 ** (attempt - 1)))
                    if attempt == TRIES or pause_s > min(LONGEST_PAUSE_S, left_s()):
                        raise passing.error from passing.__cause__
                    attempt += 1
                    announce(Retrying(attempt, TRIES, pause_s, passing.reason))
                await self.sleep(pause_s)
        finally:
            if attempt > 1:
                announce(None)


def retry_after_s(response: httpx.Response, now: datetime) -> float:
    """``Retry-After`` as seconds, 0 where there is none; a date is taken against the server's own clock."""
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
    """What a failure below HTTP means: a lasting error, or one that may pass.

    Args:
        error: as raised by httpx.
        host: name and port of the gateway, for the sentence.
        deadlines: those that were kept.
    """
    for cause in causes(error):
        match cause:
            case ssl.SSLCertVerificationError():
                return _untrusted(cause, host)
            case ssl.SSLError() if cause.reason in _NOT_TLS:
                return Unreachable(
                    f"What answers at {host} does not speak TLS.", "Check the port in the gateway's address."
                )
            case socket.gaierror():
                return _nameless(cause, host.rpartition(":")[0] or host)
            case ConnectionRefusedError():
                return _passing(f"{host} refuses the connection", _IS_IT_UP, "connection refused")
            case OSError(errno=errno.ENETUNREACH | errno.EHOSTUNREACH):
                return _passing(f"There is no way from this machine to {host}", _NETWORK, "no way there")
    match error:
        case httpx.ConnectTimeout():
            said = f"{host} did not take the connection within {deadlines.connect_s:g} s"
            return _passing(said, _NETWORK, "no connection in time")
        case httpx.ConnectError():
            return _passing(f"There is no connection to {host}", _NETWORK, "no connection")
        case httpx.TimeoutException():
            return _passing(f"{host} sent nothing for {deadlines.read_s:g} s", _SLOW, "no answer in time")
        case httpx.TransportError():
            return _passing(
                f"The connection to {host} broke before the answer was whole", _BROKEN, "the connection broke"
            )
        case _:
            return BadReply(f"The answer of {host} cannot be unpacked.", _BROKEN)


def connect_error(error: OSError, host: str, deadlines: Deadlines) -> GatewayError:
    """The same for a step of the way taken by itself."""
    failed = httpx.ConnectError(str(error))
    failed.__cause__ = error
    told = transport_error(failed, host, deadlines)
    return told.error if isinstance(told, TransientError) else told


def timeout_error(host: str, deadlines: Deadlines) -> GatewayError:
    """The error for a question that used up its time."""
    return Unreachable(f"{host} gave no whole answer within {deadlines.total_s:g} s.", _SLOW)


_NETWORK = "Check this machine's network and VPN, then the gateway's address."
_IS_IT_UP = "Check the port in the gateway's address; if it is right, the gateway is down."
_SLOW = "The gateway hangs, or the line is slow: try again in a moment."
_BROKEN = "Try again; if it stays so, look at the network, and at any proxy on the way."
_NOT_TLS = frozenset({"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "UNKNOWN_PROTOCOL", "HTTP_REQUEST"})

_TRUST = "If the gateway has a private authority, name its PEM file as ca_bundle or ENOS_CA_BUNDLE."


def _untrusted(fault: ssl.SSLCertVerificationError, host: str) -> GatewayError:
    match fault.verify_code:  # OpenSSL's X509_V_ERR_…
        case 9:
            said, hint = "is not valid yet", "Check this machine's clock."
        case 10:
            said, hint = "has expired", "Its owner must renew it; if it is good, this machine's clock is off."
        case 18:
            said = "is vouched for by nobody but itself"
            hint = "If the gateway is meant to show it, name it as ca_bundle or ENOS_CA_BUNDLE."
        case 19 | 20:
            said, hint = "comes from an authority this machine does not trust", _TRUST
        case 62 | 64:
            said, hint = "is for another name", "Check the gateway's address: it must be the name it is for."
        case _:
            said, hint = f"is not accepted ({quoted(fault.verify_message)})", _TRUST
    return Unreachable(f"The certificate of {host} {said}.", hint)


def _nameless(fault: socket.gaierror, name: str) -> GatewayError | TransientError:
    if fault.errno == socket.EAI_AGAIN:
        said = f"The name {name} cannot be looked up: no name server answers"
        return _passing(said, _NETWORK, "no name server")
    return Unreachable(f"No machine is known by the name of {name}.", _NETWORK)


def _passing(sentence: str, hint: str, reason: str) -> TransientError:
    return TransientError(Unreachable(f"{sentence}.", hint), reason)


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """What led to an error, itself first; of several at once each."""
    todo, seen = [error], list[BaseException]()
    while todo:
        cause = todo.pop(0)
        if cause is None or cause in seen:
            continue
        seen.append(cause)
        yield cause
        todo += [cause.__cause__ or cause.__context__]
        todo += cause.exceptions if isinstance(cause, BaseExceptionGroup) else ()
