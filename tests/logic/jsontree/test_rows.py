import json
import weakref

from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.jsontree.document import parse
from tui_app.logic.jsontree.rows import JsonRow, ancestors, below_level, build, of_text, visible


def rows_of(text: str) -> list[JsonRow]:
    return build(parse(text))


def outline(rows: list[JsonRow]) -> list[tuple[int, object]]:
    return [(row.depth, row.key) for row in rows]


NESTED = '{"a": 1, "b": {"c": [true, null], "d": {}}, "e": "x"}'


def test_rows_come_in_the_order_of_the_text_with_their_depth() -> None:
    assert outline(rows_of(NESTED)) == [
        (0, None),
        (1, "a"),
        (1, "b"),
        (2, "c"),
        (3, 0),
        (3, 1),
        (2, "d"),
        (1, "e"),
    ]


def test_each_row_knows_its_parent_and_where_its_subtree_ends() -> None:
    rows = rows_of(NESTED)
    assert [row.parent for row in rows] == [-1, 0, 0, 2, 3, 3, 2, 0]
    assert [row.end for row in rows] == [8, 2, 7, 6, 5, 6, 7, 8]
    assert list(ancestors(rows, 5)) == [3, 2, 0]


def test_a_lone_scalar_is_one_row() -> None:
    assert outline(rows_of("7")) == [(0, None)]


def test_json_in_a_string_is_opened_to_any_depth() -> None:
    deep = json.dumps({"x": json.dumps({"y": json.dumps([1])})})
    rows = rows_of(deep)
    assert outline(rows) == [(0, None), (1, "x"), (2, "y"), (3, 0)]
    assert [row.opened for row in rows] == [0, 1, 1, 0]
    assert rows[2].value == "[1]"


def test_a_string_encoded_twice_is_decoded_and_counted() -> None:
    rows = rows_of(json.dumps({"x": json.dumps(json.dumps({"y": 1}))}))
    assert outline(rows) == [(0, None), (1, "x"), (2, "y")]
    assert rows[1].opened == 2


def test_strings_that_hold_no_object_or_list_stay_strings() -> None:
    for text in ("12", "true", '"a"', "[1", "{x}", "", " ", "[" * 100_000, '"[1"'):
        rows = rows_of(json.dumps([text]))
        assert (len(rows), rows[1].inner, rows[1].opened) == (2, None, 0)


def test_an_empty_object_in_a_string_is_opened_without_rows() -> None:
    rows = rows_of('[" {} "]')
    assert (len(rows), rows[1].opened, rows[1].inner) == (2, 1, [])


def test_only_the_last_of_duplicate_keys_is_not_shadowed() -> None:
    rows = rows_of('{"a": {"b": 1}, "c": 2, "a": 3}')
    assert [(row.key, row.is_shadowed) for row in rows[1:]] == [
        ("a", True),
        ("b", False),
        ("c", False),
        ("a", False),
    ]


def test_a_folded_row_hides_its_subtree_and_nothing_else() -> None:
    rows = rows_of(NESTED)
    assert list(visible(rows, ())) == list(range(8))
    assert list(visible(rows, {2})) == [0, 1, 2, 7]
    assert list(visible(rows, {3})) == [0, 1, 2, 3, 6, 7]
    assert list(visible(rows, {2, 3})) == [0, 1, 2, 7]
    assert list(visible(rows, {0})) == [0]


def test_a_level_shows_so_many_levels_below_the_root() -> None:
    rows = rows_of(NESTED)
    assert below_level(rows, 1) == {2, 3}
    assert list(visible(rows, below_level(rows, 2))) == [0, 1, 2, 3, 6, 7]
    assert below_level(rows, 3) == set()


JSON = st.recursive(
    st.none() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
)


@given(JSON, st.data())
def test_folding_agrees_with_the_ancestors_of_every_row(value: object, data: st.DataObject) -> None:
    rows = rows_of(json.dumps(value))
    folded = data.draw(st.sets(st.sampled_from(range(len(rows)))))
    assert list(visible(rows, folded)) == [
        index for index in range(len(rows)) if folded.isdisjoint(ancestors(rows, index))
    ]


def test_rows_are_shared_by_text_and_released() -> None:
    text = '{"a": [1, 2]}'
    rows = of_text(text)
    assert of_text("".join(text)) is rows
    kept = weakref.ref(rows)
    del rows
    assert kept() is None
