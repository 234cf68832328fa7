"""Rows are sorted and filtered, and nothing but the filter leaves one out."""

from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.sort_and_filter import Arrangement, status_rank
from tui_app.models.status import Status

Row = tuple[str, int | None]
ROWS: list[Row] = [("b", 2), ("a", None), ("c", 3), ("d", 2)]
PLAIN: Arrangement[Row] = Arrangement(
    {"name": lambda row: row[0], "size": lambda row: row[1]}, frozenset({"size"})
)


def shown(arrangement: Arrangement[Row]) -> str:
    return "".join(name for name, _ in arrangement.apply(ROWS, lambda row: f"{row[0]} {row[1]}"))


def test_the_key_goes_through_all_columns_and_back_to_the_given_order() -> None:
    orders, at = [], PLAIN
    for _ in range(4):
        orders.append((at.in_words(), shown(at)))
        at = at.next
    assert orders == [("", "bacd"), ("by name", "abcd"), ("by size", "cbda"), ("", "bacd")]


def test_in_reverse_rows_without_a_value_still_come_last() -> None:
    assert shown(PLAIN.next.next.reversed) == "bdca"
    assert PLAIN.next.next.reversed.in_words() == "by size, reversed"
    assert shown(PLAIN.reversed) == "dcab"


def test_a_filter_keeps_rows_with_all_words_and_leaves_out_others() -> None:
    assert shown(PLAIN.filtered("2")) == "bd"
    assert shown(PLAIN.filtered("2 !b")) == "d"
    assert shown(PLAIN.next.filtered("!none")) == "bcd"


def test_failures_come_before_everything_else() -> None:
    states = [Status.of(code) for code in (1, 0, 2, -1)]
    assert [state.name for state in sorted(states, key=lambda state: status_rank(state) or ())] == [
        "FAIL",
        "RUNNING",
        "INIT",
        "SUCCESS",
    ]
    assert status_rank(None) is None


@given(
    st.lists(st.tuples(st.text(max_size=3), st.none() | st.integers())),
    st.sampled_from(["given", "name", "size"]),
)
def test_no_order_loses_or_doubles_a_row(rows: list[Row], by: str) -> None:
    at = PLAIN
    while at.by != by:
        at = at.next
    for arrangement in (at, at.reversed):
        assert sorted(map(repr, arrangement.apply(rows, str))) == sorted(map(repr, rows))
