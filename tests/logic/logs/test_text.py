import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic import sanitize
from tui_app.logic.logs import text as text_module
from tui_app.logic.logs.text import LogText, added, missing_end
from tui_app.logic.time_slicing import at_once

LOGS = st.text(st.sampled_from("ab 任\t\r\n\n\x07\u202e"), max_size=60)


def read(text: str) -> LogText:
    return at_once(LogText.read(text))


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_module, "_STEP", 8)


@given(LOGS)
def test_the_lines_are_those_that_are_safe_to_draw(text: str) -> None:
    text = re.sub(r"\r(?!\n)", "", text)  # what moves the cursor back has tests of its own
    log = read(text)
    assert list(log) == sanitize.lines(text)
    assert [log[row : row + 2] for row in range(len(log))] == [
        list(log)[row : row + 2] for row in range(len(log))
    ]


@given(LOGS, LOGS, LOGS)
def test_a_log_that_grows_reads_like_one_that_came_whole(first: str, second: str, third: str) -> None:
    log = read(first)
    longer = at_once(log.extended(second))
    assert list(at_once(longer.extended(third))) == list(read(first + second + third))
    since = log.first_difference(longer)
    assert list(log)[:since] == list(longer)[:since]


def test_a_long_line_is_escaped_in_short_steps_and_its_tabs_take_no_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, size in (("_REDRAWN_STEP", 4), ("_LONGEST_WITH_TABS", 100)):
        monkeypatch.setattr(text_module, name, size)
    pieces: list[str] = []
    value = sanitize.value

    def noted(text: str) -> str:
        pieces.append(text)
        return value(text)

    monkeypatch.setattr(sanitize, "value", noted)
    line = "e\u0301\u0301\u0301\u202ex" * 20
    assert list(read(line)) == [value(line)]
    assert max(map(len, pieces)) <= 6
    assert list(read("a\t" * 60)) == ["a " * 60]


def test_colours_are_left_out_also_where_a_sequence_came_in_two_parts() -> None:
    log = at_once(read("ok\n\x1b[3").extended("1mred\x1b[0m\n"))
    assert list(log) == ["ok", "red"]


def test_a_clean_log_is_no_copy() -> None:
    text = "a line\n" * 100
    assert read(text).text is text


def test_lines_are_counted_from_the_end_too_and_none_lies_beyond() -> None:
    log = read("a\nb")
    assert (log[-1], log[5:], len(log)) == ("b", [], 2)
    with pytest.raises(IndexError):
        log[2]


LINES = "".join(f"line {number}\n" for number in range(2_000))


@pytest.mark.parametrize(
    ("before", "now", "more"),
    [
        ("a\n", "a\nb\n", "b\n"),
        ("a\n", "a\n", ""),
        ("", "a\n", "a\n"),
        ("a\n", "b\n", None),
        (LINES[:-8000], LINES[3000:], LINES[-8000:]),
        (LINES, LINES[3000:], ""),
        (LINES, "other" + LINES[3000:], None),
    ],
    ids=["grown", "same", "begun", "another", "window moved on", "window moved", "another in front"],
)
def test_what_was_added_is_found_also_where_the_server_drops_the_beginning(
    before: str, now: str, more: str | None
) -> None:
    assert added(before, now) == more


@given(LOGS.filter(bool), LOGS)
def test_what_was_added_completes_what_was_there(before: str, more: str) -> None:
    assert added(before, before + more) == more


@pytest.mark.parametrize(
    ("shorter", "longer", "end"),
    [
        ("ab", "abcd", "end"),
        ("cd", "abcd", "beginning"),
        ("bc", "abcd", "beginning"),
        ("aa", "aaaa", None),
        ("ab", "ab", None),
        ("xy", "abcd", None),
    ],
)
def test_two_answers_tell_which_end_is_cut(shorter: str, longer: str, end: str | None) -> None:
    assert missing_end(shorter, longer) == end
