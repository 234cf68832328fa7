"""An error is freed with what was received as soon as nobody holds it, without the garbage collector.

The collector runs seldom, since a pause of its own would fall on a key; what a server sends in place of an
answer may be megabytes, and a timeline requests thousands of records.
"""

import gc
from collections.abc import Iterator

import httpx
import pytest

from tests.api.doubles import Reply, Script, ok
from tui_app.api.client import HttpGateway
from tui_app.api.errors import GatewayError
from tui_app.api.retry import TransientError
from tui_app.models.ids import DoubtfulId, FlowInstanceId, InstanceId, TaskInstanceId
from tui_app.models.lookup import Response
from tui_app.services.concurrency import gather
from tui_app.services.explorer import Explorer

TASK, ANY = TaskInstanceId("118979-2021020211"), InstanceId("118979-2021020211")
REPLIES: dict[str, Reply] = {
    "another instance": ok({"instanceId": "1-2021020211"}),
    "no such instance": httpx.Response(200, json={"code": 62102, "msg": "no", "data": None}),
    "no record": ok({}),
    "no JSON": httpx.Response(200, text="<html>"),
    "an internal error": httpx.Response(500, text="broken"),
    "no proper answer": httpx.Response(502, text="broken"),
    "a rate limit": httpx.Response(429, text="slowly"),
    "no connection": httpx.ConnectError("no"),
    "no answer in time": httpx.ReadTimeout("no"),
    "rejected keys": httpx.Response(401, json={"message": "Invalid authentication credentials"}),
}


@pytest.fixture(autouse=True)
def _without_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("name", REPLIES)
async def test_the_error_of_a_request_is_freed_at_once(
    gateway: HttpGateway, script: Script, name: str
) -> None:
    script.replies = [REPLIES[name]] * 8
    explorer, failed = Explorer(gateway), 0
    async for _, answer in gather([TASK], explorer.task):
        failed += isinstance(answer, GatewayError)
        del answer
    assert failed == 1 and _errors_held() == []


@pytest.mark.parametrize("some_id", [ANY, DoubtfulId(ANY.text, (FlowInstanceId(ANY.text),))], ids=str)
@pytest.mark.parametrize("second", ["no such instance", "an internal error", "another instance"])
async def test_the_errors_of_a_search_by_both_kinds_are_freed_at_once(
    gateway: HttpGateway, script: Script, some_id: InstanceId, second: str
) -> None:
    script.replies = [REPLIES["no such instance"], *[REPLIES[second]] * 4]
    with pytest.raises(GatewayError):
        await Explorer(gateway).find(some_id)
    assert _errors_held() == []


async def test_an_error_that_is_shown_does_not_hold_the_response(
    gateway: HttpGateway, script: Script
) -> None:
    script.replies = [ok({"instanceId": "1-2021020211", "cmd": "x" * 300_000})]
    with pytest.raises(GatewayError) as shown:
        await Explorer(gateway).task(TASK)
    assert len(shown.value.received) == 1 << 18
    assert [one for one in gc.get_objects() if isinstance(one, Response)] == []


def _errors_held() -> list[Exception]:
    return [one for one in gc.get_objects() if isinstance(one, GatewayError | TransientError)]
