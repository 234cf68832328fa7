"""The real network: certificate authorities, proxies and connection limits."""

import errno
import os
import socket
import ssl
import stat
import sys
from glob import escape, glob
from pathlib import Path

import httpx

from ..models.profile import Profile
from ..store.installation import installation
from ..store.regular_files import CAREFULLY, check_replaceable
from .errors import GatewayError, UnusableProxy, quoted
from .http_check import NotHttp, check_http, not_http_error
from .proxy import ProxyChoice, proxy_for
from .proxy_check import check_proxy
from .proxy_faults import proxy_fault

_CONNECTIONS = 10
"""Most open connections: eight for the requests of a list, two for the user's own."""

KEEP_ALIVE_S = 90.0
"""Longest life of an unused connection, seconds: the time a user reads one record."""

# A firewall drops an unused connection silently. Probes keep it alive; where nothing answers them the
# connection ends after 10 s, and the request is sent on another one.
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
_KEY_LOG = "SSLKEYLOGFILE"
"""Names the file that Python writes the keys of connections to, for those who debug the network."""
_CHECK_ADDRESS = "Check the port in the gateway's address."

# httpcore imports sniffio several times a request, to tell asyncio from trio. Where that is not installed
# each import searches the disk, a sixth of the time of a request; None says at once that it is missing.
sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]

SYSTEM_FILES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Red Hat and its kin
    "/etc/ssl/ca-bundle.pem",  # SUSE
    "/etc/ssl/cert.pem",  # Alpine, macOS
)
"""Certificate files of the usual systems."""


def network(profile: Profile) -> httpx.AsyncHTTPTransport:
    """A transport with the system's certificates and the profile's, and the environment's proxy.

    Raises:
        GatewayError: the profile's certificate file cannot be used, or the proxy cannot.
    """
    # With fewer kept than opened, a list of ids opens and closes a connection for nearly every id.
    limits = httpx.Limits(
        max_connections=_CONNECTIONS,
        max_keepalive_connections=_CONNECTIONS,
        keepalive_expiry=KEEP_ALIVE_S,
    )
    way = proxy_for(profile.gateway, os.environ)
    if way is not None:
        check_proxy(way)
    if way is None and profile.gateway.startswith("http:") and profile.ca_bundle is None:
        _check_variables()
        # Nothing is encrypted, and reading the authorities takes as long as importing a third of httpx. This
        # context trusts nobody.
        return Direct(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), limits)
    trust = trusted(profile)
    if way is None:
        return Direct(trust, limits)
    try:
        return ThroughProxy(way, trust, limits)
    except ImportError as error:
        raise UnusableProxy(
            f"{way} is a SOCKS proxy, and the package for SOCKS is missing.",
            installation().how_to_add("socksio"),
        ) from error
    except (ValueError, httpx.InvalidURL) as error:
        raise UnusableProxy(
            f"{way} is of a kind this program cannot use.",
            "Name an http:// or socks5:// proxy, or list the gateway's host in NO_PROXY.",
        ) from error


