"""The gateway over HTTP."""

import asyncio
import ssl
import time
import urllib.request
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

import httpx

from .. import __version__
from ..models.ids import FlowInstanceId, TaskInstanceId
from ..models.lookup import Answer
from ..models.profile import Profile
from . import wire
from .auth import ApimAuth, Tokens, clock_error
from .errors import TOKEN_SERVICE_FAULT, GatewayError, Unreachable
from .gateway import FlowQuery, Retrying
from .guard import Guard
from .operations import TOKEN_SERVICE, Operation
from .retry import PASSING_STATUSES, Passing, Patience, asked_pause_s, broken, full_jitter

CONNECT_S = 10.0
"""Longest wait for a connection, seconds."""

READ_S = 30.0
"""Longest silence while an answer is awaited or arrives, seconds."""

TOTAL_S = 60.0
"""Longest time for one question, all its tries and pauses included, seconds."""

KEEP_ALIVE_S = 90.0
"""How long an unused connection is kept, seconds: the time a person reads one record."""

T = TypeVar("T")


class HttpGateway:
    """Asks one gateway in the name of one profile; `gateway.Gateway` over httpx."""

    def __init__(
        self,
        profile: Profile,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        on_retry: Callable[[Retrying | None], None] | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[float], float] = full_jitter,
    ) -> None:
        """
        Args:
            profile: where and as whom.
            transport: what to send through instead of the network.
            on_retry: see the attribute.
            clock: aware time, for signing and for `Answer.received_at`.
            monotonic: seconds, for durations and the token's life.
            sleep: waits between tries.
            jitter: picks a pause from 0 to the seconds given.
        """
        self.on_retry = on_retry
        """Told of each coming try before the pause, and with None once a question that had one is over."""
        self._profile = profile
        self._transport = transport
        self._clock = clock
        self._monotonic = monotonic
        self._patience = Patience(sleep, jitter)
        self._host = httpx.URL(profile.gateway).netloc.decode("ascii")
        self._built: httpx.AsyncClient | None = None
        self._tokens = Tokens(
            profile.access_key,
            profile.secret_key,
            self._post_token,
            wall_ms=self._wall_ms,
            monotonic=monotonic,
        )
        self._auth = ApimAuth(self._tokens, profile.secret_key, wall_ms=self._wall_ms)

    async def get_task_instance(self, task_inst_id: TaskInstanceId) -> Answer:
        """Get Task Instance."""
        return await self._ask(Operation.TASK, {"taskInstId": str(task_inst_id)})

    async def get_flow_instance(self, flow_inst_id: FlowInstanceId) -> Answer:
        """Get Flow Instance."""
        return await self._ask(Operation.FLOW, {"flowInstId": str(flow_inst_id)})

    async def get_task_instance_log(
        self, task_inst_id: TaskInstanceId, max_length: int | None = None
    ) -> Answer:
        """Get Task Instance Log; without `max_length` the server applies `DEFAULT_LOG_LENGTH`."""
        limit = {} if max_length is None else {"maxLength": str(max_length)}
        return await self._ask(Operation.LOG, {"taskInstId": str(task_inst_id)} | limit)

    async def list_flow_instances(self, query: FlowQuery) -> Answer:
        """List Flow Instances."""
        return await self._ask(Operation.FLOWS, {}, _search_body(query))

    async def get_current_time(self) -> Answer:
        """Get Current Time."""
        return await self._ask(Operation.TIME, {})

    async def get_time_zone(self) -> Answer:
        """Get Time Zone."""
        return await self._ask(Operation.ZONE, {})

    async def warm_up(self) -> None:
        """Fetch the token, over the connection that the first question will use.

        Raises:
            GatewayError: as the first question would.
        """
        await self._patiently(self._tokens.current)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._tokens.aclose()
        if self._built is not None:
            await self._built.aclose()

    async def _ask(
        self, operation: Operation, params: Mapping[str, str], body: Mapping[str, object] | None = None
    ) -> Answer:
        query = {"action": operation.action, **params}
        if operation not in (Operation.TIME, Operation.ZONE):
            query |= {"userId": self._profile.user_id, "orgId": self._profile.org_id}
        began = self._monotonic()

        async def once() -> Answer:
            request = self._client().build_request(operation.method, operation.path, params=query, json=body)
            response = await self._send(request, self._auth)
            text, data = self._opened(response, operation)
            return Answer(response.content, text, data, self._clock(), self._monotonic() - began)

        return await self._patiently(once)

    async def _post_token(self, verb: str, body: Mapping[str, object]) -> Any:
        request = self._client().build_request("POST", f"{TOKEN_SERVICE}/{verb}", json=body)
        async with asyncio.timeout(TOTAL_S):
            response = await self._send(request, None)
        if response.status_code == 401 and (error := clock_error(response, self._wall_ms())):
            raise error
        return self._opened(response, None)[1]

    async def _patiently(self, question: Callable[[], Awaitable[T]]) -> T:
        ends = self._monotonic() + TOTAL_S
        try:
            async with asyncio.timeout(TOTAL_S):
                return await self._patience.ask(question, lambda: ends - self._monotonic(), self._announce)
        except TimeoutError as error:
            raise Unreachable(
                f"{self._host} gave no answer within {TOTAL_S:.0f} s.", "Try again in a moment."
            ) from error

    async def _send(self, request: httpx.Request, auth: httpx.Auth | None) -> httpx.Response:
        try:
            return await self._client().send(request, auth=auth)
        except httpx.HTTPError as error:
            raise broken(error, self._host) from error

    def _opened(self, response: httpx.Response, operation: Operation | None) -> tuple[str, Any]:
        """The body as text and what its envelope holds: the one place where a reply becomes either."""
        try:
            return self._read(response, operation)
        except GatewayError as error:
            if response.status_code in PASSING_STATUSES:
                reason = f"HTTP {response.status_code}"
            elif error.code == TOKEN_SERVICE_FAULT:
                reason = "the token service failed"
            else:
                raise
            raise Passing(error, reason, asked_pause_s(response, self._clock())) from None

    def _read(self, response: httpx.Response, operation: Operation | None) -> tuple[str, Any]:
        try:
            text, value = wire.decoded(response.content, response.charset_encoding)
        except GatewayError:
            if response.is_success:
                raise
            text, value = "", None
        secrets = [self._profile.secret_key.get_secret_value(), self._profile.access_key]
        secrets += [response.request.headers.get(f"apim-{name}", "") for name in ("accesstoken", "signature")]

        def hush(said: str) -> str:
            for secret in filter(None, secrets):
                said = said.replace(secret, "…")
            return said

        return text, wire.opened(value, response.status_code, operation, hush)

    def _announce(self, retrying: Retrying | None) -> None:
        if self.on_retry is not None:
            self.on_retry(retrying)

    def _wall_ms(self) -> int:
        return int(self._clock().timestamp() * 1000)

    def _client(self) -> httpx.AsyncClient:
        """The client, built at the first use: reading the system's certificates takes tens of ms."""
        if self._built is None:
            self._built = httpx.AsyncClient(
                base_url=self._profile.gateway,
                transport=Guard(self._transport or network(self._profile)),
                timeout=httpx.Timeout(READ_S, connect=CONNECT_S),
                headers={"Accept-Encoding": "gzip", "User-Agent": f"enos-tui/{__version__}"},
                follow_redirects=False,
                trust_env=False,
            )
        return self._built


