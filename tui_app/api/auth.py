"""Token service and signed request, as one httpx auth flow.

Source: the vendor pages "Token Authentication" and "Invoke an API with access token", 2.1.0 to 3.0.0.
"""

import asyncio
import math
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl

import httpx
from pydantic import SecretStr

from . import wire
from .errors import TOKEN_GONE, TOKEN_REUSED, BadReply, ClockError, GatewayError
from .retry import Passing, server_date

MARGIN_S = 600.0
"""A token with less life than this is renewed; the vendor's Java client does the same. Seconds."""

CLOCK_TOLERANCE_S = 60.0
"""A clock further off than this is named as the cause of a rejection. Seconds."""

_REUSE_TRIES = 5
_SHORT_BODY = 1 << 16
_CLOCK_STEP_MS = 60_000


def encryption(app_key: str, timestamp_ms: int, app_secret: str) -> str:
    """The digest that a token call carries."""
    return sha256(f"{app_key}{timestamp_ms}{app_secret}".encode()).hexdigest()


def signature(
    token: str, params: Iterable[tuple[str, str]], body: bytes, timestamp_ms: int, secret: str
) -> str:
    """The digest that every other call carries.

    Args:
        token: the access token.
        params: names and decoded values of the query, in any order.
        body: a JSON body exactly as sent, empty for none.
        timestamp_ms: epoch milliseconds, the very number sent.
        secret: the secret key.
    """
    by_name = sorted((name.encode(), value.encode()) for name, value in params)
    signed = b"".join(name + value for name, value in by_name)
    return sha256(token.encode() + signed + body + f"{timestamp_ms}{secret}".encode()).hexdigest()


