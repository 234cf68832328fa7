"""What a terminal sends and is no known key is dropped whole, in any pieces; nothing ends the program."""

import random
from collections.abc import Callable

import pytest
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS, IGNORE_SEQUENCE
from textual._xterm_parser import XTermParser

from tests.journey import PROGRAM, TOP, environment
from tests.pty_terminal import Terminal
from tests.terminal.parsing import Clock, after, described, parsed
from tui_app.terminal import input_parser
from tui_app.terminal.input_parser import SILENCE_S, InputParser

FUZZED = 20_000
"""Sequences of each kind in the ordinary run; `--thorough` tries as many times more."""

FOREIGN = {
    "release of a key": "\x1b[106;1:3u",
    "code beyond Unicode": "\x1b[1114112;1u",
    "code of many digits": "\x1b[" + "9" * 5000 + "u",
    "code of a surrogate": "\x1b[55296u",
    "code of a control character": "\x1b[3u",
    "text beyond Unicode": "\x1b[106;;9999999u",
    "modifiers beyond any": "\x1b[106;999u",
    "event of no kind": "\x1b[106;1:4u",
    "kitty's flags": "\x1b[?31u",
    "device attributes": "\x1b[?62;1;6c",
    "secondary device attributes": "\x1b[>41;377;0c",
    "tertiary device attributes": "\x1bP!|00000000\x1b\\",
    "name of the terminal": "\x1bP>|XTerm(377)\x1b\\",
    "status": "\x1b[0n",
    "position of the cursor": "\x1b[12;40R",
    "position of the cursor in the first line": "\x1b[1;5R",
    "size of the window": "\x1b[8;24;80t",
    "size of the window, in band": "\x1b[48;9999;9999;99999;99999t",
    "mode that is not used": "\x1b[?2048;1$y",
    "ANSI mode": "\x1b[4;2$y",
    "background, BEL": "\x1b]11;rgb:1e1e/1e1e/2e2e\x07",
    "background, ST": "\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
    "background, 8 bit": "\x9d11;rgb:1e1e/1e1e/2e2e\x9c",
    "clipboard": "\x1b]52;c;cTE4OTc5LTIwMjEwMjAyMTE=\x1b\\",
    "capability": "\x1bP1+r544e=787465726d\x1b\\",
    "no capability": "\x1bP0+r\x1b\\",
    "setting": '\x1bP1$r0"p\x1b\\',
    "graphics": "\x1b_Gi=31;OK\x1b\\",
    "privacy message": "\x1b^q\x1b\\",
    "string": "\x1bXq\x1b\\",
    "end of a string without its start": "\x1b\\",
    "end of a paste without its start": "\x1b[201~",
    "mouse of X10": "\x1b[M !!",
    "mouse of rxvt": "\x1b[32;10;10M",
    "mouse left of the window": "\x1b[<0;-3;5M",
    "extra button of the mouse": "\x1b[<128;3;5M",
    "mouse of a million columns": "\x1b[<0;1000000;5M",
    "unknown key": "\x1b[99~",
    "unknown SS3": "\x1bO~",
    "CSI in 8 bit": "\x9b?62c",
    "control character of C1": "\x85",
    "control character in the middle": "\x1b[12\r;3R",
    "abandoned by CAN": "\x1b[12\x18",
    "abandoned by SUB": "\x1bP1+r\x1a",
    "ended beyond ASCII": "\x1b[12é",
}
KNOWN = {
    "\x1b[106;1:1u": ["j"],
    "\x1b[106;1:2u": ["j"],
    "\x1b[106;5u": ["ctrl+j"],
    "\x1b[113;5:1u": ["ctrl+q"],
    "\x1b[113;197u": ["ctrl+q"],
    "\x1b[106;2;74u": ["J"],
    "\x1b[0;;39118:25511u": ["风", "控"],
    "\x1b[27;5;106~": ["ctrl+j"],
    "\x1b[27;2;74~": ["J"],
    "\x1b[13u": ["enter"],
    "\x1b[57414u": ["enter"],
    "\x1b[1;5:1A": ["ctrl+up"],
    "\x1b[5;2:2~": ["shift+pageup"],
    "\x9bB": ["down"],
    "\udc9bB": ["down"],
    "\x8fP": ["f1"],
    "\x1b[[A": ["f1"],
    "\x1b[I": ["AppFocus"],
    "\x1b[O": ["AppBlur"],
    "\x1b[<0;10;5M": ["MouseDown"],
    "\x1b[?2026;2$y": ["TerminalSupportsSynchronizedOutput"],
}
"""Forms that look much like foreign ones, with what they are."""

STRINGS = [("\x1b]", "\x07"), *((f"\x1b{char}", "\x1b\\") for char in "]PX^_")]
UNFINISHED = [
    *("\x1b[", "\x1b[12;", "\x1b[?2026", "\x1b[M!", "\x1bO"),
    *("\x1b]11;rgb:", "\x1bP1+r", "\x1b_Gi", "\x1b]0\x1b"),
]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(input_parser, "time", clock)
    return clock


