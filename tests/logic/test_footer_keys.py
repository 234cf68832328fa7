"""The keys that fit in the footer."""

from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.footer_keys import HELP_LABEL, keys_that_fit

KEYS = [(5, "Why"), (5, "Log"), (6, "Help"), (8, "Before"), (9, "Changes")]
"""Widths and labels; the last two need room."""
USUAL = 5 + 5 + 6


def test_keys_that_need_room_come_where_all_others_leave_it() -> None:
    assert keys_that_fit(KEYS, USUAL + 4, (3, 4)) == ([0, 1, 2], 2)
    assert keys_that_fit(KEYS, USUAL + 4 + 10, (3, 4)) == ([0, 1, 3, 2], 2)
    assert keys_that_fit(KEYS, USUAL + 4 + 11, (4, 3)) == ([0, 1, 4, 2], 2)
    assert keys_that_fit(KEYS, USUAL + 4 + 10 + 11, (4, 3)) == ([0, 1, 3, 4, 2], 2)


def test_where_a_usual_key_has_no_room_none_of_the_others_takes_it() -> None:
    keys = [(5, "Why"), (30, "A long one"), (6, "Help"), (3, "Before")]
    assert keys_that_fit(keys, 20, (3,)) == ([0, 2], 1)


@given(
    st.lists(st.tuples(st.integers(2, 20), st.sampled_from(["Why", "Log", HELP_LABEL])), max_size=20),
    st.integers(0, 200),
    st.sets(st.integers(0, 19)),
)
def test_what_is_chosen_fits_and_keeps_its_order(
    keys: list[tuple[int, str]], width: int, extra: set[int]
) -> None:
    of_help = [index for index, (_, label) in enumerate(keys) if label == HELP_LABEL]
    wanted = [index for index in sorted(extra) if index < len(keys) and index not in of_help]
    chosen, gap = keys_that_fit(keys, width, wanted)
    others = chosen[: len(chosen) - len(of_help)]
    assert others == sorted(set(others)) and chosen[len(others) :] == of_help
    if others:
        assert sum(keys[index][0] + gap for index in others) + sum(keys[at][0] for at in of_help) <= width
