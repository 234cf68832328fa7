"""Keys in pieces and pastes of any size are read right over an unreliable line."""

import tracemalloc

import pytest
from textual import events

from tests.harness import SAMPLE, SAMPLE_FLOW
from tests.journey import PROGRAM, TOP, environment
from tests.pty_terminal import Terminal
from tests.terminal.parsing import Clock, after, parsed
from tui_app.terminal import input_parser
from tui_app.terminal.input_parser import MAX_PASTE, SPLIT_KEY_WAIT_S, InputParser

PASTE = "\x1b[200~{}\x1b[201~"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(input_parser, "time", clock)
    return clock


def test_whole_keys_are_read_at_once(clock: Clock) -> None:
    assert parsed(InputParser(), "q\x1b[B\x1bOPx\x1b[1;5C") == ["q", "down", "f1", "x", "ctrl+right"]


@pytest.mark.parametrize("at", range(1, 6))
def test_a_key_in_two_pieces_close_together_is_one(at: int, clock: Clock) -> None:
    whole = "\x1b[1;5C"
    assert parsed(InputParser(), whole[:at], whole[at:]) == ["ctrl+right"]


def test_a_lone_escape_is_read_after_a_tenth_of_a_second(clock: Clock) -> None:
    parser = InputParser()
    assert parsed(parser, "\x1b") == []
    assert 0.09 < parser.wait_s <= 0.1
    assert after(parser, clock, 0.11) == ["escape"]
    assert parsed(parser, "[") == ["left_square_bracket"]


def test_two_escapes_are_two(clock: Clock) -> None:
    parser = InputParser()
    assert [*parsed(parser, "\x1b\x1b"), *after(parser, clock, 0.11)].count("escape") >= 1


def test_only_the_first_split_key_is_read_as_escape(clock: Clock) -> None:
    parser = InputParser()
    assert parsed(parser, "\x1b") == []
    assert after(parser, clock, 0.5) == ["escape"]
    assert parsed(parser, "[B") == ["KeySplit"]
    assert parser.escape_wait_s == SPLIT_KEY_WAIT_S
    for _ in range(3):
        assert parsed(parser, "\x1b") == []
        assert after(parser, clock, 0.5) == []
        assert parsed(parser, "[Bq") == ["down", "q"]
    assert parsed(parser, "\x1b") == []
    assert after(parser, clock, SPLIT_KEY_WAIT_S + 0.01) == ["escape"]


def test_more_than_the_escape_byte_is_never_read_as_escape(clock: Clock) -> None:
    parser = InputParser()
    assert parsed(parser, "\x1b[") == []
    assert after(parser, clock, 1.0) == []
    assert parsed(parser, "B") == ["down"]


def test_letters_after_an_escape_are_letters(clock: Clock) -> None:
    parser = InputParser()
    parsed(parser, "\x1b")
    assert after(parser, clock, 0.2) == ["escape"]
    assert parsed(parser, "O", "k") == ["O", "k"]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 4096])
def test_a_paste_in_any_pieces_is_one_paste_and_no_key(size: int, clock: Clock) -> None:
    text = "q\x1b[31m\x1b]0;x\x07\x1b" + "ab\x00c风\n" * 3 + "\x1b[200~"
    stream = f"x{PASTE.format(text)}y"
    pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
    assert parsed(InputParser(), *pieces) == ["x", f"paste {text.replace(chr(0), '')}", "y"]


def test_two_pastes_in_one_piece_are_two(clock: Clock) -> None:
    assert parsed(InputParser(), PASTE.format("a") + PASTE.format("b")) == ["paste a", "paste b"]


def test_an_endless_paste_takes_bounded_memory(clock: Clock) -> None:
    parser, piece = InputParser(), "x" * 65_536
    tracemalloc.start()
    parsed(parser, "\x1b[200~", *[piece] * 512)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2 * MAX_PASTE
    (pasted,) = parser.feed("\x1b[201~")
    assert isinstance(pasted, events.Paste)
    assert len(pasted.text) == MAX_PASTE


def test_a_split_key_types_nothing_and_is_explained() -> None:
    with Terminal([*PROGRAM, "--demo"], environment(), TOP) as terminal:
        terminal.wait_for("connected to")
        terminal.press("zzz")
        terminal.wait_for("zzz")
        terminal.press("\x1b")
        terminal.wait_until(lambda: "zzz" not in terminal.text, "the way back")
        terminal.press("[B")
        terminal.wait_for("The connection delivered one key")
        assert "[B" not in terminal.text
        terminal.press("down")
        terminal.wait_for("o Sort")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0


def test_a_paste_of_a_megabyte_is_searched_for_ids_and_is_no_key() -> None:
    filler = "q\x11\x1b[B\r\n" * 150_000
    assert len(filler) > 1_000_000
    with Terminal([*PROGRAM, "--demo"], environment(), TOP) as terminal:
        terminal.wait_for("connected to")
        terminal.paste(filler)
        terminal.wait_for("There is no id in this text.")
        terminal.paste(f"{filler} {SAMPLE} {filler}")
        terminal.wait_for("startTime", "DataIntegration")
        terminal.paste(filler)
        terminal.wait_for("The pasted text contains no instance id.")
        terminal.paste(f"{filler} 900103-2026 {SAMPLE_FLOW} {filler}")
        terminal.wait_for("5 tasks")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
