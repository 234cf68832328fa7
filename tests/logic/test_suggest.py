"""What somebody probably meant."""

import pytest

from tui_app.logic.suggest import did_you_mean, listed


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        ("gatway", ["gateway", "org_id"], "did you mean gateway?"),
        ("TASKNAME", ["taskName", "cmd"], "did you mean taskName?"),
        ("zzz", ["b", "a", "c"], "known are a, b and c."),
        ("zzz", [], "none is known."),
    ],
)
def test_the_likeliest_word_is_named_else_all(word: str, known: list[str], said: str) -> None:
    assert did_you_mean(word, known) == said


def test_words_are_listed_as_in_a_sentence() -> None:
    assert listed("a") == "a"
    assert listed("ab", "or") == "a or b"
    assert listed("abc") == "a, b and c"
