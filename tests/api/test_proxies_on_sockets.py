"""HTTPS to a gateway with a private authority, through real proxies on loopback and past them."""

import builtins
import gc
import os
import socketserver
import ssl
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.certificates import ca_file
from tests.proxies import PASSWORD, USER, Connect, Socks5, a_proxy
from tests.stand_in import Served, serve
from tests.stand_in.gateway import StandIn
from tui_app.api import network
from tui_app.api.client import HttpGateway
from tui_app.api.errors import GatewayError, Unreachable
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.demo.world import World
from tui_app.models.profile import Profile

VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
BOTH = pytest.mark.parametrize(("handler", "scheme"), [(Connect, "http"), (Socks5, "socks5h")])


@pytest.fixture(autouse=True)
def _no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def served() -> Iterator[Served]:
    now = datetime.now(UTC)
    with serve(StandIn(World(now), lambda: int(datetime.now(UTC).timestamp() * 1000)), tls=True) as served:
        yield served


def profile_for(served: Served, folder: Path) -> Profile:
    fields = DEMO_PROFILE_FIELDS | {"gateway": served.base_url, "ca_bundle": str(ca_file(folder))}
    return Profile.of("test", fields)


async def ask(profile: Profile) -> str:
    """What a question gets: the zone, or the sentence of a refusal."""
    gateway = HttpGateway(profile)
    try:
        return (await gateway.get_time_zone()).text
    finally:
        await gateway.aclose()


@BOTH
@pytest.mark.parametrize("asks", [False, True])
async def test_https_goes_through_a_proxy(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, handler: Any, scheme: str, asks: bool
) -> None:
    with a_proxy(handler, asks=asks) as proxy:
        monkeypatch.setenv("ALL_PROXY", f"{scheme}://{f'{USER}:{PASSWORD}@' if asks else ''}{proxy.place}")
        assert "GMT+8" in await ask(profile_for(served, tmp_path))
        assert proxy.reached == [f"127.0.0.1:{served.server_port}"]


@BOTH
async def test_no_proxy_leads_past_it(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, handler: Any, scheme: str
) -> None:
    with a_proxy(handler) as proxy:
        monkeypatch.setenv("https_proxy", f"{scheme}://{proxy.place}")
        monkeypatch.setenv("no_proxy", "127.0.0.0/8")
        assert "GMT+8" in await ask(profile_for(served, tmp_path))
        assert proxy.reached == []


# httpcore leaves the connection to a SOCKS proxy that refused the password to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@BOTH
async def test_a_wrong_password_is_told_without_it(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, handler: Any, scheme: str
) -> None:
    with a_proxy(handler, asks=True) as proxy:
        monkeypatch.setenv("https_proxy", f"{scheme}://{USER}:wrong-word@{proxy.place}")
        with pytest.raises(Unreachable) as caught:
            await ask(profile_for(served, tmp_path))
        assert proxy.reached == []
    assert str(caught.value) == (
        f"The proxy {scheme}://{proxy.place} (https_proxy) does not accept the user name and password, "
        "or their absence."
    )
    assert caught.value.hint == "Write them into https_proxy, as in http://NAME:PASSWORD@host:port."
    assert "wrong-word" not in f"{caught.value!r}{caught.value.hint}"
    del caught
    gc.collect()


async def test_a_proxy_that_refuses_the_host_is_told(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_proxy(Connect) as proxy:
        monkeypatch.setenv("https_proxy", proxy.place)
        profile = replace(profile_for(served, tmp_path), gateway="https://forbidden.test")
        with pytest.raises(Unreachable, match=r"does not connect to forbidden\.test \(403 Forbidden\)\.$"):
            await ask(profile)


@BOTH
async def test_a_proxy_that_is_not_there_is_told_apart_from_the_gateway(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, handler: Any, scheme: str
) -> None:
    with a_proxy(handler) as proxy:
        place = proxy.place
    monkeypatch.setenv("https_proxy", f"{scheme}://{place}")
    with pytest.raises(Unreachable) as caught:
        await ask(profile_for(served, tmp_path))
    assert str(caught.value) == f"The proxy {scheme}://{place} (https_proxy) refuses the connection."
    assert served.connections == 0


class Other(socketserver.StreamRequestHandler):
    """Anything but a SOCKS proxy: reads a little, says what it says, hangs up."""

    said = b""

    def handle(self) -> None:
        self.request.recv(300)
        self.wfile.write(self.said)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("said", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"", b"\x05", b"\x05\x00"])
