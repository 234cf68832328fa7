"""The signed request, as an httpx auth flow.

Source: the vendor page "Invoke an API with access token", 2.1.0 to 3.0.0.
"""

from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime

import httpx

from ..models.secret import SecretStr
from . import wire
from .digests import signature, signed_params
from .errors import TOKEN_GONE, BadReply, ClockError
from .retry import server_date
from .tokens import Tokens

CLOCK_TOLERANCE_S = 60.0
"""A clock further off than this is named as the cause of a rejection. Seconds."""

_SHORT_BODY = 1 << 16


class ApimAuth(httpx.Auth):
    """Signs each request as it goes out; repeats it once with a new token if the token was rejected."""

    def __init__(self, tokens: Tokens, secret: SecretStr, *, wall_ms: Callable[[], int]) -> None:
        self._tokens = tokens
        self._secret = secret
        self._wall_ms = wall_ms

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Sign, send, look, and at most once more.

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
        params = signed_params(request.url.query)
        request.headers["apim-accesstoken"] = token.get_secret_value()
        request.headers["apim-timestamp"] = str(timestamp)
        request.headers["apim-signature"] = signature(
            token.get_secret_value(), params, body, timestamp, self._secret.get_secret_value()
        )
        return request


def check_clock(response: httpx.Response, wall_ms: int) -> None:
    """Explain a rejection by the clocks, where the ``Date`` header gives reason to.

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
        "Set the clock; the gateway refuses what is signed more than 15 minutes off.",
        http_status=response.status_code,
    )


def _is_rejected(response: httpx.Response) -> bool:
    """Was the token refused? A long body is a record, and is not read twice to find out."""
    if response.status_code == 401:
        return True
    if len(response.content) > _SHORT_BODY:
        return False
    try:
        _, value = wire.decoded(response.content, response.charset_encoding)
    except BadReply:
        return False
    return wire.verdict(value).code in TOKEN_GONE


def _span(seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count)
