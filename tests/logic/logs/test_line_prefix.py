import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.logs.line_prefix import HEAD, TAIL, Level, take_apart
from tui_app.logic.logs.runner_prefix import unwrapped


@pytest.mark.parametrize(
    ("line", "level", "text"),
    [
        ("22:10:01 ERROR Engine - job failed", Level.ERROR, "job failed"),
        ("2026-11-22 03:22:38,123 ERROR [main] Driver: gone", Level.ERROR, "gone"),
        ("12:00:00.123 [main] ERROR c.a.B - msg [x]", Level.ERROR, "msg [x]"),
        ("[FATAL] no disk", Level.ERROR, "no disk"),
        ("严重: 没有空间", Level.ERROR, "没有空间"),
        ("【错误】 表被锁定", Level.ERROR, "表被锁定"),
        ("ERROR:root:msg", Level.ERROR, "msg"),
        ("E1122 03:00:01.123456   12 file.go:12] cannot open", Level.ERROR, "cannot open"),
        ("22-11-2026 03:10:00 CST load ERROR - stop", Level.ERROR, "stop"),
        ("2026-11-22 03:10:00.123 | ERROR    | day:main:12 - boom", Level.ERROR, "day:main:12 - boom"),
        ('time=2026-11-22T03:00:02Z level=error msg="no footer" part=3', Level.ERROR, "no footer"),
        ('{"level":"error","msg":"load","error":"locked"}', Level.ERROR, "load: locked"),
        ("26/11/22 03:14:22 WARN Client: no route", Level.WARN, "no route"),
        ("[FAIL] table dw.kpi: 0 rows", Level.ERROR, "table dw.kpi: 0 rows"),
        ("2026-11-22 03:10:00 [失败] 分区为空", Level.ERROR, "分区为空"),
        ("FAIL table dw.kpi: 0 rows", Level.NONE, "FAIL table dw.kpi: 0 rows"),
        (
            "2026/11/22 03:10:00 FATAL> load.pl:60 main:: - no site",
            Level.ERROR,
            "load.pl:60 main:: - no site",
        ),
        ("2026-11-22T03:10:00.123456789Z stdout F text", Level.NONE, "text"),
        ("Nov 22 03:10:00 n7 etl[123]: text", Level.NONE, "text"),
        (
            "03:12:44 - Copy rows.0 - \tat acme.Copy.row(Copy.java:19)",
            Level.NONE,
            "\tat acme.Copy.row(Copy.java:19)",
        ),
        ("INFO will stop at the first ERROR", Level.INFO, "will stop at the first ERROR"),
        ("plain text", Level.NONE, "plain text"),
        ("", Level.NONE, ""),
    ],
)
def test_what_a_logger_puts_before_a_message_comes_off(line: str, level: Level, text: str) -> None:
    taken = take_apart(line)
    assert (taken.level, taken.text) == (level, text)


def test_the_innermost_of_two_levels_counts() -> None:
    taken = take_apart("2026-11-22 04:00:09 INFO  launcher - 26/11/22 04:00:09 ERROR Writer: no quota")
    assert (taken.level, taken.text) == (Level.ERROR, "no quota")


def test_a_runner_s_level_is_known_as_relayed() -> None:
    assert take_apart("[2026-11-22, 02:00:01 UTC] {subprocess.py:93} INFO - text").is_relayed
    assert not take_apart("2026-11-22 02:00:01 INFO  Main: text").is_relayed


def test_a_prefix_that_most_lines_share_comes_off_whatever_it_is() -> None:
    lines = [f"etl_runner({4700 + n}) > part {n}" for n in range(9)]
    assert list(unwrapped(lines)) == [f"part {n}" for n in range(9)]
    assert unwrapped(["cat: a: gone", "b"]) == ["cat: a: gone", "b"]


@given(st.text(max_size=300))
def test_any_line_can_be_taken_apart(line: str) -> None:
    taken = take_apart(line)
    assert 0 <= taken.start <= len(line)
    assert len(taken.text) <= HEAD + TAIL + 1 or taken.text.count(": ")
