"""Words are found wherever a plain search finds them."""

from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.logs.word_index import WordIndex

LETTERS = st.text("abcé错", max_size=12)


@given(st.lists(LETTERS.filter(bool), max_size=8), st.text("abcé错 ", max_size=60))
def test_the_words_found_are_those_that_stand_in_the_text(words: list[str], text: str) -> None:
    assert set(WordIndex(words).found_in(text)) == {word for word in words if word in text}


@given(st.lists(LETTERS.filter(bool), max_size=8), st.text("abcé错 ", max_size=60))
def test_bytes_are_searched_as_text_is(words: list[str], text: str) -> None:
    index = WordIndex([word.encode() for word in words])
    assert set(index.found_in(text.encode())) == {word.encode() for word in words if word in text}


@given(st.integers(0, 9), LETTERS.filter(bool), st.integers(0, 9))
def test_a_word_is_found_wherever_it_begins(before: int, word: str, behind: int) -> None:
    assert WordIndex([word]).found_in("x" * before + word + "x" * behind) == [word]
