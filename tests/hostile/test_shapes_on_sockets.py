"""Answers that only a socket can bend: lengths that lie, bodies that never end, bombs, other hosts."""

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.harness import SAMPLE
from tui_app.api import transport_guard
from tui_app.api.client import HttpGateway
from tui_app.api.errors import BadReply, GatewayError
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.models.ids import TaskInstanceId
from tui_app.models.profile import Profile

TOKEN = b'{"status":0,"msg":"SUCCESS","business":"b","data":{"accessToken":"T0ken","expire":7200}}'
BODY = b'{"code":0,"msg":"OK","data":{"instanceId":"118979-2021020211"}}'
MOST = 1 << 20

Saying = Callable[[socket.socket], None]


def head(*lines: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode("latin-1")


def whole(body: bytes, *lines: str, status: str = "200 OK") -> bytes:
    return head(f"Content-Length: {len(body)}", *lines, status=status) + body


@contextmanager
def speaking(answer: Saying) -> Iterator[tuple[str, list[bytes]]]:
    """A server that hands out a token and then says, once a connection, what a test wants."""
    asked: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def talk() -> None:
        while True:
            try:
                one, _ = listening.accept()
            except OSError:
                return
            with one:
                one.settimeout(60)
                try:
                    request = _request(one)
                    while b"/apim-token-service/" in request.partition(b"\r\n")[0]:
                        one.sendall(whole(TOKEN))
                        request = _request(one)
                    if request:
                        asked.append(request)
                        answer(one)
                except OSError:
                    continue

    thread = threading.Thread(target=talk)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


def _request(one: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = one.recv(65536)
        if not piece:
            return b""
        data += piece
    before, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (int(line[15:]) for line in before.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
    )
    while len(body) < length:
        body += one.recv(65536)
    return data


def sends(*pieces: bytes) -> Saying:
    return lambda one: one.sendall(b"".join(pieces))


def endless(before: bytes, piece: bytes) -> Saying:
    """Goes on until nobody listens any more."""

    def say(one: socket.socket) -> None:
        one.sendall(before)
        while True:
            one.sendall(piece)

    return say


CHUNKED, PACKED = "Transfer-Encoding: chunked", "Content-Encoding: gzip"
BOMB = gzip.compress(b" " * (64 << 20), 1)
CHUNK = b"10000\r\n" + b" " * 65536 + b"\r\n"
CASES: dict[str, tuple[Saying, str]] = {
    "shorter than its length": (sends(head(f"Content-Length: {len(BODY) + 9}"), BODY), ""),
    "longer than its length": (sends(head(f"Content-Length: {len(BODY) - 9}"), BODY), "not JSON"),
    "a length below zero": (sends(head("Content-Length: -1"), BODY), ""),
    "a length that is no number": (sends(head("Content-Length: many"), BODY), ""),
    "a length beyond 64 bits": (sends(head(f"Content-Length: {1 << 70}"), BODY), ""),
    "two lengths": (sends(head("Content-Length: 3", f"Content-Length: {len(BODY)}"), BODY), ""),
    "a length and chunks": (
        sends(head("Content-Length: 3", CHUNKED), b"0\r\n\r\n"),
        "empty",
    ),
    "a chunk of no size": (sends(head(CHUNKED), b"zz\r\n"), ""),
    "a status that is none": (sends(b"HTTP/1.1 abc OK\r\n\r\n"), ""),
    "no HTTP": (sends(b"SSH-2.0-OpenSSH_9.6\r\n\x1b[31m\x00"), ""),
    "headers without end": (endless(b"HTTP/1.1 200 OK\r\n", b"X-Filler: " + b"x" * 4096 + b"\r\n"), ""),
    "a body without end": (endless(head(CHUNKED), CHUNK), "larger than 1 MiB"),
    "a body until the end that never comes": (endless(head(), b" " * 65536), "larger than 1 MiB"),
    "a gzip bomb": (
        sends(whole(BOMB, PACKED)),
        "larger than 1 MiB",
    ),
    "a gzip stream cut off": (sends(whole(gzip.compress(BODY)[:-12], PACKED)), ""),
    "gzip that is none": (sends(whole(BODY, PACKED)), "decompressed"),
    "gzip in gzip": (
        sends(whole(BOMB, f"{PACKED}, gzip")),
        "compressed",
    ),
}


def at(url: str) -> HttpGateway:
    return HttpGateway(Profile.of("sockets", DEMO_PROFILE_FIELDS | {"gateway": url}), jitter=lambda _: 0.0)


@pytest.mark.parametrize("name", CASES)
async def test_a_bent_transport_is_told_in_a_sentence_and_bounded(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_guard, "MOST_BYTES", MOST)
    say, said = CASES[name]
    with speaking(say) as (url, _):
        gateway = HttpGateway(
            Profile.of("sockets", DEMO_PROFILE_FIELDS | {"gateway": url}), jitter=lambda _: 0.0
        )
        try:
            try:
                answer = await gateway.get_task_instance(TaskInstanceId(SAMPLE))
            except GatewayError as error:
                assert said in str(error)
                assert str(error).isprintable()
            else:
                assert not said
                assert answer.data
        finally:
            await gateway.aclose()


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
)
async def test_a_redirect_reaches_no_other_host(status: str) -> None:
    with (
        speaking(sends(whole(BODY))) as (elsewhere, asked_there),
        speaking(sends(whole(b"", f"Location: {elsewhere}/steal", status=status))) as (url, asked),
    ):
        gateway = HttpGateway(
            Profile.of("sockets", DEMO_PROFILE_FIELDS | {"gateway": url}), jitter=lambda _: 0.0
        )
        try:
            with pytest.raises(BadReply, match=r"redirects to 127\.0\.0\.1"):
                await gateway.get_task_instance(TaskInstanceId(SAMPLE))
        finally:
            await gateway.aclose()
    assert len(asked) == 1
    assert asked_there == []
