import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic import plain

ANY_TEXT = st.text(
    st.characters() | st.sampled_from("\x00\x07\x08\x1b\x7f\x85\x9b\u200b\u202e\u2066\ufeff\ud800[red]")
)


@given(ANY_TEXT)
def test_no_character_that_acts_is_left(text: str) -> None:
    drawn = plain.one_line(text)
    assert {unicodedata.category(char) for char in drawn}.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})


def test_what_acts_is_shown_as_its_escape() -> None:
    assert plain.one_line("a\x1b]52;c;\x07\u202eb\ud800\n") == "a\\x1b]52;c;\\x07\\u202eb\\ud800\\n"


def test_living_scripts_stay_as_they_are() -> None:
    assert plain.one_line("风电场 Ωμέγα [red]x[/]") == "风电场 Ωμέγα [red]x[/]"


@given(ANY_TEXT)
def test_lines_lose_nothing_but_line_ends(text: str) -> None:
    assert len(plain.lines(text)) == len(text.replace("\r\n", "\n").split("\n")) - text.endswith("\n") - (
        text == ""
    )


def test_tabs_go_to_columns_and_colours_can_be_taken_off() -> None:
    assert plain.lines("a\tb\r\nc\n") == ["a       b", "c"]
    assert plain.without_colours("\x1b[1;31mred\x1b[0m \x1b[2J") == "red \x1b[2J"
