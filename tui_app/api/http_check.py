"""Connections whose peer must speak HTTP: another protocol is noticed at its first bytes.

Without the check, a peer that waits for more (a mail server, a database) is silent until the deadline, and
one that hangs up looks like a broken line.
"""

import asyncio
import re
import ssl
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from .errors import Unreachable, quoted

_BEGIN = b"HTTP/"
_RECORD_OF_TLS = re.compile(rb"[\x14-\x17]\x03")
_WORD = re.compile(rb"[!-~]{1,40}")
_OWN_METHODS = (b"GET", b"POST")
"""First words of an echo, whose further words may hold ids and keys."""


class NotHttp(Exception):
    """The first bytes of a peer are no HTTP."""

    def __init__(self, begin: bytes, layers: int) -> None:
        super().__init__("the peer speaks no HTTP")
        self.begin = begin
        """The bytes received so far."""
        self.layers = layers
        """Layers of TLS around the bytes."""


def check_http(transport: httpx.AsyncHTTPTransport, first_layer: int = 0) -> None:
    """Let the connections of a transport raise `NotHttp`.

    Args:
        transport: not in use yet. Neither httpx nor httpcore has a public way to set the backend of one.
        first_layer: layers of TLS below which something else than HTTP is spoken, as to a SOCKS proxy.
    """
    pool: Any = transport._pool
    pool._network_backend = _Backend(pool._network_backend, first_layer)


def not_http_error(error: NotHttp, who: str, hint: str) -> Unreachable:
    """The error about a peer that speaks no HTTP."""
    if error.layers == 0 and _RECORD_OF_TLS.match(error.begin):
        return Unreachable(
            f"{who} speaks TLS, not plain HTTP.", f"{hint} It may have to begin with https://."
        )
    word = _WORD.match(error.begin)
    begins = (
        "" if word is None or word[0] in _OWN_METHODS else f": it begins with “{quoted(word[0].decode())}”"
    )
    return Unreachable(f"{who} does not speak HTTP{begins}.", hint)


class _Backend:
    """Opens connections that check their first bytes."""

    def __init__(self, inner: Any, first_layer: int) -> None:
        self._inner = inner
        self._first_layer = first_layer

    async def connect_tcp(self, *args: Any, **options: Any) -> "_Stream":
        return _Stream(await self._inner.connect_tcp(*args, **options), 0, self._first_layer)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class _Stream:
    """A connection, whose errors of TLS are those of httpx: httpcore renames them in the handshake alone.

    It closes when a call is cancelled: httpcore forgets a connection that is cancelled before its first
    request, in a handshake or on the way through a proxy, and leaves it open.
    """

    def __init__(self, inner: Any, layers: int, first_layer: int) -> None:
        self._inner = inner
        self._layers = layers
        self._first_layer = first_layer
        self._begin = b""
        self._is_checked = layers < first_layer

    async def read(self, *args: Any, **options: Any) -> bytes:
        """Read some bytes.

        Raises:
            NotHttp: they are the first, and no HTTP.
            httpx.ReadError: they are no TLS, or an alert of TLS.
        """
        try:
            data: bytes = await self._call(self._inner.read, *args, **options)
        except ssl.SSLError as error:
            raise httpx.ReadError(str(error)) from error
        if not self._is_checked:
            self._begin += data
            if not (self._begin.startswith(_BEGIN) or _BEGIN.startswith(self._begin)):
                raise NotHttp(self._begin, self._layers)
            self._is_checked = len(self._begin) >= len(_BEGIN)
        return data

    async def write(self, *args: Any, **options: Any) -> None:
        """Write some bytes.

        Raises:
            httpx.WriteError: the connection of TLS is broken.
        """
        try:
            await self._call(self._inner.write, *args, **options)
        except ssl.SSLError as error:
            raise httpx.WriteError(str(error)) from error

    async def start_tls(self, ssl_context: ssl.SSLContext, *args: Any, **options: Any) -> "_Stream":
        inner = await self._call(self._inner.start_tls, ssl_context, *args, **options)
        return _Stream(inner, self._layers + 1, self._first_layer)

    async def _call(self, method: Callable[..., Awaitable[Any]], *args: Any, **options: Any) -> Any:
        """Call a method of the connection, and close it if the call is cancelled."""
        try:
            return await method(*args, **options)
        except asyncio.CancelledError:
            await self._inner.aclose()
            raise

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)
