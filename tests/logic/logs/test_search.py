from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.logs.search import Haystack

LINES = ["Traceback", "  no error here", "ValueError: error", "", "任务 ERROR"]


def places(query: str, lines: list[str] = LINES) -> list[tuple[int, int]]:
    matches = Haystack(lines).find(query)
    return [matches.place(number) for number in range(len(matches))]


def test_lower_case_finds_both_cases() -> None:
    assert places("error") == [(1, 5), (2, 5), (2, 12), (4, 3)]


def test_a_query_with_upper_case_finds_that_case_only() -> None:
    assert places("ERROR") == [(4, 3)]
    assert places("Error") == [(2, 5)]


def test_a_query_is_no_pattern() -> None:
    assert places(".") == []
    assert places("(a|b)*", ["x(a|b)*"]) == [(0, 1)]


def test_an_empty_query_finds_nothing() -> None:
    assert places("") == []


def test_no_match_spans_two_lines() -> None:
    assert places("ab", ["a", "b"]) == []


def test_the_matches_above_a_line_are_counted() -> None:
    matches = Haystack(LINES).find("error")
    assert [matches.before(line) for line in range(6)] == [0, 0, 1, 3, 3, 4]


def test_the_matches_of_a_line_come_with_their_numbers() -> None:
    matches = Haystack(LINES).find("error")
    assert [list(matches.within(line)) for line in range(5)] == [
        [],
        [(0, 5)],
        [(1, 5), (2, 12)],
        [],
        [(3, 3)],
    ]


def test_nothing_is_found_where_there_are_no_lines() -> None:
    assert len(Haystack([]).find("a")) == 0


@given(st.lists(st.text("aB\u0130x", max_size=6)), st.text("aB\u0130x", min_size=1, max_size=2))
def test_every_match_reads_like_the_query(lines: list[str], query: str) -> None:
    for line, start in places(query, lines):
        found = lines[line][start : start + len(query)]
        assert found == query or found.lower() == query
