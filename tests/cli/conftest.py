"""A gateway that the commands of the shell can reach."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.stand_in import Served, serve
from tests.stand_in.gateway import StandIn
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.demo.world import World


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A real loopback gateway, with settings that fit it."""
    now = datetime.now(UTC)
    with serve(StandIn(World(now), lambda: int(datetime.now(UTC).timestamp() * 1000))) as served:
        for key, value in (DEMO_PROFILE_FIELDS | {"gateway": served.base_url}).items():
            monkeypatch.setenv(f"ENOS_{key.upper()}", value)
        yield served
