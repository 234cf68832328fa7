"""The measure itself: it must take what is right and notice a single character that is not."""

import pytest

from tests.hostile.spelling import SPELLINGS, Passage, bare_or_escaped, in_json
from tests.hostile.texts import CRAFTED, Author

VALUE = next(one for one in SPELLINGS if one.name == "value")


def is_drawn_right(text: str, drawn: str) -> bool:
    return any(one.begins(text, drawn) for one in SPELLINGS if not one.fields)


@pytest.mark.parametrize("text", CRAFTED, ids=ascii)
def test_a_text_is_right_as_it_is_spelt_and_cut_where_a_pane_ends(text: str) -> None:
    for forms in (bare_or_escaped, lambda char: in_json(char, 1), lambda char: in_json(char, 3)):
        drawn = "Z" + "".join(min(forms(char), key=len) for char in text)
        assert is_drawn_right("Z" + text, f'{drawn}" and so on')
        for size in range(1, len(drawn)):
            assert is_drawn_right("Z" + text, f"{drawn[:size]}… and so on")
            assert is_drawn_right("Z" + text, f"{drawn[:size]}│ another pane")


@pytest.mark.parametrize("text", CRAFTED, ids=ascii)
def test_no_character_may_be_lost_or_stand_for_another(text: str) -> None:
    drawn = "Z" + "".join(bare_or_escaped(char)[0] for char in text)
    for at in range(1, len(drawn)):
        for instead in ("", "%" if drawn[at] != "%" else "&"):
            assert not VALUE.begins("Z" + text, f'{drawn[:at]}{instead}{drawn[at + 1 :]}"')


def test_what_acts_may_not_stand_bare_nor_a_letter_be_escaped() -> None:
    assert not is_drawn_right("Z\u202ea", 'Z\u202ea"')
    assert not is_drawn_right("Z\x1ba", 'Z\x1ba"')
    assert not is_drawn_right("Zaa", 'Z\\x61a"')
    assert not is_drawn_right("Za", 'Zab"')


def test_a_wrapped_text_is_read_over_the_ends_of_its_lines() -> None:
    pane = ["a key   Z00Qfirst\\   │ more", "        x1b and      │ more", "        last        ▅│ more"]
    passage = Passage.of(list(map(list, pane)), 0, 8)
    assert passage.text == "Z00Qfirst\\x1b andlast"
    assert VALUE.is_all_of("Z00Qfirst\x1b and last", passage)
    assert not VALUE.is_all_of("Z00Qfirst\x1b and at last", passage)
    assert not VALUE.is_all_of("Z00Qfirst\x1b\x1b and last", passage)


def test_a_line_is_held_against_the_texts_that_were_written() -> None:
    author = Author(0)
    author.written["Z46Q"] = {"Z46Q\x1b[2J"}
    assert author.misdrawn("  ✗ Z46Q\\x1b[2J  beside it") == []
    assert author.misdrawn("  ✗ Z46Q\\x1b[…  beside it") == []
    assert author.misdrawn("  ✗ Z46Q\\x1b[  beside it") != []
    assert author.misdrawn("  ✗ Z46Q[2J  beside it") != []