async def test_what_is_no_socks_proxy_is_a_sentence(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    with a_proxy(type("Said", (Other,), {"said": said})) as proxy:
        monkeypatch.setenv("ALL_PROXY", f"socks5://{proxy.place}")
        with pytest.raises(Unreachable) as caught:
            await ask(profile_for(served, tmp_path))
    assert str(caught.value) == f"socks5://{proxy.place} (ALL_PROXY) does not answer as a SOCKS 5 proxy does."
    assert "http://host:port" in caught.value.hint
    del caught
    gc.collect()


async def test_a_password_that_socks_cannot_carry_is_a_sentence(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", f"socks5://{USER}:{'w' * 256}@127.0.0.1:1")
    with pytest.raises(GatewayError, match=r"for socks5://127\.0\.0\.1:1 .* too long for SOCKS"):
        await ask(profile_for(served, tmp_path))


async def test_without_the_package_for_socks_there_is_a_sentence(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] == "socksio":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setenv("ALL_PROXY", f"socks5://{USER}:{PASSWORD}@proxy:1080")
    with pytest.raises(GatewayError) as caught:
        await ask(profile_for(served, tmp_path))
    assert str(caught.value) == (
        "socks5://proxy:1080 (ALL_PROXY) is a SOCKS proxy, and the package for SOCKS is missing."
    )
    assert caught.value.hint == f"Install it: {sys.executable} -m pip install socksio."


async def test_without_verification_an_unknown_authority_will_do(served: Served, tmp_path: Path) -> None:
    strict = replace(profile_for(served, tmp_path), ca_bundle=None)
    with pytest.raises(Unreachable, match="authority this machine does not trust"):
        await ask(strict)
    assert "GMT+8" in await ask(replace(strict, verify_tls=False))


@pytest.mark.parametrize("places", [{}, {"SSL_CERT_FILE": "ca.pem"}])
async def test_the_systems_own_variable_names_an_authority(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, places: Mapping[str, str]
) -> None:
    profile = replace(profile_for(served, tmp_path), ca_bundle=None)
    for name, file in places.items():
        monkeypatch.setenv(name, str(tmp_path / file))
    if places:
        assert "GMT+8" in await ask(profile)
    else:
        with pytest.raises(Unreachable):
            await ask(profile)


@pytest.fixture
def a_python_built_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """It looks for authorities in a folder of this test's."""
    bare = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    places = ssl.get_default_verify_paths()._replace(cafile="", capath=str(tmp_path))
    monkeypatch.setattr(ssl, "create_default_context", lambda: bare)
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: places)
    for variable in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


async def test_the_systems_authorities_are_found_where_python_does_not_look(
    served: Served, a_python_built_elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = ca_file(a_python_built_elsewhere)
    monkeypatch.setattr(network, "SYSTEM_FILES", ("/nowhere.pem", str(system)))
    profile = replace(profile_for(served, a_python_built_elsewhere), ca_bundle=None)
    assert "GMT+8" in await ask(profile)


def test_without_any_of_the_systems_those_of_httpx_are_trusted(
    a_python_built_elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "SYSTEM_FILES", ())
    profile = Profile.of("test", DEMO_PROFILE_FIELDS)
    assert network.trusted(profile).cert_store_stats()["x509_ca"] > 50


def test_a_folder_with_hashed_names_will_do(
    a_python_built_elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (a_python_built_elsewhere / "a1b2c3d4.0").touch()
    assert network.trusted(Profile.of("test", DEMO_PROFILE_FIELDS)).cert_store_stats()["x509_ca"] == 0


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_where_a_variable_leads_nowhere_nobody_else_is_trusted_instead(
    a_python_built_elsewhere: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "/nowhere")
    with pytest.raises(GatewayError, match=r"There is no certificate authority in /nowhere\.") as caught:
        network.trusted(Profile.of("test", DEMO_PROFILE_FIELDS))
    assert variable in caught.value.hint


@pytest.mark.parametrize(
    ("variable", "name", "why"),
    [
        ("SSL_CERT_FILE", "nowhere", "No such file or directory"),
        ("SSL_CERT_FILE", "folder", "not a regular file"),
        ("SSL_CERT_FILE", "pipe", "not a regular file"),
        ("SSL_CERT_FILE", "text", "no certificate in it"),
        ("SSL_CERT_DIR", "nowhere", "No such file or directory"),
        ("SSL_CERT_DIR", "text", "Not a directory"),
        ("SSL_CERT_DIR", "folder:nowhere", "No such file or directory"),
    ],
)
def test_a_variable_of_openssl_that_cannot_be_read_is_the_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, name: str, why: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text").write_text("no certificate")
    os.mkfifo(tmp_path / "pipe")
    place = ":".join(str(tmp_path / one) for one in name.split(":"))
    monkeypatch.setenv(variable, place)
    with pytest.raises(GatewayError) as caught:
        network.trusted(Profile.of("test", DEMO_PROFILE_FIELDS))
    assert str(caught.value).startswith(
        f"{variable} cannot be used ({why}). There is no certificate authority"
    )
    assert variable in caught.value.hint


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nowhere/keys", "No such file or directory"),
        ("folder", "It is a directory, not a regular file; move it away or choose another name"),
        ("pipe", "It is a named pipe, not a regular file; move it away or choose another name"),
    ],
)
def test_a_log_of_keys_that_cannot_be_written_is_the_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, why: str
) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / name))
    with pytest.raises(GatewayError) as caught:
        network.trusted(Profile.of("test", DEMO_PROFILE_FIELDS))
    assert str(caught.value) == f"SSLKEYLOGFILE cannot be used: {tmp_path / name}: {why}."
    assert caught.value.hint == "Correct SSLKEYLOGFILE, or unset it."


def test_no_authority_is_read_for_a_gateway_without_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> ssl.SSLContext:
        raise AssertionError("authorities are read")

    monkeypatch.setattr(ssl, "create_default_context", refuse)
    fields = DEMO_PROFILE_FIELDS | {"gateway": "http://127.0.0.1:9"}
    assert isinstance(network.network(Profile.of("test", fields)), network.Direct)
    with pytest.raises(AssertionError):
        network.network(Profile.of("test", fields | {"gateway": "https://127.0.0.1:9"}))
