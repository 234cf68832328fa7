"""Checks of the connection to the gateway: proxy, name, connection, certificate."""

import asyncio
import os
import socket
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import httpx

from ..api.errors import GatewayError
from ..api.network import trusted
from ..api.proxy import proxy_for
from ..api.proxy_check import check_proxy
from ..api.retry import Deadlines, connect_error
from ..models.check import CheckResult, CheckStatus, not_ok, note, ok
from ..models.profile import Profile
from .clock import utc_now

_SOON_DAYS = 21
"""Days before its expiry from which a certificate is reported."""

_HTTPS_PORT, _HTTP_PORT = 443, 80

Step = Callable[[Profile, str, int], Awaitable[CheckResult]]
"""One check, given profile, host and port; raises OSError."""


async def check_network(profile: Profile, deadlines: Deadlines = Deadlines()) -> AsyncIterator[CheckResult]:  # noqa: B008 - frozen
    """Check the connection step by step; after a failure the next steps are skipped."""
    url = httpx.URL(profile.gateway)
    port = url.port or (_HTTPS_PORT if url.scheme == "https" else _HTTP_PORT)
    host = url.netloc.decode("ascii")
    way = proxy_for(profile.gateway, os.environ)
    if way is not None:
        try:
            check_proxy(way)
        except GatewayError as error:
            yield not_ok("proxy", str(error), error.hint, error.exit_code)
            return
        yield note("proxy", f"the connection goes through {way}; the checks below depend on it")
        return
    yield ok("proxy", "none is set for the gateway")
    steps: list[tuple[str, Step]] = [("name", _resolve), ("connection", _connect)]
    if url.scheme == "https":
        steps.append(("TLS", _handshake))
    else:
        yield note("TLS", "none: the gateway's address is plain http")
    failed = ""
    for check, step in steps:
        if failed:
            yield CheckResult(check, CheckStatus.SKIPPED, f"needs the {failed}")
            continue
        try:
            async with asyncio.timeout(deadlines.connect_s):
                yield await step(profile, url.host, port)
        except TimeoutError:
            failed = check
            yield not_ok(check, f"not done within {deadlines.connect_s:g} s", "Check network and VPN.", 5)
        except GatewayError as error:
            failed = check
            yield not_ok(check, str(error), error.hint, error.exit_code)
        except OSError as error:
            failed = check
            fault = connect_error(error, host, deadlines)
            yield not_ok(check, str(fault), fault.hint, fault.exit_code)


async def _resolve(_: Profile, host: str, port: int) -> CheckResult:
    began = time.monotonic()
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = ", ".join(dict.fromkeys(str(one[4][0]) for one in found))
    return ok("name", f"{host} is {addresses} ({_ms_since(began)})")


async def _connect(_: Profile, host: str, port: int) -> CheckResult:
    began = time.monotonic()
    writer = (await asyncio.open_connection(host, port))[1]
    result = ok("connection", f"port {port} answers ({_ms_since(began)})")
    writer.close()
    await writer.wait_closed()
    return result


async def _handshake(profile: Profile, host: str, port: int) -> CheckResult:
    context = await asyncio.to_thread(trusted, profile)
    began = time.monotonic()
    _, writer = await asyncio.open_connection(host, port, ssl=context, server_hostname=host)
    try:
        connection: ssl.SSLObject = writer.get_extra_info("ssl_object")
        how = f"{connection.version()} ({_ms_since(began)})"
        certificate = connection.getpeercert() or {}
    finally:
        writer.close()
    if not certificate:
        return note("TLS", f"{how}, and the certificate is not verified")
    return _certificate(certificate, how, utc_now())


def _certificate(certificate: dict[str, Any], how: str, now: datetime) -> CheckResult:
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)
    days = (ends - now).days
    says = f"{how}, issued by {_name(certificate['issuer'])}, until {ends:%Y-%m-%d} ({days} days)"
    if days < _SOON_DAYS:
        return note("TLS", f"{says}: its owner should renew it")
    return ok("TLS", says)


def _name(parts: tuple[tuple[tuple[str, str], ...], ...]) -> str:
    """The common name in a certificate, else the organisation."""
    named = {key: value for part in parts for key, value in part}
    return named.get("commonName") or named.get("organizationName") or "an unnamed authority"


def _ms_since(began: float) -> str:
    return f"{(time.monotonic() - began) * 1000:.0f} ms"
