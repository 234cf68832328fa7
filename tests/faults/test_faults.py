"""Every fault of the table at the client, on real sockets; and what many questions at once cost."""

import asyncio
import gc
import socket
from contextlib import aclosing, suppress

import pytest

from tests.faults.scene import Calls, Scene, calls
from tests.faults.table import CAUSES, FAULTS, Fault
from tests.stand_in import SocketFault
from tui_app.api import transport_guard
from tui_app.api.client import HttpGateway
from tui_app.api.errors import BadReply, GatewayError
from tui_app.api.gateway import Retrying
from tui_app.api.retry import Deadlines
from tui_app.api.tokens import MARGIN_S
from tui_app.demo import reply
from tui_app.demo.reply import Reply
from tui_app.models.ids import TaskInstanceId
from tui_app.models.lookup import Response

TASK = TaskInstanceId("118979-2021020211")


async def ask(gateway: HttpGateway, fault: Fault | None = None) -> Response:
    if fault is not None and fault.is_of_log:
        return await gateway.get_task_instance_log(TASK)
    return await gateway.get_task_instance(TASK)


def test_every_row_of_the_table_is_brought_about_and_nothing_else_is() -> None:
    assert [fault.name for fault in FAULTS] == list(CAUSES)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
async def test_a_fault_is_told_costs_what_it_may_and_is_over_when_it_ends(scene: Scene, fault: Fault) -> None:
    told: list[Retrying | None] = []
    async with aclosing(scene.gateway(fault.deadlines, told.append)) as gateway:
        good = await ask(gateway, fault)
        before = calls(scene)
        told.clear()
        fault.begin(scene)
        if fault.sentence:
            with pytest.raises(GatewayError) as caught:
                await ask(gateway, fault)
            assert str(caught.value) == fault.sentence.format(host=scene.host)
            assert (caught.value.hint, caught.value.exit_code) == (fault.hint, fault.exit_code)
        else:
            assert (await ask(gateway, fault)).data == good.data
        assert calls(scene).since(before) == fault.calls
        tries = range(2, fault.tries + 1)
        assert [one and one.attempt for one in told] == [*tries, *([None] if tries else [])]
        scene.heal()
        assert (await ask(gateway, fault)).data == good.data


def connections_to(port: int) -> list[socket.socket]:
    """The sockets of this process that are open towards a port."""
    sockets = [one for one in gc.get_objects() if isinstance(one, socket.socket) and one.fileno() >= 0]
    found = []
    for one in sockets:
        with suppress(OSError):  # it listens
            if one.family == socket.AF_INET and one.getpeername()[1] == port:
                found.append(one)
    return found


REFUSED = {
    "too large": Reply(200, {}, b"0123456789abcdef" * (1 << 16)),
    "small, and too large once unpacked": Reply(200, {}, b" " * (9 << 20)),
    "a redirect": Reply(302, {"location": "https://other.test"}, b"x" * (1 << 20)),
}
"""Answers that are not read to their end; the gateway packs them."""


@pytest.mark.filterwarnings("error::ResourceWarning")
@pytest.mark.parametrize("name", REFUSED)
async def test_the_connection_of_a_refused_answer_is_closed_before_the_error_is_raised(
    scene: Scene, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_guard, "MOST_BYTES", 1 << 18)
    async with aclosing(scene.gateway(Deadlines())) as gateway:
        await ask(gateway)
        assert len(connections_to(scene.served.server_port)) == 1
        scene.answer(REFUSED[name])
        gc.disable()
        with pytest.raises(BadReply, match=r"larger|redirects"):
            await ask(gateway)
        assert connections_to(scene.served.server_port) == []
        gc.collect()
        scene.heal()
        assert (await ask(gateway)).data


@pytest.mark.parametrize("fault", ["stall headers", "stall body", "drip body"])
async def test_the_connection_of_a_cancelled_question_is_closed_with_it(
    scene: Scene, fault: SocketFault
) -> None:
    async with aclosing(scene.gateway(Deadlines())) as gateway:
        await ask(gateway)
        before = calls(scene)
        scene.break_off(fault)
        question = asyncio.create_task(ask(gateway))
        while calls(scene) == before or not connections_to(scene.served.server_port):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        gc.disable()
        question.cancel()
        await asyncio.wait([question])
        assert connections_to(scene.served.server_port) == []


async def test_a_hundred_questions_while_the_token_expires_cost_one_token_call(scene: Scene) -> None:
    async with aclosing(scene.gateway(Deadlines())) as gateway:
        await ask(gateway)
        before = calls(scene)
        questions = [asyncio.create_task(ask(gateway)) for _ in range(100)]
        await asyncio.wait(questions, return_when=asyncio.FIRST_COMPLETED)
        scene.expire()
        answers = await asyncio.gather(*questions)
        assert [answer.data["instanceId"] for answer in answers] == [answers[0].data["instanceId"]] * 100
        spent = calls(scene).since(before)
        assert spent.token == 1
        assert 100 < spent.api <= 200


async def test_a_hundred_questions_with_a_token_about_to_end_cost_one_token_call(scene: Scene) -> None:
    seconds = 0.0
    async with aclosing(scene.gateway(Deadlines(), monotonic=lambda: seconds)) as gateway:
        await ask(gateway)
        seconds = 7200 - MARGIN_S + 1
        before = calls(scene)
        await asyncio.gather(*(ask(gateway) for _ in range(100)))
        assert calls(scene).since(before) == Calls(100, 1)


async def test_a_hundred_questions_while_the_token_service_fails_ask_it_four_times(scene: Scene) -> None:
    async with aclosing(scene.gateway(Deadlines())) as gateway:
        scene.answer_token(reply.html(503, "Service Unavailable"))
        before = calls(scene)
        answers = await asyncio.gather(*(ask(gateway) for _ in range(100)), return_exceptions=True)
        assert {str(answer) for answer in answers} == {"The service is not available (HTTP 503)."}
        assert calls(scene).since(before) == Calls(0, 4)
