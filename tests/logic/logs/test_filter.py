from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.logs.filter import CONTEXT, CONTEXTS, LogFilter
from tui_app.logic.logs.text import LogText
from tui_app.logic.time_slicing import at_once

LINES = st.lists(st.sampled_from(["error", "ERROR here", "fine", "", "任务"]), max_size=30)


def kept(typed: str, lines: list[str]) -> list[int]:
    log = at_once(LogText.read("".join(f"{line}\n" for line in lines)))
    return list(at_once(LogFilter.of(typed).kept(log)))


def test_a_filter_keeps_its_lines_and_two_around_each() -> None:
    assert kept("x", ["a", "b", "c", "x", "d", "e", "f", "g", "x"]) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_context_grows_and_shrinks_in_steps_and_stops_at_both_ends() -> None:
    log = at_once(LogText.read("".join(f"{line}\n" for line in "abcxdef")))
    wide, narrow = LogFilter.of("x").with_context(1), LogFilter.of("x").with_context(-2)
    assert list(at_once(wide.kept(log))) == list(range(7))
    assert list(at_once(narrow.kept(log))) == [3]
    assert narrow.with_context(-1) == narrow
    assert wide.with_context(99).context == wide.with_context(100).context == CONTEXTS[-1]


def test_a_filter_with_a_mark_leaves_its_lines_out_and_no_others() -> None:
    assert kept("!x", ["a", "x", "x", "b"]) == [0, 3]


def test_no_text_keeps_everything() -> None:
    assert kept("", ["a", "b"]) == kept("!", ["a", "b"]) == [0, 1]


def test_upper_case_counts_where_it_is_typed() -> None:
    assert kept("!error", ["Error", "ok"]) == [1]
    assert kept("!Error", ["error", "Error"]) == [0]


def test_a_filter_is_shown_as_it_was_typed() -> None:
    assert [LogFilter.of(typed).typed for typed in ("", "a", "!a", "!!")] == ["", "a", "!a", "!!"]


@given(LINES, st.sampled_from(["error", "ERROR", "务", "nowhere"]))
def test_what_is_kept_is_near_a_line_with_the_text_and_nothing_else(lines: list[str], text: str) -> None:
    hits = [row for row, line in enumerate(lines) if text in (line.lower() if text == text.lower() else line)]
    near = {row for hit in hits for row in range(hit - CONTEXT, hit + CONTEXT + 1) if 0 <= row < len(lines)}
    assert kept(text, lines) == sorted(near)
    assert kept(f"!{text}", lines) == [row for row in range(len(lines)) if row not in hits]
