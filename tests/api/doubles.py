"""Clocks that move when told, and a small gateway that answers what a test scripts."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

SECRET = "6f5e4d3c-2b1a-4c9b-8a52-0c6e2f1e6a0c"
KEY = "2f1e6a0c-6b2c-4a52-9c1b-1a2b3c4d5e6f"
START = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)

Reply = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


def ok(data: Any) -> httpx.Response:
    """An answer of the service."""
    return httpx.Response(200, json={"code": 0, "msg": "OK", "data": data})


def token(text: str = "T0kenExample-0001", expire: Any = 7200) -> httpx.Response:
    """An answer of the token service."""
    return httpx.Response(200, json=token_body(0, data={"accessToken": text, "expire": expire}))


def token_body(status: int, data: Any = None, msg: str = "SUCCESS") -> dict[str, Any]:
    return {"status": status, "msg": msg, "business": "apim-token-service", "data": data}


class Script:
    """A handler for `httpx.MockTransport`: scripted replies in order, the last one for ever."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        """All requests, in order."""
        self.tokens: list[Reply] = []
        """Replies of the token service still to come; a good token when empty."""
        self.replies: list[Reply] = []
        """Replies of the service still to come; an empty record when empty."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        # A copy, since the same request is signed and sent again after a rejection.
        self.requests.append(
            httpx.Request(request.method, request.url, headers=request.headers, content=request.content)
        )
        is_token = request.url.path.startswith("/apim-token-service/")
        queue = self.tokens if is_token else self.replies
        reply: Reply = queue.pop(0) if queue else token() if is_token else ok({"instanceId": "1-20210202"})
        if isinstance(reply, Exception):
            raise reply
        return reply if isinstance(reply, httpx.Response) else reply(request)

    @property
    def paths(self) -> list[str]:
        """The last two parts of every path asked for."""
        return ["/".join(request.url.path.split("/")[-2:]) for request in self.requests]

    def token_bodies(self) -> list[dict[str, Any]]:
        """What the token service was sent."""
        return [json.loads(r.content) for r in self.requests if r.url.path.startswith("/apim-token-service/")]


class Clocks:
    """Wall clock and monotonic clock that move when told, or when somebody sleeps."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.slept: list[float] = []

    def wall(self) -> datetime:
        return START + timedelta(seconds=self.now_s)

    def wall_ms(self) -> int:
        return int(self.wall().timestamp() * 1000)

    def monotonic(self) -> float:
        return 1000.0 + self.now_s

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now_s += seconds