class Direct(httpx.AsyncHTTPTransport):
    """Reports a peer that speaks no HTTP as what it is."""

    def __init__(self, trust: ssl.SSLContext, limits: httpx.Limits) -> None:
        super().__init__(verify=trust, limits=limits, socket_options=PROBES)
        check_http(self)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request.

        Raises:
            GatewayError: the peer speaks no HTTP.
            httpx.HTTPError: the connection failed.
        """
        try:
            return await super().handle_async_request(request)
        except NotHttp as error:
            raise not_http_error(error, f"The server at {_host_of(request)}", _CHECK_ADDRESS) from error


class ThroughProxy(httpx.AsyncHTTPTransport):
    """Reports faults of the proxy as the proxy's, not as the gateway's."""

    def __init__(self, way: ProxyChoice, trust: ssl.SSLContext, limits: httpx.Limits) -> None:
        """
        Raises:
            UnusableProxy: the password does not fit the kind of proxy.
            ImportError: the package for SOCKS is missing.
            ValueError, httpx.InvalidURL: the proxy is of an unknown kind.
        """
        url = httpx.URL(way.url)
        proxy = httpx.Proxy(url, ssl_context=trust if url.scheme == "https" else None)
        super().__init__(verify=trust, limits=limits, proxy=proxy, socket_options=PROBES)
        self._way = way
        is_socks = url.scheme.startswith("socks")
        check_http(self, first_layer=1 if is_socks else 0)
        self._proxy_layers = -1 if is_socks else int(url.scheme == "https")
        self._faults: tuple[type[Exception], ...] = (httpx.HTTPError,)
        if is_socks:
            from socksio.exceptions import SOCKSError

            if any(len(text.encode()) > _LONGEST_FOR_SOCKS for text in (url.username, url.password)):
                raise UnusableProxy(
                    f"The user name or the password for {way} is too long for SOCKS.",
                    f"Check {way.variable}: each may have {_LONGEST_FOR_SOCKS} bytes.",
                )
            # httpx does not wrap it.
            self._faults += (SOCKSError,)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request.

        Raises:
            GatewayError, TransientError: the proxy did not connect to the gateway.
            httpx.HTTPError: the connection failed after that.
        """
        try:
            return await super().handle_async_request(request)
        except NotHttp as error:
            if error.layers <= self._proxy_layers:
                raise not_http_error(
                    error, f"The proxy {self._way}", f"Check {self._way.variable}."
                ) from error
            raise not_http_error(error, f"The server at {_host_of(request)}", _CHECK_ADDRESS) from error
        except self._faults as error:
            if fault := proxy_fault(error, _host_of(request), self._way):
                raise fault from error
            raise


def _host_of(request: httpx.Request) -> str:
    return request.url.netloc.decode("ascii")


def trusted(profile: Profile) -> ssl.SSLContext:
    """A TLS context with the system's authorities and the profile's own; takes tens of milliseconds.

    Raises:
        GatewayError: the profile's certificate file cannot be used, or what a variable names.
    """
    _check_variables()
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
    """Whether OpenSSL found authorities; SSL_CERT_FILE and SSL_CERT_DIR change where it searches."""
    if context.cert_store_stats()["x509_ca"]:
        return True
    # Those in a folder are read on demand, and found by the hash in the file name.
    folder = ssl.get_default_verify_paths().capath
    return bool(folder) and bool(glob(f"{escape(folder)}/????????.[0-9]"))


def _check_variables() -> None:
    """Check what the variables of OpenSSL name; it is silent about what it cannot read, and waits for a pipe.

    Raises:
        GatewayError: it cannot be used.
    """
    for variable, check in (("SSL_CERT_FILE", _check_file), ("SSL_CERT_DIR", _check_folders)):
        if place := os.environ.get(variable):
            try:
                check(place)
            except OSError as error:
                why = "no certificate in it" if isinstance(error, ssl.SSLError) else error.strerror
                raise _no_authority(variable, place, f"{variable} cannot be used ({why}). ") from error
    if place := os.environ.get(_KEY_LOG):
        try:
            check_replaceable(Path(place))
            os.close(os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT | CAREFULLY, 0o600))
        except OSError as error:
            raise GatewayError(
                f"{_KEY_LOG} cannot be used: {quoted(place)}: {error.strerror}.",
                f"Correct {_KEY_LOG}, or unset it.",
            ) from error


def _check_file(place: str) -> None:
    if not stat.S_ISREG(os.stat(place).st_mode):
        raise OSError(errno.EINVAL, "not a regular file")
    ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(place)


def _check_folders(places: str) -> None:
    for place in filter(None, places.split(os.pathsep)):
        os.listdir(place)


def _no_authority(variable: str, place: str, why: str = "") -> GatewayError:
    return GatewayError(
        f"{why}There is no certificate authority in {quoted(place)}.",
        f"Correct {variable}, or unset it to trust the system's own authorities.",
    )


def _other_authorities() -> str:
    """The system's authorities for a Python built to search other paths; else Mozilla's.

    Raises:
        GatewayError: a variable names a path without authorities; no others are trusted in their place.
    """
    for variable in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        if place := os.environ.get(variable):
            raise _no_authority(variable, place)
    import certifi

    return next(filter(os.path.exists, SYSTEM_FILES), certifi.where())
