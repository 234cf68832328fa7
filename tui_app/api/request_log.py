"""The request log: every request and its outcome for the debug log, without headers and bodies."""

import asyncio
import logging
import time

import httpx

from . import envelope
from .errors import GatewayError

LOG = logging.getLogger("enos_tui.api")
"""Logger of requests, retries and tokens; gets no header and no body."""


class LoggingTransport(httpx.AsyncBaseTransport):
    """Wraps a transport that returns complete responses, and logs each request."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        fields: dict[str, object] = {
            "method": request.method,
            "path": request.url.path,
            "query": dict(request.url.params),
            "attempt": request.extensions.get("attempt", 1),
        }
        began = time.monotonic()
        try:
            response = await self._inner.handle_async_request(request)
            fields |= {
                "status": response.status_code,
                "code": envelope.short_code(response.content, response.charset_encoding),
                "bytes": len(response.content),
            }
            return response
        except (httpx.HTTPError, GatewayError, asyncio.CancelledError) as error:
            fields["error"] = f"{type(error).__name__}: {error}".removesuffix(": ")
            raise
        finally:
            LOG.info("request", fields | {"ms": round((time.monotonic() - began) * 1000)})

    async def aclose(self) -> None:
        """Close the wrapped transport."""
        await self._inner.aclose()
