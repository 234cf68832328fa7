"""The stand-in gateway on a real loopback socket, with the faults only a socket can have."""

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, cast

from tests.certificates import server_context
from tests.stand_in.gateway import StandIn
from tui_app.demo.reply import Reply

SocketFault = Literal[
    "",
    "reset before answer",
    "reset mid-body",
    "stall headers",
    "stall body",
    "drip body",
    "headers without end",
    "headers that drip",
    "a header without end",
    "answers 100 without end",
    "trailers without end",
    "two lengths",
    "no status",
    "many headers",
]

_OK = b"HTTP/1.1 200 OK\r\n"
_FLOODS: dict[SocketFault, tuple[bytes, bytes, float]] = {
    "headers without end": (_OK, b"X-Flood: of headers\r\n" * 1_000, 0),
    "headers that drip": (_OK, b"x", 0.02),
    "a header without end": (_OK + b"X-Flood: ", b"x" * 10_000, 0),
    "answers 100 without end": (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100, 0),
    "trailers without end": (_OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Flood: x\r\n" * 1_000, 0),
    "two lengths": (_OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n", b"x", 0.02),
    "no status": (b"HTTP/1.1 OK\r\n\r\n", b"x", 0.02),
}
"""What is sent first in place of an answer, what is sent over and over, and the seconds between."""
_MANY_HEADERS = "".join(f"Set-Cookie: c{n}=x\r\nX-{n}: y\r\n" for n in range(1_500)).encode()
_EARLY_HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n" * 1_000


class Served(ThreadingHTTPServer):
    """A running server; its attributes may be changed while it runs."""

    daemon_threads = False

    def __init__(self, stand_in: StandIn, tls: bool, address: str) -> None:
        super().__init__((address, 0), _Conversation)
        self.stand_in = stand_in
        self.connections = 0
        """How many connections have been accepted."""
        self.delay_s = 0.0
        """How long every answer takes."""
        self.fault: SocketFault = ""
        """What goes wrong with every answer while it is set."""
        self.faults_left: int | None = None
        """How many answers the fault is for; None for all."""
        self.base_url = f"{'https' if tls else 'http'}://{address}:{self.server_port}"
        self.closing = threading.Event()
        self.mishaps: list[BaseException] = []
        self._open: list[socket.socket] = []
        self.tls = server_context() if tls else None
        """What new connections are welcomed with; None for plain HTTP."""

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self.connections += 1
        if self.tls is not None:
            # The handshake is left to the conversation's own thread, so that a silent client blocks nobody.
            connection = self.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        self._open.append(connection)
        return connection, address

    def handle_error(self, request: object, client_address: object) -> None:
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, OSError):
            self.mishaps.append(error)

    def next_fault(self) -> SocketFault:
        fault = self.fault
        if fault and self.faults_left is not None:
            self.faults_left -= 1
            if self.faults_left == 0:
                self.fault, self.faults_left = "", None
        return fault

    def hang_up(self) -> None:
        """End all conversations for good, also those that a fault holds up."""
        self.closing.set()
        self.drop_kept()

    def drop_kept(self) -> None:
        """Close the connections there are, as a gateway does with those nobody used for a while."""
        while self._open:
            with suppress(OSError):  # it had ended by itself
                self._open.pop().shutdown(socket.SHUT_RDWR)


class _Conversation(BaseHTTPRequestHandler):
    """One connection, any number of requests."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def _answer(self) -> None:
        served = cast(Served, self.server)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = served.next_fault()
        if fault == "reset before answer":
            return self._reset()
        reply = served.stand_in.handle(self.command, self.path, dict(self.headers), body)
        served.closing.wait(served.delay_s + reply.delay_s)
        if fault == "stall headers":
            served.closing.wait()
        if fault in _FLOODS:
            return self._flood(*_FLOODS[fault])
        if fault == "many headers":
            self.wfile.write(_EARLY_HINTS)
        self._send_head(reply, _MANY_HEADERS if fault == "many headers" else b"")
        half = len(reply.body) // 2
        self.wfile.write(reply.body[:half])
        if fault in ("stall body", "reset mid-body", "drip body"):
            self.wfile.flush()
            return self._reset() if fault == "reset mid-body" else self._stall(fault == "drip body")
        self.wfile.write(reply.body[half:])

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _answer

    def _send_head(self, reply: Reply, more: bytes) -> None:
        self.send_response_only(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(reply.body)))
        self.flush_headers()
        self.wfile.write(more + b"\r\n")

    def _stall(self, drips: bool) -> None:
        """Send nothing more, or a blank now and then."""
        while not cast(Served, self.server).closing.wait(0.02 if drips else None):
            self.wfile.write(b" ")
            self.wfile.flush()
        self.close_connection = True

    def _flood(self, begin: bytes, piece: bytes, pause_s: float) -> None:
        """Send something over and over until the client hangs up."""
        self.close_connection = True
        self.wfile.write(begin)
        while not cast(Served, self.server).closing.wait(pause_s):
            self.wfile.write(piece)
            self.wfile.flush()

    def _reset(self) -> None:
        """Break off as a crashed peer does, with RST in place of FIN."""
        linger_none = b"\x01\x00\x00\x00\x00\x00\x00\x00"
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_none)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the test is the log."""


@contextmanager
def serve(stand_in: StandIn, *, tls: bool = False, address: str = "127.0.0.1") -> Iterator[Served]:
    """Serve a stand-in, on loopback or elsewhere; at the end, fail if anything forbidden was asked of it."""
    served = Served(stand_in, tls, address)
    thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield served
    finally:
        served.shutdown()
        served.hang_up()
        served.server_close()
        thread.join()
    assert served.mishaps == []
    assert stand_in.forbidden_calls == []


@contextmanager
def refused() -> Iterator[str]:
    """The base URL of a port that refuses connections: bound, so that nobody else gets it, not listening."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
