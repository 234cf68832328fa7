"""The gateway over HTTP."""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from itertools import count
from typing import Any, TypeVar

import httpx

from .. import __version__
from ..logic.redact import Redactor
from ..logic.time_slicing import run_in_slices
from ..logic.times import duration_text
from ..models.ids import FlowInstanceId, TaskInstanceId
from ..models.lookup import Response
from ..models.profile import Profile
from ..models.request import RequestInfo
from . import envelope
from .auth import Authenticator, SignedRequests, check_clock, secrets_of
from .errors import KEYS_AT_FAULT, MOST_RECEIVED, TOKEN_SERVICE_FAULT, BadCredentials, BadReply, GatewayError
from .gateway import IS_TRIED_ONCE, FlowQuery, Retrying
from .large_response_lock import LargeResponseLock
from .network import network
from .operations import TOKEN_SERVICE, Operation
from .request_log import LOG, LoggingTransport
from .retry import (
    TRANSIENT_STATUSES,
    TRIES,
    Deadlines,
    RetryPolicy,
    TransientError,
    full_jitter,
    retry_after_s,
    server_date,
    timeout_error,
    transport_error,
)
from .self_issued_tokens import SelfIssuedTokens
from .tokens import Tokens
from .transport_guard import Guard

T = TypeVar("T")
_DAY_S = 86_400
_MOST_MASKED = 1 << 21
"""Characters of a response that keys and tokens are taken out of."""


