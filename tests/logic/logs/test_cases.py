"""The decisive line of whole logs: each log has the right answer beside it."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from tui_app.logic.logs.decisive_line import Outcome, decisive, decisive_error, opening
from tui_app.logic.logs.errors import errors_in

CASES = sorted(path for room in ("cases", "further") for path in (Path(__file__).parent / room).glob("*.log"))


@dataclass
class Case:
    """A log and the words of the lines that are right, and wrong, to open at."""

    lines: list[str]
    right: list[str]
    wrong: list[str]
    is_success: bool


def read(path: Path) -> Case:
    answer = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    lines = path.read_text(encoding="utf-8").splitlines()
    return Case(lines, [*answer["decisive"], *answer["also_ok"]], answer["not"], answer["success"])


@pytest.mark.parametrize("path", CASES, ids=lambda path: str(path.stem))
def test_a_log_opens_at_the_decisive_line_and_ten_lines_hold_it(path: Path) -> None:
    case = read(path)
    index = errors_in(case.lines)
    if case.is_success:
        assert decisive_error(index, Outcome.SUCCEEDED) is None
        assert opening(case.lines, index, Outcome.SUCCEEDED) is None
        return
    at = opening(case.lines, index, Outcome.FAILED)
    assert at is not None
    assert any(words in case.lines[at] for words in case.right), case.lines[at]
    assert not any(words in case.lines[at] for words in case.wrong)
    assert any(words in line for line in decisive(case.lines) for words in case.right)
