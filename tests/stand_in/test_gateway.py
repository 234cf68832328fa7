import json
from datetime import datetime
from urllib.parse import urlencode

import pytest

from tests.stand_in import refusals
from tests.stand_in.gateway import StandIn
from tests.stand_in.habits import Habits
from tests.stand_in.signing import BASE, GET_TOKEN, JSON, WHO, Caller, headers_for, token_body
from tui_app.demo import reply
from tui_app.demo.application import ACCESS_KEY, ORG_ID, SECRET_KEY
from tui_app.demo.reply import Reply

SAMPLE = "118979-2021020211"


def asking_with_a_made_up_token(stand_in: StandIn, path: str = f"{BASE}taskInstances") -> Reply:
    params = WHO | {"action": "get", "taskInstId": SAMPLE}
    headers = headers_for("made-up", stand_in.now_ms(), params)
    return stand_in.handle("GET", f"{path}?{urlencode(params)}", headers, b"")


def test_a_valid_signature_moves_to_another_path(stand_in: StandIn, caller: Caller) -> None:
    params = WHO | {"action": "get", "taskInstId": SAMPLE, "flowInstId": "8435-2021020211"}
    signed = headers_for(caller.token(), stand_in.now_ms(), params)
    replies = [
        stand_in.handle("GET", f"{BASE}{resource}?{urlencode(params)}", signed, b"")
        for resource in ("taskInstances", "flowInstances")
    ]
    assert [json.loads(r.body)["data"]["instanceId"] for r in replies] == [SAMPLE, "8435-2021020211"]
    assert stand_in.rejections == []


@pytest.mark.parametrize(
    ("habits", "expected"),
    [
        (Habits(rejection="kong"), reply.unauthorized()),
        (Habits(rejection="1203 in 200"), refusals.token_expired()),
        (Habits(rejection="not JSON"), refusals.unauthorized_in_prose()),
    ],
)
def test_a_bad_token_is_rejected_in_each_plausible_form(
    stand_in: StandIn, habits: Habits, expected: Reply
) -> None:
    stand_in.habits = habits
    answer = asking_with_a_made_up_token(stand_in)
    assert (answer.status, answer.body) == (expected.status, expected.body)
    assert stand_in.rejections == ["apim-accesstoken is unknown"]


def test_another_process_can_take_the_token_away(stand_in: StandIn, caller: Caller) -> None:
    before = caller.token()
    stand_in.tokens.replace(ACCESS_KEY, stand_in.now_ms())
    assert caller.token() != before


def test_the_clock_can_be_wrong(stand_in: StandIn, caller: Caller) -> None:
    params = WHO | {"action": "get", "taskInstId": SAMPLE}
    signed = headers_for(caller.token(), stand_in.now_ms(), params)
    stand_in.clock_offset_ms = 16 * 60_000
    answer = stand_in.handle("GET", f"{BASE}taskInstances?{urlencode(params)}", signed, b"")
    assert answer.status == 401
    assert answer.headers["date"] == "Mon, 23 Nov 2026 01:46:00 GMT"


@pytest.mark.parametrize(
    ("task_id", "code"),
    [
        (SAMPLE, 0),
        ("900622-2026112301", 62103),
        ("900621-2026112301", 62101),
        ("900623-2026112301", 62109),
        ("1-2026112301", 62102),
        ("118979-2021020212", 62102),
        ("900401-20269999", 62102),
        ("nonsense", 62102),
        ("", 62102),
    ],
)
def test_a_task_is_answered_or_refused_by_its_id(caller: Caller, task_id: str, code: int) -> None:
    assert caller.task(task_id)["code"] == code


def test_an_unknown_workflow_is_refused(caller: Caller) -> None:
    assert caller.flow("8435-2021020212") == {"code": 62102, "msg": "Incorrect parameter.", "data": None}


@pytest.mark.parametrize("changes", [{"userId": "u1"}, {"orgId": "o1"}, {"userId": ""}])
def test_a_foreign_user_or_organisation_is_refused(caller: Caller, changes: dict[str, str]) -> None:
    params = {"action": "get", "taskInstId": SAMPLE} | changes
    assert json.loads(caller.ask("GET", "taskInstances", params=params).body)["code"] == 62101


def test_time_needs_neither_user_nor_organisation(stand_in: StandIn, caller: Caller) -> None:
    answers = []
    for action in ("getCurrentTime", "getTimeZone"):
        signed = headers_for(caller.token(), stand_in.now_ms(), {"action": action})
        answers.append(
            json.loads(stand_in.handle("GET", f"{BASE}time?action={action}", signed, b"").body)["data"]
        )
    assert answers == [stand_in.now_ms(), {"timezone": "GMT+8"}]


