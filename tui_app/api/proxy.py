"""Choice of a proxy from the environment; the variables are those of curl and most programs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
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
                if _is_exempt(url.hostname or "", url.netloc, exempt):
                    return None
                return ProxyChoice(proxy if "://" in proxy else f"http://{proxy}", variable)
    return None


def _is_exempt(host: str, place: str, exempt: str) -> bool:
    """Whether the host is listed: itself, with its port, by its domain, by its network, or as ``*``."""
    for listed in exempt.replace(",", " ").split():
        name = listed.removeprefix("*").strip(".[]").lower()
        if listed in ("*", place) or (name and (name in (host, place.lower()) or host.endswith(f".{name}"))):
            return True
        if "/" in listed and _is_in(host, listed):
            return True
    return False


def _is_in(host: str, network: str) -> bool:
    try:
        return ip_address(host) in ip_network(network, strict=False)
    except ValueError:
        return False
