"""Nothing that a shell command prints acts on the terminal, whatever the server sent."""

import sys
from datetime import UTC, datetime

import pytest

from tui_app.cli.main import main
from tui_app.demo.tour import examples

HOSTILE = next(one.id for one in examples(datetime.now(UTC)) if "take the terminal over" in one.what_it_shows)


@pytest.mark.parametrize(
    "argv",
    [
        ["get", HOSTILE],
        ["get", HOSTILE, "--json"],
        ["get", HOSTILE, "--raw"],
        ["why", HOSTILE],
        ["why", HOSTILE, "--json"],
        ["log", HOSTILE],
        ["log", HOSTILE, "--json"],
        ["log", HOSTILE, "--errors"],
        ["ticket", HOSTILE],
        ["wait", HOSTILE],
        ["find", "when:7d"],
        ["find", "when:7d", "--csv"],
    ],
    ids=" ".join,
)
def test_no_character_acts_on_the_terminal(
    argv: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main([*argv, "--demo"]) in (0, 6)
    out, err = capsys.readouterr()
    assert out or err
    assert [char for char in out + err if not char.isprintable() and char not in "\n\t"] == []
