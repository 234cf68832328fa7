"""What may leave this program and what may come in, whoever asks."""

import httpx

from .errors import BadReply, quoted
from .operations import check_allowed

MOST_BYTES = 64 << 20
"""Largest answer that is taken in, unpacked."""


class Guard(httpx.AsyncBaseTransport):
    """Stands before a transport: lets out only allowed requests, and in only answers of bearable size.

    The answer is read here, whole and unpacked, so that nothing above holds a connection open.
    """

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request.

        Raises:
            ValueError: it is none of the questions this program asks.
            BadReply: the answer is too large, packed in an unknown way, or points elsewhere.
        """
        path = request.url.raw_path.partition(b"?")[0].decode("ascii")
        check_allowed(request.method, path, request.url.params.get_list("action"))
        response = await self._inner.handle_async_request(request)
        try:
            body = await _whole(response)
        finally:
            await response.aclose()
        headers = [(name, value) for name, value in response.headers.raw if name.lower() not in _UNPACKED]
        return httpx.Response(
            response.status_code, headers=headers, content=body, extensions=response.extensions
        )

    async def aclose(self) -> None:
        """Close the transport behind."""
        await self._inner.aclose()


_UNPACKED = frozenset({b"content-encoding", b"content-length", b"transfer-encoding"})


async def _whole(response: httpx.Response) -> bytes:
    if response.has_redirect_location:
        raise BadReply(
            f"The gateway sends this program on to {_host(response.headers['location'])}.",
            "Check the gateway's address. A redirect is not followed: it could lead elsewhere.",
            http_status=response.status_code,
        )
    # Encodings can be stacked, and each layer multiplies what one small chunk unpacks to.
    if response.headers.get("content-encoding", "identity").lower() not in ("identity", "gzip"):
        raise BadReply("The answer is packed in a way that was not asked for.")
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > MOST_BYTES:
            raise BadReply(f"The answer is larger than {MOST_BYTES >> 20} MiB.", "Ask for less.")
    return bytes(body)


def _host(location: str) -> str:
    try:
        return quoted(httpx.URL(location).host) or "another path"
    except httpx.InvalidURL:
        return "an unreadable address"
