"""Two proxies on loopback: one that takes CONNECT, and one that speaks SOCKS 5."""

import base64
import selectors
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

USER, PASSWORD = "night", "pass-word-9"


class Proxy(socketserver.ThreadingTCPServer):
    """Lets through who gives name and password, where it asks for them."""

    allow_reuse_address = True
    daemon_threads = False

    def __init__(self, handler: type[socketserver.StreamRequestHandler], *, asks: bool) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.asks = asks
        self.reached: list[str] = []
        """What it has connected to."""

    @property
    def place(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.server_address[1]}"


class Connect(socketserver.StreamRequestHandler):
    """``CONNECT host:port``."""

    server: Proxy

    def handle(self) -> None:
        verb, target, _ = self.rfile.readline().decode().split()
        headers = {}
        while line := self.rfile.readline().strip():
            name, _, value = line.decode().partition(": ")
            headers[name.lower()] = value
        pass_word = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if verb != "CONNECT":
            self.wfile.write(b"HTTP/1.1 405 Method Not Allowed\r\ncontent-length: 0\r\n\r\n")
        elif self.server.asks and headers.get("proxy-authorization") != f"Basic {pass_word}":
            self.wfile.write(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n")
        elif "forbidden" in target:
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")
        else:
            host, _, port = target.rpartition(":")
            self.server.reached.append(target)
            with socket.create_connection((host, int(port))) as far:
                self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                carry(self.connection, far)


class Socks5(socketserver.StreamRequestHandler):
    """RFC 1928, CONNECT by name or IPv4 address; RFC 1929 where it asks."""

    server: Proxy

    def handle(self) -> None:
        methods = self.rfile.read(self.rfile.read(2)[1])
        wanted = 2 if self.server.asks else 0
        self.wfile.write(bytes([5, wanted if wanted in methods else 255]))
        if wanted not in methods:
            return
        if self.server.asks:
            name = self.rfile.read(self.rfile.read(2)[1])
            word = self.rfile.read(self.rfile.read(1)[0])
            is_right = (name, word) == (USER.encode(), PASSWORD.encode())
            self.wfile.write(bytes([1, 0 if is_right else 1]))
            if not is_right:
                return
        kind = self.rfile.read(4)[3]
        if kind == 1:
            host = socket.inet_ntoa(self.rfile.read(4))
        else:
            host = self.rfile.read(self.rfile.read(1)[0]).decode()
        port = int.from_bytes(self.rfile.read(2))
        self.server.reached.append(f"{host}:{port}")
        with socket.create_connection((host, port)) as far:
            self.wfile.write(bytes([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
            carry(self.connection, far)


def carry(near: socket.socket, far: socket.socket) -> None:
    """Hand on what comes from either until one of them ends."""
    with selectors.DefaultSelector() as ready, suppress(OSError):
        ready.register(near, selectors.EVENT_READ, far)
        ready.register(far, selectors.EVENT_READ, near)
        while True:
            for key, _ in ready.select():
                data = key.fileobj.recv(65536)  # type: ignore[union-attr]
                if not data:
                    return
                key.data.sendall(data)


@contextmanager
def a_proxy(handler: type[socketserver.StreamRequestHandler], *, asks: bool = False) -> Iterator[Proxy]:
    """A running proxy."""
    with Proxy(handler, asks=asks) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()
