"""What may come in."""

import gzip
import tracemalloc
from collections import deque

import httpx
import pytest

from tests.api.doubles import Script, ok
from tui_app.api import transport_guard
from tui_app.api.client import HttpGateway
from tui_app.api.errors import BadReply
from tui_app.models.ids import TaskInstanceId

TASK = TaskInstanceId("118979-2021020211")


class Pieces(httpx.AsyncByteStream):
    """A body that comes in pieces, and knows how far it was read."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = deque(pieces)
        self.is_closed = False

    async def __aiter__(self):  # type: ignore[no-untyped-def]
        while self.pieces:
            yield self.pieces.popleft()

    async def aclose(self) -> None:
        self.is_closed = True


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed_and_only_its_host_is_named(
    gateway: HttpGateway, script: Script, status: int
) -> None:
    script.replies = [httpx.Response(status, headers={"Location": "https://login.example.net/a?token=abc"})]
    with pytest.raises(BadReply) as caught:
        await gateway.get_task_instance(TASK)
    assert "login.example.net" in str(caught.value)
    assert "abc" not in str(caught.value)
    assert script.paths == ["token/get", "v2.1/taskInstances"]
    assert caught.value.http_status == status


@pytest.mark.parametrize(
    ("location", "said"), [("/elsewhere", "another path"), ("http://host:port/", "an unreadable address")]
)
async def test_a_redirect_to_nowhere_is_a_bad_reply_too(
    gateway: HttpGateway, script: Script, location: str, said: str
) -> None:
    script.replies = [httpx.Response(302, headers={"Location": location})]
    with pytest.raises(BadReply, match=said):
        await gateway.get_task_instance(TASK)


async def test_an_answer_of_too_many_bytes_is_left_unread(
    gateway: HttpGateway, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_guard, "MOST_BYTES", 1 << 20)
    body = Pieces(*[b" " * (1 << 19)] * 10)
    script.replies = [httpx.Response(200, stream=body)]
    with pytest.raises(BadReply, match="larger than 1 MiB"):
        await gateway.get_task_instance(TASK)
    assert len(body.pieces) == 7
    assert body.is_closed


async def test_an_answer_in_tiny_pieces_takes_no_more_memory_than_in_large_ones(
    gateway: HttpGateway, script: Script
) -> None:
    async def peak_of(*pieces: bytes) -> int:
        script.replies = [httpx.Response(200, stream=Pieces(*pieces))]
        tracemalloc.start()
        try:
            assert (await gateway.get_task_instance(TASK)).body == body
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    body = ok("x" * 200_000).content
    await gateway.warm_up()
    whole = await peak_of(body)
    assert await peak_of(*(body[at : at + 1] for at in range(len(body)))) < whole + (1 << 20)


async def test_an_answer_is_measured_unpacked(
    gateway: HttpGateway, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_guard, "MOST_BYTES", 1 << 20)
    packed = gzip.compress(b" " * (3 << 20))
    assert len(packed) < 10_000
    script.replies = [httpx.Response(200, stream=Pieces(packed), headers={"Content-Encoding": "gzip"})]
    with pytest.raises(BadReply, match="larger than 1 MiB"):
        await gateway.get_task_instance(TASK)


async def test_a_packed_answer_arrives_unpacked(gateway: HttpGateway, script: Script) -> None:
    packed = gzip.compress(ok("fine").content)
    headers = {"Content-Encoding": "gzip", "Content-Length": str(len(packed))}
    script.replies = [httpx.Response(200, stream=Pieces(packed[:9], packed[9:]), headers=headers)]
    answer = await gateway.get_task_instance(TASK)
    assert answer.body == ok("fine").content
    assert script.requests[-1].headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("encoding", "body"), [("gzip, gzip", b"x"), ("br", b"x"), ("gzip", b"this is not gzip")]
)
async def test_an_answer_that_cannot_be_unpacked_is_a_bad_reply(
    gateway: HttpGateway, script: Script, encoding: str, body: bytes
) -> None:
    script.replies = [httpx.Response(200, stream=Pieces(body), headers={"Content-Encoding": encoding})]
    with pytest.raises(BadReply):
        await gateway.get_task_instance(TASK)
