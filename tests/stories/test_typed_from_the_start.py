"""What is typed or pasted from the first millisecond arrives, in order, in the screen it was meant for."""

import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from tests.journey import PROGRAM, TOP, environment
from tests.pty_terminal import Terminal
from tui_app.demo.tour import examples

SAMPLE = "118979-2021020211"
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.,:/=+ éß名风"
LONGEST_S = 0.6
"""Longest pause between two pieces, in seconds; the first screen stands after that."""
PASTE = 1 << 20


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(3 * metafunc.config.getoption("thorough")))


def type_in_pieces(terminal: Terminal, text: str, chance: random.Random) -> None:
    """Type a text in pieces at random moments."""
    while text:
        time.sleep(chance.choice((0.0, 0.0, chance.uniform(0, 0.05), chance.uniform(0, LONGEST_S))))
        count = chance.randint(1, len(text))
        terminal.press(text[:count])
        text = text[count:]


@pytest.mark.random
def test_a_text_typed_at_random_moments_stands_in_the_input(seed: int) -> None:
    chance = random.Random(seed)
    text = "".join(chance.choices(LETTERS, k=chance.randint(1, 40))).strip() or "x"
    with Terminal([*PROGRAM, "--demo"], environment(), TOP) as terminal:
        type_in_pieces(terminal, text, chance)
        terminal.wait_until(lambda: "".join(terminal.rows[3]).strip() == text, f"{text!r} in the input")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        terminal.assert_left_as_found()


@pytest.mark.random
def test_an_id_and_the_keys_after_it_open_what_they_mean(seed: int) -> None:
    chance = random.Random(seed)
    with Terminal([*PROGRAM, "--demo"], environment(), TOP) as terminal:
        type_in_pieces(terminal, f"{SAMPLE}\rl", chance)
        terminal.wait_for(f"{SAMPLE} --view log")


@pytest.mark.random
def test_keys_typed_after_an_id_on_the_command_line_act_on_its_record(seed: int) -> None:
    chance = random.Random(seed)
    key, sign = chance.choice((("x", "nothing to explain"), ("T", "secrets taken out"), ("l", "--view log")))
    with Terminal([*PROGRAM, "--demo", SAMPLE], environment(), TOP) as terminal:
        type_in_pieces(terminal, key, chance)
        terminal.wait_for(sign)
        terminal.press("escape")
        terminal.wait_for("startTime", "runMode")
        terminal.press("escape")
        terminal.wait_for("look up", "Last 24h")
        assert SAMPLE not in "".join(terminal.rows[3])
        assert b"or flow instance id" not in terminal.sent.partition(b"identity")[0]


@contextmanager
def stopped_at_times(terminal: Terminal, chance: random.Random) -> Iterator[None]:
    """Stop the program at random moments of its start, and let it go on."""
    chance_of_more = random.Random(chance.random())
    pauses = [
        (chance.uniform(0, LONGEST_S), chance.choice((0.0, chance.uniform(0, 0.1))))
        for _ in range(chance.randint(1, 6))
    ]

    def stop() -> None:
        for before_s, while_s in pauses:
            time.sleep(before_s)
            terminal.send_signal(signal.SIGSTOP)
            time.sleep(while_s)
            for _ in range(chance_of_more.randint(1, 3)):
                terminal.send_signal(signal.SIGCONT)

    stopping = threading.Thread(target=stop)
    stopping.start()
    try:
        yield
    finally:
        stopping.join()


@pytest.mark.random
def test_a_program_that_is_stopped_during_its_start_gets_every_key(seed: int) -> None:
    chance = random.Random(seed)
    text = "".join(chance.choices(LETTERS, k=chance.randint(1, 40))).strip() or "x"
    with Terminal([*PROGRAM, "--demo"], environment(), TOP) as terminal:
        with stopped_at_times(terminal, chance):
            type_in_pieces(terminal, text, chance)
        terminal.wait_until(lambda: "".join(terminal.rows[3]).strip() == text, f"{text!r} in the input")
        terminal.press("f1")
        terminal.wait_for("Keys of this screen")
        terminal.press("escape")
        terminal.wait_for_no("Keys of this screen")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        terminal.assert_left_as_found()


def test_a_run_can_be_watched_before_it_is_loaded() -> None:
    running = next(
        one.id for one in examples(datetime.now(UTC)) if "runs while you watch" in one.what_it_shows
    )
    with Terminal([*PROGRAM, "--demo", running], environment(), TOP) as terminal:
        terminal.press("W")
        terminal.wait_for(f"Watching {running}")


def test_a_paste_of_a_mebibyte_before_the_first_picture_opens_its_id() -> None:
    text = "x" * (PASTE // 2) + f" taskInstId={SAMPLE} " + "y" * (PASTE // 2)
    with Terminal([*PROGRAM, "--demo"], environment(), TOP) as terminal:
        terminal.wait_until(lambda: b"\x1b[?2004h" in terminal.sent, "bracketed paste")
        paste = threading.Thread(target=terminal.paste, args=[text])
        paste.start()
        terminal.wait_for("SUCCESS (1)", SAMPLE)
        paste.join()
