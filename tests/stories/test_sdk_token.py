"""A gateway that requires the token of the vendor's SDK needs one line in the profile."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Literal

import pytest

from tests.harness import SAMPLE, running_for_real
from tests.stand_in import Served, serve
from tests.stand_in.gateway import StandIn
from tests.stand_in.self_issued import SelfIssued
from tui_app.api.self_issued_tokens import SelfIssuedTokens
from tui_app.app.launch import Start
from tui_app.cli.main import main
from tui_app.demo.application import ACCESS_KEY, SECRET_KEY
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.demo.world import World
from tui_app.store.files import write_private
from tui_app.store.locations import Locations
from tui_app.store.settings import resolve


@cache
def opener() -> SelfIssued:
    """A key pair, shared because making one is slow."""
    return SelfIssued({ACCESS_KEY: SECRET_KEY})


@contextmanager
def a_gateway(*lines: str) -> Iterator[Served]:
    """A gateway on a real socket, and its config.toml."""
    now = datetime.now(UTC)
    stand_in = StandIn(World(now), lambda: int(datetime.now(UTC).timestamp() * 1000), self_issued=opener())
    with serve(stand_in) as served:
        fields = DEMO_PROFILE_FIELDS | {"gateway": served.base_url}
        told = [f'{key} = "{value}"' for key, value in fields.items()]
        text = "\n".join(["[profiles.sdk]", *told, 'auth = "poseidon"', *lines, ""])
        write_private(Locations.of_user().config, text)
        yield served


def key_line() -> str:
    return f'poseidon_public_key = "{opener().public_key}"'


@pytest.mark.parametrize("expired", [None, 4011, 4012])
def test_get_never_requests_a_token(
    capsys: pytest.CaptureFixture[str], expired: Literal[4011, 4012] | None
) -> None:
    with a_gateway(key_line()) as served:
        if expired:
            opener().expire(expired)
        assert main(["get", f"taskInstId={SAMPLE}", "--json"]) == 0
        said = capsys.readouterr()
        assert (json.loads(said.out)["instanceId"], said.err) == (SAMPLE, "")
        assert (served.stand_in.request_count("token"), served.stand_in.rejections) == (0, [])
        assert served.stand_in.request_count("taskInstances") == (2 if expired else 1)


def test_rejected_published_keys_lead_to_a_hint_on_the_setting(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with a_gateway() as served:
        assert main(["get", f"taskInstId={SAMPLE}", "--json"]) == 4
        assert SelfIssuedTokens.advice in capsys.readouterr().err
        assert served.stand_in.rejections == ["apim-accesstoken cannot be opened"]


def test_curl_is_refused_before_any_request(capsys: pytest.CaptureFixture[str]) -> None:
    with a_gateway(key_line()) as served:
        assert main(["get", SAMPLE, "--curl"]) == 2
    assert capsys.readouterr().err == (
        "--curl signs its request; profile 'sdk', with auth = \"poseidon\", does not. Leave --curl out.\n"
    )
    assert served.stand_in.calls == []


def test_the_doctor_names_the_source_of_the_token_and_no_key(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with a_gateway(key_line(), 'poseidon_hmac_key = "a-key-of-the-plant"'):
        code = main(["doctor", "--json"])
    out = capsys.readouterr().out
    found = {one["check"]: one for one in json.loads(out)}
    assert code == 0
    assert {found[check]["verdict"] for check in ("token", "clock", "request")} == {"ok"}
    assert found["token"]["says"].startswith("made by this program for each request")
    assert found["auth"]["says"].startswith("poseidon (")
    assert found["poseidon_public_key"]["says"].startswith("set, not shown (")
    for secret in (ACCESS_KEY, SECRET_KEY, opener().public_key, "a-key-of-the-plant"):
        assert secret not in out


async def test_the_full_screen_opens_a_task_and_offers_no_curl_command() -> None:
    with a_gateway(key_line()) as served:
        locations = Locations.of_user()
        start = Start(locations, resolve(locations.config, {}), open_text=f"taskInstId={SAMPLE}")
        async with running_for_real(start) as tui:
            await tui.comes_to("TaskScreen", "succeeded after 2 m 43 s", "cpu 0.6")
            opener().expire(4011)
            await tui.press("r")
            await tui.until(lambda: served.stand_in.request_count("taskInstances") == 3, "both answers")
            await tui.press("y")
            await tui.reads("command line")
            assert "as curl" not in tui.text
        assert (served.stand_in.request_count("token"), served.stand_in.rejections) == (0, [])
