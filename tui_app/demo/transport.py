"""The stand-in gateway as an httpx transport without a socket, for ``enos-tui --demo``."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

import httpx

from .application import ACCESS_KEY, ORG_ID, SECRET_KEY, USER_ID

if TYPE_CHECKING:
    from .handler import StandIn

DEMO_PROFILE_FIELDS = {
    "gateway": "https://demo.invalid",
    "access_key": ACCESS_KEY,
    "secret_key": SECRET_KEY,
    "org_id": ORG_ID,
    "user_id": USER_ID,
}
"""The fields of the demo's profile, without its name."""


def demo_transport(now: Callable[[], datetime], latency_s: float) -> httpx.MockTransport:
    """A demo world as it is at ``now()``, behind a gateway whose clock is `now`.

    Args:
        now: aware; read for every request, so that running tasks proceed.
        latency_s: seconds every response takes.
    """
    began = now()

    @cache
    def stand_in() -> "StandIn":
        # Built for the first request, while the user types: the first frame does not wait for it.
        from .handler import StandIn
        from .world import World

        return StandIn(World(began), lambda: int(now().timestamp() * 1000))

    return _transport(stand_in, latency_s)


def transport_to(stand_in: "StandIn", latency_s: float = 0.0) -> httpx.MockTransport:
    """A transport to a stand-in gateway; every response takes `latency_s` seconds."""
    return _transport(lambda: stand_in, latency_s)


def _transport(stand_in: Callable[[], "StandIn"], latency_s: float) -> httpx.MockTransport:
    async def carry(request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        target = request.url.raw_path.decode("ascii")
        reply = stand_in().handle(request.method, target, dict(request.headers), body)
        if latency_s + reply.delay_s > 0:
            await asyncio.sleep(latency_s + reply.delay_s)
        return httpx.Response(reply.status, headers=dict(reply.headers), content=reply.body)

    return httpx.MockTransport(carry)
