"""Every code and status has a kind, a sentence and a hint."""

import pytest

from tui_app.api.errors import (
    BadCredentials,
    BadReply,
    Busy,
    GatewayError,
    NoLog,
    NotFound,
    NotPermitted,
    ServerFault,
    Unreachable,
    quoted,
    refusal,
    rejection,
)
from tui_app.api.operations import Operation

TASK, FLOW, LOG, FLOWS, TIME = Operation.TASK, Operation.FLOW, Operation.LOG, Operation.FLOWS, Operation.TIME
ROWS: list[tuple[int, Operation | None, type[GatewayError], int, str]] = [
    (62101, TASK, NotPermitted, 4, "user id is unknown or does not belong"),
    (62102, TASK, NotFound, 3, "no such instance, or another organisation owns it"),
    (62102, FLOW, NotFound, 3, "no such instance, or another organisation owns it"),
    (62102, LOG, NoLog, 3, "no log yet, or the id is wrong"),
    (62102, FLOWS, GatewayError, 5, "does not accept the search"),
    (62102, TIME, GatewayError, 5, "rejects a parameter"),
    (62103, TASK, NotPermitted, 4, "no right to see"),
    (62104, TASK, GatewayError, 5, "workflow has no task"),
    (62105, TASK, NotPermitted, 4, "account is locked"),
    (62109, TASK, ServerFault, 5, "internal error"),
    (62109, FLOW, ServerFault, 5, "internal error"),
    (62109, TIME, ServerFault, 5, "internal error"),
    (62109, LOG, NoLog, 3, "no log yet, or the id is wrong"),
    (99400, TASK, GatewayError, 5, "rejects a parameter"),
    (99403, TASK, NotPermitted, 4, "no right to this API"),
    (99404, TASK, NotFound, 3, "no such instance"),
    (99500, TASK, ServerFault, 5, "internal error"),
    (80400, TASK, GatewayError, 5, "rejects a parameter"),
    (80401, TASK, NotPermitted, 4, "no right to the asset"),
    (80500, TASK, ServerFault, 5, "internal error"),
    (11404, TASK, GatewayError, 5, "device service"),
    (11702, TASK, GatewayError, 5, "device service"),
    (11738, TASK, GatewayError, 5, "device service"),
    (31400, TASK, NotPermitted, 4, "says the organisation id is missing"),
    (31401, TASK, NotPermitted, 4, "logged-in user"),
    (31404, TASK, NotPermitted, 4, "not know the organisation"),
    (31429, TASK, Busy, 5, "login attempts"),
    (31512, TASK, NotPermitted, 4, "no organisation selected"),
    (1001, None, ServerFault, 5, "replay"),
    (1002, None, BadCredentials, 4, "does not know the access key"),
    (1003, None, BadCredentials, 4, "secret key does not fit"),
    (1004, None, BadCredentials, 4, "rejects a parameter"),
    (1005, None, ServerFault, 5, "internal error"),
    (1202, None, BadCredentials, 4, "says a parameter is missing"),
    (1203, TASK, BadCredentials, 4, "expired"),
    (1204, None, BadCredentials, 4, "could not be renewed"),
    (4011, TASK, BadCredentials, 4, "expired"),
    (4012, TASK, BadCredentials, 4, "expired"),
    (429, TASK, Busy, 5, "rate limit"),
    (500, TASK, ServerFault, 5, "internal error"),
    (62106, TASK, GatewayError, 5, "undocumented code"),
    (24001, TASK, GatewayError, 5, "undocumented code"),
    (-7, TASK, GatewayError, 5, "undocumented code"),
]


@pytest.mark.parametrize(("code", "operation", "kind", "exit_code", "says"), ROWS)
def test_each_code_has_its_kind_sentence_and_hint(
    code: int, operation: Operation | None, kind: type[GatewayError], exit_code: int, says: str
) -> None:
    error = refusal(code, "Their words.", operation, http_status=200)
    assert type(error) is kind
    assert error.exit_code == exit_code
    assert says in str(error)
    assert f"code {code}" in str(error)
    assert "“Their words.”" in str(error)
    assert str(error).endswith(".")
    assert error.code == code
    assert error.http_status == 200
    assert error.hint.endswith(".")


@pytest.mark.parametrize(
    ("status", "message", "kind", "says"),
    [
        (400, "Cannot process request body", GatewayError, "could not read the request"),
        (401, "Invalid authentication credentials", BadCredentials, "rejects the keys"),
        (403, "Your IP address is not allowed", NotPermitted, "this machine's IP address"),
        (403, "", NotPermitted, "does not admit this machine or this application"),
        (404, "no Route matched with those values", GatewayError, "no batch-processing service"),
        (405, "", GatewayError, "does not offer"),
        (407, "", Unreachable, "proxy"),
        (408, "", Unreachable, "too long"),
        (413, "Request size limit exceeded", GatewayError, "too large"),
        (418, "", GatewayError, "rejects the request"),
        (429, "API rate limit exceeded", Busy, "rate limit"),
        (497, "", BadCredentials, "time stamp or the signature"),
        (498, "", NotPermitted, "no right to this API"),
        (500, "An unexpected error occurred", ServerFault, "internal error"),
        (501, "", GatewayError, "does not offer"),
        (502, "", ServerFault, "no proper answer"),
        (503, "Service unavailable", ServerFault, "not available"),
        (504, "", ServerFault, "took too long"),
        (599, "", ServerFault, "internal error"),
        (200, "hello", BadReply, "does not come from the service"),
        (304, "", BadReply, "does not come from the service"),
    ],
)
def test_each_status_has_its_kind_sentence_and_hint(
    status: int, message: str, kind: type[GatewayError], says: str
) -> None:
    error = rejection(status, {"message": message})
    assert type(error) is kind
    assert says in str(error)
    assert f"HTTP {status}" in str(error)
    assert message in str(error)
    assert error.hint
    assert error.http_status == status


@pytest.mark.parametrize("body", [None, "<html>no</html>", [], {"message": 7}, {}])
def test_a_rejection_with_any_body_is_told_by_its_status(body: object) -> None:
    assert str(rejection(403, body)).endswith("this application (HTTP 403).")


def test_an_internal_error_of_the_server_does_not_call_it_down() -> None:
    error = refusal(62109, "It has no log.", Operation.TASK)
    assert "62109" in str(error) and "It has no log." in str(error)
    assert "down" not in f"{error} {error.hint}"
    assert "unavailable" not in f"{error} {error.hint}"


def test_the_servers_words_stay_one_inert_line_of_200_characters() -> None:
    error = refusal(62103, "a\x1b[2J\nb\u202e" + "w" * 500, Operation.TASK)
    assert "\x1b" not in str(error) and "\n" not in str(error) and "\u202e" not in str(error)
    assert "\\x1b[2J\\nb\\u202e" in str(error)
    assert "w" * 170 in str(error)
    assert quoted(" odd\u2028\x85\n") == "odd\\u2028\\x85"
    assert len(quoted("w" * 500)) == len(quoted("\x01" * 500)) == 200


def test_a_key_or_digest_in_the_servers_words_is_left_out() -> None:
    digest, key = (
        "0a948f30713be2e034cdb9769d2fd21842fedbee39f4c6d6d61a547926ac58c6",
        "2f1e6a0c-6b2c-4a52-9c1b-",
    )
    said = str(refusal(62103, f"want {digest} of {key}1a2b3c4d5e6f, not 118979-2021020211", TASK))
    assert "want … of …, not 118979-2021020211" in said
