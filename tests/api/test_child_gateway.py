"""Requests through a child process, against the stand-in gateway on a loopback socket."""

import json
import pickle
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.pty_terminal import TIMEOUT_S
from tests.stand_in import Served, serve
from tests.stand_in.gateway import StandIn
from tui_app.api import errors
from tui_app.demo import reply
from tui_app.demo.world import World
from tui_app.models.request import RequestInfo

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is no child")


@pytest.fixture
def served() -> Iterator[Served]:
    now = datetime.now(UTC)
    with serve(StandIn(World(now), lambda: int(datetime.now(UTC).timestamp() * 1000))) as served:
        yield served


def through_child(calls: str, served: Served) -> Any:
    call = [sys.executable, "-m", "tests.api.through_child", calls, served.base_url]
    done = subprocess.run(call, capture_output=True, text=True, timeout=TIMEOUT_S, env={"NO_PROXY": "*"})
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def test_an_answer_is_the_same_as_without_a_child(served: Served) -> None:
    differing = through_child("same", served)
    assert set(differing) <= {"received_at", "elapsed_s"}


@pytest.mark.parametrize(
    "answer",
    [
        reply.success({"instanceId": "118979-2021020211", "cmd": "风" * 400_000}),
        reply.success([{"instanceId": "118979-2021020211"}] + [{}] * 200_000),
        reply.Reply(
            200,
            {"content-type": "application/json;charset=ISO-8859-1"},
            b'{"code":0,"data":{"cmd":"' + b"\xe9" * 600_000 + b'"}}',
        ),
    ],
    ids=["text", "values", "another charset"],
)
def test_a_long_answer_in_pieces_is_the_same_as_without_a_child(served: Served, answer: reply.Reply) -> None:
    assert len(answer.body) > 1 << 19
    served.stand_in.script(answer, answer, to="118979-2021020211")
    differing = through_child("same", served)
    assert set(differing) <= {"received_at", "elapsed_s"}


def test_a_long_answer_comes_without_values(served: Served) -> None:
    served.stand_in.script(reply.success([{}] * 200_000), to="118979-2021020211")
    assert through_child("largest", served) < 1 << 19


def test_large_answers_come_one_after_the_other_though_one_is_cancelled(served: Served) -> None:
    answer = reply.success({"instanceId": "118979-2021020211", "cmd": "x" * (3 << 20)})
    served.stand_in.script(*[answer] * 6, to="118979-2021020211")
    size = len(answer.body)
    assert through_child("at once", served) == [size, size, "CancelledError", size, size, size]


def test_this_process_masks_every_secret_the_child_has_learned(served: Served) -> None:
    *secrets, other = through_child("secrets", served)
    assert len(secrets) >= 3 and all(secrets) and not other


def test_an_error_has_its_kind_code_request_and_text(served: Served) -> None:
    kind, sentence, code, request, was_received = through_child("error", served)
    assert (kind, code, was_received) == ("NotFound", 62102, True)
    assert "no such instance" in sentence and "Task" in request


def test_a_retry_is_announced_and_its_end_too(served: Served) -> None:
    served.stand_in.script(reply.kong(503, "busy"), to="api")
    assert through_child("retry", served) == ["HTTP 503", None]


def test_a_request_that_is_tried_once_is_tried_once(served: Served) -> None:
    served.stand_in.script(reply.kong(503, "busy"), to="api")
    with pytest.raises(AssertionError, match="503"):
        through_child("once", served)
    assert served.stand_in.request_count("taskInstances") == 1


def test_a_cancelled_call_closes_its_connection(served: Served) -> None:
    served.delay_s = 1
    before, after = through_child("cancel", served)
    assert after == before - 1


@pytest.mark.parametrize("calls", ["killed", "killed meanwhile"])
def test_requests_are_sent_from_here_once_the_child_is_killed(served: Served, calls: str) -> None:
    served.delay_s = 0.5 if calls == "killed meanwhile" else 0
    assert all(through_child(calls, served))


def test_the_child_has_no_terminal_and_is_gone_in_the_end(served: Served) -> None:
    assert through_child("child", served) == [True, ["/dev/null"] * 3]


def test_the_child_of_a_killed_process_ends(served: Served) -> None:
    pid = through_child("orphan", served)
    ends = time.monotonic() + TIMEOUT_S
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < ends
        time.sleep(0.02)


@pytest.mark.parametrize("kind", [*errors.GatewayError.__subclasses__(), errors.GatewayError], ids=str)
def test_every_error_can_be_sent(kind: type[errors.GatewayError]) -> None:
    error = kind("It failed.", "Try again.", code=1, http_status=503)
    error.request, error.received = RequestInfo("Get", "https://h", "https://h/t", (), "", None, True), "{}"
    sent = pickle.loads(pickle.dumps(error))
    assert type(sent) is kind and str(sent) == str(error) and vars(sent) == vars(error)
