"""The client on real loopback sockets, against the stand-in gateway that verifies signatures by itself."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import Mock

import pytest

from tests.certificates import ca_file
from tests.stand_in import Served, serve
from tests.stand_in.gateway import StandIn
from tui_app.api.client import HttpGateway
from tui_app.api.errors import ClockError, GatewayError, Unreachable
from tui_app.api.gateway import Retrying
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.demo.world import World
from tui_app.models.ids import TaskInstanceId
from tui_app.models.profile import Profile
from tui_app.services.concurrency import AT_MOST, gather

TASK = TaskInstanceId("118979-2021020211")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def stand_in() -> StandIn:
    return StandIn(World(datetime.now(UTC)), lambda: int(datetime.now(UTC).timestamp() * 1000))


@pytest.fixture
def served(stand_in: StandIn) -> Iterator[Served]:
    with serve(stand_in) as served:
        yield served


@asynccontextmanager
async def asking(base_url: str, ca_bundle: Path | None = None) -> AsyncIterator[HttpGateway]:
    profile = Profile.of("loopback", DEMO_PROFILE_FIELDS | {"gateway": base_url})
    gateway = HttpGateway(replace(profile, ca_bundle=ca_bundle), jitter=lambda longest_s: 0.0)
    try:
        yield gateway
    finally:
        await gateway.aclose()


async def test_all_questions_share_the_connection_that_warming_up_opened(served: Served) -> None:
    async with asking(served.base_url) as gateway:
        await gateway.warm_up()
        for _ in range(3):
            assert (await gateway.get_task_instance(TASK)).data
        await gateway.get_time_zone()
    assert served.connections == 1


async def test_many_questions_at_once_keep_their_connections(served: Served) -> None:
    served.delay_s = 0.01
    async with asking(served.base_url) as gateway:
        await gateway.warm_up()
        wanted = [TASK] * 100
        async with aclosing(gather(wanted, gateway.get_task_instance)) as answers:
            assert len([answer async for _, answer in answers if not isinstance(answer, GatewayError)]) == 100
    assert served.connections <= AT_MOST


async def test_no_question_searches_the_disk_for_a_module(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with asking(served.base_url) as gateway:
        await gateway.get_task_instance(TASK)
        sought: list[str] = []
        id_finder = Mock(spec=["find_spec"], find_spec=lambda name, *rest: sought.append(name))
        monkeypatch.setattr(sys, "meta_path", [id_finder, *sys.meta_path])
        await gateway.get_task_instance(TASK)
        assert sought == []


async def test_a_broken_connection_is_opened_again(served: Served) -> None:
    async with asking(served.base_url) as gateway:
        await gateway.warm_up()
        served.fault, served.faults_left = "reset before answer", 1
        assert (await gateway.get_task_instance(TASK)).data
        served.fault, served.faults_left = "reset mid-body", 1
        assert (await gateway.get_task_instance(TASK)).data
    assert served.connections == 3


async def test_cancelling_while_the_answer_arrives_is_immediate_and_harms_nothing(served: Served) -> None:
    async with asking(served.base_url) as gateway:
        await gateway.warm_up()
        served.fault, served.faults_left = "stall body", 1
        question = asyncio.create_task(gateway.get_task_instance(TASK))
        while served.fault:  # noqa: ASYNC110 - the server is a thread, it cannot set an asyncio event
            await asyncio.sleep(0.001)
        question.cancel()
        with pytest.raises(asyncio.CancelledError):
            await question
        assert (await gateway.get_task_instance(TASK)).data


async def test_nobody_listening_is_told_after_four_tries() -> None:
    told: list[Retrying | None] = []
    async with asking("http://127.0.0.1:1") as gateway:
        gateway.on_retry = told.append
        with pytest.raises(Unreachable, match=r"127\.0\.0\.1:1 refuses the connection"):
            await gateway.get_task_instance(TASK)
    assert len(told) == 4


async def test_a_private_authority_is_trusted_only_when_named(stand_in: StandIn, tmp_path: Path) -> None:
    with serve(stand_in, tls=True) as served:
        async with asking(served.base_url, ca_file(tmp_path)) as gateway:
            assert (await gateway.get_task_instance(TASK)).data
        async with asking(served.base_url) as gateway:
            with pytest.raises(Unreachable, match="certificate") as caught:
                await gateway.get_task_instance(TASK)
    assert "ENOS_CA_BUNDLE" in caught.value.hint


@pytest.mark.parametrize(("minutes", "is_accepted"), [(14, True), (-14, True), (16, False), (-16, False)])
async def test_the_stand_in_accepts_fourteen_minutes_and_sixteen_are_named(
    stand_in: StandIn, served: Served, minutes: int, is_accepted: bool
) -> None:
    stand_in.clock_offset_ms = minutes * 60_000
    async with asking(served.base_url) as gateway:
        if is_accepted:
            assert (await gateway.get_task_instance(TASK)).data
        else:
            with pytest.raises(
                ClockError, match="1[56] min .*behind" if minutes > 0 else "1[56] min .*ahead"
            ):
                await gateway.get_task_instance(TASK)
