"""What the screens are given, and what the set-up form learns from a gateway."""

from collections.abc import Iterator

import pytest

from tests.harness import NOW
from tests.journey import a_gateway
from tests.stand_in import Served, refused
from tui_app.api.errors import BadCredentials, GatewayError, NotPermitted, Unreachable
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.models.profile import Profile
from tui_app.services.session import Session, check
from tui_app.store.locations import Locations


@pytest.fixture
def served() -> Iterator[Served]:
    with a_gateway() as served:
        yield served


def profile(gateway: str, **changes: str) -> Profile:
    return Profile.of("prod", DEMO_PROFILE_FIELDS | {"gateway": gateway} | changes)


async def test_the_demo_has_examples_and_a_name_and_reads_no_file() -> None:
    session = Session(None, Locations.of_user(), lambda _: None, lambda: NOW)
    assert (session.profile_name, session.gateway_name) == ("demo", "the built-in demo")
    assert [entry.id for entry in session.examples][:2] == ["118979-2021020211", "900106-2026112100"]
    assert (session.library.favourites, session.library.history) == ((), ())
    await session.explorer.gateway.aclose()


async def test_a_real_profile_has_no_examples_and_its_gateways_name() -> None:
    session = Session(profile("https://apim.example.com:8443"), Locations.of_user(), lambda _: None)
    assert (session.profile_name, session.gateway_name) == ("prod", "apim.example.com:8443")
    assert session.examples == ()
    await session.explorer.gateway.aclose()


async def test_a_good_profile_is_told_with_the_servers_zone(served: Served) -> None:
    said = await check(profile(served.base_url))
    assert said.startswith("Connected. Keys, user and organisation are right")
    assert "GMT+8" in said
    assert served.stand_in.request_count("flowInstances", "search") == 1


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"secret_key": "wrong-secret"}, BadCredentials),
        ({"access_key": "wrong-key"}, BadCredentials),
        ({"user_id": "u1"}, NotPermitted),
        ({"org_id": "o1"}, NotPermitted),
    ],
)
async def test_each_wrong_setting_is_found_out(
    changes: dict[str, str], kind: type[GatewayError], served: Served
) -> None:
    with pytest.raises(kind) as caught:
        await check(profile(served.base_url, **changes))
    assert caught.value.hint
    assert not any(value in str(caught.value) for value in changes.values() if len(value) > 3)


@pytest.mark.usefixtures("short_pauses")
async def test_a_gateway_that_is_not_there_is_unreachable() -> None:
    with refused() as base_url, pytest.raises(Unreachable):
        await check(profile(base_url))
