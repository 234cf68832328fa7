"""The life of a token, from the first call to the last."""

import asyncio
import gc
from typing import Any

import httpx
import pytest

from tests.api.doubles import Clocks, Script, token, token_body
from tui_app.api.client import HttpGateway
from tui_app.api.errors import BadCredentials, BadReply, ServerFault
from tui_app.api.retry import Deadlines
from tui_app.api.tokens import Timestamps
from tui_app.models.ids import TaskInstanceId

TASK = TaskInstanceId("118979-2021020211")
TOKEN = "T0kenExample-0001"


async def test_one_token_serves_many_questions_until_ten_minutes_before_its_end(
    gateway: HttpGateway, script: Script, clocks: Clocks
) -> None:
    await gateway.get_time_zone()
    clocks.now_s = 6599
    await gateway.get_time_zone()
    assert script.paths.count("token/get") == 1
    clocks.now_s = 6601
    script.tokens = [token("T0kenExample-0002")]
    await gateway.get_time_zone()
    assert script.paths == ["token/get", "v2.1/time", "v2.1/time", "token/refresh", "v2.1/time"]
    assert script.token_bodies()[-1]["accessToken"] == TOKEN
    assert script.requests[-1].headers["apim-accesstoken"] == "T0kenExample-0002"


async def test_a_hundred_callers_cost_one_token_call(gateway: HttpGateway, script: Script) -> None:
    await asyncio.gather(*(gateway.get_task_instance(TASK) for _ in range(100)))
    assert script.paths.count("token/get") == 1
    assert len(script.requests) == 101


@pytest.mark.parametrize("status", [1002, 1003, 1004, 1202])
async def test_faults_of_the_keys_are_told_at_once(
    gateway: HttpGateway, script: Script, clocks: Clocks, status: int
) -> None:
    script.tokens = [httpx.Response(200, json=token_body(status, msg="no"))]
    with pytest.raises(BadCredentials) as caught:
        await gateway.get_task_instance(TASK)
    assert caught.value.code == status
    assert script.paths == ["token/get"]
    assert clocks.slept == []


async def test_a_digest_seen_before_is_replaced_by_a_later_one(gateway: HttpGateway, script: Script) -> None:
    script.tokens = [httpx.Response(200, json=token_body(1001)), httpx.Response(200, json=token_body(1001))]
    await gateway.get_task_instance(TASK)
    stamps = [body["timestamp"] for body in script.token_bodies()]
    assert len(stamps) == 3
    assert stamps == sorted(set(stamps))
    assert len({body["encryption"] for body in script.token_bodies()}) == 3


async def test_a_gateway_that_knows_every_digest_is_given_up(gateway: HttpGateway, script: Script) -> None:
    script.tokens = [httpx.Response(200, json=token_body(1001)) for _ in range(50)]
    with pytest.raises(ServerFault):
        await gateway.get_task_instance(TASK)
    assert 2 <= len(script.requests) <= 10


async def test_a_failing_token_service_is_asked_again_after_a_pause(
    gateway: HttpGateway, script: Script, clocks: Clocks
) -> None:
    script.tokens = [httpx.Response(200, json=token_body(1005)), httpx.Response(503, json={"message": "no"})]
    await gateway.get_task_instance(TASK)
    assert clocks.slept == [0.5, 1.0]


async def test_a_token_got_with_little_life_is_refreshed_at_once(
    gateway: HttpGateway, script: Script
) -> None:
    script.tokens = [token(expire=300), token("T0kenExample-0002")]
    await gateway.get_time_zone()
    await gateway.get_time_zone()
    assert [path for path in script.paths if path.startswith("token")] == ["token/get", "token/refresh"]
    assert script.requests[-1].headers["apim-accesstoken"] == "T0kenExample-0002"


async def test_a_token_that_cannot_be_refreshed_is_used_up(
    gateway: HttpGateway, script: Script, clocks: Clocks
) -> None:
    script.tokens = [token(expire=300), httpx.Response(200, json=token_body(1204))]
    await gateway.get_time_zone()
    clocks.now_s = 299
    await gateway.get_time_zone()
    assert script.paths.count("token/get") == 1
    clocks.now_s = 301
    await gateway.get_time_zone()
    assert script.paths.count("token/get") == 2


@pytest.mark.parametrize("code", [1203, 1204])
async def test_a_held_token_changed_by_another_process_is_got_anew(
    gateway: HttpGateway, script: Script, clocks: Clocks, code: int
) -> None:
    await gateway.warm_up()
    clocks.now_s = 6700
    script.tokens = [httpx.Response(200, json=token_body(code)), token("T0kenExample-0002")]
    await gateway.get_time_zone()
    assert script.paths[:-1] == ["token/get", "token/refresh", "token/get"]
    assert script.requests[-1].headers["apim-accesstoken"] == "T0kenExample-0002"


async def test_a_held_token_outlives_a_token_service_that_is_down(
    gateway: HttpGateway, script: Script, clocks: Clocks
) -> None:
    await gateway.warm_up()
    clocks.now_s = 6700
    script.tokens = [httpx.ConnectError("down")]
    await gateway.get_time_zone()
    assert script.requests[-1].headers["apim-accesstoken"] == TOKEN


async def test_a_hundred_callers_ask_a_failing_token_service_four_times(
    gateway: HttpGateway, script: Script, clocks: Clocks
) -> None:
    script.tokens = [httpx.Response(503) for _ in range(1000)]
    questions = [gateway.get_task_instance(TASK) for _ in range(100)]
    failures = await asyncio.gather(*questions, return_exceptions=True)
    assert {type(failure) for failure in failures} == {ServerFault}
    assert script.paths == ["token/get"] * 4
    assert clocks.slept == [0.5, 1.0, 2.0]


