"""What a proxy does wrong is told in its own name, and tried again where that may help."""

import errno
import socket

import httpx
import pytest

from tui_app.api.proxy import ProxyChoice
from tui_app.api.proxy_faults import proxy_fault
from tui_app.api.retry import TransientError

WAY = ProxyChoice("http://me:hush@proxy:3128", "HTTPS_PROXY")
TOLD = "http://proxy:3128 (HTTPS_PROXY)"


def connecting(cause: OSError) -> httpx.ConnectError:
    error = httpx.ConnectError("no")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "sentence", "may_pass"),
    [
        (httpx.ProxyError("407 Proxy Authentication Required"), "The proxy {} does not accept", False),
        (httpx.ProxyError("Invalid username/password"), "The proxy {} does not accept", False),
        (
            httpx.ProxyError("Requested NO AUTHENTICATION REQUIRED from proxy server, but got X."),
            "The proxy {} does not accept",
            False,
        ),
        (httpx.ProxyError("403 Forbidden"), "The proxy {} does not connect to gw:1 (403 Forbidden).", False),
        (
            httpx.ProxyError("502 Bad\x1b[31m Gateway"),
            "The proxy {} does not connect to gw:1 (502 Bad\\x1b[31m Gateway).",
            True,
        ),
        (
            httpx.ProxyError("Proxy Server could not connect: Connection not allowed by ruleset."),
            "The proxy {} does not connect to gw:1 (Proxy Server could not connect: Connection not allowed",
            False,
        ),
        (
            httpx.ProxyError("Proxy Server could not connect: Host unreachable."),
            "The proxy {} does not connect to gw:1 (Proxy Server could not connect: Host unreachable).",
            True,
        ),
        (
            connecting(socket.gaierror(socket.EAI_NONAME, "no")),
            "No machine has the name in {}.",
            False,
        ),
        (connecting(socket.gaierror(socket.EAI_AGAIN, "no")), "There is no route to the proxy {}.", True),
        (connecting(ConnectionRefusedError()), "The proxy {} refuses the connection.", True),
        (connecting(OSError(errno.EHOSTUNREACH, "no")), "There is no route to the proxy {}.", True),
    ],
)
def test_each_fault_has_its_sentence(error: Exception, sentence: str, may_pass: bool) -> None:
    fault = proxy_fault(error, "gw:1", WAY)
    assert isinstance(fault, TransientError) is may_pass
    told = fault.error if isinstance(fault, TransientError) else fault
    assert told is not None
    assert str(told).startswith(sentence.format(TOLD))
    assert told.hint
    assert "hush" not in f"{told}{told.hint}"


@pytest.mark.parametrize(
    "error",
    [
        httpx.ReadTimeout("late"),
        httpx.ReadError("broken"),
        httpx.ConnectTimeout("late"),
        connecting(OSError(errno.EPIPE, "no")),
    ],
)
def test_what_may_be_the_gateways_fault_is_not_the_proxys(error: Exception) -> None:
    assert proxy_fault(error, "gw:1", WAY) is None
