import json
from datetime import datetime
from urllib.parse import urlencode

import pytest

from tests.stand_in.signing import BASE, GET_TOKEN, REFRESH_TOKEN
from tui_app.demo.handler import DemoGateway
from tui_app.demo.reply import Reply
from tui_app.demo.world import World


@pytest.fixture
def gateway(now: datetime) -> DemoGateway:
    return DemoGateway(World(now), lambda: int(now.timestamp() * 1000))


def ask(gateway: DemoGateway, method: str, resource: str, **params: str) -> Reply:
    return gateway.handle(method, f"{BASE}{resource}?{urlencode(params)}", {}, b"")


@pytest.mark.parametrize("target", [GET_TOKEN, REFRESH_TOKEN])
def test_any_token_request_gets_a_token(gateway: DemoGateway, target: str) -> None:
    answer = json.loads(gateway.handle("POST", target, {}, b"anything").body)
    assert answer["status"] == 0
    assert answer["data"]["accessToken"]
    assert answer["data"]["expire"] == 7200


def test_an_unsigned_request_is_answered(gateway: DemoGateway) -> None:
    answer = ask(gateway, "GET", "taskInstances", action="get", taskInstId="118979-2021020211")
    assert json.loads(answer.body)["data"]["taskName"] == "DataIntegration"


@pytest.mark.parametrize(
    ("method", "resource", "action"),
    [
        ("POST", "flowInstances", "cancel"),
        ("POST", "taskInstances", "get"),
        ("GET", "taskInstances", ""),
        ("GET", "x/taskInstances", "get"),
    ],
)
def test_a_request_that_does_not_read_has_no_route(
    gateway: DemoGateway, method: str, resource: str, action: str
) -> None:
    assert ask(gateway, method, resource, action=action).status == 404


def test_a_reply_carries_the_date_of_the_clock(gateway: DemoGateway) -> None:
    assert ask(gateway, "GET", "nothing").headers["date"] == "Mon, 23 Nov 2026 01:30:00 GMT"