async def test_a_silent_token_service_does_not_hold_up_questions_while_the_token_is_good(
    profile: Any, script: Script
) -> None:
    async def silent_to_refresh(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/refresh"):
            return await asyncio.Future()
        return script(request)

    script.tokens = [token(expire=300)]
    transport = httpx.MockTransport(silent_to_refresh)
    gateway = HttpGateway(profile, transport=transport, deadlines=Deadlines(prolong_s=0.01))
    assert (await gateway.get_task_instance(TASK)).data
    assert script.requests[-1].headers["apim-accesstoken"] == TOKEN
    await gateway.aclose()


@pytest.mark.parametrize(
    ("expire", "calls_at_7000"),
    [("7200", 2), (7200.0, 2), (None, 1), ("soon", 1), (True, 1), ("1e999", 1), ([], 1)],
)
async def test_a_lifetime_is_read_from_number_or_text_and_never_assumed(
    gateway: HttpGateway, script: Script, clocks: Clocks, expire: Any, calls_at_7000: int
) -> None:
    script.tokens = [token(expire=expire)]
    await gateway.get_time_zone()
    clocks.now_s = 7000
    await gateway.get_time_zone()
    assert len(script.token_bodies()) == calls_at_7000


async def test_a_token_without_a_lifetime_field_or_with_a_misspelt_status_serves(
    gateway: HttpGateway, script: Script
) -> None:
    script.tokens = [
        httpx.Response(200, json={"stauts": "0", "msg": "SUCCESS", "data": {"accessToken": "short"}})
    ]
    await gateway.get_time_zone()
    assert script.requests[-1].headers["apim-accesstoken"] == "short"


async def test_a_negative_lifetime_is_over_and_still_serves_the_question(
    gateway: HttpGateway, script: Script
) -> None:
    script.tokens = [token(expire=-5), httpx.Response(200, json=token_body(1203)), token("next")]
    await gateway.get_time_zone()
    await gateway.get_time_zone()
    used = [r.headers["apim-accesstoken"] for r in script.requests if "apim-accesstoken" in r.headers]
    assert used == [TOKEN, "next"]


@pytest.mark.parametrize("text", ["", "two words", "line\nbreak", "schlüssel", 7, None])
async def test_a_token_that_no_header_can_hold_is_a_bad_reply(
    gateway: HttpGateway, script: Script, text: Any
) -> None:
    script.tokens = [token(text)]
    with pytest.raises(BadReply, match="no usable token"):
        await gateway.warm_up()


async def test_token_timestamps_rise_within_one_millisecond(
    profile: Any, script: Script, clocks: Clocks
) -> None:
    for _ in range(3):
        gateway = HttpGateway(profile, transport=httpx.MockTransport(script), clock=clocks.wall)
        await gateway.warm_up()
        await gateway.aclose()
    stamps = [body["timestamp"] for body in script.token_bodies()]
    assert stamps == sorted(set(stamps))


async def test_cancelling_the_caller_who_began_a_renewal_leaves_it_to_the_others(
    profile: Any, script: Script
) -> None:
    asked, release = asyncio.Event(), asyncio.Event()

    async def slow_token(request: httpx.Request) -> httpx.Response:
        if request.url.path.startswith("/apim-token-service"):
            asked.set()
            await release.wait()
        return script(request)

    gateway = HttpGateway(profile, transport=httpx.MockTransport(slow_token))
    first = asyncio.create_task(gateway.get_task_instance(TASK))
    second = asyncio.create_task(gateway.get_task_instance(TASK))
    await asked.wait()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    release.set()
    assert (await second).data
    await gateway.get_task_instance(TASK)
    assert script.paths.count("token/get") == 1
    await gateway.aclose()


async def test_a_renewal_nobody_waits_for_fails_in_silence(profile: Any) -> None:
    asked, release = asyncio.Event(), asyncio.Event()

    async def fail(request: httpx.Request) -> httpx.Response:
        asked.set()
        await release.wait()
        return httpx.Response(200, json=token_body(1002))

    complaints: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: complaints.append(context))
    gateway = HttpGateway(profile, transport=httpx.MockTransport(fail))
    caller = asyncio.create_task(gateway.warm_up())
    await asked.wait()
    caller.cancel()
    await asyncio.wait({caller})
    renewals = [task for task in asyncio.all_tasks() if task.get_name() == "token renewal"]
    release.set()
    await asyncio.wait(renewals)
    await gateway.aclose()
    del gateway, renewals, caller
    gc.collect()
    assert complaints == []


async def test_closing_ends_a_renewal_under_way(profile: Any) -> None:
    asked = asyncio.Event()

    async def never(request: httpx.Request) -> httpx.Response:
        asked.set()
        return await asyncio.Future()

    gateway = HttpGateway(profile, transport=httpx.MockTransport(never))
    caller = asyncio.create_task(gateway.warm_up())
    await asked.wait()
    await gateway.aclose()
    await asyncio.wait({caller})
    assert caller.cancelled()


def test_timestamps_rise_unless_the_clock_was_set_back() -> None:
    stamps = Timestamps()
    assert [stamps.next(now) for now in (5_000_000, 5_000_000, 4_999_000, 5_000_009)] == [
        5_000_000,
        5_000_001,
        5_000_002,
        5_000_009,
    ]
    # An hour back is a clock that was put right: going on from the old time would be refused for an hour.
    assert stamps.next(1_400_000) == 1_400_000
