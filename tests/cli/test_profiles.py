"""The profiles are listed without their keys."""

import json

import pytest

from tui_app.cli.main import main
from tui_app.store.files import write_private
from tui_app.store.locations import Locations

CONFIG = """
default_profile = "prod"
[profiles.prod]
gateway = "https://apim.example.com"
access_key = "3f1a7c52-0000"
secret_key = "s3cret-s3cret"
org_id = "o15444170394271"
[profiles."风场"]
gateway = "https://name:hunter2@other.example"
"""


def listed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["profiles", *words]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert not any(secret in said.out for secret in ("s3cret", "3f1a7c52", "hunter2"))
    return said.out


def test_each_is_a_line_and_a_star_marks_the_one_that_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    write_private(Locations.of_user().config, CONFIG)
    first, second = listed(capsys).splitlines()
    assert first.split() == ["*", "prod", "https://apim.example.com", "o15444170394271"]
    assert second.endswith("  -")
    assert second.startswith("  风场  https://[redacted]@other.example")


def test_a_variable_names_the_one_that_is_used(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_private(Locations.of_user().config, CONFIG)
    monkeypatch.setenv("ENOS_PROFILE", "风场")
    rows = json.loads(listed(capsys, "--json"))
    assert [(row["name"], row["isDefault"]) for row in rows] == [("prod", False), ("风场", True)]
    assert rows[0] == {
        "name": "prod",
        "gateway": "https://apim.example.com",
        "org_id": "o15444170394271",
        "isDefault": False,
    }


def test_without_any_it_names_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert listed(capsys) == f"{Locations.of_user().config} names no profile.\n"
    assert json.loads(listed(capsys, "--json")) == []
