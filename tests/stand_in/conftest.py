from datetime import UTC, datetime

import pytest

from tests.stand_in.gateway import StandIn
from tests.stand_in.signing import Caller
from tui_app.demo.world import World

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def stand_in() -> StandIn:
    return StandIn(World(NOW), lambda: int(NOW.timestamp() * 1000))


@pytest.fixture
def caller(stand_in: StandIn) -> Caller:
    return Caller(stand_in)