def network(profile: Profile) -> httpx.AsyncHTTPTransport:
    """The real network: the system's certificates and the profile's, and the environment's proxy.

    Raises:
        GatewayError: the profile's certificate file cannot be used, or the proxy cannot.
    """
    limits = httpx.Limits(max_connections=10, max_keepalive_connections=5, keepalive_expiry=KEEP_ALIVE_S)
    try:
        return httpx.AsyncHTTPTransport(verify=_tls(profile), limits=limits, proxy=_proxy(profile))
    except (ImportError, ValueError) as error:
        raise GatewayError(
            "The proxy that the environment names is of a kind this program cannot use.",
            "Name an http:// proxy, or list the gateway's host in NO_PROXY.",
        ) from error


def _proxy(profile: Profile) -> str | None:
    """The proxy the environment names for the gateway; httpx looks there only without a transport."""
    url = httpx.URL(profile.gateway)
    if urllib.request.proxy_bypass(url.netloc.decode("ascii")):
        return None
    named = urllib.request.getproxies()
    proxy = named.get(url.scheme) or named.get("all")
    return proxy if proxy is None or "://" in proxy else f"http://{proxy}"


def _tls(profile: Profile) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if profile.ca_bundle is not None:
        try:
            context.load_verify_locations(profile.ca_bundle)
        except OSError as error:
            raise GatewayError(
                f"The certificate file {profile.ca_bundle} cannot be used ({error.strerror or 'no PEM'}).",
                "It must hold certificates in PEM form; it is set as ca_bundle or ENOS_CA_BUNDLE.",
            ) from error
    return context


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
