"""Explanations and tickets on standard output."""

import json
from datetime import UTC, datetime

import pytest

from tui_app.cli.main import main
from tui_app.demo.tour import examples
from tui_app.logic.redact import Redactor, redacted

ALERT, CAUSE = (one.id for one in examples(datetime.now(UTC))[1:3])
GOOD, NOWHERE = "118979-2021020211", "1-2021020211"
KEYS = [
    "id",
    "kind",
    "status",
    "statusName",
    "sentence",
    "cause",
    "alsoFailed",
    "chain",
    "decisive",
    "lines",
    "doubts",
]  # fmt: skip
STEP = ["id", "name", "status", "statusName", "startTime", "endTime"]


def test_why_as_json_names_the_cause_and_its_decisive_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", "--demo", ALERT, "--json"]) == 0
    why = json.loads(capsys.readouterr().out)
    assert list(why) == KEYS
    assert list(why["cause"]) == STEP
    assert (why["id"], why["cause"]["id"], why["cause"]["statusName"]) == (ALERT, CAUSE, "FAIL")
    assert why["chain"][0]["id"] == CAUSE
    assert why["decisive"]["text"] == "KeyError: 'ActivePower_avg'"
    assert why["decisive"]["line"] in [line["line"] for line in why["lines"]]
    assert 0 < len(why["lines"]) <= 10


def test_a_run_that_ended_well_has_no_cause(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", "--demo", GOOD, "--json"]) == 0
    why = json.loads(capsys.readouterr().out)
    assert (why["statusName"], why["cause"], why["decisive"], why["lines"]) == ("SUCCESS", None, None, [])


def test_several_explanations_are_one_line_each_with_failures_in_their_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["why", "--demo", NOWHERE, ALERT, "--json"]) == 3
    nowhere, why = map(json.loads, capsys.readouterr().out.splitlines())
    assert nowhere["code"] == 62102
    assert why["id"] == ALERT


def test_why_as_text_opens_with_the_sentence_and_names_the_command_for_the_log(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["why", "--demo", ALERT]) == 0
    out = capsys.readouterr().out
    assert "failed after" in out.splitlines()[0]
    assert out.splitlines()[1] == "KeyError: 'ActivePower_avg'"
    assert f"enos-tui --demo log {CAUSE} reads them all" in out
    assert "shows them" not in out


def test_tickets_are_markdown_with_the_command_that_opens_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ticket", "--demo", ALERT, GOOD]) == 0
    first, second = capsys.readouterr().out.split("\n---\n")
    assert first.startswith("**")
    assert f"`enos-tui --demo {ALERT} --view why`" in first
    assert "KeyError: 'ActivePower_avg'" in first
    assert len(first.encode()) <= 2050
    assert "SUCCESS" in second


def test_no_secret_leaves_an_explanation_even_over_several_lines() -> None:
    key = ["-----BEGIN RSA PRIVATE KEY-----", "MIIEowIBAAKCAQEA0Z3VS5JJ", "-----END RSA PRIVATE KEY-----"]
    texts = ["before", *key, "password=hunter2secret", "after"]
    values = {
        "sentence": "failed: password=hunter2secret",
        "lines": [{"line": number, "text": text} for number, text in enumerate(texts, 7)],
        "doubts": ["token=abcdef0123456789abcdef"],
        "status": -1,
        "cause": None,
    }
    plain = redacted(values, Redactor())
    assert not any(one in json.dumps(plain) for one in ("hunter2secret", "MIIEow", "abcdef0123"))
    assert (plain["status"], plain["cause"]) == (-1, None)
    assert [line["line"] for line in plain["lines"]] == [7, 8, 11, 12]
    assert [plain["lines"][at]["text"] for at in (0, 3)] == ["before", "after"]
    unharmed = [{"line": number, "text": text} for number, text in enumerate(["a", "b", "a"])]
    assert redacted(unharmed, Redactor()) == unharmed
