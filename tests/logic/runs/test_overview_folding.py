"""Rows with one error become one, in the place of the first, and nothing else moves."""

from hypothesis import given
from hypothesis import strategies as st

from tests.logic.runs.test_overview import CHINA, FAIL, NOW, SUCCESS, flow, minutes
from tui_app.logic.runs.overview import OverviewRow, overview_rows
from tui_app.logic.runs.overview_folding import errors_of_members, fold_same_errors


def rows(*statuses: int) -> list[OverviewRow]:
    return overview_rows([flow(number, status) for number, status in enumerate(statuses)], CHINA, NOW)


def test_the_row_says_what_shares_the_error() -> None:
    one_workflow = [OverviewRow((flow(1, FAIL, planned),)) for planned in ("05:00", "04:00")]
    others = [OverviewRow((flow(2, FAIL),)), OverviewRow((flow(3, FAIL),))]

    def summary(*given: OverviewRow) -> str:
        (row,) = fold_same_errors(given, {one.key: "x" for one in given})
        return row.summary

    assert summary(*one_workflow) == "same error in 2 runs"
    assert summary(*others) == "same error in 2 workflows"
    assert summary(*one_workflow, *others) == "same error in 4 runs of 3 workflows"
    (many,) = overview_rows(minutes(4, *[FAIL] * 9), CHINA, NOW)
    assert summary(many, others[0], others[1]) == "same error in 3 workflows"


def test_one_row_alone_keeps_its_place_unless_it_was_folded_before() -> None:
    first, second = rows(FAIL, FAIL)
    assert fold_same_errors([first, second], {first.key: "x", second.key: "y"}) == [first, second]
    (alone, _) = fold_same_errors([first, second], {first.key: "x"}, fold_from=1)
    assert alone.inner == (first,)


@given(st.lists(st.sampled_from(["", "a", "b", "c"]), max_size=12))
def test_every_row_is_kept_once_and_in_order(errors: list[str]) -> None:
    before = rows(*[FAIL if error else SUCCESS for error in errors])
    by_key = {row.key: error for row, error in zip(before, errors, strict=True) if error}
    folded = fold_same_errors(before, by_key)
    flat = [one for row in folded for one in (row.inner if row.error else (row,))]
    assert sorted(map(id, flat)) == sorted(map(id, before))
    leads = [before.index(row.inner[0] if row.error else row) for row in folded]
    assert leads == sorted(leads)
    assert errors_of_members(folded) == {
        key: error for key, error in by_key.items() if list(by_key.values()).count(error) > 1
    }
