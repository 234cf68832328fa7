"""The demo's gateway as an httpx transport without a socket, for ``enos-tui --demo``."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Protocol

import httpx

from .application import ACCESS_KEY, ORG_ID, SECRET_KEY, USER_ID

if TYPE_CHECKING:
    from .handler import DemoGateway
    from .reply import Reply

DEMO_PROFILE_FIELDS = {
    "gateway": "https://demo.invalid",
    "access_key": ACCESS_KEY,
    "secret_key": SECRET_KEY,
    "org_id": ORG_ID,
    "user_id": USER_ID,
}
"""The fields of the demo's profile, without its name."""


class Gateway(Protocol):
    """Answers one request with one reply, as `DemoGateway` does."""

    def handle(self, method: str, raw_target: str, headers: Mapping[str, str], body: bytes) -> "Reply":
        """Answer one request; see `DemoGateway.handle`."""


def demo_transport(now: Callable[[], datetime], latency_s: float) -> httpx.MockTransport:
    """A demo world as it is at ``now()``, behind a gateway whose clock is `now`.

    Args:
        now: aware; read for every request, so that running tasks proceed.
        latency_s: seconds every response takes.
    """
    began = now()

    @cache
    def gateway() -> "DemoGateway":
        # Built for the first request, while the user types: the first frame does not wait for it.
        from .handler import DemoGateway
        from .world import World

        return DemoGateway(World(began), lambda: int(now().timestamp() * 1000))

    return gateway_transport(gateway, latency_s)


def gateway_transport(gateway: Callable[[], Gateway], latency_s: float) -> httpx.MockTransport:
    """A transport to a gateway; every response takes `latency_s` seconds and its own delay."""

    async def carry(request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        target = request.url.raw_path.decode("ascii")
        reply = gateway().handle(request.method, target, dict(request.headers), body)
        if latency_s + reply.delay_s > 0:
            await asyncio.sleep(latency_s + reply.delay_s)
        return httpx.Response(reply.status, headers=dict(reply.headers), content=reply.body)

    return httpx.MockTransport(carry)
