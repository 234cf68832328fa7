"""One instance on standard output: every form of it, every exit code."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.stand_in import Served
from tui_app.cli.main import main
from tui_app.demo import reply
from tui_app.store.files import write_private
from tui_app.store.locations import Locations

TASK = "118979-2021020211"
FLOW = "8435-2021020211"


def got(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(["get", *argv])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_summary_of_a_task_says_what_ran_and_how_it_went(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = got(capsys, "--demo", TASK)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "✓ SUCCESS (1)  DataIntegration"
    assert lines[1].startswith("succeeded after 2 m 43 s, ")
    assert lines[2] == f"{TASK}, task instance, profile demo"
    assert "  flowInstId         8435-2021020211" in lines
    assert "  cmd                echo hi" in lines
    assert sum(line.startswith("  ") for line in lines[: lines.index("runMode:")]) == 29
    for start in ("  runNum             1", "  endTime            2021-02-02 19:38:07  (ran 2 m 43 s"):
        assert any(line.startswith(start) for line in lines)
    assert "  cpu          0.6  (cores per task or sub-task)" in lines


def test_a_flow_id_is_found_without_being_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = got(capsys, "--demo", FLOW)
    assert code == 0
    assert out.splitlines()[0] == "✓ SUCCESS (1)  HourlyDataIntegration"
    assert f"  ✓ SUCCESS (1)    {TASK}  DataIntegration" in out.splitlines()


def test_an_id_that_is_labelled_wrongly_is_found_and_the_summary_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = got(capsys, "--demo", f"taskInstId={FLOW}")
    assert (code, err) == (0, "")
    assert out.splitlines()[2] == f"{FLOW}, flow instance, given as a task instance, profile demo"
    code, out, err = got(capsys, "--demo", f"flowInstId={TASK}", "--field", "status")
    assert (code, out) == (0, "1\n")
    assert err == f"{TASK}: task instance, given as a flow instance.\n"


def test_json_is_the_record_with_the_running_mode_opened(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = got(capsys, "--demo", TASK, "--json")
    record = json.loads(out)
    assert len(record) == 30
    assert (record["status"], record["statusName"]) == (1, "SUCCESS")
    assert record["runMode"]["cpu"] == 0.6
    assert list(record)[:3] == ["instanceId", "taskId", "taskName"]


def test_json_opens_the_graph_of_a_flow(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = got(capsys, "--demo", FLOW, "--json")
    assert json.loads(out)["graph"]["tasks"][2]["taskInstId"] == TASK


def test_raw_is_the_servers_bytes_untouched(
    gateway: Served, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    body = b'{"code": 0,"data":{"taskName":"\xe9\\u98ce\xff","x":1.10}}\r\n '
    gateway.stand_in.script(reply.Reply(200, {}, body), to="taskInstances.get")
    assert main(["get", f"taskInstId={TASK}", "--raw"]) == 0
    assert capfdbinary.readouterr().out == body


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("taskName", "DataIntegration"),
        ("status", "1"),
        ("isTimeout", "false"),
        ("freq", "null"),
        ("resourceName", ""),
    ],
)
def test_a_field_is_printed_as_it_was_sent(
    field: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert got(capsys, "--demo", TASK, "--field", field) == (0, f"{value}\n", "")


def test_json_inside_a_field_stays_the_text_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = got(capsys, "--demo", TASK, "--field", "runMode")
    assert out.startswith('{"taskMode":1,')
    assert out.count("\n") == 1


def test_an_unknown_field_brings_the_likeliest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert got(capsys, "--demo", TASK, "--field", "taskname") == (
        2,
        "",
        "There is no field taskname: did you mean taskName?\n",
    )


def test_a_documented_field_that_was_not_sent_is_null(
    gateway: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    gateway.stand_in.script(reply.json_reply({"code": 0, "data": {"extra": [1]}}), to="taskInstances.get")
    assert got(capsys, f"taskInstId={TASK}", "--field", "cmd") == (0, "null\n", "")
    gateway.stand_in.script(reply.json_reply({"code": 0, "data": {"extra": [1]}}), to="taskInstances.get")
    assert got(capsys, f"taskInstId={TASK}", "--field", "extra") == (0, "[1]\n", "")


HOSTILE = "a\x1b]52;c;eA==\x07\x9b2J\u202eb\ufeff\r\nc\ud800"


def test_hostile_text_cannot_reach_the_terminal(
    gateway: Served, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    record = {"taskName": HOSTILE, "stsDesc": HOSTILE, "cmd": HOSTILE, "runMode": {HOSTILE: HOSTILE}}
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for form in ([], ["--json"], ["--field", "taskName"], ["--field", "cmd"]):
        gateway.stand_in.script(reply.json_reply({"code": 0, "data": record}), to="taskInstances.get")
        code, out, err = got(capsys, f"taskInstId={TASK}", *form)
        assert (code, err) == (0, "")
        assert "52;c;eA==" in out
        assert [char for char in out if not char.isprintable() and char != "\n"] == []
        if form == ["--json"]:
            assert json.dumps(json.loads(out)) == json.dumps(record).replace(r"\ud800", r"\ufffd")


def test_a_field_in_a_pipe_is_the_very_text(gateway: Served, capsys: pytest.CaptureFixture[str]) -> None:
    gateway.stand_in.script(
        reply.Reply(200, {}, b'{"code":0,"data":{"cmd":"a\\tb\\u001b[1m\\nc\\ud800"}}'),
        to="taskInstances.get",
    )
    assert got(capsys, f"taskInstId={TASK}", "--field", "cmd") == (0, "a\tb\x1b[1m\nc\\ud800\n", "")


def test_an_id_nobody_has_exits_with_3(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = got(capsys, "--demo", "1-2021020211")
    assert (code, out) == (3, "")
    sentence, hint = err.splitlines()
    assert sentence == "1-2021020211 is neither a task instance nor a flow instance that this user can see."
    assert hint.startswith("Check the id")


def test_missing_permission_and_wrong_keys_exit_with_4(
    gateway: Served, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway.stand_in.script(reply.refusal(62103, "no privilege"), to="taskInstances.get")
    assert got(capsys, f"taskInstId={TASK}")[:2] == (4, "")
    monkeypatch.setenv("ENOS_SECRET_KEY", "wrong-s3cret")
    code, out, err = got(capsys, TASK)
    assert (code, out) == (4, "")
    assert "wrong-s3cret" not in err
    assert err


def test_an_answer_that_is_none_exits_with_5(gateway: Served, capsys: pytest.CaptureFixture[str]) -> None:
    gateway.stand_in.script(reply.Reply(200, {}, b"<html>log in</html>"), to="taskInstances.get")
    code, out, err = got(capsys, f"taskInstId={TASK}", "--json")
    assert (code, out) == (5, "")
    assert err.splitlines()[0] == "The answer is a web page."


def program(*argv: str, encoding: str = "utf-8") -> "subprocess.Popen[bytes]":
    # An unbuffered output would hide what happens to text that is still to be written at the end.
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUNBUFFERED": ""}
    return subprocess.Popen(
        [sys.executable, "-m", "tui_app", *argv],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )


def test_the_program_itself_reads_settings_and_asks_a_real_socket(gateway: Served) -> None:
    with program("get", TASK, encoding="ascii") as running:
        out, err = running.communicate()
    assert (running.returncode, err) == (0, b"")
    assert out.startswith(b"+ SUCCESS (1)  DataIntegration\n")
    assert gateway.stand_in.request_count("taskInstances", "get") == 1


def test_a_reader_that_goes_away_ends_the_program_quietly() -> None:
    with program("get", "--demo", TASK) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 141


def test_a_secret_command_does_not_eat_the_ids_of_a_shell_loop(
    gateway: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ENOS_SECRET_KEY")
    write_private(Locations.of_user().config, '[profiles.prod]\nsecret_command = "cat"\n')
    with program("get", TASK) as running:
        out, err = running.communicate(b"the next id")
    assert (running.returncode, out) == (2, b"")
    assert b"secret_command printed nothing: it must print the secret key." in err


def test_get_does_not_import_textual() -> None:
    check = (
        "import sys\nfrom tui_app.cli.main import main\n"
        f"code = main(['get', '--demo', '{TASK}', '--field', 'status'])\n"
        "print(code, 'textual' in sys.modules, 'tui_app.app.explorer_app' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n0 False False\n"


LIST = ["8435-2021020211", "1-2021020211", f"taskInstId={TASK}"]
NOBODY = "1-2021020211 is neither a task instance nor a flow instance that this user can see."


def test_several_ids_are_one_line_of_json_each_in_the_order_given(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = got(capsys, "--demo", *LIST, TASK, "--json")
    assert (code, err) == (3, "")
    flow, nobody, task = map(json.loads, out.splitlines())
    assert flow["graph"]["tasks"][2]["taskInstId"] == task["instanceId"] == TASK
    assert nobody == {"id": "1-2021020211", "error": NOBODY, "code": 62102}


def test_several_summaries_stand_apart_and_failures_go_to_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = got(capsys, "--demo", *LIST)
    assert code == 3
    assert out.splitlines()[0] == "✓ SUCCESS (1)  HourlyDataIntegration"
    assert "\n\n✓ SUCCESS (1)  DataIntegration\n" in out
    assert err.startswith(f"1-2021020211: {NOBODY}\nCheck the id")


def test_a_field_of_several_stands_behind_each_id(capsys: pytest.CaptureFixture[str]) -> None:
    assert got(capsys, "--demo", TASK, "118980-2021020211", "--field", "status")[1] == (
        f"{TASK}\t1\n118980-2021020211\t1\n"
    )
    code, out, err = got(capsys, "--demo", TASK, FLOW, "--field", "taskName")
    assert (code, out) == (2, f"{TASK}\tDataIntegration\n")
    assert err.startswith(f"{FLOW}: There is no field taskName")


def test_the_worst_of_several_exit_codes_counts(gateway: Served, capsys: pytest.CaptureFixture[str]) -> None:
    gateway.stand_in.script(reply.refusal(62103, "no privilege"), to="118980-2021020211")
    gateway.stand_in.script(reply.refusal(62102, "no"), to="118981-2021020211")
    ids = [f"taskInstId={number}-2021020211" for number in (118979, 118980, 118981)]
    assert got(capsys, *ids, "--json")[0] == 4


def test_one_id_from_standard_input_is_a_list_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{TASK}\r\n".encode())))
    code, out, _ = got(capsys, "--demo", "-", "--json")
    assert (code, out.count("\n"), json.loads(out)["taskName"]) == (0, 1, "DataIntegration")


def test_several_bodies_end_their_lines(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["get", "--demo", TASK, "118980-2021020211", "--raw"]) == 0
    bodies = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert [body["data"]["instanceId"] for body in bodies] == [TASK, "118980-2021020211"]


def test_keys_that_are_refused_are_not_tried_for_every_id(
    gateway: Served, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENOS_SECRET_KEY", "wrong-s3cret")
    code, out, _ = got(capsys, *(f"{number}-2021020211" for number in range(1, 60)), "--json")
    assert code == 4
    assert len(out.splitlines()) == 59
    assert len(gateway.stand_in.calls) < 20


def test_answers_are_printed_while_others_are_awaited_and_an_interrupt_ends_it(
    gateway: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle = gateway.stand_in.handle

    def hold_one_back(method: str, target: str, headers: Mapping[str, str], body: bytes) -> reply.Reply:
        answer = handle(method, target, headers, body)
        return replace(answer, delay_s=60.0) if "118980" in target else answer

    monkeypatch.setattr(gateway.stand_in, "handle", hold_one_back)
    ids = [f"taskInstId={number}-2021020211" for number in (118979, 118980, 118981)]
    with program("get", *ids, "--json") as running:
        assert running.stdout is not None
        assert json.loads(running.stdout.readline())["instanceId"] == TASK
        running.send_signal(signal.SIGINT)
        out, err = running.communicate()
    assert (running.returncode, out, err) == (130, b"", b"")
