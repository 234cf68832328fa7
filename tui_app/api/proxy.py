"""Choice of a proxy from the environment; the variables are those of curl and most programs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

_EVERY_SCHEME = "all"


@dataclass(frozen=True, slots=True)
class ProxyChoice:
    """A proxy that the environment names."""

    url: str = field(repr=False)
    """Its address; may hold a password."""

    variable: str
    """The variable that names it."""

    def __str__(self) -> str:
        """The proxy without its password, as the subject of a sentence."""
        try:
            url = urlsplit(self.url)
            host = f"[{url.hostname}]" if ":" in (url.hostname or "") else url.hostname
            place = f"{url.scheme}://{host}" + (f":{url.port}" if url.port else "")
        except ValueError:
            return f"The proxy named in {self.variable}"
        return f"{place} ({self.variable})"


def proxy_for(address: str, environment: Mapping[str, str]) -> ProxyChoice | None:
    """The proxy for an address; None where there is none, or NO_PROXY lists the host.

    Args:
        address: ``scheme://host[:port]``.
        environment: variables by name; of ``https_proxy`` and ``HTTPS_PROXY`` the first counts.
    """
    url = urlsplit(address)
    for name in (url.scheme, _EVERY_SCHEME):
        for variable in (f"{name}_proxy", f"{name.upper()}_PROXY"):
            if proxy := environment.get(variable, "").strip():
                exempt = environment.get("no_proxy") or environment.get("NO_PROXY") or ""
                if _is_exempt(url.hostname or "", exempt):
                    return None
                return ProxyChoice(proxy if "://" in proxy else f"http://{proxy}", variable)
    return None


def _is_exempt(host: str, exempt: str) -> bool:
    """Whether curl connects directly: to all with ``*`` alone, to listed hosts, domains and networks.

    Ports and other patterns reach no host; what separates is a comma or a blank.
    """
    if exempt == "*":
        return True
    listed = re.split("[ \t,]+", exempt)
    try:
        address = ip_address(host)
    except ValueError:
        return any(_is_domain_of(host.removesuffix("."), one) for one in listed)
    return any(_is_network_of(address, one) for one in listed)


def _is_domain_of(host: str, listed: str) -> bool:
    name = listed.lower().removesuffix(".").removeprefix(".")
    return name != "" and f".{host}".endswith(f".{name}")


def _is_network_of(address: IPv4Address | IPv6Address, listed: str) -> bool:
    """Whether an address equals a listed one in its first bits; without bits, or with 0, in all."""
    start, _, bits = listed.partition("/")
    try:
        network = ip_address(start)
        length = int(bits or 0) or network.max_prefixlen
        return address in ip_network(f"{network}/{length}", strict=False)
    except ValueError:
        return False
