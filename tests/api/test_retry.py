"""When a question is repeated, and after how long."""

import asyncio
import socket
import ssl
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.doubles import START, Clocks, Reply, Script, ok
from tui_app.api.client import HttpGateway
from tui_app.api.errors import Busy, GatewayError, ServerFault, Unreachable
from tui_app.api.gateway import FlowQuery, Retrying
from tui_app.api.retry import Deadlines, TransientError, full_jitter, retry_after_s, transport_error
from tui_app.models.ids import TaskInstanceId

TASK = TaskInstanceId("118979-2021020211")
PASSING: list[Reply] = [
    httpx.Response(429, json={"message": "API rate limit exceeded"}),
    httpx.Response(502, text="<html>bad gateway</html>"),
    httpx.Response(503, json={"message": "Service unavailable"}),
    httpx.Response(504),
    httpx.ConnectError("refused"),
    httpx.ConnectTimeout("slow"),
    httpx.ReadTimeout("silent"),
    httpx.ReadError("reset"),
    httpx.WriteError("reset"),
    httpx.RemoteProtocolError("Server disconnected without sending a response."),
]


@pytest.mark.parametrize("failure", PASSING)
async def test_a_passing_failure_is_tried_four_times_with_growing_pauses(
    gateway: HttpGateway, script: Script, clocks: Clocks, retries: list[Retrying | None], failure: Reply
) -> None:
    await gateway.warm_up()
    script.replies = [failure] * 4
    with pytest.raises(GatewayError) as caught:
        await gateway.get_task_instance(TASK)
    assert isinstance(caught.value, Busy | ServerFault | Unreachable)
    assert len(script.requests) == 1 + 4
    assert clocks.slept == [0.5, 1.0, 2.0]
    assert [told and (told.attempt, told.of, told.wait_s) for told in retries] == [
        (2, 4, 0.5),
        (3, 4, 1.0),
        (4, 4, 2.0),
        None,
    ]


@pytest.mark.parametrize("failure", PASSING)
async def test_the_next_try_may_succeed_and_is_signed_anew(
    gateway: HttpGateway, script: Script, clocks: Clocks, retries: list[Retrying | None], failure: Reply
) -> None:
    script.replies = [failure, ok("fine")]
    answer = await gateway.list_flow_instances(FlowQuery(0, 1))
    assert answer.data == "fine"
    assert answer.elapsed_s == 0.5
    first, second = script.requests[1:]
    assert int(second.headers["apim-timestamp"]) - int(first.headers["apim-timestamp"]) == 500
    assert first.content == second.content != b""
    assert retries[-1] is None


async def test_each_pause_says_its_reason(
    gateway: HttpGateway, script: Script, retries: list[Retrying | None]
) -> None:
    script.replies = [httpx.Response(503), httpx.ConnectError("no"), httpx.ReadError("no"), ok(1)]
    await gateway.get_task_instance(TASK)
    assert [told.reason for told in retries if told] == ["HTTP 503", "no connection", "the connection broke"]


@pytest.mark.parametrize(
    "failure",
    [
        httpx.Response(400),
        httpx.Response(403),
        httpx.Response(404),
        httpx.Response(500),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json={"code": 62109, "msg": "Internal server exception"}),
    ],
)
async def test_a_lasting_failure_is_told_at_once(
    gateway: HttpGateway, script: Script, retries: list[Retrying | None], failure: Reply
) -> None:
    script.replies = [failure]
    with pytest.raises(GatewayError):
        await gateway.get_task_instance(TASK)
    assert len(script.requests) == 2
    assert retries == []


@pytest.mark.parametrize(
    ("headers", "pause_s"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "0"}, 0.5),
        ({"Retry-After": "soon"}, 0.5),
        ({"Retry-After": "-3"}, 0.5),
        ({"Retry-After": format_datetime(START + timedelta(seconds=9), usegmt=True)}, 9.0),
        # The gateway's clock is an hour ahead of this machine's; the pause it means is 4 s.
        (
            {
                "Retry-After": format_datetime(START + timedelta(seconds=3604), usegmt=True),
                "Date": format_datetime(START + timedelta(seconds=3600), usegmt=True),
            },
            4.0,
        ),
    ],
)
async def test_the_pause_asked_for_is_kept(
    gateway: HttpGateway, script: Script, clocks: Clocks, headers: dict[str, str], pause_s: float
) -> None:
    script.replies = [httpx.Response(429, headers=headers), ok(1)]
    await gateway.get_task_instance(TASK)
    assert clocks.slept == [pause_s]


