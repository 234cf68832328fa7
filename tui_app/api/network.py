"""The real network: whom to trust, and through which proxy."""

import socket
import ssl
import urllib.request

import httpx

from ..models.profile import Profile
from .errors import GatewayError, quoted

KEEP_ALIVE_S = 90.0
"""How long an unused connection is kept, seconds: the time a person reads one record."""

# A firewall forgets an unused connection without a word. Probes keep it in mind; where nothing comes back any
# more the connection ends after 10 s, and the question goes out on another one.
_PROBES = (
    ("SO_KEEPALIVE", socket.SOL_SOCKET, 1),
    ("TCP_KEEPIDLE", socket.IPPROTO_TCP, 20),
    ("TCP_KEEPINTVL", socket.IPPROTO_TCP, 5),
    ("TCP_KEEPCNT", socket.IPPROTO_TCP, 2),
    ("TCP_USER_TIMEOUT", socket.IPPROTO_TCP, 10_000),
)
PROBES = [(level, getattr(socket, name), value) for name, level, value in _PROBES if hasattr(socket, name)]
"""Socket options, as far as this system has them."""


def network(profile: Profile) -> httpx.AsyncHTTPTransport:
    """A transport with the system's certificates and the profile's, and the environment's proxy.

    Raises:
        GatewayError: the profile's certificate file cannot be used, or the proxy cannot.
    """
    limits = httpx.Limits(max_connections=10, max_keepalive_connections=5, keepalive_expiry=KEEP_ALIVE_S)
    try:
        return httpx.AsyncHTTPTransport(
            verify=_tls(profile), limits=limits, proxy=_proxy(profile), socket_options=PROBES
        )
    except (ImportError, ValueError, httpx.InvalidURL) as error:
        raise GatewayError(
            "The proxy that the environment names is of a kind this program cannot use.",
            "Name an http:// proxy, or list the gateway's host in NO_PROXY.",
        ) from error


def _proxy(profile: Profile) -> str | None:
    """The proxy the environment names for the gateway; httpx looks there only without a transport."""
    url = httpx.URL(profile.gateway)
    if urllib.request.proxy_bypass(url.netloc.decode("ascii")):
        return None
    named = urllib.request.getproxies()
    proxy = named.get(url.scheme) or named.get("all")
    return proxy if proxy is None or "://" in proxy else f"http://{proxy}"


def _tls(profile: Profile) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if profile.ca_bundle is not None:
        try:
            context.load_verify_locations(profile.ca_bundle)
        except OSError as error:
            why = "no certificate in it" if isinstance(error, ssl.SSLError) else error.strerror
            raise GatewayError(
                f"The certificate file {quoted(str(profile.ca_bundle))} cannot be used ({why}).",
                "It must hold certificates in PEM form; it is set as ca_bundle or ENOS_CA_BUNDLE.",
            ) from error
    return context