@pytest.fixture
def tries(request: pytest.FixtureRequest) -> int:
    """How many random sequences of each kind to try."""
    return FUZZED * int(request.config.getoption("thorough"))


@pytest.mark.parametrize("sequence", FOREIGN.values(), ids=FOREIGN)
def test_a_foreign_sequence_is_dropped_at_any_split(sequence: str, clock: Clock) -> None:
    for at in range(min(len(sequence), 80)):
        pieces = ["x", sequence[:at], sequence[at:], "y"]
        assert parsed(InputParser(), *filter(None, pieces)) == ["x", "y"], at


@pytest.mark.parametrize(("sequence", "keys"), KNOWN.items(), ids=repr)
def test_a_known_form_is_read_at_any_split(sequence: str, keys: list[str], clock: Clock) -> None:
    for at in range(len(sequence)):
        assert parsed(InputParser(), *filter(None, ["x", sequence[:at], sequence[at:], "y"])) == [
            "x",
            *keys,
            "y",
        ]


def test_every_sequence_that_textual_knows_is_read_as_textual_does(clock: Clock) -> None:
    for sequence, keys in ANSI_SEQUENCES_KEYS.items():
        is_ambiguous = sequence.endswith("R") and ";" in sequence
        if len(sequence) == 1 or keys is IGNORE_SEQUENCE or isinstance(keys, str) or is_ambiguous:
            continue
        ours = InputParser()
        expected = list(map(described, XTermParser()._sequence_to_key_events(sequence)))
        if sequence == "\x1b\x1b":
            expected *= 2
        for at in range(0 if sequence[1:2] in "[O" else len(sequence), len(sequence) + 1):
            pieces = filter(None, [sequence[:at], sequence[at:]])
            assert parsed(ours, *pieces) + after(ours, clock, SILENCE_S) == expected, repr(sequence)
            clock.now_s += 10


@pytest.mark.parametrize("start", UNFINISHED, ids=repr)
def test_an_unfinished_sequence_is_dropped_after_a_silence(start: str, clock: Clock) -> None:
    parser = InputParser()
    assert parsed(parser, f"x{start}") == ["x"]
    assert after(parser, clock, SILENCE_S - 0.01) == []
    assert after(parser, clock, 0.02) == []
    assert parsed(parser, "118") == ["1", "1", "8"]


@pytest.mark.parametrize("start", UNFINISHED, ids=repr)
def test_another_sequence_or_ctrl_q_ends_an_unfinished_one(start: str, clock: Clock) -> None:
    assert parsed(InputParser(), f"{start}\x1b[B", "y") == ["down", "y"]
    assert parsed(InputParser(), start, "\x11") == ["ctrl+q"]


@pytest.mark.parametrize("text", ["118979-2021020211", ",", "\r", "-"])
def test_escape_typed_before_other_keys_takes_none_of_them(text: str, clock: Clock) -> None:
    keys = parsed(InputParser(), text)
    assert parsed(InputParser(), f"\x1b{text}") == ["escape", *keys]
    assert parsed(InputParser(), "\x1b", text) == ["escape", *keys]


def test_a_letter_is_alt_only_in_one_piece_with_the_escape(clock: Clock) -> None:
    assert parsed(InputParser(), "\x1bx") == ["alt+x"]
    assert parsed(InputParser(), "\x1b", "x") == ["escape", "x"]


@pytest.mark.parametrize("at", range(1, 11))
def test_an_expected_answer_may_come_in_late_pieces(at: int, clock: Clock) -> None:
    parser, answer = InputParser(), "\x1b[?2026;2$y"
    parser.expect_answer()
    assert parsed(parser, answer[:at]) + after(parser, clock, 0.6) == []
    assert parsed(parser, answer[at:]) == ["TerminalSupportsSynchronizedOutput"]
    assert parsed(parser, "\x1b") + after(parser, clock, 0.11) == ["escape"]


@pytest.mark.parametrize("tail", ["", "\x1b", "\x1b[20", "\x1b[201"], ids=repr)
def test_a_paste_without_an_end_is_delivered_after_a_silence(tail: str, clock: Clock) -> None:
    parser = InputParser()
    assert parsed(parser, "\x1b[200~118979-", f"2021020211{tail}") == []
    assert after(parser, clock, SILENCE_S - 0.01) == []
    assert after(parser, clock, 0.02) == ["paste 118979-2021020211"]
    assert parsed(parser, "u") == ["u"]


@pytest.mark.parametrize("key", ["\x11", "\x1b[113;5u", "\x11\x11"], ids=repr)
def test_ctrl_q_alone_after_a_pause_ends_an_unfinished_paste(key: str, clock: Clock) -> None:
    parser = InputParser()
    assert parsed(parser, "\x1b[200~abc\x11def", key) == []
    clock.now_s += 0.2
    first, *quits = parsed(parser, key)
    assert first == f"paste abc\x11def{key}"
    assert set(quits) == {"ctrl+q"}


