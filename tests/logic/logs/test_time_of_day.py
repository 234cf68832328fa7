import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.logs.time_of_day import clock_of, line_at, typed_clock
from tui_app.logic.time_slicing import at_once

NIGHT = [
    "start",
    "2026-11-27 23:50:00 INFO begin",
    "  a line without a time",
    "2026-11-27 23:59:59 INFO load",
    "2026-11-28 02:30:59 WARN slow until 05:00",
    "2026-11-28 02:31:05 ERROR gone",
    "2026-11-28 02:40:00 INFO end",
]


def found(typed: str, lines: list[str] = NIGHT) -> int | None:
    clock = typed_clock(typed)
    assert clock is not None
    return at_once(line_at(lines, range(len(lines)), clock))


@pytest.mark.parametrize(
    ("typed", "row"),
    [("02:31", 5), ("2:31", 5), ("02:3", 4), ("02:31:05", 5), ("23:50", 1), ("23:55", 3), ("00:00", 4)],
)
def test_a_time_goes_to_the_first_line_at_or_after_it(typed: str, row: int) -> None:
    assert found(typed) == row


def test_a_time_after_the_last_line_of_an_evening_is_before_the_first() -> None:
    assert found("04:00") == 1
    assert found("23:55", NIGHT[:3]) is None
    assert found("23:55", ["no time"]) is None


@pytest.mark.parametrize("typed", ["", "x", "24:00", "02:60", "2-31", "02:31:05:1"])
def test_other_texts_are_no_time(typed: str) -> None:
    assert typed_clock(typed) is None


@pytest.mark.parametrize(
    ("line", "clock"),
    [
        ("02:31:05 ERROR gone", 9_065),
        ("Nov 28 02:31:05 host app[3]: text", 9_065),
        ("E1128 02:31:05.123456   12 file.go:3] gone", 9_065),
        ('{"level":"error","time":"2026-11-28T02:31:05Z","msg":"gone"}', 9_065),
        ("waiting until 02:31:05", None),
    ],
)
def test_the_time_of_a_line_stands_before_its_message(line: str, clock: int | None) -> None:
    assert clock_of(line) == clock


@given(st.text(max_size=200))
def test_any_line_can_be_asked_for_its_time(line: str) -> None:
    clock = clock_of(line)
    assert clock is None or 0 <= clock < 86_401