@pytest.mark.parametrize(
    ("method", "resource", "action"),
    [
        ("GET", "flows", "delete"),
        ("POST", "flowInstances", "cancel"),
        ("POST", "flows", "trigger"),
        ("GET", "flows", "get"),
        ("GET", "flows", "loadForEdit"),
        ("DELETE", "taskInstances", "get"),
        ("POST", "taskInstances", "get"),
        ("GET", "taskInstances", ""),
    ],
)
def test_whatever_a_reader_must_not_ask_is_noted(
    stand_in: StandIn, caller: Caller, method: str, resource: str, action: str
) -> None:
    answer = caller.ask(method, resource, params={"action": action})
    assert answer.status == 501
    assert [(c.method, c.resource, c.action) for c in stand_in.forbidden_calls] == [
        (method, resource, action)
    ]


def test_an_old_path_of_the_service_is_forbidden_too(stand_in: StandIn, caller: Caller) -> None:
    params = WHO | {"action": "get", "taskInstId": SAMPLE}
    signed = headers_for(caller.token(), stand_in.now_ms(), params)
    target = f"/batch-processing-service/v2.0/taskInstances?{urlencode(params)}"
    assert stand_in.handle("GET", target, signed, b"").status == 501


@pytest.mark.parametrize(
    "path", ["/", "/dataflow-batch-service/v2.0/taskInstances", "/apim-token-service/v2.0/token/x"]
)
def test_an_unknown_path_has_no_route(stand_in: StandIn, path: str) -> None:
    assert asking_with_a_made_up_token(stand_in, path).status == 404


@pytest.mark.parametrize(("method", "content_type"), [("GET", "application/json"), ("POST", "text/plain")])
def test_a_token_is_asked_for_with_posted_json(stand_in: StandIn, method: str, content_type: str) -> None:
    body = token_body(stand_in.now_ms())
    assert stand_in.handle(method, GET_TOKEN, {"Content-Type": content_type}, body).status == 400


def test_laid_down_answers_come_in_order_and_then_the_ordinary_ones(
    stand_in: StandIn, caller: Caller
) -> None:
    stand_in.script(
        reply.too_many_requests("7"), None, reply.html(502, "Bad Gateway"), to="taskInstances.get"
    )
    params = {"action": "get", "taskInstId": SAMPLE}
    replies = [caller.ask("GET", "taskInstances", params=params) for _ in range(4)]
    assert [r.status for r in replies] == [429, 200, 502, 200]
    assert replies[0].headers["retry-after"] == "7"


def test_the_token_service_can_be_slow_and_can_fail(stand_in: StandIn) -> None:
    stand_in.token_delay_s = 0.5
    stand_in.script(refusals.token_refusal(1005, "internal error"), to="token")
    answer = stand_in.handle("POST", GET_TOKEN, JSON, token_body(stand_in.now_ms()))
    assert json.loads(answer.body)["status"] == 1005
    assert answer.delay_s == 0.5


def test_calls_are_counted_and_hold_nothing_secret(stand_in: StandIn, caller: Caller) -> None:
    caller.task(SAMPLE)
    caller.log(SAMPLE)
    token, call = stand_in.calls[0], stand_in.calls[1]
    assert stand_in.request_count("taskInstances") == 2
    assert (
        stand_in.request_count("taskInstances", "get")
        == stand_in.request_count("taskInstances", "getLog")
        == 1
    )
    assert stand_in.request_count("token", "get") == 2
    assert (call.method, call.resource, call.action) == ("GET", "taskInstances", "get")
    assert call.params == {"taskInstId": SAMPLE}
    assert call.at_ms == stand_in.now_ms()
    assert token.body == b""
    assert not any(secret in repr(stand_in.calls) for secret in (SECRET_KEY, ACCESS_KEY, ORG_ID, "apim-"))


@pytest.mark.parametrize(("keeps", "expected"), [("head", "====="), ("tail", "\nhi\n")])
def test_a_log_is_cut_at_the_asked_length_at_either_end(
    stand_in: StandIn, caller: Caller, keeps: str, expected: str
) -> None:
    stand_in.habits = Habits(log_keeps="tail" if keeps == "tail" else "head")
    log = caller.log(SAMPLE, maxLength=str(len(expected)))["data"]["log"]
    assert log == expected


def test_an_empty_length_means_the_default(caller: Caller) -> None:
    log = caller.log("900702-2026112301", maxLength="")["data"]["log"]
    assert len(log) == 1 << 20


@pytest.mark.parametrize("length", ["-1", "many", "1.5"])
def test_a_length_that_is_none_is_refused(caller: Caller, length: str) -> None:
    assert caller.log(SAMPLE, maxLength=length)["code"] == 62102


def test_no_log_comes_as_either_code(stand_in: StandIn, caller: Caller) -> None:
    not_begun = "900400-2026112301"
    assert caller.log("900401-2026112301")["data"]["log"].endswith("\ndone\n")
    assert caller.log(not_begun)["code"] == 62102
    stand_in.habits = Habits(no_log=62109)
    assert caller.log(not_begun) == {"code": 62109, "msg": "No log found", "data": None}
    assert caller.log("900620-2026112301")["code"] == 62109


def test_every_ordinary_answer_carries_a_date(stand_in: StandIn, now: datetime) -> None:
    assert asking_with_a_made_up_token(stand_in).headers["date"] == now.strftime("%a, %d %b %Y %H:%M:%S GMT")
