import json
from datetime import UTC, datetime, timedelta
from unittest.mock import AsyncMock
from urllib.parse import urlencode

import httpx
import pytest

from tests.stand_in.gateway import StandIn
from tests.stand_in.signing import BASE, GET_TOKEN, JSON, WHO, headers_for, token_body
from tests.stand_in.transport import transport_to
from tui_app.demo.reply import Reply
from tui_app.demo.transport import DEMO_PROFILE_FIELDS, demo_transport

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)
DOCUMENTED = {
    "instanceId": "118979-2021020211",
    "taskId": 118979,
    "taskName": "DataIntegration",
    "cycle": "H",
    "status": 1,
    "stsDesc": "SUCCESS",
    "runNum": 1,
    "recallNum": 0,
    "recallLimit": 3,
    "recallInterval": 0,
    "type": 7,
    "syncType": None,
    "freq": None,
    "ifPre": 0,
    "triggerTime": "2021-02-02 19:35:00",
    "startTime": "2021-02-02 19:35:24",
    "endTime": "2021-02-02 19:38:07",
    "timeStamp": "Tue Feb 02 17:35:00 CST 2021",
    "timeout": 300,
    "isTimeout": False,
    "alert": False,
    "flowInstId": "8435-2021020211",
    "doAs": "yourDoAs",
    "runMode": (
        '{"taskMode":1,"cpu":0.6,"memory":1.1,"maxParallel":0,'
        '"keyType":0,"datasourceId":0,"path":"","content":""}'
    ),
    "cmd": "echo hi",
    "hasResourceBefore": False,
    "resourceName": "",
    "fileName": "",
    "resourceVersion": "",
}


def client(transport: httpx.MockTransport) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=DEMO_PROFILE_FIELDS["gateway"], transport=transport)


async def test_the_documented_sample_is_answered_to_a_signed_request_without_a_socket() -> None:
    async with client(demo_transport(lambda: NOW, latency_s=0)) as http:
        answer = await http.post(GET_TOKEN, content=token_body(NOW_MS), headers=JSON)
        token = answer.json()["data"]["accessToken"]
        params = WHO | {"action": "get", "taskInstId": "118979-2021020211"}
        reply = await http.get(
            f"{BASE}taskInstances", params=params, headers=headers_for(token, NOW_MS, params)
        )
    assert reply.json() == {"code": 0, "msg": "OK", "data": DOCUMENTED}
    assert list(reply.json()["data"]) == list(DOCUMENTED)
    assert reply.headers["date"] == "Mon, 23 Nov 2026 01:30:00 GMT"


async def test_a_big_body_travels_as_gzip_and_arrives_whole(stand_in: StandIn) -> None:
    big = Reply(200, {"content-type": "application/json"}, json.dumps("x" * 5000).encode())
    stand_in.script(big, big, to="anywhere")
    async with client(transport_to(stand_in)) as http:
        squeezed = await http.get("/anywhere")
        plain = await http.get("/anywhere", headers={"Accept-Encoding": "startTime"})
    assert squeezed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert squeezed.content == plain.content == big.body


async def test_an_answer_takes_the_latency_and_its_own_delay(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sleep = AsyncMock()
    monkeypatch.setattr("tui_app.demo.transport.asyncio.sleep", sleep)
    stand_in.script(Reply(200, delay_s=3), to="anywhere")
    async with client(transport_to(stand_in, latency_s=2)) as http:
        await http.get("/anywhere")
    sleep.assert_awaited_once_with(5)


async def test_the_demo_clock_runs_on_between_two_requests() -> None:
    clock = iter([NOW, *(NOW + timedelta(minutes=n) for n in range(90))])
    async with client(demo_transport(lambda: next(clock), latency_s=0)) as http:
        dates = [(await http.get(f"/?{urlencode(WHO)}")).headers["date"] for _ in range(2)]
    assert dates[0] < dates[1]
