"""A connection that is dropped without a word: nothing comes back any more, not even a reset."""

import subprocess
import sys

import pytest

from tests.journey import TOP

pytestmark = pytest.mark.system


def told(how: str) -> list[str]:
    """What `silent_drop` prints, in a network of its own."""
    command = ["unshare", "--map-root-user", "--net", sys.executable, "-m", "tests.system.silent_drop", how]
    return subprocess.run(command, cwd=TOP, check=True, capture_output=True, text=True).stdout.splitlines()


def test_a_question_on_its_way_is_told_before_the_silence_counts_and_goes_out_on_another_connection() -> None:
    # After 30 s of silence the reason would be "no answer in time".
    assert told("busy") == ["the connection broke", "1"]


def test_an_idle_connection_is_given_up_and_nobody_notices() -> None:
    assert told("idle") == ["1"]
