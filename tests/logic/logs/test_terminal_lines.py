"""Lines that move the cursor back stand as a terminal shows them last; pyte is the judge."""

import re
import unicodedata

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cost import costs_in_proportion
from tui_app.logic import sanitize
from tui_app.logic.logs import terminal_lines
from tui_app.logic.logs import text as text_module
from tui_app.logic.logs.terminal_lines import last_state, moves_back, shown
from tui_app.logic.logs.text import LogText, lines_of, raw_lines
from tui_app.logic.time_slicing import at_once

COLUMNS = 600


def on_a_terminal(line: str) -> str:
    """The row that pyte shows of a line, without blanks behind it."""
    screen = pyte.Screen(COLUMNS, 2)
    pyte.Stream(screen).feed(line)
    return unicodedata.normalize("NFC", screen.display[0].rstrip(" "))


def texts(letters: str, moves: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.text(letters, min_size=1, max_size=6) | st.sampled_from(moves), max_size=30).map(
        "".join
    )


NARROW = texts("abc x█é·", ["\r", "\b", "\b\b\b", "\t", "\x1b[K", "\x1b[0K", "\x1b[1K", "\x1b[2K"])
MOVED = texts("abc x", ["\r", "\b", "\x1b[G", "\x1b[4G", "\x1b[2D", "\x1b[3C", "\x1b[D", "\x1b[0D", "\x1b[K"])
COMBINED = texts("abc", ["\r", "e\u0301", "o\u0308", "\x1b[K"])
# Terminals differ in what becomes of half a wide character.
WIDE = texts("名风机", ["\r", "\b\b", "\b\b\b\b", "  ", "\x1b[K"])
BARS = st.lists(
    st.builds(
        "\r{}{}{}".format,
        st.sampled_from(["", "\x1b[K", "\x1b[2K"]),
        st.text("ab█", max_size=9),
        st.sampled_from(["", "\x1b[K", " "]),
    ),
    max_size=12,
).map("".join)
COUNTERS = st.lists(st.text("0123456789", min_size=3, max_size=3).map(lambda digits: digits + "\b\b\b")).map(
    "".join
)


@pytest.mark.parametrize("lines", [NARROW, MOVED, COMBINED, WIDE, BARS, COUNTERS], ids=str)
def test_a_line_stands_as_a_terminal_shows_it(lines: st.SearchStrategy[str]) -> None:
    @given(lines)
    def check(line: str) -> None:
        said = unicodedata.normalize("NFC", shown(line))
        assert said.rstrip(" ") == on_a_terminal(line) or not moves_back(line.rstrip("\r\b"))

    check()


@given(st.one_of(NARROW, MOVED, COMBINED, WIDE, BARS, COUNTERS))
def test_a_line_in_steps_is_the_same(line: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terminal_lines, "_STEP", 4)
        in_steps = at_once(last_state(line))
    assert in_steps == shown(line)


@pytest.mark.parametrize(
    ("line", "state"),
    [
        (
            "  5%|▌         | 5/100\r 50%|█████     | 50/100\r100%|██████████| 100/100",
            "100%|██████████| 100/100",
        ),
        ("a longer text\rshort", "shortger text"),
        ("a longer text\rshort\x1b[K", "short"),
        ("\r\x1b[2K  1.0/9.1 MB\r\x1b[2K  9.1/9.1 MB", "  9.1/9.1 MB"),
        ("N\bNA\bAM\bME\bE", "NAME"),
        ("_\bu_\bn_\bd_\be_\br", "under"),
        ("|\b/\b-\b\\\b", "\\"),
        (" 10%\b\b\b\b 20%\b\b\b\b", " 20%"),
        ("\x1b[?25l 10%\r 20%\x1b[?25h", " 20%\x1b[?25h"),
        ("one\x07\rtwo", "two\x07"),
        ("名前\rx", "x 前"),
        ("ab\r名", "名"),
        ("col\tumn\r\ttab", "col     tab"),
        ("done\r", "done"),
        ("done\r\r", "done"),
        ("plain", "plain"),
        ("\x1b[10Gx", "         x"),
        ("\x1b[31mred", "\x1b[31mred"),
    ],
)
def test_examples(line: str, state: str) -> None:
    assert shown(line) == state


@pytest.mark.parametrize(
    "text", ["", "a\r\nb\r\n", "a\nb", "a\tb", "\x1b[1mbold\x1b[0m", "\x1b[2J\x1b[H", "bell\x07"]
)
def test_line_ends_of_windows_and_colours_move_nothing_back(text: str) -> None:
    assert not moves_back(text)


@given(st.text("ab\x1b\x07[K1G名\u0301\t\r\n", max_size=40))
def test_no_character_is_lost_where_nothing_is_written_over(text: str) -> None:
    for line in text.replace("\r", "").replace("K", "").replace("G", "").split("\n"):
        assert shown(line) == line


@given(st.text("ab \r\n", max_size=60))
def test_a_log_of_windows_is_the_log_without_its_returns(text: str) -> None:
    windows = text.replace("\r", "").replace("\n", "\r\n")
    assert lines_of(windows) == sanitize.lines(text.replace("\r", ""))
    assert at_once(LogText.read(windows)).redrawn == 0


