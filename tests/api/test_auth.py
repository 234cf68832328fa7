"""Signed requests and rejected tokens."""

import asyncio
import json
import traceback
from datetime import timedelta
from email.utils import format_datetime

import httpx
import pytest

from tests.api.doubles import KEY, SECRET, START, Clocks, Reply, Script, ok, token, token_body
from tui_app.api.auth import SignedRequests, check_clock
from tui_app.api.client import HttpGateway
from tui_app.api.errors import BadCredentials, ClockError, GatewayError
from tui_app.models.ids import TaskInstanceId
from tui_app.models.profile import Profile

TASK = TaskInstanceId("118979-2021020211")
TOKEN = "T0kenExample-0001"


def rejected(**headers: str) -> httpx.Response:
    return httpx.Response(401, json={"message": "Invalid authentication credentials"}, headers=headers)


async def test_a_post_is_signed_over_the_very_bytes_sent(gateway: HttpGateway, script: Script) -> None:
    await gateway.warm_up()
    body = '{"pagination":{"pageNo":1,"pageSize":10},"desc":"描述"}'.encode()
    params = {"action": "search", "orgId": "o17000000000000001"}
    path = "/batch-processing-service/v2.1/flowInstances"
    await gateway._client().post(path, params=params, content=body, auth=gateway._auth)
    # Vector B5 of the authentication page.
    assert script.requests[-1].headers["apim-signature"] == (
        "d0760175e954225b8a5ac50e4f19e582d58aef8108c52087ea4c440ad51e3616"
    )


async def test_an_expired_token_in_a_burst_is_replaced_once(gateway: HttpGateway, script: Script) -> None:
    await gateway.warm_up()
    script.tokens = [token("T0kenExample-0002")]

    def judge(request: httpx.Request) -> httpx.Response:
        is_new = request.headers["apim-accesstoken"] == "T0kenExample-0002"
        return ok("fine") if is_new else httpx.Response(200, json=token_body(1203, msg="token expired"))

    script.replies = [judge] * 40
    answers = await asyncio.gather(*(gateway.get_task_instance(TASK) for _ in range(20)))
    assert {answer.data for answer in answers} == {"fine"}
    assert script.paths.count("token/get") == 2


@pytest.mark.parametrize(
    "rejection",
    [
        rejected(),
        httpx.Response(401, text="<html>no</html>"),
        httpx.Response(200, json=token_body(1203)),
        httpx.Response(200, json={"stauts": "1203", "msg": "expired"}),
        httpx.Response(200, json={"apim_status": 4011, "apim_refreshtoken": "x"}),
        httpx.Response(200, json={"apim_status": 4012}),
    ],
)
async def test_a_rejected_token_is_renewed_and_the_question_repeated_once(
    gateway: HttpGateway, script: Script, clocks: Clocks, rejection: httpx.Response
) -> None:
    def later(request: httpx.Request) -> httpx.Response:
        clocks.now_s += 1
        return httpx.Response(rejection.status_code, content=rejection.content, headers=rejection.headers)

    script.replies = [later, ok("fine")]
    answer = await gateway.get_task_instance(TASK)
    assert answer.data == "fine"
    first, second = script.requests[1], script.requests[3]
    assert script.paths == ["token/get", "v2.1/taskInstances"] * 2
    assert int(second.headers["apim-timestamp"]) == int(first.headers["apim-timestamp"]) + 1000
    assert second.headers["apim-signature"] != first.headers["apim-signature"]


async def test_a_late_rejection_of_the_old_token_leaves_the_new_one_in_use(
    profile: Profile, script: Script
) -> None:
    sent, late = asyncio.Event(), asyncio.Event()
    script.tokens = [token("old"), token("new")]

    async def judge(request: httpx.Request) -> httpx.Response:
        if request.headers.get("apim-accesstoken") != "old":
            return script(request)
        if request.url.path.endswith("/time"):
            sent.set()
            await late.wait()
        return rejected()

    gateway = HttpGateway(profile, transport=httpx.MockTransport(judge))
    await gateway.warm_up()
    slow = asyncio.create_task(gateway.get_time_zone())
    await sent.wait()
    await gateway.get_task_instance(TASK)
    late.set()
    await slow
    assert script.paths.count("token/get") == 2
    await gateway.aclose()


async def test_a_token_rejected_twice_ends_the_question(gateway: HttpGateway, script: Script) -> None:
    script.replies = [rejected(), rejected(), ok("never asked for")]
    with pytest.raises(BadCredentials, match="rejects the keys"):
        await gateway.get_task_instance(TASK)
    assert script.paths.count("v2.1/taskInstances") == 2


