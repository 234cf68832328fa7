"""The program in a real pseudo terminal, with a real gateway on a real socket."""

import re
from datetime import UTC, datetime

from tests.harness import SAMPLE, SAMPLE_FLOW
from tests.journey import PROGRAM, TOP, a_gateway, environment, find_it_again, read_a_run_and_star_it
from tests.pty_terminal import Terminal
from tui_app.demo.stamps import night_suffix, suffix


def test_paste_read_go_up_come_back_star_quit_and_find_it_again() -> None:
    with a_gateway() as served:
        for part in (read_a_run_and_star_it, find_it_again):
            with Terminal(PROGRAM, environment(served.base_url), TOP) as terminal:
                part(terminal)
                assert terminal.wait_for_exit() == 0
                terminal.assert_left_as_found()
        params = [call.params for call in served.stand_in.calls if call.action == "get"]
        assert params.count({"taskInstId": SAMPLE}) == 1
        assert params.count({"flowInstId": SAMPLE_FLOW}) == 1


def test_hostile_text_is_drawn_without_control_sequences() -> None:
    now = datetime.now(UTC)
    argv = [*PROGRAM, f"900614-{suffix(now, 10)}"]
    with a_gateway(now) as served, Terminal(argv, environment(served.base_url), TOP) as terminal:
        terminal.wait_for("hostile \\x1b]52;c;", "startTime")
        terminal.press("J")
        terminal.wait_for("--view answer")
        terminal.press("v")
        terminal.wait_for("exactly as received")
        terminal.press("escape")
        terminal.wait_for_no("exactly as received")
        terminal.press("u")
        terminal.wait_for("record_forms", "tasks")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        terminal.assert_left_as_found()
        # Shapes of the mouse pointer are all that Textual itself sets in this way.
        sent = re.sub(rb"\x1b\]22;[a-z-]+\x07", b"", terminal.sent)
        for order in ("\x1b]", "\x07", "\x1b[2J\x1b[31m", "\x9b", "\u202e", "\x00"):
            at = sent.find(order.encode())
            assert at < 0, sent[max(0, at - 60) : at + 60]


def test_the_scroll_bar_of_a_log_is_at_its_error() -> None:
    now = datetime.now(UTC)
    argv = [*PROGRAM, f"900103-{night_suffix(now)}"]
    with a_gateway(now) as served, Terminal(argv, environment(served.base_url), TOP) as terminal:
        terminal.wait_for("FAIL", "startTime")
        terminal.press("l")
        terminal.wait_for("(decisive)", "KeyError")

        def ends_of_the_thumb() -> list[int]:
            return [y for y, row in enumerate(terminal.rows) if "▁" <= row[-1] <= "▇"]

        terminal.wait_until(lambda: min(ends_of_the_thumb(), default=0) > 12, "a bar that tells of the end")


def test_ids_are_read_from_a_pipe_and_keys_from_the_terminal() -> None:
    now = datetime.now(UTC)
    night = night_suffix(now)
    ids = "".join(f"{number}-{night}\n" for number in (900100, 900101, 900102, 900103))
    piped = ["sh", "-c", f"printf '{ids}' | exec \"$@\"", "sh", *PROGRAM, "-"]
    with a_gateway(now) as served, Terminal(piped, environment(served.base_url), TOP) as terminal:
        terminal.wait_for("4 instances", "enos-tui - --view many", "2 FAIL, 2 SUCCESS")
        terminal.press("down")
        terminal.press("enter")
        terminal.wait_for("900101", "startTime")
        terminal.press("escape")
        terminal.wait_for("4 instances")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        terminal.assert_left_as_found()


def test_a_gateway_that_refuses_is_named_and_the_program_quits_without_a_fault() -> None:
    with Terminal([*PROGRAM, SAMPLE], environment("http://127.0.0.1:9"), TOP) as terminal:

        def is_retry_named() -> bool:
            # The pauses are random, and on a busy machine all tries may be over before the first picture.
            if "r try again" in terminal.text:
                terminal.press("r")
            return "connection refused: try" in terminal.text

        terminal.wait_until(is_retry_named, "the name of a retry")
        terminal.wait_for("127.0.0.1:9 refuses the connection.", "try again")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        terminal.assert_left_as_found()