class HttpGateway:
    """Sends requests to one gateway as one profile; `gateway.Gateway` over httpx."""

    def __init__(
        self,
        profile: Profile,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        on_retry: Callable[[Retrying | None], None] | None = None,
        redact: Redactor | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[float], float] = full_jitter,
        deadlines: Deadlines = Deadlines(),  # noqa: B008 - frozen
        large: LargeResponseLock | None = None,
    ) -> None:
        """
        Args:
            transport: replaces the network.
            on_retry: see the attribute.
            redact: learns the keys and every token; masks them in every response.
            clock: aware time, for signing and for `Response.received_at`.
            monotonic: seconds, for durations and the token's life.
            sleep: waits between tries.
            jitter: picks a pause from 0 to the seconds given.
            large: a lock that the caller releases; without it each request releases its own.
        """
        self.on_retry = on_retry
        """Called before the pause of each retry, and with None when a retried request has ended."""
        self.clock_ahead_s: float | None = None
        """Seconds this machine's clock is ahead of the gateway's, by the last response; None before one."""
        self._profile = profile
        self._redact = redact or Redactor()
        self._redact.learn(profile.access_key, profile.secret_key.get_secret_value())
        if keys := profile.poseidon:
            self._redact.learn(keys.hmac_key.get_secret_value(), keys.public_key.get_secret_value())
        self._transport = transport
        self._clock = clock
        self._monotonic = monotonic
        self._retry_policy = RetryPolicy(sleep, jitter)
        self._deadlines = deadlines
        self._large = large or LargeResponseLock()
        self._releases_large = large is None
        self._host = httpx.URL(profile.gateway).netloc.decode("ascii")
        self._built: httpx.AsyncClient | None = None
        self._auth = self._authenticator()

    async def get_task_instance(self, task_inst_id: TaskInstanceId) -> Response:
        """Get Task Instance."""
        return await self._request(Operation.TASK, {"taskInstId": str(task_inst_id)})

    async def get_flow_instance(self, flow_inst_id: FlowInstanceId) -> Response:
        """Get Flow Instance."""
        return await self._request(Operation.FLOW, {"flowInstId": str(flow_inst_id)})

    async def get_task_instance_log(
        self, task_inst_id: TaskInstanceId, max_length: int | None = None
    ) -> Response:
        """Get Task Instance Log; without `max_length` the server applies `DEFAULT_LOG_LENGTH`."""
        limit = {} if max_length is None else {"maxLength": str(max_length)}
        return await self._request(Operation.LOG, {"taskInstId": str(task_inst_id)} | limit)

    async def list_flow_instances(self, query: FlowQuery) -> Response:
        """List Flow Instances."""
        return await self._request(Operation.FLOWS, {}, _search_body(query))

    async def get_current_time(self) -> Response:
        """Get Current Time."""
        return await self._request(Operation.TIME, {})

    async def get_time_zone(self) -> Response:
        """Get Time Zone."""
        return await self._request(Operation.ZONE, {})

    async def warm_up(self) -> None:
        """Open a connection and fetch the token, or check that a token can be made.

        Raises:
            GatewayError: as the first request would.
        """
        await self._auth.warm_up()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._auth.aclose()
        if self._built is not None:
            await self._built.aclose()

    def _authenticator(self) -> Authenticator:
        profile = self._profile
        if profile.poseidon is not None:
            return SelfIssuedTokens(profile, profile.poseidon, wall_ms=self._wall_ms)
        tokens = Tokens(
            profile.access_key,
            profile.secret_key,
            self._post_token,
            self._with_retries,
            wall_ms=self._wall_ms,
            monotonic=self._monotonic,
            prolong_s=self._deadlines.prolong_s,
            learn=self._redact.learn,
        )
        return SignedRequests(tokens, profile.secret_key, wall_ms=self._wall_ms)

    async def _request(
        self, operation: Operation, params: Mapping[str, str], body: Mapping[str, object] | None = None
    ) -> Response:
        query = {"action": operation.action, **params}
        if operation not in (Operation.TIME, Operation.ZONE):
            query |= {"userId": self._profile.user_id, "orgId": self._profile.org_id}
        url = httpx.URL(f"{self._profile.gateway}{operation.path}", params=query)
        client, info = self._client(), self._request_info(operation, str(url), query, body)
        began, attempts = self._monotonic(), count(1)

        async def once() -> Response:
            request = client.build_request(
                operation.method, url, json=body, extensions={"attempt": next(attempts)}
            )
            has_read = False
            try:
                response = await self._send(request, self._auth)
                received_at, elapsed_s = self._clock(), self._monotonic() - began
                raw, text, data = await self._unwrapped(response, operation)
                has_read = True
            finally:
                if self._releases_large or not has_read:
                    self._large.release()
            charset = response.charset_encoding
            return Response(raw, text, data, received_at, elapsed_s, info, charset)

        try:
            return await self._with_retries(once, 1 if IS_TRIED_ONCE.get() else TRIES)
        except GatewayError as error:
            error.request = info
            error.__context__ = None  # the failed try, which holds the error: a cycle
            if isinstance(error, BadCredentials):
                error.hint = self._auth.advice or error.hint
            raise

    def _request_info(
        self, operation: Operation, url: str, query: Mapping[str, str], body: Mapping[str, object] | None
    ) -> RequestInfo:
        return RequestInfo(
            operation.title,
            url,
            f"{self._profile.gateway}{TOKEN_SERVICE}/get",
            tuple(query.items()),
            "" if body is None else json.dumps(body),
            self._profile.ca_bundle,
            self._profile.verify_tls,
        )

    async def _post_token(self, verb: str, body: Mapping[str, object]) -> Any:
        request = self._client().build_request("POST", f"{TOKEN_SERVICE}/{verb}", json=body)
        response: httpx.Response | None = None
        try:
            response = await self._send(request, None)
            return (await self._unwrapped(response, None))[2]
        except GatewayError as error:
            # No code is documented for a timestamp out of the window, so any other than these may be it.
            if response is not None and error.code not in KEYS_AT_FAULT:
                check_clock(response, self._wall_ms())
            raise
        finally:
            self._large.release()

    async def _with_retries(self, send: Callable[[], Awaitable[T]], tries: int = TRIES) -> T:
        ends = self._monotonic() + self._deadlines.total_s
        try:
            async with asyncio.timeout(self._deadlines.total_s):
                return await self._retry_policy.run(
                    send, lambda: ends - self._monotonic(), self._announce, tries
                )
        except TimeoutError as error:
            raise timeout_error(self._host, self._deadlines) from error

    async def _send(self, request: httpx.Request, auth: httpx.Auth | None) -> httpx.Response:
        try:
            response = await self._client().send(request, auth=auth)
        except httpx.HTTPError as error:
            raise transport_error(error, self._host, self._deadlines) from error
        # httpx lets a response and its stream hold each other, and with them the body.
        response.stream = httpx.ByteStream(b"")
        if theirs := server_date(response):
            self.clock_ahead_s = (self._clock() - theirs).total_seconds()
        return response

    async def _unwrapped(
        self, response: httpx.Response, operation: Operation | None
    ) -> tuple[bytes, str, Any]:
        """The body, its text, and the data in its envelope."""
        try:
            return await self._read(response, operation)
        except GatewayError as error:
            if operation is not None:  # a response of the token service is never shown
                text = envelope.as_text(response.content[:MOST_RECEIVED], response.charset_encoding)
                error.received = self._redact.mask(text, response.request.headers.get("apim-signature", ""))
            if response.status_code in TRANSIENT_STATUSES:
                reason = f"HTTP {response.status_code}"
            elif error.code == TOKEN_SERVICE_FAULT:
                reason = "the token service failed"
            else:
                raise
            pause_s = retry_after_s(response, self._clock())
            error.pause_s = pause_s
            if pause_s:
                pause = duration_text(pause_s) if pause_s <= _DAY_S else "more than a day"
                error.hint = f"The gateway asks for a pause of {pause}: try again after it."
            raise TransientError(error, reason, pause_s) from None

    async def _read(self, response: httpx.Response, operation: Operation | None) -> tuple[bytes, str, Any]:
        secrets = secrets_of(response.request)

        def redact(said: str) -> str:
            return self._redact.mask(said, *secrets)

        body = response.content
        try:
            # In steps: an answer of some MiB would hold up the keys.
            text = await run_in_slices(envelope.text_of(body, response.charset_encoding))
            # The token service's response holds the token, which may be known already; it is never shown.
            if operation is not None and await run_in_slices(self._redact.search(text, *secrets)):
                if len(text) > _MOST_MASKED:
                    raise BadReply("The answer repeats a key or token, and is too large to take it out.")
                body = redact(text).encode("utf-8", "replace")
                text = envelope.as_text(body)
            value = await run_in_slices(envelope.value_of(text))
        except GatewayError as error:
            error.http_status = response.status_code
            if response.is_success:
                raise
            text, value = "", None
        return body, text, envelope.unwrap_envelope(value, response.status_code, operation, redact)

    def _announce(self, retrying: Retrying | None) -> None:
        if retrying is not None:
            LOG.info("retry", asdict(retrying))
        if self.on_retry is not None:
            self.on_retry(retrying)

    def _wall_ms(self) -> int:
        return int(self._clock().timestamp() * 1000)

    def _client(self) -> httpx.AsyncClient:
        """The client, built at its first use: reading the system's certificates takes tens of ms."""
        if self._built is None:
            guard = Guard(self._transport or network(self._profile), self._large)
            self._built = httpx.AsyncClient(
                base_url=self._profile.gateway,
                transport=LoggingTransport(guard) if LOG.isEnabledFor(logging.INFO) else guard,
                timeout=httpx.Timeout(self._deadlines.read_s, connect=self._deadlines.connect_s),
                headers={"Accept-Encoding": "gzip", "User-Agent": f"enos-tui/{__version__}"},
                follow_redirects=False,
                trust_env=False,
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            )
        return self._built


def _search_body(query: FlowQuery) -> dict[str, object]:
    pagination: dict[str, object] = {"pageNo": query.page, "pageSize": query.page_size}
    if query.sort_field is not None:
        order = "DESC" if query.descending else "ASC"
        pagination["sorters"] = [{"field": query.sort_field, "order": order}]
    return {
        "type": query.type,
        "expression": query.expression,
        "owner": query.owner,
        "fromTriggerTime": query.from_ms,
        "toTriggerTime": query.to_ms,
        "status": ",".join(map(str, query.statuses)),
        "pagination": pagination,
    }
