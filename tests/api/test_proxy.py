"""Which proxy the environment names for a gateway, and when none is used."""

import os
import random
import shutil
import socketserver
import subprocess
from collections.abc import Callable, Iterator

import pytest

from tests.proxies import a_proxy
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


NAME, ADDRESS, ADDRESS_6 = "apim.example.com", "10.1.2.3", "[fd01::1]"
DIRECT = {
    NAME: [
        *(NAME, "APIM.example.com", "example.com", ".example.com", "com", "*", "other.org,example.com"),
        *("other.org , .example.com", ",example.com", "example.com.", f"{NAME}.", "other.org,,example.com"),
    ],
    f"{NAME}.": ["example.com"],
    "APIM.Example.com": ["apim.EXAMPLE.com"],
    "localhost": ["localhost"],
    ADDRESS: [
        *(ADDRESS, "10.0.0.0/8", "10.1.2.0/30", "other.org, 10.1.0.0/16 ", "10.1.2.3/32", "10.1.2.3/0"),
        "10.200.0.0/8",
    ],
    ADDRESS_6: ["fd01::1", "fd01:0::1", "fd01::/16", "fd00::/8", "a.b,fd01::1/128"],
}
THROUGH_PROXY = {
    NAME: [
        *("", ",", ".", "..", "*.", " *", "*,other.org", "*.example.com", "ample.com", "..example.com"),
        *("example.com..", f"a.{NAME}", f"{NAME}:8443", f"https://{NAME}", "10.0.0.0/8"),
    ],
    "localhost": ["127.0.0.1"],
    ADDRESS: [
        *("10.2.0.0/16", "0.0.0.0/0", "10.1.2.3/33", "10.1.2.3:8443", "10.1.2.3.", ".10.1.2.3", "2.3"),
        *("10.1/16", "010.1.2.3", "10.1.2", "*.1.2.3"),
    ],
    ADDRESS_6: ["[fd01::1]", "fd00::/16", "::/0", "fd01::1/129", "::1", ADDRESS],
}
REACH = [
    (host, listed, is_direct)
    for lists, is_direct in ((DIRECT, True), (THROUGH_PROXY, False))
    for host, all_listed in lists.items()
    for listed in all_listed
]
"""Hosts, lists, and whether curl connects to the host directly."""

BLANKS = [(NAME, "other.org example.com", True), (NAME, "other.org\texample.com", True)]
"""Lists without commas, which curl from 8.9 on reads up to the first blank."""


@pytest.mark.parametrize(("host", "listed", "is_direct"), [*REACH, *BLANKS])
def test_no_proxy_reaches_hosts_domains_and_networks(host: str, listed: str, is_direct: bool) -> None:
    for variable in ("no_proxy", "NO_PROXY"):
        way = proxy_for(f"https://{host}:8443", PROXY | {variable: listed})
        assert (way is None) == is_direct


class Answers(socketserver.StreamRequestHandler):
    """Answers any request, a proxy's with 418, a server's with 204."""

    status = b""

    def handle(self) -> None:
        self.rfile.readline()
        self.wfile.write(b"HTTP/1.1 " + self.status + b" x\r\ncontent-length: 0\r\n\r\n")


@pytest.fixture(scope="module")
def curl_is_direct() -> Iterator[Callable[[str, str], bool]]:
    """Ask the real curl whether it connects to a host directly."""
    proxies = [type("Said", (Answers,), {"status": status}) for status in (b"418", b"204")]
    with a_proxy(proxies[0]) as proxy, a_proxy(proxies[1]) as server:

        def ask(host: str, listed: str) -> bool:
            done = subprocess.run(
                [
                    *("curl", "-q", "-s", "-o", "/dev/null", "-w", "%{http_code}%{http_connect}"),
                    *("--max-time", "20", "--connect-to", f"::{server.place}", f"http://{host}:8443/"),
                ],
                env={"PATH": os.environ["PATH"], "http_proxy": f"http://{proxy.place}", "no_proxy": listed},
                capture_output=True,
                text=True,
                check=False,
                timeout=30,
            )
            assert done.stdout in ("204000", "000418"), done
            return done.stdout == "204000"

        yield ask


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")
def test_no_proxy_reaches_as_far_as_curls(curl_is_direct: Callable[[str, str], bool]) -> None:
    # Versions differ: some know no networks of IPv6, or no lists without commas.
    knows_6 = curl_is_direct(ADDRESS_6, "fd01:0::1")
    rows = [row for row in REACH if knows_6 or row[0] != ADDRESS_6]
    rows += BLANKS if curl_is_direct(*BLANKS[0][:2]) else []
    assert len(rows) > 40
    assert [(host, listed, curl_is_direct(host, listed)) for host, listed, _ in rows] == rows


@pytest.mark.random
@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")
def test_random_lists_reach_as_far_as_curls(
    curl_is_direct: Callable[[str, str], bool], request: pytest.FixtureRequest
) -> None:
    draw = random.Random(15)
    parts = ["apim", "example", "com", "org", "*", "10", "1", "2", "3", "", "EXAMPLE"]
    for _ in range(40 * int(request.config.getoption("thorough"))):
        host = draw.choice([NAME, ADDRESS, "apim.example.org", "10.1.2.200", "com"])
        listed = ",".join(
            ".".join(draw.choices(parts, k=draw.randint(1, 4)))
            + draw.choice(["", "", "/8", "/24", "/31", ":80"])
            for _ in range(draw.randint(1, 3))
        )
        if draw.random() < 0.3:
            listed += f",{'.'.join(host.split('.')[draw.randint(0, 2) :])}{draw.choice(['', '.', '/24'])}"
        way = proxy_for(f"http://{host}:8443", {"http_proxy": "http://proxy:3128", "no_proxy": listed})
        assert (way is None) == curl_is_direct(host, listed), (host, listed)