def foreign(draw: random.Random) -> str:
    """A sequence that is no key: a complete one from the grammar, or one that is malformed up to its end."""

    def some(alphabet: str, most: int) -> str:
        return "".join(draw.choices(alphabet, k=draw.randint(0, most)))

    parameters, anything = "0123456789;:", "".join(map(chr, [*range(32, 127), 8, 9, 10, 13, 0xE9, 0x98CE]))
    intro = draw.choice(["\x1b[", "\x9b"])

    def private() -> str:
        body = some(parameters, draw.choice([3, 20, 300]))
        return f"{draw.choice('<=>?')}{body}{some(' !#%&*+,-./', 3)}{draw.choice('cnpqrsuvwxz{|}~')}"

    def with_intermediates() -> str:
        final = chr(draw.randint(64, 126))
        return f"{some(parameters, 12)}{draw.choice(' !#%&*+,-./')}{some(' $', 3)}{final}"

    def of_no_key() -> str:
        return f"{some(parameters, draw.choice([3, 40]))}{draw.choice('JKLTUVWXYefghijklnopqrstvwxyz{|}')}"

    def with_a_bad_number() -> str:
        code = draw.choice([str(draw.randint(0x110000, 10**9)), "55555", str(draw.randint(1, 8)), "9" * 40])
        return f"{code}{draw.choice(['', ';', ';1', ';5:1', ':65;1'])}u"

    def of_a_release() -> str:
        return f"{draw.randint(1, 60000)};{draw.randint(1, 256)}:3{draw.choice('u~ABCDFHPQS')}"

    def with_controls() -> str:
        control = draw.choice("\t\n\r\x00\x05\x7f")
        return f"{some('0123;', 4)}{control}{some('0123;', 4)}{draw.choice('AuMc~')}"

    def string() -> str:
        start, end = draw.choice(STRINGS)
        return f"{start}{some(anything, draw.choice([5, 60, 600]))}{end}"

    def mouse() -> str:
        x10 = "M" + "".join(draw.choices(anything[:94], k=3))
        return draw.choice([x10, f"{draw.randint(32, 99)};{draw.randint(1, 300)};{draw.randint(1, 300)}M"])

    control = [private, with_intermediates, of_no_key, with_a_bad_number, of_a_release, with_controls, mouse]
    make: Callable[[], str] = draw.choice([*control, string, string])
    return make() if make is string else intro + make()


def in_pieces(draw: random.Random, text: str) -> list[str]:
    cuts = sorted(draw.randint(0, len(text)) for _ in range(draw.randint(0, 6)))
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True) if a < b]


@pytest.mark.random
def test_random_foreign_sequences_are_dropped_between_keys(clock: Clock, tries: int) -> None:
    draw, parser = random.Random(12), InputParser()
    for _ in range(tries):
        pieces = in_pieces(draw, foreign(draw))
        assert parsed(parser, "x", *pieces, "\x1b[B", "7") == ["x", "down", "7"], pieces


@pytest.mark.random
def test_random_noise_ends_nothing_and_is_bounded(clock: Clock, tries: int) -> None:
    draw, parser = random.Random(13), InputParser()
    likely = [*"\x1b\x1b\x1b[]POX^_M<?;:0129u~$y\\\x07\x11\x18", "\x1b[200~", "\x1b[201~", "\x1b[<", "\x1b[["]
    for _ in range(tries):
        others = [chr(draw.randint(0, 255)), "\udc9b", "风"]
        data = "".join(draw.choice([*likely, *others]) for _ in range(draw.randint(1, 24)))
        parsed(parser, *in_pieces(draw, data))
        if draw.random() < 0.05:
            after(parser, clock, SILENCE_S)
            assert parsed(parser, "\x11") == ["ctrl+q"], repr(data)
        assert len(parser._held) < 80


def test_the_program_shows_nothing_of_what_a_terminal_answers() -> None:
    draw = random.Random(14)
    sent = [*FOREIGN.values(), *(foreign(draw) for _ in range(200))]
    with Terminal([*PROGRAM, "--demo"], environment(), TOP) as terminal:
        terminal.wait_for("connected to", "^q Quit")
        terminal.wait_for_rest(0.3)
        before = terminal.text
        for sequence in sent:
            terminal.press(sequence)
        terminal.wait_for_rest()
        assert terminal.text == before
        terminal.press("zz")
        terminal.wait_for("zz")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize("start", ["\x1b[200~118979-2021020211", "\x1b]0;"], ids=repr)
def test_the_program_goes_on_after_an_unfinished_paste_or_string(start: str) -> None:
    with Terminal([*PROGRAM, "--demo"], environment(), TOP) as terminal:
        terminal.wait_for("connected to", "^q Quit")
        terminal.press(start)
        if "118979" in start:
            terminal.wait_for("startTime", "DataIntegration")
        else:
            terminal.press("z")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
