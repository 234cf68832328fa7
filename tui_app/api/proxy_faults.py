"""Errors of a proxy before it has connected to the gateway."""

import errno
import re
import socket
from collections.abc import Iterable

import httpx

from .errors import GatewayError, Unreachable, quoted
from .proxy import ProxyChoice
from .retry import TransientError, causes

_REFUSED_LOGIN = re.compile(r"407\b|Invalid username|Requested .* from proxy server")
_LASTING = re.compile(r"4\d\d\b|.*not allowed")
_AWAY = (errno.ENETUNREACH, errno.EHOSTUNREACH)


def proxy_fault(error: Exception, host: str, way: ProxyChoice) -> GatewayError | TransientError | None:
    """The error for a failure below HTTP; None where the proxy is not at fault."""
    match error:
        case httpx.ProxyError():
            return _refusal(str(error), host, way)
        case httpx.ConnectError():
            return _silence(causes(error), way)
        case httpx.HTTPError():
            return None
        case _:
            return Unreachable(
                f"{way} does not answer as a SOCKS 5 proxy does.",
                f"Check {way.variable}: an HTTP proxy is written http://host:port.",
            )


def _refusal(said: str, host: str, way: ProxyChoice) -> GatewayError | TransientError:
    if _REFUSED_LOGIN.match(said):
        return Unreachable(
            f"The proxy {way} does not accept the user name and password, or their absence.",
            f"Write them into {way.variable}, as in http://NAME:PASSWORD@host:port.",
        )
    refusal = Unreachable(
        f"The proxy {way} does not connect to {host} ({quoted(said).rstrip('.')}).",
        "Ask whoever runs the proxy; or list the gateway's host in NO_PROXY, if there is another way.",
    )
    return refusal if _LASTING.match(said) else TransientError(refusal, "the proxy did not connect")


def _silence(behind: Iterable[BaseException], way: ProxyChoice) -> GatewayError | TransientError | None:
    hint = f"Check {way.variable}, then this machine's network and VPN."
    for cause in behind:
        match cause:
            case socket.gaierror() if cause.errno != socket.EAI_AGAIN:
                return Unreachable(f"No machine has the name in {way}.", hint)
            case ConnectionRefusedError():
                return TransientError(
                    Unreachable(f"The proxy {way} refuses the connection.", hint), "no proxy"
                )
            case OSError() if isinstance(cause, socket.gaierror) or cause.errno in _AWAY:
                return TransientError(Unreachable(f"There is no route to the proxy {way}.", hint), "no proxy")
    return None
