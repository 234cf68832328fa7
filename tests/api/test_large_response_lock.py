"""Large answers are read one after the other, small ones side by side."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import httpx
import pytest

from tests.api.doubles import token
from tui_app.api.client import HttpGateway
from tui_app.api.errors import GatewayError
from tui_app.api.large_response_lock import LARGE
from tui_app.models.ids import TaskInstanceId
from tui_app.models.profile import Profile

_HEAD, _PIECE = b'{"code":0,"msg":"OK","data":"', b"x" * (1 << 16)


class Bodies:
    """Streams bodies, and counts how many of them are beyond `LARGE` at a time."""

    def __init__(self, size: int, end: bytes) -> None:
        self._size, self._end = size, end
        self.most = self._beyond = 0
        self.are_beyond = asyncio.Event()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if "token" in request.url.path:
            return token()
        return httpx.Response(200, stream=_Stream(self._pieces))

    async def _pieces(self) -> AsyncIterator[bytes]:
        yield _HEAD
        for sent in range(0, self._size, len(_PIECE)):
            if sent == LARGE:
                self._beyond += 1
                self.most = max(self.most, self._beyond)
                self.are_beyond.set()
            yield _PIECE
        yield self._end
        self._beyond -= self._size > LARGE


class _Stream(httpx.AsyncByteStream):
    def __init__(self, pieces: Callable[[], AsyncIterator[bytes]]) -> None:
        self._pieces = pieces

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._pieces()


async def _ask(profile: Profile, bodies: Bodies, count: int = 6) -> int:
    """Ask several questions at once; returns how many are answered."""
    gateway = HttpGateway(profile, transport=httpx.MockTransport(bodies))
    answered = 0

    async def one(number: int) -> None:
        nonlocal answered
        with suppress(GatewayError):
            await gateway.get_task_instance(TaskInstanceId(f"{number}-2021020211"))
            answered += 1

    await asyncio.gather(*map(one, range(count)))
    await gateway.aclose()
    return answered


async def test_large_response_lock_are_read_one_after_the_other(profile: Profile) -> None:
    bodies = Bodies(LARGE + (1 << 20), b'"}')
    assert (await _ask(profile, bodies), bodies.most) == (6, 1)


async def test_a_large_answer_that_cannot_be_read_lets_the_next_one_begin(profile: Profile) -> None:
    bodies = Bodies(LARGE + (1 << 20), b"broken")
    assert (await _ask(profile, bodies), bodies.most) == (0, 1)


async def test_a_large_answer_that_is_cancelled_lets_the_next_one_begin(profile: Profile) -> None:
    bodies = Bodies(LARGE + (1 << 20), b'"}')
    gateway = HttpGateway(profile, transport=httpx.MockTransport(bodies))
    first, second = (
        asyncio.create_task(gateway.get_task_instance(TaskInstanceId(f"{number}-2021020211")))
        for number in (1, 2)
    )
    await bodies.are_beyond.wait()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert len((await second).data) > LARGE
    await gateway.aclose()


async def test_a_small_answer_does_not_wait_for_a_large_one(profile: Profile) -> None:
    large, small = Bodies(LARGE + (8 << 20), b'"}'), Bodies(1 << 20, b'"}')

    def handler(request: httpx.Request) -> httpx.Response:
        return (small if request.url.params.get("taskInstId", "").startswith("2-") else large)(request)

    gateway = HttpGateway(profile, transport=httpx.MockTransport(handler))
    waiting = asyncio.create_task(gateway.get_task_instance(TaskInstanceId("1-2021020211")))
    await large.are_beyond.wait()
    await gateway.get_task_instance(TaskInstanceId("2-2021020211"))
    assert not waiting.done()
    await waiting
    await gateway.aclose()


async def test_a_large_answer_of_the_token_service_lets_the_next_one_begin(profile: Profile) -> None:
    bodies = Bodies(LARGE + (1 << 20), b'"}')

    async def padded() -> AsyncIterator[bytes]:
        yield token().content
        for _ in range(0, LARGE + len(_PIECE), len(_PIECE)):
            yield b" " * len(_PIECE)

    def handler(request: httpx.Request) -> httpx.Response:
        if "token" in request.url.path:
            return httpx.Response(200, stream=_Stream(padded))
        return bodies(request)

    gateway = HttpGateway(profile, transport=httpx.MockTransport(handler))
    async with asyncio.timeout(20):
        answer = await gateway.get_task_instance(TaskInstanceId("1-2021020211"))
    assert len(answer.data) > LARGE
    await gateway.aclose()
