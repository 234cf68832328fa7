"""The access token: fetched from the token service, renewed before it expires."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ..models.profile import SecretStr
from .errors import TOKEN_REUSED, BadReply, GatewayError
from .request_log import LOG
from .retry import TransientError
from .signing import encryption

MARGIN_S = 600.0
"""A token with less life than this is renewed; the vendor's Java client does the same. Seconds."""

_REUSE_TRIES = 5
_CLOCK_STEP_MS = 60_000


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and its expiry."""

    text: SecretStr
    expires_at: float
    """On the monotonic clock, seconds; infinite where the service did not say."""

    def left_s(self, now: float) -> float:
        """Seconds until it expires, negative after that."""
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
        with_retries: Callable[[Callable[[], Awaitable[Token]]], Awaitable[Token]],
        *,
        wall_ms: Callable[[], int],
        monotonic: Callable[[], float],
        prolong_s: float,
        learn: Callable[[str], None] = lambda token: None,
    ) -> None:
        """
        Args:
            post: sends a body to ``get`` or ``refresh``, returns ``data``; raises GatewayError or
                TransientError.
            with_retries: repeats a call after transient failures; raises only GatewayError.
            wall_ms: epoch milliseconds.
            monotonic: seconds.
            prolong_s: longest wait for a renewal while the token is valid, seconds.
            learn: called with every token before it is used, so that it is masked everywhere.
        """
        self._access_key = access_key
        self._secret = secret
        self._post = post
        self._with_retries = with_retries
        self._wall_ms = wall_ms
        self._monotonic = monotonic
        self._prolong_s = prolong_s
        self._learn = learn
        self._held: Token | None = None
        self._renew_at = -math.inf
        self._renewal: asyncio.Task[Token] | None = None

    async def current(self) -> SecretStr:
        """A valid token; callers during a renewal wait for that one.

        Raises:
            GatewayError: no token could be fetched, retries included.
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
        """Drop a rejected token, unless it has been replaced meanwhile."""
        if self._held is not None and self._held.text == token:
            self._held = None
            LOG.info("token", {"verb": "drop", "why": "rejected"})

    async def aclose(self) -> None:
        """Cancel a pending renewal."""
        if self._renewal is not None and not self._renewal.done():
            self._renewal.cancel()
            await asyncio.wait({self._renewal})

    async def _renew(self) -> Token:
        token = self._held
        is_new = token is None or token.left_s(self._monotonic()) <= 0
        if token is None or is_new:
            # Retried here, not by each waiting caller: a service in trouble gets one request at a time.
            token = await self._with_retries(lambda: self._call("get"))
        if token.left_s(self._monotonic()) <= MARGIN_S:
            token = await self._prolonged(token, is_new)
        self._held = token
        left_s = token.left_s(self._monotonic())
        self._renew_at = token.expires_at - (MARGIN_S if left_s > MARGIN_S else 0)
        return token

    async def _prolonged(self, token: Token, is_new: bool) -> Token:
        """The token with a renewed life; where that fails, the token as it is."""
        with suppress(GatewayError, TransientError, TimeoutError):
            async with asyncio.timeout(self._prolong_s):
                try:
                    return await self._call("refresh", accessToken=token.text.get_secret_value())
                except GatewayError:
                    if is_new:
                        raise
                # Another process may have renewed the one held here, and then this returns the new one.
                return await self._call("get")
        return token

    async def _call(self, verb: str, **more: str) -> Token:
        tries_left = _REUSE_TRIES
        while True:
            tries_left -= 1
            timestamp = _timestamps.next(self._wall_ms())
            digest = encryption(self._access_key, timestamp, self._secret.get_secret_value())
            body = {"appKey": self._access_key, "timestamp": timestamp, "encryption": digest, **more}
            asked_at = self._monotonic()
            try:
                token = _token(await self._post(verb, body), asked_at)
                self._learn(token.text.get_secret_value())
                left_s = token.left_s(asked_at)
                LOG.info("token", {"verb": verb, "life_s": round(left_s) if math.isfinite(left_s) else None})
                return token
            except GatewayError as error:
                if error.code != TOKEN_REUSED or not tries_left:
                    raise


class Timestamps:
    """Timestamps of token calls: no two calls with one key may have the same millisecond."""

    def __init__(self) -> None:
        self._last = 0

    def next(self, now_ms: int) -> int:
        """`now_ms`, or one more than the last where that is not later; follows a clock that was set back."""
        is_step_back = now_ms < self._last - _CLOCK_STEP_MS
        self._last = now_ms if is_step_back else max(now_ms, self._last + 1)
        return self._last


_timestamps = Timestamps()


def _seen(renewal: asyncio.Task[Token]) -> None:
    """Retrieve the failure of a renewal that nothing awaits, so that asyncio does not report it."""
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
