"""A message for one line of a list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.logs.short_message import EXAMPLES, short_message


@pytest.mark.parametrize(("message", "short"), EXAMPLES)
def test_what_stands_before_the_words_that_say_why_is_left_out(message: str, short: str) -> None:
    assert short_message(message) == short


@given(st.text(alphabet="aA.: Error\"'$_") | st.text())
def test_the_rest_of_a_message_is_kept_as_it_is(message: str) -> None:
    short = short_message(message)
    assert bool(short) == bool(message)
    remaining = iter(message)
    assert all(letter in remaining for letter in short)
