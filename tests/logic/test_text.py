"""Plurals, lists and suggestions."""

import pytest

from tui_app.logic.text import did_you_mean, listed, plural


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        ("gatway", ["gateway", "org_id"], "did you mean gateway?"),
        ("TASKNAME", ["taskName", "cmd"], "did you mean taskName?"),
        ("zzz", ["b", "a", "c"], "known are a, b and c."),
        ("zzz", [], "none is known."),
    ],
)
def test_the_closest_word_is_suggested_else_all(word: str, known: list[str], said: str) -> None:
    assert did_you_mean(word, known) == said


def test_words_are_listed_as_in_a_sentence() -> None:
    assert listed("a") == "a"
    assert listed("ab", "or") == "a or b"
    assert listed("abc") == "a, b and c"


@pytest.mark.parametrize(
    ("count", "noun", "text"),
    [
        (0, "edge", "0 edges"),
        (1, "edge", "1 edge"),
        (1_200, "task", "1,200 tasks"),
        (2, "success", "2 successes"),
    ],
)
def test_a_noun_follows_its_count(count: int, noun: str, text: str) -> None:
    assert plural(count, noun) == text
