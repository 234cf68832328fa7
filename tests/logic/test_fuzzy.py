"""What a few letters mean among many texts."""

from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.fuzzy import Choices

TEXTS = ["900100 hourly_load FAIL", "900101 whole our SUCCESS", "hair or urn", "风电场 hour", "x\ny hour"]


def test_nothing_typed_keeps_all_in_their_order() -> None:
    assert Choices(TEXTS).matches(" ") == [0, 1, 2, 3, 4]
    assert Choices([]).matches("a") == []


def test_a_beginning_comes_before_a_part_and_that_before_letters_apart() -> None:
    assert Choices(["h o u r", "an xhour", "an hour", "none"]).matches("hour") == [2, 1, 0]
    assert Choices(["reload", "pre_load"]).matches("load") == [1, 0]


def test_a_beginning_counts_wherever_in_the_text_it_is() -> None:
    assert Choices(["loud", "xload load"]).matches("load") == [1]
    assert Choices(["xload", "xload load"]).matches("load") == [1, 0]


def test_words_fit_in_any_order_and_case_and_all_of_them() -> None:
    assert Choices(TEXTS).matches("fail HOUR") == [0]
    assert Choices(TEXTS).matches("hour 风") == [3]
    assert Choices(TEXTS).matches("hour zz") == []


def test_a_match_does_not_span_two_texts() -> None:
    assert Choices(["ab", "cd"]).matches("bc") == []
    assert Choices(["x\ny"]).matches("xy") == [0]


def test_signs_mean_themselves() -> None:
    assert Choices(["a.b", "axb", "a]^-\\b"]).matches(".") == [0]
    assert Choices(["a.b", "axb", "a]^-\\b"]).matches("]^-\\") == [2]


@given(st.lists(st.text("ab_ \n.]", max_size=6), max_size=5), st.text("ab_.]", min_size=1, max_size=3))
def test_a_match_has_the_letters_in_order(texts: list[str], word: str) -> None:
    def has_in_order(text: str) -> bool:
        letters = iter(text)
        return all(letter in letters for letter in word)

    assert sorted(Choices(texts).matches(word)) == [at for at, text in enumerate(texts) if has_in_order(text)]
