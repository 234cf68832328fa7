"""A profile and a gateway over a scripted transport."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.api.doubles import KEY, SECRET, Clocks, Script
from tui_app.api.client import HttpGateway
from tui_app.api.gateway import Retrying
from tui_app.models.profile import Profile, SecretStr


@pytest.fixture
def profile() -> Profile:
    return Profile(
        name="test",
        gateway="https://gw.example.com",
        access_key=KEY,
        secret_key=SecretStr(SECRET),
        org_id="o17000000000000001",
        user_id="u17000000000000002",
    )


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def retries() -> list[Retrying | None]:
    """What the gateway announced."""
    return []


@pytest.fixture
async def gateway(
    profile: Profile, script: Script, clocks: Clocks, retries: list[Retrying | None]
) -> AsyncIterator[HttpGateway]:
    gateway = HttpGateway(
        profile,
        transport=httpx.MockTransport(script),
        on_retry=retries.append,
        clock=clocks.wall,
        monotonic=clocks.monotonic,
        sleep=clocks.sleep,
        jitter=lambda longest_s: longest_s,
    )
    yield gateway
    await gateway.aclose()
