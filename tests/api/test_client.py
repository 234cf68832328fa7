"""The six questions as they go out, and their answers as they come back."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.doubles import START, Clocks, Script, ok, token
from tui_app.api.client import HttpGateway
from tui_app.api.errors import BadReply, GatewayError, NoLog, NotFound
from tui_app.api.gateway import FlowQuery, Gateway
from tui_app.api.network import network
from tui_app.models.ids import FlowInstanceId, TaskInstanceId
from tui_app.models.profile import Profile

TASK, FLOW = TaskInstanceId("118979-2021020211"), FlowInstanceId("8435-2021020211")
SCOPE = {"userId": "u17000000000000002", "orgId": "o17000000000000001"}
BASE = "/batch-processing-service/v2.1"


async def test_a_question_fetches_a_token_and_signs_the_documented_request(
    gateway: HttpGateway, script: Script
) -> None:
    answer = await gateway.get_task_instance(TASK)
    assert answer.data == {"instanceId": "1-20210202"}
    assert script.paths == ["token/get", "v2.1/taskInstances"]
    assert json.loads(script.requests[0].content) == {
        "appKey": gateway._profile.access_key,
        "timestamp": script.token_bodies()[0]["timestamp"],
        "encryption": script.token_bodies()[0]["encryption"],
    }
    sent = script.requests[1]
    assert dict(sent.url.params) == {"action": "get", "taskInstId": "118979-2021020211"} | SCOPE
    assert sent.headers["apim-accesstoken"] == "T0kenExample-0001"
    assert sent.headers["apim-timestamp"] == "1700000000000"
    # Vector B1 of the authentication page.
    assert (
        sent.headers["apim-signature"] == "0a948f30713be2e034cdb9769d2fd21842fedbee39f4c6d6d61a547926ac58c6"
    )


async def test_each_question_has_its_documented_form(gateway: HttpGateway, script: Script) -> None:
    async def sent(question: Any) -> tuple[str, str, dict[str, str]]:
        await question
        request = script.requests[-1]
        return request.method, request.url.path.removeprefix(BASE), dict(request.url.params)

    flow = {"action": "get", "flowInstId": "8435-2021020211"} | SCOPE
    log = {"action": "getLog", "taskInstId": "118979-2021020211"} | SCOPE
    assert await sent(gateway.get_flow_instance(FLOW)) == ("GET", "/flowInstances", flow)
    assert await sent(gateway.get_task_instance_log(TASK)) == ("GET", "/taskInstances", log)
    limited = gateway.get_task_instance_log(TASK, 4096)
    assert await sent(limited) == ("GET", "/taskInstances", log | {"maxLength": "4096"})
    assert await sent(gateway.get_current_time()) == ("GET", "/time", {"action": "getCurrentTime"})
    assert await sent(gateway.get_time_zone()) == ("GET", "/time", {"action": "getTimeZone"})
    query = FlowQuery(from_ms=1, to_ms=2)
    assert await sent(gateway.list_flow_instances(query)) == (
        "POST",
        "/flowInstances",
        {"action": "search"} | SCOPE,
    )


async def test_a_search_sends_every_field_of_the_documented_body(
    gateway: HttpGateway, script: Script
) -> None:
    await gateway.list_flow_instances(FlowQuery(1, 2, 0, "风机", "me", (-1, 7), 3, 20, "create_time", False))
    assert json.loads(script.requests[-1].content) == {
        "type": 0,
        "expression": "风机",
        "owner": "me",
        "fromTriggerTime": 1,
        "toTriggerTime": 2,
        "status": "-1,7",
        "pagination": {
            "pageNo": 3,
            "pageSize": 20,
            "sorters": [{"field": "create_time", "order": "ASC"}],
        },
    }
    assert script.requests[-1].headers["content-type"].startswith("application/json")
    await gateway.list_flow_instances(FlowQuery(1, 2, sort_field=None))
    plain = json.loads(script.requests[-1].content)
    assert (plain["status"], plain["pagination"]) == ("", {"pageNo": 1, "pageSize": 50})


async def test_an_answer_keeps_the_body_as_it_came(
    gateway: HttpGateway, script: Script, clocks: Clocks
) -> None:
    body = ' {"code":0,\r\n"data": {"a": 1.10, "a": "风"}}'.encode()

    def slow(request: httpx.Request) -> httpx.Response:
        clocks.now_s += 0.25
        return httpx.Response(200, content=body)

    script.replies = [slow]
    answer = await gateway.get_task_instance(TASK)
    assert answer.body == body
    assert answer.text == body.decode()
    assert answer.data == {"a": "风"}
    assert answer.elapsed_s == 0.25
    assert answer.received_at == START + timedelta(seconds=0.25)


async def test_warming_up_leaves_one_round_trip_to_the_question(gateway: HttpGateway, script: Script) -> None:
    await gateway.warm_up()
    await gateway.warm_up()
    assert script.paths == ["token/get"]
    await gateway.get_task_instance(TASK)
    assert script.paths == ["token/get", "v2.1/taskInstances"]


async def test_a_refusal_is_told_in_terms_of_the_question(gateway: HttpGateway, script: Script) -> None:
    script.replies = [httpx.Response(200, json={"code": 62102, "msg": "Incorrect parameter."})] * 2
    with pytest.raises(NotFound):
        await gateway.get_task_instance(TASK)
    with pytest.raises(NoLog):
        await gateway.get_task_instance_log(TASK)


async def test_a_web_page_is_a_bad_reply_that_keeps_its_status(gateway: HttpGateway, script: Script) -> None:
    script.replies = [httpx.Response(200, text="<html>please log in</html>")]
    with pytest.raises(BadReply, match="web page") as caught:
        await gateway.get_task_instance(TASK)
    assert caught.value.http_status == 200


async def test_a_gateway_on_a_port_of_its_own_is_named_with_it(profile: Profile) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ProxyError("no")

    other = replace(profile, gateway="https://gw.example.com:9443")
    gateway: Gateway = HttpGateway(other, transport=httpx.MockTransport(refuse))
    with pytest.raises(GatewayError, match=r"gw\.example\.com:9443"):
        await gateway.get_time_zone()
    await gateway.aclose()


@pytest.mark.parametrize("content", [None, "", "no certificate"])
async def test_a_certificate_file_that_cannot_be_used_is_named(
    profile: Profile, tmp_path: Path, content: str | None
) -> None:
    bundle = tmp_path / "plant-ca.pem"
    if content is not None:
        bundle.write_text(content)
    gateway = HttpGateway(replace(profile, ca_bundle=bundle))
    with pytest.raises(GatewayError) as caught:
        await gateway.warm_up()
    assert type(caught.value) is GatewayError
    assert "plant-ca.pem" in str(caught.value)
    assert "ENOS_CA_BUNDLE" in caught.value.hint
    await gateway.aclose()


async def test_a_given_transport_needs_no_certificates(profile: Profile, script: Script) -> None:
    absent = replace(profile, ca_bundle=Path("nowhere.pem"))
    gateway = HttpGateway(absent, transport=httpx.MockTransport(script))
    await gateway.warm_up()
    await gateway.aclose()


@pytest.mark.parametrize(
    ("environment", "is_used"),
    [
        ({"https_proxy": "http://proxy:3128"}, True),
        ({"https_proxy": "proxy:3128"}, True),
        ({"all_proxy": "http://proxy:3128"}, True),
        ({"http_proxy": "http://proxy:3128"}, False),
        ({"https_proxy": "http://proxy:3128", "no_proxy": "example.com"}, False),
        ({}, False),
    ],
)
def test_the_proxy_of_the_environment_is_used(
    profile: Profile, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], is_used: bool
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("Proxy" in type(network(profile)._pool).__name__) is is_used


def test_a_proxy_of_an_unusable_kind_is_a_sentence(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "gopher://proxy")
    monkeypatch.setenv("no_proxy", "")
    with pytest.raises(GatewayError, match="proxy"):
        network(profile)


def test_the_client_costs_no_screen_library() -> None:
    code = "import sys, tui_app.api.client; sys.exit(any(m.split('.')[0] == 'textual' for m in sys.modules))"
    subprocess.run([sys.executable, "-c", code], check=True)


async def test_an_unasked_gateway_closes_without_a_word(profile: Profile) -> None:
    await HttpGateway(profile).aclose()


async def test_an_empty_log_is_an_answer(gateway: HttpGateway, script: Script) -> None:
    script.replies = [ok({"log": ""})]
    assert (await gateway.get_task_instance_log(TASK)).data == {"log": ""}


@pytest.mark.parametrize("domain", ["", "; Domain=gw.example.com", "; Domain=.example.com"])
async def test_no_cookie_is_kept_or_sent(gateway: HttpGateway, script: Script, domain: str) -> None:
    def with_cookies(response: httpx.Response) -> httpx.Response:
        cookies = [("set-cookie", f"sid{number}=abc; Path=/; Max-Age=9999{domain}") for number in range(3)]
        response.headers = httpx.Headers([*response.headers.multi_items(), *cookies])
        return response

    script.tokens = [with_cookies(token())]
    script.replies = [with_cookies(ok({})) for _ in range(2)]
    for _ in range(3):
        await gateway.get_task_instance(TASK)
    assert len(script.requests) == 4
    assert [request for request in script.requests if "cookie" in request.headers] == []
    assert list(gateway._client().cookies.jar) == []
