"""What a few letters mean among many texts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.fuzzy import Choices

TEXTS = ["900100 hourly_load FAIL", "900101 whole our SUCCESS", "hair or urn", "风电场 hour", "x\ny hour"]


def test_nothing_typed_keeps_all_in_their_order() -> None:
    assert Choices(TEXTS).matches(" ") == [0, 1, 2, 3, 4]
    assert Choices([]).matches("a") == []


def test_a_beginning_comes_before_a_part_and_that_before_initials() -> None:
    assert Choices(["old unit", "about", "our", "none"]).matches("ou") == [2, 1, 0]
    assert Choices(["reload", "pre_load"]).matches("load") == [1, 0]


@pytest.mark.parametrize("text", ["clean_turbine_data", "Clean Turbine Data", "daily-clean.turbine data x"])
def test_letters_match_the_initials_of_words_that_follow_each_other(text: str) -> None:
    assert Choices([text, "cat data"]).matches("ctd") == [0]


def test_a_word_in_capitals_within_another_has_an_initial() -> None:
    assert Choices(["cleanTurbineData", "OrgId"]).matches("ctd") == [0]


def test_digits_match_only_where_they_stand_together() -> None:
    ids = ["900622-2026112200", "900100-2026112200", "129001", "9-0-0-1"]
    assert Choices(ids).matches("9001") == [1, 2]


def test_letters_apart_match_nothing() -> None:
    assert Choices(["hair or urn", "h o x u r"]).matches("hour") == []


def test_a_beginning_counts_wherever_in_the_text_it_is() -> None:
    assert Choices(["loud", "xload load"]).matches("load") == [1]
    assert Choices(["xload", "xload load"]).matches("load") == [1, 0]


def test_words_fit_in_any_order_and_case_and_all_of_them() -> None:
    assert Choices(TEXTS).matches("fail HOUR") == [0]
    assert Choices(TEXTS).matches("hour 风") == [3]
    assert Choices(TEXTS).matches("hour zz") == []


def test_a_match_does_not_span_two_texts() -> None:
    assert Choices(["ab", "cd"]).matches("bc") == []
    assert Choices(["x\ny"]).matches("x y") == [0]


def test_signs_mean_themselves() -> None:
    assert Choices(["a.b", "axb", "a]^-\\b"]).matches(".") == [0]
    assert Choices(["a.b", "axb", "a]^-\\b"]).matches("]^-\\") == [2]


@given(st.lists(st.text("ab1_ \n.]", max_size=6), max_size=5), st.text("ab1_.]", min_size=1, max_size=3))
def test_a_match_holds_the_word_or_its_letters_as_initials(texts: list[str], word: str) -> None:
    def fits(text: str) -> bool:
        initials = "".join(part[0] for part in re.split(r"[\W\d_]+", text) if part)
        return word in text or word in initials

    assert sorted(Choices(texts).matches(word)) == [at for at, text in enumerate(texts) if fits(text)]
