import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes

from tui_app.widgets.lines.layout import LineLayout, line_wraps, marked_parts, word_wraps, wrapped_height

TEXTS = st.text(st.sampled_from("ab 任务é▸\u0301\u2764\ufe0f"), max_size=60)


def parts(text: str, width: int, indent: int = 0) -> list[str]:
    starts = line_wraps(text, width, indent)
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def test_a_text_is_wrapped_by_cells() -> None:
    assert parts("abcdef", 4) == ["abcd", "ef"]
    assert parts("任务失败", 4) == ["任务", "失败"]
    assert parts("a任务失败", 4) == ["a任", "务失", "败"]
    assert parts("", 4) == [""]


def test_lines_after_the_first_leave_room_for_the_indentation() -> None:
    assert parts("abcdefgh", 4, 2) == ["abcd", "ef", "gh"]
    assert parts("任务失败", 4, 2) == ["任务", "失", "败"]


@given(TEXTS, st.integers(2, 30), st.integers(0, 8))
def test_no_line_is_wider_than_the_screen_or_shorter_than_it_could_be(
    text: str, width: int, indent: int
) -> None:
    rooms = [width] + [max(2, width - indent)] * len(text)
    lines = parts(text, width, min(indent, width - 2))
    assert "".join(lines) == text
    for line, following, room in zip(lines, lines[1:], rooms, strict=False):
        assert cell_len(line) <= room
        first = split_graphemes(following)[0][0]
        assert cell_len(line) + first[2] > room


@given(TEXTS, st.integers(1, 30), st.integers(0, 8))
def test_the_height_of_a_wrapped_text_is_its_number_of_lines(text: str, width: int, indent: int) -> None:
    assert wrapped_height(text, width, indent) == len(line_wraps(text, width, indent))


def test_parts_are_split_where_a_part_or_a_mark_ends() -> None:
    row = [("key ", "k"), ("value", "")]
    assert list(marked_parts(row, 0, 99, [(2, 6, "m"), (8, 9, "n")])) == [
        ("ke", "k", ""),
        ("y ", "k", "m"),
        ("va", "", "m"),
        ("lu", "", ""),
        ("e", "", "n"),
    ]


def test_only_the_requested_characters_are_returned() -> None:
    row = [("key ", "k"), ("value", "")]
    assert list(marked_parts(row, 2, 6, [(0, 3, "m")])) == [("y", "k", "m"), (" ", "k", ""), ("va", "", "")]


def test_rows_of_one_line_stand_on_the_line_of_their_place() -> None:
    layout = LineLayout([0, 3, 7])
    assert layout.height == 3
    assert [layout.at(line) for line in range(3)] == [(0, 0), (3, 0), (7, 0)]
    assert layout.span(3) == (1, 1)
    assert (layout.shows(3), layout.shows(4)) == (True, False)
    assert [layout.shown(row) for row in (0, 2, 3, 6, 9)] == [0, 0, 3, 3, 7]


def test_wrapped_rows_have_several_lines() -> None:
    layout = LineLayout.wrapped([0, 2, 5], lambda row: row + 1, 80)
    assert layout.height == 10
    assert [layout.at(line) for line in (0, 1, 3, 4, 9)] == [(0, 0), (2, 0), (2, 2), (5, 0), (5, 5)]
    assert layout.span(2) == (1, 3)


def test_a_gap_between_rows_has_a_line_of_its_own() -> None:
    layout = LineLayout([2, 3, 7], [0, 1, 2, 4], has_gaps=True)
    assert [layout.at(line) for line in range(4)] == [(2, 0), (3, 0), (7, -1), (7, 0)]
    assert [layout.gap_above(row) for row in (2, 3, 7)] == [0, 0, 3]


@pytest.mark.parametrize(
    ("text", "width", "indent", "lines"),
    [
        ("the quick brown fox", 10, 0, ["the quick ", "brown fox"]),
        ("the quick brown fox", 10, 4, ["the quick ", "brown ", "fox"]),
        ("abcdefghijkl", 5, 0, ["abcde", "fghij", "kl"]),
        ("exactly ten", 11, 0, ["exactly ten"]),
        ("风电场 日报 汇总", 8, 0, ["风电场 ", "日报 ", "汇总"]),
        ("  indented words", 9, 2, ["  indente", "d words"]),
        ('File "/a/very/long/path.py", line 3', 16, 0, ['File "/a/very/lo', 'ng/path.py", ', "line 3"]),
        ("", 5, 0, [""]),
        ("failed after 11 m 32 s, on try 2", 22, 0, ["failed after 11 m ", "32 s, on try 2"]),
        ("30 s", 3, 0, ["30 ", "s"]),
    ],
)
def test_words_stay_whole_where_they_fit(text: str, width: int, indent: int, lines: list[str]) -> None:
    starts = word_wraps(text, width, indent)
    assert [text[a:b] for a, b in zip(starts, [*starts[1:], None], strict=True)] == lines


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]) | st.just(" "), max_size=60),
    st.integers(4, 20),
)
def test_folding_at_words_loses_no_character_and_fits(text: str, width: int) -> None:
    starts = word_wraps(text, width)
    pieces = [text[a:b] for a, b in zip(starts, [*starts[1:], None], strict=True)]
    assert "".join(pieces) == text
    assert all(cell_len(piece.rstrip(" ")) <= width for piece in pieces)
