"""Logs on standard output: byte for byte, safe on a terminal, followed, and as an index of errors."""

import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stand_in import Served
from tui_app.cli.log import _OVERLAP, entries
from tui_app.cli.main import main
from tui_app.demo import reply
from tui_app.logic.logs.text import added
from tui_app.models.status import Status

TASK, OTHER, FLOW = "118979-2021020211", "118980-2021020211", "8435-2021020211"
FAILED = "fine\r\n2026-11-28 10:00:00 ERROR KeyError: 'x'\nexit code 1\n"
RAW = "a\tb\r\n\x1b[31mred\x1b[0m \x1b]52;c;eA==\x07 风 \ud800 end"


def script(gateway: Served, *logs: str, status: int = -1) -> None:
    gateway.stand_in.script(reply.success({"instanceId": TASK, "status": status}), to="taskInstances.get")
    gateway.stand_in.script(*(reply.success({"log": log}) for log in logs), to="taskInstances.getLog")


def test_a_pipe_is_given_the_log_byte_for_byte(
    gateway: Served, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    script(gateway, RAW)
    assert main(["log", TASK]) == 0
    assert capfdbinary.readouterr().out == RAW.replace("\ud800", "\ufffd").encode()


def test_a_terminal_is_given_nothing_that_acts_on_it(
    gateway: Served, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    script(gateway, RAW)
    assert main(["log", TASK]) == 0
    out = capsys.readouterr().out
    assert out.startswith("a       b\nred ")
    assert [char for char in out if not char.isprintable() and char != "\n"] == []


def test_the_index_marks_the_decisive_error_of_a_failed_run_only(
    gateway: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    script(gateway, FAILED)
    assert main(["log", TASK, "--errors", "--json"]) == 0
    errors = json.loads(capsys.readouterr().out)
    assert errors[0] == {
        "line": 2,
        "text": "KeyError: 'x'",
        "kind": "exception",
        "role": "cause",
        "decisive": True,
    }
    assert [one["decisive"] for one in errors] == [True] + [False] * (len(errors) - 1)
    script(gateway, FAILED, status=1)
    assert main(["log", TASK, "--errors"]) == 0
    out = capsys.readouterr().out
    assert "2  exception, cause: KeyError: 'x'" in out
    assert ">" not in out


def test_a_log_without_errors_is_an_empty_index_and_a_note(
    gateway: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    script(gateway, "fine\n", status=1)
    assert main(["log", TASK, "--errors"]) == 0
    assert capsys.readouterr() == ("", "No line of this log names an error.\n")


def test_json_holds_every_line_with_the_errors_among_them() -> None:
    lines = entries(FAILED, Status.of(-1), only_errors=False)
    assert [one["line"] for one in lines] == [1, 2, 3]
    assert [one["text"] for one in lines] == FAILED.splitlines()
    assert [one["decisive"] for one in lines] == [False, True, False]
    assert lines[0]["kind"] is None


def test_several_logs_stand_behind_their_ids_and_a_flow_instance_has_none(
    gateway: Served, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway.stand_in.script(
        reply.success({"log": "one"}), reply.success({"log": "two\n"}), to="taskInstances.getLog"
    )
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{TASK}\n{OTHER}".encode())))
    assert main(["log", "-", FLOW]) == 2
    out, err = capfd.readouterr()
    first, second = out.removeprefix("==> ").split("==> ")
    assert [part.split(" <==\n")[0] for part in (first, second)] == [TASK, OTHER]
    assert {part.split(" <==\n")[1] for part in (first, second)} == {"one\n", "two\n"}
    assert f"{FLOW} is a flow instance, which has no log: enos-tui why {FLOW}" in err


def test_a_cut_log_is_requested_at_the_length_given_and_said_to_be_cut(
    gateway: Served, capfd: pytest.CaptureFixture[str]
) -> None:
    script(gateway, "x" * 40)
    assert main(["log", TASK, "--max-length", "40"]) == 0
    assert "limit of 40 characters" in capfd.readouterr().err
    assert [call.params["maxLength"] for call in gateway.stand_in.calls if "maxLength" in call.params] == [
        "40"
    ]


def test_following_prints_what_is_added_until_the_task_is_over(
    gateway: Served, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui_app.services.follow.FOLLOW_S", 0.0)
    running, over = (reply.success({"instanceId": TASK, "status": status}) for status in (2, 1))
    gateway.stand_in.script(running, over, to="taskInstances.get")
    monkeypatch.setattr("tui_app.services.explorer.FRESH_S", 0.0)
    logs = ["a\n", "a\nb", "a\nb", "a\nb\nc"]
    gateway.stand_in.script(*(reply.success({"log": log}) for log in logs), to="taskInstances.getLog")
    assert main(["log", TASK, "--follow"]) == 0
    assert capfd.readouterr() == ("a\nb\nc", "")


@given(st.text("ab\n", max_size=30), st.text(), st.integers(0, 30))
def test_what_is_added_to_a_log_is_found_even_where_its_beginning_is_dropped(
    before: str, more: str, dropped: int
) -> None:
    assert added(before, before + more) == more
    assert (added("x" * 500 + before, ("x" * 500 + before + more)[50:], _OVERLAP) or "").endswith(more)


def test_a_terminal_is_given_bars_in_their_last_state_and_a_pipe_every_byte(
    gateway: Served, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    log = "10%\r20%\r30%\nN\bNO\bO\r\n"
    script(gateway, log)
    assert main(["log", TASK]) == 0
    assert capfdbinary.readouterr().out == log.encode()
    script(gateway, log)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["log", TASK]) == 0
    assert capfdbinary.readouterr().out == b"30%\nNO\n"


def test_the_index_is_that_of_the_last_states(gateway: Served, capsys: pytest.CaptureFixture[str]) -> None:
    script(gateway, "begin\n 10%\r 20%\rERROR: disk full\n")
    assert main(["log", TASK, "--errors", "--json"]) == 0
    assert [(one["line"], one["text"]) for one in json.loads(capsys.readouterr().out)] == [(2, "disk full")]
