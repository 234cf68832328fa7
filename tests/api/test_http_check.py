"""A peer that speaks no HTTP is said to be none at its first bytes, and asked once."""

import asyncio
import gc
import os
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.certificates import ca_file, server_context
from tests.proxies import Connect, Proxy, a_proxy
from tui_app.api.client import HttpGateway
from tui_app.api.errors import GatewayError, Unreachable
from tui_app.api.retry import TRIES
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.models.profile import Profile

HINT = "Check the port in the gateway's address."
PEERS = {
    "ssh": (b"SSH-2.0-OpenSSH_9.2\r\n", b"", ": it begins with “SSH-2.0-OpenSSH_9.2”"),
    "smtp": (b"220 mail ESMTP\r\n", b"500 what?\r\n", ": it begins with “220”"),
    "mysql": (b"\x4a\x00\x00\x00\n8.0.32\x00", b"", ": it begins with “J”"),
    "redis": (b"", b"-ERR unknown command\r\n", ": it begins with “-ERR”"),
    "icecast": (b"", b"ICY 200 OK\r\n\r\n", ": it begins with “ICY”"),
    "HTTP/0.9": (b"", b"<html>hello</html>", ": it begins with “<html>hello</html>”"),
    "HTTP/2": (b"\x00\x00\x12\x04\x00", b"", ""),
    "controls": (b"\x1b]0;title\x07", b"", ""),
    "byte by byte": (b"H", b"e", ": it begins with “He”"),
    "echo": (b"", b"echo", ""),
}
"""What a peer says first, what it answers, and how it is quoted."""


class Peer(socketserver.StreamRequestHandler):
    """Says something, answers once whatever comes, and never hangs up."""

    first, answer = b"", b""
    tls: ssl.SSLContext | None = None
    asked = 0

    def handle(self) -> None:
        type(self).asked += 1
        with suppress(OSError):
            line: socket.socket = self.request
            if self.tls is not None:
                line = self.tls.wrap_socket(line, server_side=True)
            line.sendall(self.first)
            data = line.recv(65_536)
            line.sendall(data if self.answer == b"echo" else self.answer)
            while line.recv(65_536):
                pass
            line.close()


@contextmanager
def a_peer(first: bytes, answer: bytes, *, tls: bool) -> Iterator[tuple[Proxy, type[Peer]]]:
    context = server_context() if tls else None
    kind = type("ThisPeer", (Peer,), {"first": first, "answer": answer, "tls": context, "asked": 0})
    with a_proxy(kind) as peer:
        yield peer, kind


@pytest.fixture(autouse=True)
def _no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


async def fault(profile: Profile) -> GatewayError:
    """The error of one request."""
    gateway = HttpGateway(profile, jitter=lambda longest_s: 0.0)
    try:
        with pytest.raises(Unreachable) as caught:
            await gateway.get_time_zone()
        return caught.value
    finally:
        await gateway.aclose()


def profile_at(place: str, tmp_path: Path, *, tls: bool) -> Profile:
    profile = Profile.of("test", DEMO_PROFILE_FIELDS | {"gateway": f"{'https' if tls else 'http'}://{place}"})
    return replace(profile, ca_bundle=ca_file(tmp_path)) if tls else profile


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "TLS"])
@pytest.mark.parametrize(("first", "answer", "quoted"), PEERS.values(), ids=PEERS)
async def test_another_protocol_is_named_at_its_first_bytes(
    first: bytes, answer: bytes, quoted: str, tls: bool, tmp_path: Path
) -> None:
    with a_peer(first, answer, tls=tls) as (peer, kind):
        error = await fault(profile_at(peer.place, tmp_path, tls=tls))
    assert str(error) == f"The server at {peer.place} does not speak HTTP{quoted}."
    assert error.hint == HINT
    assert kind.asked == 1


async def test_tls_where_plain_http_is_asked_is_named(tmp_path: Path) -> None:
    with a_peer(b"", b"\x15\x03\x01\x00\x02\x02\x46", tls=False) as (peer, _):
        error = await fault(profile_at(peer.place, tmp_path, tls=False))
    assert str(error) == f"The server at {peer.place} speaks TLS, not plain HTTP."
    assert "https://" in error.hint


async def test_a_proxy_that_speaks_no_http_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with a_peer(b"SSH-2.0-x\r\n", b"", tls=False) as (proxy, _):
        monkeypatch.setenv("https_proxy", proxy.place)
        error = await fault(profile_at("apim.example.com", tmp_path, tls=True))
    assert str(error) == (
        f"The proxy http://{proxy.place} (https_proxy) does not speak HTTP: it begins with “SSH-2.0-x”."
    )
    assert error.hint == "Check https_proxy."


async def test_behind_a_proxy_the_gateway_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with a_peer(b"SSH-2.0-x\r\n", b"", tls=True) as (peer, _), a_proxy(Connect) as proxy:
        monkeypatch.setenv("https_proxy", proxy.place)
        error = await fault(profile_at(peer.place, tmp_path, tls=True))
    assert str(error) == f"The server at {peer.place} does not speak HTTP: it begins with “SSH-2.0-x”."
    gc.collect()


class BrokenTls(Peer):
    """Answers in plain text on a connection of TLS."""

    asked = 0

    def handle(self) -> None:
        type(self).asked += 1
        with suppress(OSError):
            line = server_context().wrap_socket(self.request, server_side=True)
            line.recv(65_536)
            os.write(line.fileno(), b"HTTP/1.1 400 Bad Request\r\n\r\n")
            line.close()


async def test_a_connection_whose_tls_breaks_after_the_handshake_is_asked_again_and_named(
    tmp_path: Path,
) -> None:
    with a_proxy(BrokenTls) as peer:
        error = await fault(profile_at(peer.place, tmp_path, tls=True))
    assert str(error) == f"The connection to {peer.place} broke before the answer was complete."
    assert BrokenTls.asked == TRIES


class Waits(Peer):
    """Takes what comes first, and waits for the end of the connection."""

    began, ended = threading.Event(), threading.Event()

    def handle(self) -> None:
        self.request.settimeout(20)
        self.request.recv(65_536)
        self.began.set()
        with suppress(OSError):
            while self.request.recv(65_536):
                pass
            self.ended.set()


@pytest.mark.parametrize("way", ["handshake", "plain", "SOCKS"])
async def test_a_request_that_is_cancelled_closes_its_connection(
    way: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Waits, "began", threading.Event())
    monkeypatch.setattr(Waits, "ended", threading.Event())
    with a_proxy(Waits) as peer:
        if way == "SOCKS":
            monkeypatch.setenv("all_proxy", f"socks5://{peer.place}")
        gateway = HttpGateway(profile_at(peer.place, tmp_path, tls=way == "handshake"))
        request = asyncio.create_task(gateway.get_time_zone())
        assert await asyncio.to_thread(Waits.began.wait, 30)
        request.cancel()
        await gateway.aclose()  # it ends the token's request too, which all requests share
        assert await asyncio.to_thread(Waits.ended.wait, 5), "the connection stayed open"
