"""A long pasted text is searched in pieces, with the same ids as in one go."""

from hypothesis import given
from hypothesis import strategies as st

from tui_app.models.ids import InstanceId, find_ids
from tui_app.models.long_paste import LONG, MOST_IDS, ids_in_pieces, pieces

_IDS = st.builds("{}-20210202{:02}".format, st.integers(1_000, 10**9), st.integers(0, 23))
_WORDS = st.sampled_from(["", "task", "flow instance", "failed at 03:00", "风机", "tel. 010-62001234"])
_LINES = st.one_of(
    _IDS,
    st.builds("{} {} {}".format, _WORDS, _IDS, _WORDS),
    st.builds("taskInstId={},flowInstId={}".format, _IDS, _IDS),
    st.builds(lambda one: f"see {one[:-4]}\n{one[-4:]} above", _IDS),
    _WORDS,
)


def searched(text: str) -> list[InstanceId]:
    steps = ids_in_pieces(text)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: list[InstanceId] = end.value
            return found


@given(st.lists(_LINES, min_size=1, max_size=60), st.integers(1, 9))
def test_the_pieces_hold_the_ids_of_the_whole(lines: list[str], times: int) -> None:
    text = "\n".join(lines + ["x" * 50] * 100 * times + lines[::-1])
    found, whole = searched(text), find_ids(text)
    assert (found, list(map(type, found))) == (whole, list(map(type, whole)))


@given(st.text(alphabet="0123456789-\n \tax,=", min_size=1, max_size=300))
def test_the_pieces_make_up_the_text(part: str) -> None:
    text = part * (15_000 // len(part))
    assert "".join(pieces(text)) == text


def test_no_id_is_cut_in_two_where_a_text_has_neither_lines_nor_blanks() -> None:
    ids = [f"{number}-2021020211" for number in range(100_000, 104_000)]
    for sign in "/|;":
        assert [one.text for one in searched(sign.join(ids))] == ids


def test_a_search_ends_soon_after_ten_thousand_ids() -> None:
    text = "\n".join(f"{number}-2021020211" for number in range(100_000, 400_000))
    assert len(text) > LONG and MOST_IDS <= len(searched(text)) < MOST_IDS + 1_000
