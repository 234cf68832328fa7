"""The real network: whom to trust, and through which proxy."""

import os
import socket
import ssl
import sys
from glob import escape, glob

import httpx

from ..models.profile import Profile
from .errors import GatewayError, quoted
from .proxy import ProxyChoice, proxy_for
from .proxy_faults import proxy_fault

_CONNECTIONS = 10
"""At most open: the questions of a list, eight at a time, and a person's own."""

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

_LONGEST_FOR_SOCKS = 255

# httpcore looks for sniffio several times a question, to tell asyncio from trio. Where that is not installed
# each look searches the disk, and takes a sixth of the question; None is to say at once that it is not there.
sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]

SYSTEM_FILES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Red Hat and its kin
    "/etc/ssl/ca-bundle.pem",  # SUSE
    "/etc/ssl/cert.pem",  # Alpine, macOS
)
"""Where systems keep their authorities."""


def network(profile: Profile) -> httpx.AsyncHTTPTransport:
    """A transport with the system's certificates and the profile's, and the environment's proxy.

    Raises:
        GatewayError: the profile's certificate file cannot be used, or the proxy cannot.
    """
    # Fewer kept than opened, and a list of ids opens and closes a connection for nearly every one of them.
    limits = httpx.Limits(
        max_connections=_CONNECTIONS,
        max_keepalive_connections=_CONNECTIONS,
        keepalive_expiry=KEEP_ALIVE_S,
    )
    way, trust = proxy_for(profile.gateway, os.environ), trusted(profile)
    if way is None:
        return httpx.AsyncHTTPTransport(verify=trust, limits=limits, socket_options=PROBES)
    try:
        return ThroughProxy(way, trust, limits)
    except ImportError as error:
        raise GatewayError(
            f"{way} is a SOCKS proxy, and the package that speaks with one is missing.",
            "Install it: pip install 'enos-tui[socks]'.",
        ) from error
    except (ValueError, httpx.InvalidURL) as error:
        raise GatewayError(
            f"{way} is of a kind this program cannot use.",
            "Name an http:// or socks5:// proxy, or list the gateway's host in NO_PROXY.",
        ) from error


class ThroughProxy(httpx.AsyncHTTPTransport):
    """Tells what the proxy does wrong in the proxy's name, not in the gateway's."""

    def __init__(self, way: ProxyChoice, trust: ssl.SSLContext, limits: httpx.Limits) -> None:
        """
        Raises:
            GatewayError: the password does not fit the kind of proxy.
            ImportError: the package for SOCKS is missing.
            ValueError, httpx.InvalidURL: the proxy is of no kind that is known.
        """
        url = httpx.URL(way.url)
        proxy = httpx.Proxy(url, ssl_context=trust if url.scheme == "https" else None)
        super().__init__(verify=trust, limits=limits, proxy=proxy, socket_options=PROBES)
        self._way = way
        self._faults: tuple[type[Exception], ...] = (httpx.HTTPError,)
        if url.scheme.startswith("socks"):
            from socksio.exceptions import SOCKSError

            if any(len(text.encode()) > _LONGEST_FOR_SOCKS for text in (url.username, url.password)):
                raise GatewayError(
                    f"The user name or the password for {way} is too long for SOCKS.",
                    f"Check {way.variable}: each may have {_LONGEST_FOR_SOCKS} bytes.",
                )
            # httpx lets it through as it is.
            self._faults += (SOCKSError,)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request.

        Raises:
            GatewayError, Passing: the proxy did not connect to the gateway.
            httpx.HTTPError: it did, and then something went wrong.
        """
        try:
            return await super().handle_async_request(request)
        except self._faults as error:
            if fault := proxy_fault(error, request.url.netloc.decode("ascii"), self._way):
                raise fault from error
            raise


def trusted(profile: Profile) -> ssl.SSLContext:
    """Whom to trust: the system's authorities and the profile's own. Takes tens of milliseconds.

    Raises:
        GatewayError: the profile's certificate file cannot be used.
    """
    context = ssl.create_default_context()
    if not profile.verify_tls:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context
    if not _has_authorities(context):
        context.load_verify_locations(_other_authorities())
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


def _has_authorities(context: ssl.SSLContext) -> bool:
    """Did OpenSSL find any where it looks? SSL_CERT_FILE and SSL_CERT_DIR move these places."""
    if context.cert_store_stats()["x509_ca"]:
        return True
    # Those of a folder are read when one is needed, and found by the hash in the name alone.
    folder = ssl.get_default_verify_paths().capath
    return bool(folder) and bool(glob(f"{escape(folder)}/????????.[0-9]"))


def _other_authorities() -> str:
    """The system's own for a Python built elsewhere, which looks in other places; else Mozilla's.

    Raises:
        GatewayError: a variable says where to look, and there is nothing: nobody else's are trusted instead.
    """
    for variable in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        if place := os.environ.get(variable):
            raise GatewayError(
                f"There is no certificate authority in {quoted(place)}.",
                f"Mend {variable}, or unset it: then the system's own authorities are trusted.",
            )
    import certifi

    return next(filter(os.path.exists, SYSTEM_FILES), certifi.where())
