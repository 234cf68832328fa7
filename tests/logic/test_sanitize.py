import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import wcwidth

from tui_app.logic import sanitize
from tui_app.logic.sanitize import ASCII_OF, IS_ASCII
from tui_app.models.status import Status

ANY_TEXT = st.text(
    st.characters() | st.sampled_from("\x00\x07\x08\x1b\x7f\x85\x9b\u200b\u202e\u2066\ufeff\ud800[red]")
)


@given(ANY_TEXT)
def test_no_character_that_acts_is_left(text: str) -> None:
    drawn = sanitize.one_line(text)
    assert {unicodedata.category(char) for char in drawn}.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})


def test_active_characters_are_escaped() -> None:
    assert sanitize.one_line("a\x1b]52;c;\x07\u202eb\ud800\n") == "a\\x1b]52;c;\\x07\\u202eb\\ud800\\n"


def test_living_scripts_stay_as_they_are() -> None:
    assert sanitize.one_line("风电场 Ωμέγα [red]x[/]") == "风电场 Ωμέγα [red]x[/]"


@given(ANY_TEXT)
def test_lines_lose_nothing_but_line_ends(text: str) -> None:
    assert len(sanitize.lines(text)) == len(text.replace("\r\n", "\n").split("\n")) - text.endswith("\n") - (
        text == ""
    )


def test_tabs_go_to_columns_and_colours_can_be_taken_off() -> None:
    assert sanitize.lines("a\tb\r\nc\n") == ["a       b", "c"]
    assert sanitize.without_colours("\x1b[1;31mred\x1b[0m \x1b[2J") == "red \x1b[2J"


@given(ANY_TEXT)
@example("❤\ufe0f 1\ufe0f\u20e3 👍🏽 🇨🇳 का க ிの ｶﾞ \u3164 e\u0301\u0301\u0301 👨\u200d👩\u200d👧")
def test_textual_and_a_terminal_agree_on_the_width(text: str) -> None:
    drawn = sanitize.one_line(text)
    assert cell_len(drawn) == sum(map(wcwidth, drawn))


def test_marks_neither_stack_up_nor_combine_with_text_before() -> None:
    assert sanitize.one_line("e\u0301a") == "e\u0301a"
    assert sanitize.one_line("\u0301\u0302a") == "\\u0301\\u0302a"
    assert sanitize.one_line("e\u0301\u0302\u0303\u0304a") == "e\u0301\u0302\\u0303\\u0304a"


@contextmanager
def in_ascii() -> Iterator[None]:
    token = IS_ASCII.set(True)
    try:
        yield
    finally:
        IS_ASCII.reset(token)


@given(ANY_TEXT)
def test_in_ascii_every_other_character_is_an_escape(text: str) -> None:
    with in_ascii():
        for drawn in (sanitize.one_line(text), sanitize.value(text), *sanitize.lines(text)):
            assert drawn.isascii()
            assert drawn.isprintable()


@given(st.text("ae\u0301\u0308\u20dd \x07名", max_size=30), st.integers(2, 8))
def test_a_text_cut_in_parts_is_escaped_as_the_whole(text: str, size: int) -> None:
    parts, at = [], 0
    while at < len(text):
        start, at = at, sanitize.cut(text, at + size)
        parts.append(sanitize.value(text[start:at]))
    assert "".join(parts) == sanitize.value(text)


def test_in_ascii_own_signs_stay_signs_and_those_of_the_server_do_not() -> None:
    with in_ascii():
        assert sanitize.one_line("✗ 中 → …") == "x \\u4e2d > ~"
        assert sanitize.value("✗ 中 → …") == "\\u2717 \\u4e2d \\u2192 \\u2026"
        assert sanitize.lines("✗\n中") == ["\\u2717", "\\u4e2d"]
        assert sanitize.portable_text("✗ 中") == "✗ 中"


def test_ascii_is_for_its_own_context() -> None:
    with in_ascii():
        assert not sanitize.is_drawable("中")
        assert Context().run(sanitize.one_line, "✗ 中") == "✗ 中"
    assert sanitize.one_line("✗ 中") == "✗ 中"


def test_the_sign_of_a_state_is_the_same_on_every_way_to_a_terminal() -> None:
    for code in range(-1, 12):
        status = Status.of(code)
        assert status.glyph.translate(ASCII_OF) == status.ascii_glyph


@given(ANY_TEXT)
def test_an_input_field_escapes_invisible_characters_except_joiners(text: str) -> None:
    shown = sanitize.input_text(text)
    assert sanitize.input_text(shown) == shown
    assert all(char in "\u200c\u200d" for char in shown if sanitize.is_unseen(char))


def test_a_joiner_stays_in_a_field_only_where_it_joins() -> None:
    for word in ("می\u200cخواهم", "क्\u200dष", "ක්\u200dර"):
        assert sanitize.input_text(word) == word
    assert sanitize.input_text("\u200c", before="می") == "\u200c"
    assert sanitize.input_text("\u200c\u200d", before="می") == "\u200c\\u200d"
    assert sanitize.input_text("\u200da\u200c") == "\\u200da\\u200c"
    assert sanitize.input_text("👩\u200d👧") == "👩\\u200d👧"
