import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.widgets.log.level_parts import level_parts

BAD, WARNING, MUTED = "line--bad", "line--warning", "line--muted"


@pytest.mark.parametrize(
    ("line", "coloured"),
    [
        (
            "2026-11-28 02:31:05,123 ERROR [main] Load: gone",
            [("2026-11-28 02:31:05,123", BAD), ("ERROR ", BAD)],
        ),
        ("02:31:05 WARN slow", [("02:31:05", WARNING), ("WARN", WARNING)]),
        ("02:31:05 DEBUG row", [("02:31:05", MUTED), ("DEBUG", MUTED)]),
        ("02:31:05 INFO stops at the first ERROR", []),
        ("ERROR: gone", [("ERROR:", BAD)]),
        (
            '{"level":"error","time":"2026-11-28T02:31:00Z","msg":"gone"}',
            [("error", BAD), ("2026-11-28T02:31:00Z", BAD)],
        ),
        (
            "[2026-11-28, 02:11:03 CST] {subprocess.py:93} INFO - 2026-11-28 02:11:04 WARN slow",
            [("[2026-11-28, 02:11:03 CST]", WARNING), ("2026-11-28 02:11:04", WARNING), ("WARN", WARNING)],
        ),
        ("no level", []),
    ],
)
def test_only_level_and_times_have_the_colour_of_the_level(
    line: str, coloured: list[tuple[str, str]]
) -> None:
    parts = level_parts(line, "")
    assert [part for part in parts if part[1]] == coloured


@given(st.text(max_size=300))
def test_the_parts_of_a_line_are_the_whole_line(line: str) -> None:
    assert "".join(text for text, _ in level_parts(line, "")) == line
