"""Reasons why the address of a proxy cannot work, found before anything is sent."""

import re
from ipaddress import IPv6Address

from .errors import UnusableProxy
from .proxy import ProxyChoice

SCHEMES = ("http", "https", "socks5", "socks5h")
"""Kinds of proxies that this program can use."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,20}")
_HOST = re.compile(r"[\w.-]+")
_LOGIN = re.compile(r"[!-~]*")
_HINT = "Write it as http://host:port or socks5://host:port, or list the gateway's host in NO_PROXY."


def check_proxy(choice: ProxyChoice) -> None:
    """Check the address of a proxy.

    Raises:
        UnusableProxy: it cannot work; the sentence names the variable, and no part that may be a password.
    """
    if reason := _fault_of(choice.url):
        raise UnusableProxy(f"{choice.variable} names no usable proxy: {reason}.", _HINT)


def _fault_of(url: str) -> str:
    """A clause about what is wrong with an address; empty if nothing is."""
    scheme, _, rest = url.partition("://")
    if scheme.lower() not in SCHEMES:
        known = f"{', '.join(SCHEMES[:-1])} or {SCHEMES[-1]}"
        given = f"its scheme {scheme}" if _SCHEME.fullmatch(scheme) else "its scheme"
        return f"{given} is not {known}"
    authority, path = re.fullmatch(r"([^/?#]*)(.*)", rest, re.DOTALL).groups()  # type: ignore[union-attr]
    login, _, place = authority.rpartition("@")
    if "@" in path or not _LOGIN.fullmatch(login):
        return "some character of its user name or password must be percent-encoded, such as %23 for #"
    host, port = _split(place)
    if not host:
        return "it has no host"
    if not _is_host(host):
        return "its host is no name of a machine and no address"
    if port and not (port.isascii() and port.isdecimal() and 0 < int(port[:6]) < 65_536):
        return "its port is not a number from 1 to 65535"
    return ""


def _split(place: str) -> tuple[str, str]:
    """Host and port; an IPv6 address stands in brackets."""
    if place.startswith("["):
        host, bracket, port = place.partition("]")
        # What follows the bracket without a colon is no port.
        return host + bracket, port[1:] if port.startswith(":") else port and "?"
    host, _, port = place.partition(":")
    return host, port


def _is_host(host: str) -> bool:
    try:
        if bracketed := re.fullmatch(r"\[([^%\]]*)(?:%.*)?\]", host):
            return bool(IPv6Address(bracketed[1]))
        host.encode("idna")
    except ValueError:
        return False
    return bool(_HOST.fullmatch(host))
