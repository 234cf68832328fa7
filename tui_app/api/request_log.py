"""Every request and its answer for the debug log: what was asked and how it went, not what was said."""

import asyncio
import logging
import time

import httpx

from . import wire
from .errors import GatewayError

LOG = logging.getLogger("enos_tui.api")
"""Hears of requests, retries and tokens; never of a header or a body."""


class LoggingTransport(httpx.AsyncBaseTransport):
    """Stands before a transport that gives whole answers, and notes each exchange."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        told: dict[str, object] = {
            "method": request.method,
            "path": request.url.path,
            "query": dict(request.url.params),
            "attempt": request.extensions.get("attempt", 1),
        }
        began = time.monotonic()
        try:
            response = await self._inner.handle_async_request(request)
            told |= {
                "status": response.status_code,
                "code": wire.short_code(response.content, response.charset_encoding),
                "bytes": len(response.content),
            }
            return response
        except (httpx.HTTPError, GatewayError, asyncio.CancelledError) as error:
            told["error"] = f"{type(error).__name__}: {error}".removesuffix(": ")
            raise
        finally:
            LOG.info("request", told | {"ms": round((time.monotonic() - began) * 1000)})

    async def aclose(self) -> None:
        """Close the transport behind."""
        await self._inner.aclose()