async def test_a_pause_too_long_to_wait_for_is_told_instead(
    gateway: HttpGateway, script: Script, clocks: Clocks
) -> None:
    script.replies = [httpx.Response(429, headers={"Retry-After": "3600"})]
    with pytest.raises(Busy) as caught:
        await gateway.get_task_instance(TASK)
    assert "1 h 00 m" in caught.value.hint
    assert caught.value.pause_s == 3600
    assert clocks.slept == []


async def test_tries_stop_where_the_time_for_the_question_would_run_out(
    gateway: HttpGateway, script: Script, clocks: Clocks
) -> None:
    def slow(request: httpx.Request) -> httpx.Response:
        clocks.now_s += 29
        return httpx.Response(503)

    script.replies = [slow] * 4
    with pytest.raises(ServerFault):
        await gateway.get_task_instance(TASK)
    assert clocks.slept == [0.5, 1.0]


async def test_the_total_deadline_ends_a_question_that_gets_no_answer(profile: Any) -> None:
    async def never(request: httpx.Request) -> httpx.Response:
        return await asyncio.Future()

    gateway = HttpGateway(profile, transport=httpx.MockTransport(never), deadlines=Deadlines(total_s=0.01))
    with pytest.raises(Unreachable, match=r"no complete answer within 0\.01 s"):
        await gateway.get_task_instance(TASK)
    await gateway.aclose()


async def test_cancelling_during_a_pause_ends_at_once_and_harms_nothing(
    profile: Any, script: Script, retries: list[Retrying | None]
) -> None:
    paused = asyncio.Event()

    async def pause(seconds: float) -> None:
        paused.set()
        await asyncio.Future()

    gateway = HttpGateway(
        profile, transport=httpx.MockTransport(script), on_retry=retries.append, sleep=pause
    )
    script.replies = [httpx.Response(503)]
    question = asyncio.create_task(gateway.get_task_instance(TASK))
    await paused.wait()
    question.cancel()
    with pytest.raises(asyncio.CancelledError):
        await question
    assert retries[-1] is None
    script.replies = [ok("fine")]
    assert (await gateway.get_task_instance(TASK)).data == "fine"
    await gateway.aclose()


async def test_nobody_needs_to_listen_and_a_listener_may_come_later(
    gateway: HttpGateway, script: Script
) -> None:
    told: list[Retrying | None] = []
    gateway.on_retry = None
    script.replies = [httpx.Response(503), ok(1)]
    await gateway.get_task_instance(TASK)
    gateway.on_retry = told.append
    script.replies = [httpx.Response(503), ok(1)]
    await gateway.get_task_instance(TASK)
    assert len(told) == 2


def test_jitter_is_full() -> None:
    pauses = [full_jitter(2.0) for _ in range(200)]
    assert all(0 <= pause <= 2 for pause in pauses)
    assert min(pauses) < 0.5 < 1.5 < max(pauses)


def _connect_error(cause: Exception) -> httpx.ConnectError:
    error = httpx.ConnectError("failed")
    error.__cause__ = cause
    return error


def test_a_distrusted_certificate_is_told_at_once_with_its_reason() -> None:
    cause = ssl.SSLCertVerificationError(1, "certificate verify failed")
    cause.verify_code, cause.verify_message = 23, "certificate revoked"
    error = transport_error(_connect_error(cause), "gw", Deadlines())
    assert isinstance(error, Unreachable)
    assert "revoked" in str(error)
    assert "ca_bundle" in error.hint


def test_an_unknown_host_name_is_told_at_once_and_a_busy_name_server_is_not() -> None:
    unknown = transport_error(_connect_error(socket.gaierror(socket.EAI_NONAME, "no")), "gw", Deadlines())
    assert isinstance(unknown, Unreachable)
    assert "name gw" in str(unknown)
    assert isinstance(
        transport_error(_connect_error(socket.gaierror(socket.EAI_AGAIN, "later")), "gw", Deadlines()),
        TransientError,
    )


@settings(deadline=None)
@given(st.text(alphabet=st.characters(max_codepoint=255)), st.text(alphabet=st.characters(max_codepoint=255)))
def test_any_retry_after_is_a_pause(after: str, date: str) -> None:
    headers = [(b"retry-after", after.encode("latin-1")), (b"date", date.encode("latin-1"))]
    assert retry_after_s(httpx.Response(429, headers=headers), START) >= 0