def signed_params(query: bytes) -> list[tuple[str, str]]:
    """The parameters of a query as the gateway reads them.

    Raises:
        ValueError: a parameter is repeated or has no ``=``; what the gateway would sign then is unknown.
    """
    params = parse_qsl(query.decode("ascii"), keep_blank_values=True, strict_parsing=True) if query else []
    if len({name for name, _ in params}) < len(params):
        raise ValueError("a query parameter is repeated")
    return params


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and how long it is good for."""

    text: SecretStr
    expires_at: float
    """On the monotonic clock, seconds; infinite where the service did not say."""

    def left_s(self, now: float) -> float:
        """Seconds of life left, negative once it is over."""
        return self.expires_at - now


class Tokens:
    """The token of one access key at one gateway: fetched once, renewed in time.

    All processes of an application share its token, so another one may change it at any moment.
    """

    def __init__(
        self,
        access_key: str,
        secret: SecretStr,
        post: Callable[[str, Mapping[str, object]], Awaitable[Any]],
        *,
        wall_ms: Callable[[], int],
        monotonic: Callable[[], float],
    ) -> None:
        """
        Args:
            access_key: the ``appKey``.
            secret: the ``appSecret``.
            post: sends a body to ``get`` or ``refresh``, returns ``data``, raises GatewayError or Passing.
            wall_ms: epoch milliseconds.
            monotonic: seconds.
        """
        self._access_key = access_key
        self._secret = secret
        self._post = post
        self._wall_ms = wall_ms
        self._monotonic = monotonic
        self._held: Token | None = None
        self._renew_at = -math.inf
        self._renewal: asyncio.Task[Token] | None = None

    async def current(self) -> SecretStr:
        """A token that can be used now; all who ask during a renewal wait for that one.

        Raises:
            GatewayError: there is none to be had.
            Passing: there may be one at the next try.
        """
        if self._held is not None and self._monotonic() < self._renew_at:
            return self._held.text
        renewal = self._renewal
        if renewal is None or renewal.done():
            renewal = self._renewal = asyncio.create_task(self._renew(), name="token renewal")
            renewal.add_done_callback(_seen)
        # Waiting, unlike awaiting, leaves the renewal to the others when this caller is cancelled.
        await asyncio.wait({renewal})
        return renewal.result().text

    def drop(self, token: SecretStr) -> None:
        """Forget a rejected token, unless it has been replaced meanwhile."""
        if self._held is not None and self._held.text == token:
            self._held = None

    async def aclose(self) -> None:
        """End a renewal that is under way."""
        if self._renewal is not None and not self._renewal.done():
            self._renewal.cancel()
            await asyncio.wait({self._renewal})

    async def _renew(self) -> Token:
        token = self._held
        if token is None or token.left_s(self._monotonic()) <= 0:
            token = await self._get()
        if token.left_s(self._monotonic()) <= MARGIN_S:
            token = await self._refreshed(token)
        self._held = token
        left_s = token.left_s(self._monotonic())
        self._renew_at = token.expires_at - (MARGIN_S if left_s > MARGIN_S else 0)
        return token

    async def _refreshed(self, token: Token) -> Token:
        """The token with its life renewed; the token as it is where that fails."""
        try:
            return await self._call("refresh", accessToken=token.text.get_secret_value())
        except Passing:
            return token
        except GatewayError:
            # Another process may have refreshed it; what `get` now returns is right in any case.
            return await self._get()

    async def _get(self) -> Token:
        return await self._call("get")

    async def _call(self, verb: str, **more: str) -> Token:
        for tries_left in reversed(range(_REUSE_TRIES)):
            timestamp = _timestamps.next(self._wall_ms())
            digest = encryption(self._access_key, timestamp, self._secret.get_secret_value())
            body = {"appKey": self._access_key, "timestamp": timestamp, "encryption": digest, **more}
            asked_at = self._monotonic()
            try:
                return _token(await self._post(verb, body), asked_at)
            except GatewayError as error:
                if error.code != TOKEN_REUSED or not tries_left:
                    raise
        raise AssertionError("unreachable: the last try returns or raises")


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
        if _is_rejected(response) and (error := clock_error(response, self._wall_ms())):
            raise error

    async def _signed(self, request: httpx.Request, token: SecretStr) -> httpx.Request:
        body, timestamp = await request.aread(), self._wall_ms()
        params = signed_params(request.url.query)
        request.headers["apim-accesstoken"] = token.get_secret_value()
        request.headers["apim-timestamp"] = str(timestamp)
        request.headers["apim-signature"] = signature(
            token.get_secret_value(), params, body, timestamp, self._secret.get_secret_value()
        )
        return request


def clock_error(response: httpx.Response, wall_ms: int) -> ClockError | None:
    """The error for a clock that differs from the gateway's by over a minute, None for one that does not."""
    theirs = server_date(response)
    if theirs is None:
        return None
    ahead_s = round((datetime.fromtimestamp(wall_ms / 1000, UTC) - theirs).total_seconds())
    if abs(ahead_s) <= CLOCK_TOLERANCE_S:
        return None
    where = "ahead of" if ahead_s > 0 else "behind"
    return ClockError(
        f"This machine's clock is {_span(abs(ahead_s))} {where} the gateway's.",
        "Set the clock; the gateway refuses what is signed more than 15 minutes off.",
        http_status=response.status_code,
    )


class _Timestamps:
    """Numbers token calls, since no two of one key may fall on one millisecond."""

    def __init__(self) -> None:
        self._last = 0

    def next(self, now_ms: int) -> int:
        """`now_ms`, or one after the last where that is not later; a clock that was set back is believed."""
        is_step_back = now_ms < self._last - _CLOCK_STEP_MS
        self._last = now_ms if is_step_back else max(now_ms, self._last + 1)
        return self._last


_timestamps = _Timestamps()


def _seen(renewal: asyncio.Task[Token]) -> None:
    """Take note of a failure that nobody waits for any more, so that asyncio does not report it."""
    if not renewal.cancelled():
        renewal.exception()


def _token(data: Any, asked_at: float) -> Token:
    fields = data if isinstance(data, Mapping) else {}
    text = fields.get("accessToken")
    # It becomes a header: printable ASCII without a blank is all that can stand there.
    if not isinstance(text, str) or not (text.isascii() and text.isprintable()) or " " in text or not text:
        raise BadReply("The token service's answer holds no usable token.")
    life_s = _seconds(fields.get("expire"))
    return Token(SecretStr(text), math.inf if life_s is None else asked_at + life_s)


def _seconds(value: object) -> float | None:
    """A lifetime that came as number or text; None where it is missing or no number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return seconds if math.isfinite(seconds) else None


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