def test_a_line_of_too_many_cells_stays_as_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal_lines, "MOST_CELLS", 20)
    for line in ("x" * 21 + "\b\b\x1b[Dy\t", "\x1b[999999999Cx"):
        assert shown(line) == line
    assert shown("x" * 100 + "\ry") == "y" + "x" * 99


def test_the_raw_form_of_a_very_long_line_leaves_its_middle_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (("_STEP", 8), ("_LONGEST_RAW", 40), ("_RAW_END", 5)):
        monkeypatch.setattr(text_module, name, size)
    bars = "10%\r" * 100
    log = at_once(LogText.read(f"{'x' * 100}\nshort\r.\n{bars}\n", is_raw=True))
    left_out = "390 characters are left out here, and saved"
    assert list(log) == ["x" * 100, "short\\r.", f"10%\\r1 … {left_out} … \\r10%"]


def visible(state: str) -> str:
    """A line without the commands that a terminal does not show; which of them are kept does not matter."""
    return re.sub(r"\x1b\][^\x07\x1b]*\x07|\x1b\[[0-?]*[@-~]", "", state)


STRUCK = texts("ab_", ["\b", "\b\b", "x\bx", "\x1b[1mN\bN\x1b[0m", "\x1b[3", "1m", "\x1b]0;ab\bcd\x07", "\r"])


@given(STRUCK)
def test_overstrikes_of_a_long_line_are_left_out_piece_by_piece(line: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terminal_lines, "_STEP", 4)
        in_steps = at_once(last_state(line))
    assert visible(in_steps) == visible(shown(sanitize.without_colours(line)))


@pytest.mark.parametrize("struck", ["x\bx", "_\bu", "|\b/\b-\b\\\b", "12%\b\b\b", "\x1b[1mN\bN\x1b[0m"])
def test_overstrikes_of_a_long_line_are_not_written_cell_by_cell(
    struck: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setattr(terminal_lines, "_STEP", 1 << 10)
    monkeypatch.setattr(terminal_lines, "_state", written.append)
    at_once(last_state(f"{struck * 2_000}done"))
    assert not written


def test_colours_of_a_long_line_are_left_out_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal_lines, "_STEP", 8)
    monkeypatch.setattr(text_module, "_STEP", 8)
    for line in (
        "\x1b[32m10%\x1b[0m\r\x1b[1m20%\x1b[0m" * 9,
        "\x1b[32m10%\x07\x1b[0m\r\x1b[1m20%\x07\x1b[0m" * 9,
    ):
        assert lines_of(line) == [sanitize.value(shown(sanitize.without_colours(line)))]
        mixed = f"\x1b[1mplain\x1b[0m\n{line}\n\x1b[1mab\x1b[0m\rc"
        assert lines_of(mixed) == ["plain", *lines_of(line), "cb"]


LOGS = st.text(st.sampled_from("ab 名\t\r\r\b\n\n\x07"), max_size=60)


@given(LOGS, LOGS, LOGS)
def test_a_log_of_bars_that_grows_reads_like_one_that_came_whole(first: str, second: str, third: str) -> None:
    log = at_once(LogText.read(first))
    longer = at_once(log.extended(second))
    last, whole = at_once(longer.extended(third)), at_once(LogText.read(first + second + third))
    assert (list(last), last.redrawn) == (list(whole), whole.redrawn)
    assert list(log)[: log.first_difference(longer)] == list(longer)[: log.first_difference(longer)]


@given(LOGS)
def test_the_raw_form_has_the_same_rows_and_every_character(text: str) -> None:
    log, raw = at_once(LogText.read(text)), at_once(LogText.read(text, is_raw=True))
    assert len(log) == len(raw)
    assert list(raw) == sanitize.lines(text)
    assert raw.redrawn == 0
    received = [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]
    assert raw_lines(text, range(len(log))) == received or not text
    assert raw_lines(text, range(1, len(log), 2)) == received[1::2]


KINDS = {
    "bar": "".join(f"\r{done:3}%|{'#' * (done // 2):50}| {done}/100 [00:01<00:01]" for done in range(101)),
    "blocks": "".join(f"\r{done:3}%|{'█' * (done // 2):50}| {done}/100" for done in range(101)),
    "erased": "".join(f"\r\x1b[2K  {'━' * 40} {done}.0/100.0 MB" for done in range(101)),
    "erased behind": "".join(f"\r{done} of 100\x1b[K" for done in range(101)),
    "wide": "".join(f"\r下载进度 {done}%" for done in range(101)),
    "bell": "".join(f"\r\x07{done} of 100" for done in range(101)),
    "counter": "".join(f"{done:3}%\b\b\b\b" for done in range(101)),
    "counter of its own length": "".join(f"{done}%" + "\b" * len(f"{done}%") for done in range(101)),
    "overstrike": "N\bNA\bAM\bME\bE " * 100,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("end", ["", "\n"], ids=["one line", "many lines"])
@pytest.mark.parametrize("step", [1 << 13, 1 << 20], ids=["in steps", "at once"])
def test_twice_as_many_bars_take_twice_as_long(
    kind: str, end: str, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(size: int) -> LogText:
        return at_once(LogText.read((KINDS[kind] + end) * (size // len(KINDS[kind]))))

    for module in (terminal_lines, text_module):
        monkeypatch.setattr(module, "_STEP", step)
    assert costs_in_proportion(read, 1 << 18)
