import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.certificates import ca_file
from tests.stand_in import Served, refused, serve
from tests.stand_in.gateway import StandIn
from tests.stand_in.signing import BASE, WHO, headers_for
from tui_app.demo.application import ACCESS_KEY


@pytest.fixture
def served(stand_in: StandIn) -> Iterator[Served]:
    with serve(stand_in) as served:
        yield served


def ask(http: httpx.Client, stand_in: StandIn) -> httpx.Response:
    params = WHO | {"action": "get", "taskInstId": "118979-2021020211"}
    token = stand_in.tokens.replace(ACCESS_KEY, stand_in.now_ms()).text
    signed = headers_for(token, stand_in.now_ms(), params)
    return http.get(f"{BASE}taskInstances", params=params, headers=signed)


def test_two_questions_share_one_connection(served: Served) -> None:
    with httpx.Client(base_url=served.base_url, timeout=60) as http:
        replies = [ask(http, served.stand_in) for _ in range(2)]
    assert [reply.json()["data"]["stsDesc"] for reply in replies] == ["SUCCESS", "SUCCESS"]
    assert served.connections == 1


def test_tls_is_real_and_its_certificate_can_be_trusted(stand_in: StandIn, tmp_path: Path) -> None:
    with serve(stand_in, tls=True) as served:
        with httpx.Client(
            base_url=served.base_url, verify=ssl.create_default_context(cafile=ca_file(tmp_path))
        ) as http:
            assert ask(http, stand_in).json()["code"] == 0
        with httpx.Client(base_url=served.base_url) as http, pytest.raises(httpx.ConnectError):
            ask(http, stand_in)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("reset before answer", (httpx.ReadError, httpx.RemoteProtocolError)),
        ("reset mid-body", (httpx.ReadError, httpx.RemoteProtocolError)),
        ("stall headers", httpx.ReadTimeout),
        ("stall body", httpx.ReadTimeout),
    ],
)
def test_a_socket_can_fail_once_and_then_work(served: Served, fault: str, error: type[Exception]) -> None:
    served.fault, served.faults_left = fault, 1  # type: ignore[assignment]  # every row is a SocketFault
    with httpx.Client(base_url=served.base_url) as http:
        http.timeout = httpx.Timeout(0.2 if error is httpx.ReadTimeout else 60.0)
        with pytest.raises(error):
            ask(http, served.stand_in)
        http.timeout = httpx.Timeout(60.0)
        assert ask(http, served.stand_in).json()["code"] == 0


def test_a_refusing_port_refuses() -> None:
    with refused() as base_url, httpx.Client(base_url=base_url) as http, pytest.raises(httpx.ConnectError):
        http.get("/")


def test_a_forbidden_call_fails_the_test_that_made_it(stand_in: StandIn) -> None:
    params = WHO | {"action": "delete", "flowId": "8435"}
    with pytest.raises(AssertionError), serve(stand_in) as served:
        token = stand_in.tokens.replace(ACCESS_KEY, stand_in.now_ms()).text
        signed = headers_for(token, stand_in.now_ms(), params)
        assert httpx.get(f"{served.base_url}{BASE}flows", params=params, headers=signed).status_code == 501
