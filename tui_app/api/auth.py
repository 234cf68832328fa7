"""Authentication of requests as an httpx auth flow: the interface, and signed requests.

Source: the vendor page "Invoke an API with access token", 2.1.0 to 3.0.0.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime

import httpx

from ..models.profile import SecretStr
from . import envelope
from .errors import TOKEN_GONE, ClockError
from .retry import server_date
from .signing import signature, signed_params
from .tokens import Tokens

CLOCK_TOLERANCE_S = 60.0
"""Clock difference beyond which the clock is named as the cause of a rejection, seconds."""

_SECRETS = "secrets"


class Authenticator(httpx.Auth, ABC):
    """One way to authenticate requests; chosen when a gateway is built."""

    advice = ""
    """Hint for a rejection of the keys; empty where the kind of error has its own."""

    @abstractmethod
    async def warm_up(self) -> None:
        """Prepare for the first request.

        Raises:
            GatewayError: as the first request would.
        """

    @abstractmethod
    async def aclose(self) -> None:
        """Cancel pending work."""


class SignedRequests(Authenticator):
    """Signs each request; repeats it once with a new token if the token was rejected."""

    def __init__(self, tokens: Tokens, secret: SecretStr, *, wall_ms: Callable[[], int]) -> None:
        self._tokens = tokens
        self._secret = secret
        self._wall_ms = wall_ms

    async def warm_up(self) -> None:
        """Fetch the token."""
        await self._tokens.current()

    async def aclose(self) -> None:
        """Cancel a pending renewal of the token."""
        await self._tokens.aclose()

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Sign and send the request, and repeat it once if the token was rejected.

        Raises:
            ClockError: rejected with a fresh token too, and the clocks differ.
        """
        token = await self._tokens.current()
        response = yield await self._signed(request, token)
        if not _is_rejected(response):
            return
        self._tokens.drop(token)
        response = yield await self._signed(request, await self._tokens.current())
        if _is_rejected(response):
            check_clock(response, self._wall_ms())

    async def _signed(self, request: httpx.Request, token: SecretStr) -> httpx.Request:
        body, timestamp = await request.aread(), self._wall_ms()
        params, text = signed_params(request.url.query), token.get_secret_value()
        signed = signature(text, params, body, timestamp, self._secret.get_secret_value())
        request.headers["apim-accesstoken"] = text
        request.headers["apim-timestamp"] = str(timestamp)
        request.headers["apim-signature"] = signed
        add_secrets(request, text, signed)
        return request


def add_secrets(request: httpx.Request, *secrets: str) -> None:
    """Note secrets that a request carries, so that they are masked in its response."""
    request.extensions[_SECRETS] = (*secrets_of(request), *secrets)


def secrets_of(request: httpx.Request) -> tuple[str, ...]:
    """Every secret noted for a request, earlier tries included."""
    noted: tuple[str, ...] = request.extensions.get(_SECRETS, ())
    return noted


def check_clock(response: httpx.Response, wall_ms: int) -> None:
    """Raise an error about the clock if the ``Date`` header of a rejection shows a difference.

    Raises:
        ClockError: they differ by over a minute.
    """
    theirs = server_date(response)
    if theirs is None:
        return
    ahead_s = round((datetime.fromtimestamp(wall_ms / 1000, UTC) - theirs).total_seconds())
    if abs(ahead_s) <= CLOCK_TOLERANCE_S:
        return
    where = "ahead of" if ahead_s > 0 else "behind"
    raise ClockError(
        f"This machine's clock is {_span(abs(ahead_s))} {where} the gateway's.",
        "Set the clock; the gateway rejects requests signed more than 15 minutes off.",
        http_status=response.status_code,
    )


def _is_rejected(response: httpx.Response) -> bool:
    return (
        response.status_code == 401
        or envelope.short_code(response.content, response.charset_encoding) in TOKEN_GONE
    )


def _span(seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count)
