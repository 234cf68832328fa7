"""When a question is worth repeating, and how long to wait before it is."""

import random
import socket
import ssl
from collections.abc import Awaitable, Callable
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

PASSING_STATUSES = frozenset({429, 502, 503, 504})
"""HTTP statuses that may be gone at the next try."""

T = TypeVar("T")


class Passing(Exception):
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
class Patience:
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
            question: raises `Passing` for what is worth another try.
            left_s: seconds until the question has to be over.
            announce: told before each pause, and of the end of a question that had one.
        """
        attempt = 1
        try:
            while True:
                try:
                    return await question()
                except Passing as passing:
                    pause_s = max(passing.at_least_s, self.jitter(FIRST_PAUSE_S * 2 ** (attempt - 1)))
                    if attempt == TRIES or pause_s > min(LONGEST_PAUSE_S, left_s()):
                        raise passing.error from passing.__cause__
                    attempt += 1
                    announce(Retrying(attempt, TRIES, pause_s, passing.reason))
                await self.sleep(pause_s)
        finally:
            if attempt > 1:
                announce(None)


def asked_pause_s(response: httpx.Response, now: datetime) -> float:
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


def broken(error: httpx.HTTPError, host: str) -> GatewayError | Passing:
    """What a failure below HTTP means: a lasting error, or one that may pass.

    Args:
        error: as raised by httpx.
        host: name and port of the gateway, for the sentence.
    """
    causes = _causes(error)
    faults = [cause for cause in causes if isinstance(cause, ssl.SSLCertVerificationError)]
    if faults:
        return Unreachable(
            f"The certificate of {host} is not accepted: {quoted(faults[0].verify_message)}.",
            "If the gateway has a private authority, name its PEM file as ca_bundle or ENOS_CA_BUNDLE.",
        )
    if any(isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_NONAME for cause in causes):
        return Unreachable(f"No machine is known by the name of {host}.", "Check the gateway's address.")
    match error:
        case httpx.ConnectTimeout():
            return _passing(f"{host} did not take the connection in time", "no connection in time")
        case httpx.ConnectError():
            return _passing(f"There is no connection to {host}", "no connection")
        case httpx.ProxyError():
            return Unreachable(f"The proxy does not connect to {host}.", "Check the proxy settings.")
        case httpx.TimeoutException():
            return _passing(f"{host} did not answer in time", "no answer in time")
        case httpx.TransportError():
            return _passing(f"The connection to {host} broke", "the connection broke")
        case _:
            return BadReply(f"The answer of {host} cannot be unpacked.")


def _passing(sentence: str, reason: str) -> Passing:
    return Passing(Unreachable(f"{sentence}.", "Check the network and the gateway's address."), reason)


def _causes(error: BaseException | None) -> list[BaseException]:
    causes: list[BaseException] = []
    while error is not None and error not in causes:
        causes.append(error)
        error = error.__cause__ or error.__context__
    return causes
