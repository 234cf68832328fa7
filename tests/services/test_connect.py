"""One way to a gateway, real or demo."""

from datetime import UTC, datetime

import pytest

from tests.stand_in import serve
from tests.stand_in.gateway import StandIn
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.demo.world import World
from tui_app.models.ids import TaskInstanceId
from tui_app.models.profile import Profile
from tui_app.services.connect import gateway_for
from tui_app.services.explorer import Explorer

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


async def test_the_demo_answers_without_a_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.socket.connect", None)
    gateway = gateway_for(None, lambda: NOW)
    found = await Explorer(gateway, lambda: NOW).task(TaskInstanceId("118979-2021020211"))
    await gateway.aclose()
    assert found.task.task_name == "DataIntegration"
    assert found.answer.received_at == NOW


async def test_a_profile_is_asked_over_the_network_and_not_before_the_first_question() -> None:
    with serve(StandIn(World(NOW), lambda: int(NOW.timestamp() * 1000))) as served:
        fields = DEMO_PROFILE_FIELDS | {"gateway": served.base_url}
        gateway = gateway_for(Profile.of("prod", fields), lambda: NOW)
        assert served.connections == 0
        await gateway.get_time_zone()
        await gateway.aclose()
        assert served.connections == 1
