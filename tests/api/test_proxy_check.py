"""A proxy that cannot work is a sentence that names the variable and no password, in every command."""

import json

import pytest

from tests.harness import SAMPLE, running_for_real
from tests.journey import a_gateway
from tui_app.api.errors import UnusableProxy
from tui_app.api.proxy import ProxyChoice
from tui_app.api.proxy_check import check_proxy
from tui_app.app.launch import Start
from tui_app.cli.main import main
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.models.profile import Profile
from tui_app.store.locations import Locations

SCHEME = "is not http, https, socks5 or socks5h"
PORT = "its port is not a number from 1 to 65535"
HOST = "its host is no name of a machine and no address"
LOGIN = "some character of its user name or password must be percent-encoded, such as %23 for #"
UNUSABLE = {
    "ftp://proxy:21": f"its scheme ftp {SCHEME}",
    "socks4://proxy:1080": f"its scheme socks4 {SCHEME}",
    "socks://proxy:1080": f"its scheme socks {SCHEME}",
    "://proxy:3128": f"its scheme {SCHEME}",
    "ht tp://proxy:3128": f"its scheme {SCHEME}",
    "http://": "it has no host",
    "http://:3128": "it has no host",
    "http://me:hush@": "it has no host",
    "http:///path": "it has no host",
    "http://proxy:99999": PORT,
    "http://proxy:0": PORT,
    "http://proxy:-1": PORT,
    "http://proxy:http": PORT,
    "http://proxy:8080x": PORT,
    "http://proxy:３１２８": PORT,
    f"http://proxy:{'9' * 5000}": PORT,
    "http://[::1]:70000": PORT,
    "http://[::1]3128": PORT,
    "http://me:hush@proxy:port": PORT,
    "http://[::1": HOST,
    "http://[proxy]:3128": HOST,
    "http://::1": HOST.replace(HOST, "it has no host"),
    "http://pro xy:3128": HOST,
    "http://pro%20xy:3128": HOST,
    "http://proxy\n:3128": HOST,
    "http://a..b:3128": HOST,
    f"http://{'a' * 64}:3128": HOST,
    "http://me:hu#sh@proxy:3128": LOGIN,
    "http://me:hu/sh@proxy:3128": LOGIN,
    "http://me:hu?sh@proxy:3128": LOGIN,
    "http://me:hu sh@proxy:3128": LOGIN,
    "http://me:hüsh@proxy:3128": LOGIN,
}


@pytest.mark.parametrize(("url", "reason"), UNUSABLE.items(), ids=lambda one: one[:40])
def test_what_cannot_work_is_named_with_its_variable(url: str, reason: str) -> None:
    with pytest.raises(UnusableProxy) as caught:
        check_proxy(ProxyChoice(url, "HTTPS_PROXY"))
    assert str(caught.value) == f"HTTPS_PROXY names no usable proxy: {reason}."
    assert caught.value.hint
    assert "hu" not in str(caught.value).replace("such", "")


@pytest.mark.parametrize(
    "url",
    [
        "http://proxy",
        "http://proxy:",
        "http://proxy:3128/",
        "HTTP://PROXY:3128",
        "https://proxy.example.com.:1",
        "socks5://10.0.0.1:65535",
        "socks5h://[::1]:1080",
        "http://[fe80::1%25eth0]:3128",
        "http://my_proxy:3128",
        "http://прокси.рф:3128",
        "http://me:p%23ss%40@proxy:3128",
        "http://me:p@ss@proxy:3128",
    ],
)
def test_what_may_work_is_left_to_the_network(url: str) -> None:
    check_proxy(ProxyChoice(url, "HTTPS_PROXY"))


@pytest.mark.parametrize("value", ["http://proxy:99999", "http://me:hush@", "gopher://proxy", "a..b"])
def test_get_and_doctor_say_it_with_exit_code_2(
    value: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", value)
    for name, field in (DEMO_PROFILE_FIELDS | {"gateway": "https://apim.example.com"}).items():
        monkeypatch.setenv(f"ENOS_{name.upper()}", field)
    assert main(["get", SAMPLE]) == 2
    out, errors = capsys.readouterr()
    assert out == ""
    assert errors.startswith("HTTPS_PROXY names no usable proxy: ")
    assert len(errors.splitlines()) == 2
    assert main(["doctor", "--json"]) == 2
    (found,) = [one for one in json.loads(capsys.readouterr().out) if one["check"] == "proxy"]
    assert found["verdict"] == "not ok"
    assert found["says"] in errors
    assert "hush" not in errors


async def test_the_screen_says_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy:99999")
    with a_gateway() as served:
        profile = Profile.of("prod", DEMO_PROFILE_FIELDS | {"gateway": served.base_url})
        start = Start(Locations.of_user(), profile, open_text=SAMPLE)
        async with running_for_real(start) as tui:
            await tui.reads("http_proxy names no usable proxy", "1 to 65535")
        assert served.stand_in.calls == []
