"""Nothing but the six questions can leave the program."""

import httpx
import pytest

from tests.api.doubles import Script
from tui_app.api.client import HttpGateway
from tui_app.api.operations import SERVICE, Operation, check_allowed

OTHERS = [
    ("POST", "/flowInstances", "cancel"),
    ("POST", "/directories", "create"),
    ("GET", "/flows", "delete"),
    ("POST", "/flows", "disable"),
    ("POST", "/flows", "enable"),
    ("GET", "/flows", "export"),
    ("GET", "/flows", "get"),
    ("GET", "/flows", "getMyFlow"),
    ("POST", "/flows", "import"),
    ("GET", "/directories", "listWorkFlowDirs"),
    ("GET", "/flows", "loadForEdit"),
    ("POST", "/flows", "save"),
    ("POST", "/flows", "search"),
    ("POST", "/flows", "trigger"),
    ("POST", "/flows", "triggerFromTask"),
    ("POST", "/flows", "updateAndTrigger"),
]
"""All other rows of the vendor's table of operations."""

NEAR_MISSES = [
    ("POST", "/taskInstances", "get"),
    ("GET", "/flowInstances", "search"),
    ("GET", "/taskInstances", "Get"),
    ("GET", "/taskInstances", ""),
    ("GET", "/taskInstances/", "get"),
    ("GET", "//taskInstances", "get"),
    ("DELETE", "/taskInstances", "get"),
]


def test_the_list_holds_six_questions() -> None:
    assert {(asked.method, asked.path, asked.action, asked.title) for asked in Operation} == {
        ("GET", f"{SERVICE}/taskInstances", "get", "Get Task Instance"),
        ("GET", f"{SERVICE}/flowInstances", "get", "Get Flow Instance"),
        ("GET", f"{SERVICE}/taskInstances", "getLog", "Get Task Instance Log"),
        ("POST", f"{SERVICE}/flowInstances", "search", "List Flow Instances"),
        ("GET", f"{SERVICE}/time", "getCurrentTime", "Get Current Time"),
        ("GET", f"{SERVICE}/time", "getTimeZone", "Get Time Zone"),
    }


@pytest.mark.parametrize(("method", "path", "action"), OTHERS + NEAR_MISSES)
async def test_no_other_request_leaves_the_client_however_it_is_made(
    gateway: HttpGateway, script: Script, method: str, path: str, action: str
) -> None:
    with pytest.raises(ValueError):
        Operation((method, path, action))
    with pytest.raises(ValueError):
        await gateway._client().request(method, SERVICE + path, params={"action": action})
    assert script.requests == []


@pytest.mark.parametrize(
    "url",
    [
        f"{SERVICE}/taskInstances?action=get&action=delete",
        f"{SERVICE}/flows?action=get&action=delete",
        f"{SERVICE}/taskInstances",
        f"{SERVICE}/%66lows?action=delete",
        "/apim-token-service/v2.0/token/get",
        "/elsewhere?action=get",
    ],
)
async def test_no_disguised_request_leaves_the_client(gateway: HttpGateway, script: Script, url: str) -> None:
    with pytest.raises(ValueError):
        await gateway._client().get(url)
    assert script.requests == []


def test_the_six_questions_and_the_token_calls_pass() -> None:
    for asked in Operation:
        check_allowed(asked.method, asked.path, [asked.action])
    check_allowed("POST", "/apim-token-service/v2.0/token/get", [])
    check_allowed("POST", "/apim-token-service/v2.0/token/refresh", [])


async def test_a_refused_request_is_never_sent_even_by_a_transport_of_its_own(script: Script) -> None:
    from tui_app.api.large_response_lock import LargeResponseLock
    from tui_app.api.transport_guard import Guard

    async with httpx.AsyncClient(transport=Guard(httpx.MockTransport(script), LargeResponseLock())) as client:
        with pytest.raises(ValueError):
            await client.get(f"https://gw{SERVICE}/flows", params={"action": "delete", "flowId": "1"})
    assert script.requests == []
