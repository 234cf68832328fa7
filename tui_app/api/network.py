"""The real network: whom to trust, and through which proxy."""

import ssl
import urllib.request

import httpx

from ..models.profile import Profile
from .errors import GatewayError, quoted

KEEP_ALIVE_S = 90.0
"""How long an unused connection is kept, seconds: the time a person reads one record."""


def network(profile: Profile) -> httpx.AsyncHTTPTransport:
    """A transport with the system's certificates and the profile's, and the environment's proxy.

    Raises:
        GatewayError: the profile's certificate file cannot be used, or the proxy cannot.
    """
    limits = httpx.Limits(max_connections=10, max_keepalive_connections=5, keepalive_expiry=KEEP_ALIVE_S)
    try:
        return httpx.AsyncHTTPTransport(verify=_tls(profile), limits=limits, proxy=_proxy(profile))
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
