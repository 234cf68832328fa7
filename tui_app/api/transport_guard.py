"""The last check of every request sent and every response received."""

import asyncio
import zlib
from collections.abc import Iterator
from io import BytesIO

import httpx

from .errors import BadReply, quoted
from .large_response_lock import LARGE, LargeResponseLock
from .operations import check_allowed

MOST_BYTES = 32 << 20
"""Largest response accepted, decompressed; with its text and values it takes up to six times as much."""

_PIECE = 1 << 18
"""Bytes that are decompressed in one step."""


class Guard(httpx.AsyncBaseTransport):
    """Wraps a transport: sends only allowed requests, and accepts only responses of limited size.

    The response is read completely here, so that nothing above holds a connection open.
    """

    def __init__(self, inner: httpx.AsyncBaseTransport, large: LargeResponseLock) -> None:
        """Wrap a transport; a large response waits for the lock, which its reader releases."""
        self._inner = inner
        self._large = large

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request.

        Raises:
            ValueError: it is none of the requests this program may send.
            BadReply: the response is too large, in an unknown encoding, or a redirect.
        """
        path = request.url.raw_path.partition(b"?")[0].decode("ascii")
        check_allowed(request.method, path, request.url.params.get_list("action"))
        response = await self._inner.handle_async_request(request)
        try:
            body = await _whole(response, self._large)
        finally:
            await response.aclose()
        headers = [(name, value) for name, value in response.headers.raw if name.lower() not in _UNPACKED]
        return httpx.Response(
            response.status_code, headers=headers, content=body, extensions=response.extensions
        )

    async def aclose(self) -> None:
        """Close the wrapped transport."""
        await self._inner.aclose()


_UNPACKED = frozenset({b"content-encoding", b"content-length", b"transfer-encoding"})


async def _whole(response: httpx.Response, large: LargeResponseLock) -> bytes:
    if response.has_redirect_location:
        raise BadReply(
            f"The gateway redirects to {_host(response.headers['location'])}.",
            "Check the gateway's address. A redirect is not followed: it could lead elsewhere.",
            http_status=response.status_code,
        )
    # Encodings can be stacked, and each layer multiplies the size of a small chunk.
    if response.headers.get("content-encoding", "identity").lower() not in ("identity", "gzip"):
        raise BadReply("The answer is compressed in a way that was not asked for.")
    if response.is_stream_consumed:  # of a transport without a network
        return response.content
    is_packed = response.headers.get("content-encoding", "").lower() == "gzip"
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16) if is_packed else None
    # A list of pieces would take forty bytes for a chunk of one, and joining it twice the memory.
    body = BytesIO()
    async for chunk in response.aiter_raw():
        for piece in _inflated(chunk, inflater) if inflater else (chunk,):
            body.write(piece)
            if body.tell() > MOST_BYTES:
                raise BadReply(f"The answer is larger than {MOST_BYTES >> 20} MiB.", "Ask for less.")
            if body.tell() > LARGE:
                await large.acquire()
            await asyncio.sleep(0)
    return body.getvalue()


def _inflated(chunk: bytes, inflater: "zlib._Decompress") -> Iterator[bytes]:
    """The content of a chunk, piece by piece: 64 KiB of gzip may hold 64 MiB."""
    try:
        while chunk and not inflater.eof:
            yield inflater.decompress(chunk, _PIECE)
            chunk = inflater.unconsumed_tail
    except zlib.error as error:
        raise httpx.DecodingError(str(error)) from error


def _host(location: str) -> str:
    try:
        return quoted(httpx.URL(location).host) or "another path"
    except httpx.InvalidURL:
        return "an unreadable address"
