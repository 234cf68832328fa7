"""A search says the same in a form, in a file and on a command line."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.flow_search import STATUSES, FlowSearch, InvalidSearch, parse

TEXTS = st.one_of(
    st.text(max_size=12).map(str.strip),
    st.sampled_from(
        ["风电场 日报", "status:FAIL", "text:a", "a'b\"c", "a: b", "when:", "$HOME;rm", "\\", "--view"]
    ),
)
SEARCHES = st.builds(
    FlowSearch,
    text=TEXTS,
    statuses=st.lists(st.sampled_from([one.code for one in STATUSES]), unique=True).map(tuple),
    when=st.sampled_from(["24h", "7 d", "2026-11-20 22:00..2026-11-21"]),
    owner=TEXTS,
    types=st.lists(st.sampled_from([0, 1, 2]), unique=True).map(tuple),
)


@given(SEARCHES)
def test_a_search_in_words_survives_a_shell(search: FlowSearch) -> None:
    words = search.in_words()
    assert words
    assert parse(words) == search
    (argument,) = shlex.split(shlex.quote(words))
    assert parse(argument) == search


@given(st.text())
def test_any_text_is_a_search_or_refused_with_a_sentence(text: str) -> None:
    try:
        search = parse(text)
    except InvalidSearch as error:
        assert str(error)
    else:
        assert parse(search.in_words()) == search


def test_words_are_read_loosely() -> None:
    assert parse("wind  farm status:fail,7, type:Manual,2 owner:li.na") == FlowSearch(
        "wind farm", (-1, 7), "24h", "li.na", (0, 2)
    )
    assert parse("") == FlowSearch()
    assert parse("http://x 12:30") == FlowSearch("http://x 12:30"), "other colons are text"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("status:FAILED", "no status 'FAILED'.*FAIL"),
        ("type:cyclic", "no type 'cyclic'"),
        ("'open", "cannot be read"),
        ("owner:\udcff", "no UTF-8 text"),
    ],
)
def test_an_invalid_search_is_explained(words: str, sentence: str) -> None:
    with pytest.raises(InvalidSearch, match=sentence):
        parse(words)
