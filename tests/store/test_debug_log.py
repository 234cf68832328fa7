"""``--debug FILE``: what is written down, for whom to read, and what becomes of it when the disk is full."""

import errno
import json
import logging
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.journey import a_gateway
from tui_app.cli.main import main
from tui_app.demo import reply
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.logic.redact import REDACTED, Redactor
from tui_app.store.debug_log import writing
from tui_app.store.errors import SettingsError

TASK = "118979-2021020211"
OURS = logging.getLogger("enos_tui.test")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "debug.log"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def events(path: Path) -> list[str]:
    return [line["event"] for line in lines(path)]


def test_it_is_private_and_each_run_adds_to_it(path: Path) -> None:
    path.write_text("")
    path.chmod(0o644)
    for _ in range(2):
        with writing(path, str):
            OURS.info("said", {"count": 1})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert events(path) == ["start", "said", "end"] * 2
    assert lines(path)[1]["room"] == "test"
    assert lines(path)[1]["count"] == 1


def test_nothing_listens_before_and_after(path: Path) -> None:
    root = logging.getLogger()
    before = list(root.handlers)
    assert not OURS.isEnabledFor(logging.INFO)
    with writing(path, str):
        assert OURS.isEnabledFor(logging.INFO)
    assert root.handlers == before
    assert not OURS.isEnabledFor(logging.INFO)


def test_every_text_passes_the_redactor_whatever_holds_it(path: Path) -> None:
    with writing(path, Redactor(["own-secret-value"])):
        OURS.info("said", {"deep": [{"x": ("own-secret-value",)}], "words": "password=hunter22 and more"})
        logging.getLogger("other").warning("it is %s", "own-secret-value")
        with pytest.raises(ZeroDivisionError), writing(path, str):
            raise ZeroDivisionError("own-secret-value")
    text = path.read_text()
    assert "own-secret-value" not in "".join(line for line in text.splitlines() if "debug_log" not in line)
    assert "hunter22" not in text
    assert [line["deep"] for line in lines(path) if "deep" in line] == [[{"x": [REDACTED]}]]
    assert f"it is {REDACTED}" in events(path)


def test_other_libraries_are_heard_when_they_warn_and_not_when_they_chat(path: Path) -> None:
    with writing(path, str):
        logging.getLogger("httpx").info("HTTP Request: GET https://host/?token=x")
        logging.getLogger("asyncio").error("Task exception was never retrieved")
        badly_worded = logging.LogRecord("other", logging.ERROR, "", 0, "%d is no number", ("x",), None)
        logging.getLogger().handlers[-1].emit(badly_worded)
    assert events(path) == ["start", "Task exception was never retrieved", "end"]


def test_a_file_that_cannot_be_one_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def complaint(path: Path) -> str:
        with pytest.raises(SettingsError) as caught, writing(path, str):
            pass
        return str(caught.value).replace(str(tmp_path), "")

    os.mkfifo(tmp_path / "pipe")
    rest = "not a regular file; move it away or choose another name."
    assert complaint(tmp_path) == f" cannot be the debug log: It is a directory, {rest}"
    assert complaint(tmp_path / "no" / "x") == "/no/x cannot be the debug log: No such file or directory."
    assert complaint(tmp_path / "pipe") == f"/pipe cannot be the debug log: It is a named pipe, {rest}"
    assert complaint(Path("/dev/null")) == f"/dev/null cannot be the debug log: It is a device, {rest}"
    monkeypatch.setattr("tui_app.store.debug_log.os.write", full_disk)
    assert complaint(tmp_path / "x") == "/x cannot be the debug log: No space left on device."


def full_disk(handle: int, data: bytes) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_disk_that_fills_up_ends_the_log_and_nothing_else(
    path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with writing(path, str):
        with monkeypatch.context() as patch:
            patch.setattr("tui_app.store.debug_log.os.write", full_disk)
            OURS.info("lost", {"n": 1})
        OURS.info("later", {"n": 2})
    assert events(path) == ["start"]
    assert capfd.readouterr() == ("", "")


def test_it_ends_where_it_is_long_enough_and_is_not_begun_there(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui_app.store.debug_log.MOST_BYTES", 2000)
    with writing(path, str):
        for number in range(100):
            OURS.info("said", {"number": number})
    assert set(events(path)) == {"start", "said", "full"}
    assert events(path)[-1] == "full"
    assert path.stat().st_size < 2500
    with pytest.raises(SettingsError, match="name another file"), writing(path, str):
        pass


def test_get_writes_down_requests_retries_tokens_and_settings(
    path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with a_gateway() as served:
        for key, value in (DEMO_PROFILE_FIELDS | {"gateway": served.base_url}).items():
            monkeypatch.setenv(f"ENOS_{key.upper()}", value)
        monkeypatch.setattr("tui_app.api.retry.FIRST_PAUSE_S", 0.001)
        served.stand_in.script(reply.kong(503, "busy"), reply.unauthorized(), to="taskInstances.get")
        assert main(["get", TASK, "--raw", "--debug", str(path)]) == 0
    said = lines(path)
    settings = next(line for line in said if line["event"] == "settings")
    assert settings["given"]["secret_key"] == {"from": "ENOS_SECRET_KEY"}
    assert settings["given"]["gateway"] == {"from": "ENOS_GATEWAY", "value": served.base_url}
    asked = [line for line in said if line["event"] == "request" and line["method"] == "GET"]
    assert [(line["status"], line["attempt"]) for line in asked] == [(503, 1), (401, 2), (200, 2)]
    assert asked[-1]["query"]["taskInstId"] == TASK
    assert asked[-1]["code"] == 0
    assert asked[-1]["bytes"] > 100
    assert [line["verb"] for line in said if line["event"] == "token"] == ["get", "drop", "get"]
    assert [line["reason"] for line in said if line["event"] == "retry"] == ["HTTP 503"]
    assert capfd.readouterr().err == ""


def test_a_wrong_file_ends_the_program_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["get", "--demo", TASK, "--debug", str(tmp_path / "no" / "x")]) == 2
    assert capsys.readouterr().err.endswith("cannot be the debug log: No such file or directory.\n")
