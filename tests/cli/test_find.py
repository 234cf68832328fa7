"""Searches on standard output."""

import csv
import io
import json

import pytest

from tui_app.cli.main import main
from tui_app.logic.export import COLUMNS
from tui_app.logic.instance_rows import MAX_ROWS


def found(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    assert main(["find", "--demo", *argv]) == 0
    return capsys.readouterr().out


def test_json_and_csv_hold_the_same_rows_with_status_and_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(found(capsys, "status:FAIL when:7d", "--json"))
    assert rows
    assert {(row["status"], row["statusName"]) for row in rows} == {(-1, "FAIL")}
    table = list(csv.DictReader(io.StringIO(found(capsys, "status:FAIL", "when:7d", "--csv"))))
    assert [row["id"] for row in table] == [row["id"] for row in rows]
    assert tuple(table[0]) == COLUMNS


def test_as_text_each_line_has_state_id_planned_time_and_name(capsys: pytest.CaptureFixture[str]) -> None:
    lines = found(capsys, "status:FAIL when:7d").splitlines()
    rows = json.loads(found(capsys, "status:FAIL when:7d", "--json"))
    assert [line.split()[3] for line in lines] == [row["id"] for row in rows]
    assert lines[0].startswith("✗ FAIL (-1)")
    assert lines[0].endswith(rows[0]["name"])


def test_nothing_found_is_an_empty_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert found(capsys, "no such workflow", "--json") == "[]\n"
    assert main(["find", "--demo", "no such workflow"]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "No flow instance found by 'no such workflow' when:24h.\n"


def test_a_status_without_its_key_finds_nothing_and_is_shown_with_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["find", "--demo", "fail"]) == 0
    assert "for the status write status:FAIL." in capsys.readouterr().err


def test_every_page_is_read_up_to_the_most_rows_of_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(found(capsys, "when:7d", "--json"))
    assert 50 < len(rows) <= MAX_ROWS
    assert len({row["id"] for row in rows}) == len(rows)
