"""Which proxy the environment names for a gateway, and when none is used."""

import pytest

from tui_app.api.proxy import proxy_for

PROXY = {"HTTPS_PROXY": "http://proxy:3128"}


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, None),
        (PROXY, "http://proxy:3128 (HTTPS_PROXY)"),
        ({"https_proxy": "proxy:3128"}, "http://proxy:3128 (https_proxy)"),
        (PROXY | {"https_proxy": "socks5://inner:1080"}, "socks5://inner:1080 (https_proxy)"),
        ({"ALL_PROXY": "socks5h://[::1]:1080"}, "socks5h://[::1]:1080 (ALL_PROXY)"),
        ({"http_proxy": "http://proxy:3128"}, None),
        ({"https_proxy": "  "}, None),
        ({"https_proxy": "http://me:pass@proxy:3128"}, "http://proxy:3128 (https_proxy)"),
        ({"https_proxy": "http://me:pass@[proxy"}, "The proxy named in https_proxy"),
    ],
)
def test_the_proxy_is_told_with_its_variable_and_no_password(
    environment: dict[str, str], told: str | None
) -> None:
    way = proxy_for("https://apim.example.com:8443", environment)
    assert (way and str(way)) == told
    assert "pass" not in repr(way)


@pytest.mark.parametrize(
    ("exempt", "is_direct"),
    [
        ("apim.example.com", True),
        ("APIM.example.com", True),
        ("apim.example.com:8443", True),
        ("apim.example.com:443", False),
        ("example.com", True),
        (".example.com", True),
        ("other.org, .example.com", True),
        ("other.org .example.com", True),
        ("*.example.com", True),
        ("apim.example.com.", True),
        ("ample.com", False),
        ("*.", False),
        ("*", True),
        ("", False),
        (",", False),
    ],
)
def test_no_proxy_lists_hosts_domains_and_ports(exempt: str, is_direct: bool) -> None:
    for variable in ("no_proxy", "NO_PROXY"):
        way = proxy_for("https://apim.example.com:8443", PROXY | {variable: exempt})
        assert (way is None) == is_direct


@pytest.mark.parametrize(
    ("host", "is_direct"),
    [
        ("10.1.2.3", True),
        ("[fd01::1]", True),
        ("[fd01::2]", True),
        ("[fd01::3]", False),
        ("11.1.2.3", False),
        ("[fd00::5]", True),
        ("ten.example.com", False),
    ],
)
def test_no_proxy_lists_networks(host: str, is_direct: bool) -> None:
    way = proxy_for(
        f"https://{host}:8443",
        PROXY | {"no_proxy": "10.0.0.0/8,fd00::/16,[fd01::1],[fd01::2]:8443,none/such"},
    )
    assert (way is None) == is_direct