@pytest.mark.parametrize(
    ("off_s", "sentence"),
    [
        (963, "This machine's clock is 16 min 3 s behind the gateway's."),
        (-963, "This machine's clock is 16 min 3 s ahead of the gateway's."),
        (93784, "This machine's clock is 1 d 2 h 3 min 4 s behind the gateway's."),
    ],
)
async def test_a_second_rejection_under_a_clock_that_is_off_names_the_offset(
    gateway: HttpGateway, script: Script, off_s: int, sentence: str
) -> None:
    date = format_datetime(START + timedelta(seconds=off_s), usegmt=True)
    script.replies = [rejected(Date=date), rejected(Date=date)]
    with pytest.raises(ClockError) as caught:
        await gateway.get_task_instance(TASK)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("reply", [httpx.Response(401, json={}), httpx.Response(200, json=token_body(1004))])
async def test_a_token_call_refused_under_a_clock_that_is_off_names_it_too(
    gateway: HttpGateway, script: Script, reply: httpx.Response
) -> None:
    reply.headers["date"] = format_datetime(START + timedelta(minutes=16))
    script.tokens = [reply]
    with pytest.raises(ClockError, match="16 min behind"):
        await gateway.get_task_instance(TASK)


@pytest.mark.parametrize("date", [None, "yesterday", format_datetime(START + timedelta(seconds=60))])
def test_a_clock_is_not_blamed_without_reason(date: str | None, clocks: Clocks) -> None:
    check_clock(httpx.Response(401, headers={} if date is None else {"date": date}), clocks.wall_ms())


@pytest.mark.parametrize(
    "reply",
    [
        httpx.Response(200, json=token_body(1003, msg=f"bad {SECRET} for {KEY}")),
        httpx.Response(403, json={"message": f"{TOKEN} and {SECRET}"}),
    ],
)
async def test_a_server_that_repeats_secrets_does_not_get_them_shown(
    gateway: HttpGateway, script: Script, reply: Reply
) -> None:
    script.tokens = [reply] * 4
    with pytest.raises(GatewayError) as caught:
        await gateway.warm_up()
    shown = "".join(traceback.format_exception(caught.value))
    assert SECRET not in f"{caught.value} {caught.value.hint} {caught.value!r} {gateway!r}"
    assert KEY not in str(caught.value)
    assert SECRET not in shown


async def test_no_secret_stands_in_a_traceback_or_a_repr(gateway: HttpGateway, script: Script) -> None:
    def repeat(request: httpx.Request) -> httpx.Response:
        sent = " ".join(request.headers[f"apim-{name}"] for name in ("accesstoken", "signature"))
        return httpx.Response(200, json={"code": 62103, "msg": f"{sent} {SECRET} go away"})

    script.replies = [repeat]
    with pytest.raises(GatewayError, match="go away") as caught:
        await gateway.get_task_instance(TASK)
    signed = script.requests[-1].headers["apim-signature"]
    assert isinstance(gateway._auth, SignedRequests)
    tokens = gateway._auth._tokens
    held = f"{tokens!r} {tokens._held!r} {gateway._auth!r} {gateway._profile!r}"
    shown = "".join(traceback.format_exception(caught.value))
    for secret in (SECRET, TOKEN, signed):
        assert secret not in f"{shown} {caught.value!r} {held}"


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "utf-32"])
async def test_an_answer_that_repeats_secrets_arrives_without_them_and_otherwise_whole(
    gateway: HttpGateway, script: Script, coding: str
) -> None:
    def repeat(request: httpx.Request) -> httpx.Response:
        sent = [request.headers[f"apim-{name}"] for name in ("accesstoken", "signature")]
        record = {"cmd": f"run --password=hunter2 {SECRET}", "runMode": json.dumps({KEY: sent}), "x": 1.10}
        return httpx.Response(200, content=json.dumps({"code": 0, "data": record}).encode(coding))

    script.replies = [repeat]
    answer = await gateway.get_task_instance(TASK)
    assert answer.data == {
        "cmd": "run --password=hunter2 [redacted]",
        "runMode": json.dumps({"[redacted]": ["[redacted]"] * 2}),
        "x": 1.1,
    }
    assert answer.body.decode() == answer.text
    for secret in (SECRET, KEY, TOKEN, script.requests[-1].headers["apim-signature"]):
        assert secret not in answer.text


async def test_a_token_that_is_fetched_again_is_known_and_used(gateway: HttpGateway, script: Script) -> None:
    rejected = httpx.Response(401, json={"message": "Invalid authentication credentials"})
    script.replies = [rejected]
    await gateway.get_task_instance(TASK)
    assert [r.headers["apim-accesstoken"] for r in script.requests if "apim-accesstoken" in r.headers] == [
        TOKEN
    ] * 2
