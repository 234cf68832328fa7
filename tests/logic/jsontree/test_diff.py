"""A comparison finds every difference, nothing else, and the same from both sides."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.jsontree import diff
from tui_app.logic.jsontree.diff import Difference, Leaf, Place, Tree, aligned, as_text, differences, opened

SCALARS = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from([0.5, "", "a", "1", "true"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=12,
)


def rebuilt(rows: list[Difference], side: int) -> "Tree | None":
    """One of the two values, put together from the rows of both."""
    placed = [
        ([one if isinstance(one, str) else one[side] for one in row.path], value)
        for row in rows
        if (value := (row.before, row.after)[side]) is not None
    ]
    if not placed or not placed[0][0]:
        return placed[0][1] if placed else None
    groups: dict[str | int | None, list[Difference]] = {}
    for row in rows:
        first = row.path[0]
        key = first if isinstance(first, str) else first[side]
        if key is not None:
            groups.setdefault(key, []).append(Difference(row.path[1:], row.before, row.after))
    parts = {key: part for key, inner in groups.items() if (part := rebuilt(inner, side)) is not None}
    if all(isinstance(key, int) for key in parts):
        return [parts[place] for place in range(len(parts))]
    return {str(key): part for key, part in parts.items()}


def mirrored(row: Difference) -> tuple[tuple[Place, ...], str, str]:
    path = tuple(one if isinstance(one, str) else (one[1], one[0]) for one in row.path)
    return path, text_of(row.after), text_of(row.before)


def text_of(value: "Tree | None") -> str:
    return "absent" if value is None else repr(value)


def shuffled(value: Any) -> Any:
    """The same value with the keys of every object the other way round."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(value)}
    return [shuffled(entry) for entry in value] if isinstance(value, list) else value


@given(VALUES)
def test_equal_values_do_not_differ_whatever_the_order_of_their_keys(value: Any) -> None:
    assert differences(opened(value), opened(shuffled(value))) == []


@given(VALUES, VALUES)
def test_values_without_a_difference_are_equal(one: Any, other: Any) -> None:
    before, after = opened(one), opened(other)
    assert (differences(before, after) == []) == (before == after)


@given(VALUES, VALUES)
def test_both_sides_can_be_put_together_again_from_the_aligned_rows(one: Any, other: Any) -> None:
    before, after = opened(one), opened(other)
    rows = aligned(before, after)
    assert rebuilt(rows, 0) == before
    assert rebuilt(rows, 1) == after


@given(VALUES, VALUES)
def test_the_other_way_round_the_same_places_differ(one: Any, other: Any) -> None:
    forth, back = differences(opened(one), opened(other)), differences(opened(other), opened(one))
    assert sorted(map(mirrored, back), key=repr) == sorted(
        ((row.path, text_of(row.before), text_of(row.after)) for row in forth), key=repr
    )


@given(VALUES, VALUES)
def test_the_differences_are_the_aligned_rows_that_are_not_the_same(one: Any, other: Any) -> None:
    before, after = opened(one), opened(other)
    assert differences(before, after) == [row for row in aligned(before, after) if not row.is_same]


@given(VALUES.filter(lambda value: isinstance(value, dict | list)), st.integers(0, 5))
def test_how_often_json_was_wrapped_in_strings_does_not_count(value: Any, wrappings: int) -> None:
    text: Any = value
    for _ in range(wrappings):
        text = json.dumps(text)
    assert opened({"runMode": text}) == opened({"runMode": value})


def names(before: Any, after: Any) -> dict[str, tuple[str | None, str | None]]:
    return {
        row.name: (
            None if row.before is None else as_text(row.before),
            None if row.after is None else as_text(row.after),
        )
        for row in differences(opened(before), opened(after))
    }


def test_a_place_inside_strings_is_named_by_its_path() -> None:
    before = {"runMode": '{"cpu": 0.5, "content": "[1, {\\"a\\": 1}]", "old": null}'}
    after = {"runMode": '{"content": "[1, {\\"a\\": 2}]", "cpu": 0.50, "new": [1.5, "x"]}'}
    assert names(before, after) == {
        "runMode.content[1].a": ("1", "2"),
        "runMode.new": (None, '[1.5, "x"]'),
        "runMode.old": ("null", None),
    }


@pytest.mark.parametrize(
    ("before", "after"), [(1, True), (1, "1"), (True, "true"), (None, ""), ([], {}), (0, None), ("[]", "")]
)
def test_similar_values_of_different_types_differ(before: Any, after: Any) -> None:
    assert len(differences(opened(before), opened(after))) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [("[1.10]", "[1.1]"), ("[1E2]", "[100]"), ("[NaN]", "[NaN]"), ("[1e9999999999999999999]",) * 2],
)
def test_the_spelling_of_numbers_does_not_count(before: str, after: str) -> None:
    assert differences(opened(before), opened(after)) == []


def test_an_entry_put_into_a_list_does_not_move_the_others() -> None:
    assert names(["a", "b", "c"], ["x", "a", "b", "c"]) == {"[0]": (None, "x")}
    assert names(["a", "b", "c", "d"], ["a", "c", "d2"]) == {"[1]": ("b", None), "[3→2]": ("d", "d2")}


def test_entries_that_name_themselves_are_compared_by_name() -> None:
    before = [{"nodeId": "t_1", "status": "SUCCESS"}, {"nodeId": "t_2", "status": "SUCCESS"}]
    after = [{"nodeId": "t_2", "status": "FAIL"}, {"nodeId": "t_1", "status": "SUCCESS"}]
    assert names({"tasks": before}, {"tasks": after}) == {"tasks.t_2.status": ("SUCCESS", "FAIL")}
    assert names([{"key": "a"}, {"key": "a"}], [{"key": "a"}]) != {}, "twice the same name is no name"


def test_values_nested_too_deeply_are_compared_as_text() -> None:
    deep, other = (json.dumps(1), json.dumps(2))
    for _ in range(300):
        deep, other = f'{{"a":{deep}}}', f'{{"a":{other}}}'
    (found,) = differences(opened(deep), opened(other))
    assert len(found.path) == diff.MOST_DEPTH
    assert differences(opened(deep), opened(deep)) == []


def test_long_lists_are_compared_place_by_place() -> None:
    before, after = list(range(1000)), [*range(1, 1000), 0]
    assert len(differences(opened(before), opened(after))) == 1000
    assert isinstance(opened("not { json"), Leaf)
