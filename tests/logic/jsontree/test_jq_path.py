import json

import jq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.jsontree.document import parse
from tui_app.logic.jsontree.jq_path import JsonPath, path_of, quoted
from tui_app.logic.jsontree.rows import build


def paths(text: str, prefix: str = ".", embedded: bool = False) -> list[str | None]:
    rows = build(parse(text))
    return [path_of(rows, index, prefix, embedded).text for index in range(len(rows))]


def test_the_inspector_of_run_mode_gives_paths_of_the_whole_answer() -> None:
    assert paths('{"cpu": 0.6, "a": [7]}', ".data.runMode", embedded=True) == [
        ".data.runMode",
        ".data.runMode|fromjson|.cpu",
        ".data.runMode|fromjson|.a",
        ".data.runMode|fromjson|.a[0]",
    ]


def test_a_run_mode_sent_as_an_object_needs_no_fromjson() -> None:
    assert paths('{"cpu": 1}', ".data[0].runMode")[1] == ".data[0].runMode.cpu"


def test_every_string_border_is_crossed_with_fromjson() -> None:
    text = json.dumps({"a": json.dumps([json.dumps(json.dumps({"b": 1}))])})
    assert paths(text) == [".", ".a", ".a|fromjson|.[0]", ".a|fromjson|.[0]|fromjson|fromjson|.b"]


def test_a_list_at_the_root_is_indexed_from_the_dot() -> None:
    assert paths("[[5]]") == [".", ".[0]", ".[0][0]"]


@pytest.mark.parametrize(
    ("key", "step"),
    [
        ("and", ".and"),
        ("a b", '."a b"'),
        ("", '.""'),
        ("1a", '."1a"'),
        ("任务", '."任务"'),
        ('"\\(1)', '."\\"\\\\(1)"'),
        ("\x85\u202e", '."\\u0085\\u202e"'),
    ],
)
def test_a_key_is_quoted_where_jq_needs_it(key: str, step: str) -> None:
    assert paths(json.dumps({key: 1}))[1] == step


def test_a_row_hidden_by_a_later_duplicate_has_no_path() -> None:
    rows = build(parse('{"a": {"b": 1}, "a": 2}'))
    hidden = JsonPath(None, 'The key "a" occurs again later; jq sees only the last one.')
    assert [path_of(rows, index) for index in range(4)] == [JsonPath("."), hidden, hidden, JsonPath(".a")]


def test_a_key_with_a_lone_surrogate_has_no_path() -> None:
    rows = build(parse('{"\\ud800": 1}'))
    assert path_of(rows, 1).text is None
    assert "surrogate" in path_of(rows, 1).reason


def test_a_quoted_text_is_json_and_printable() -> None:
    text = 'a"\\\n\u202e\U000e0001任'
    assert quoted(text).isprintable()
    assert json.loads(quoted(text)) == text


# Lone surrogates are left out: jq replaces them.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | TEXT,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(TEXT | st.sampled_from(["a", "if", "$x"]), inner, min_size=1, max_size=3)
        | inner.map(json.dumps)
    ),
    max_leaves=8,
)


@given(JSON)
def test_jq_finds_at_each_path_the_value_of_its_row(value: object) -> None:
    rows = build(parse(json.dumps(value)))
    answer = {"data": [{"runMode": json.dumps(value)}]}
    for index, row in enumerate(rows):
        path = path_of(rows, index, ".data[0].runMode", embedded=True).text
        assert path is not None
        found = jq.compile(path).input_value(answer).first()
        if index == 0:
            assert found == json.dumps(value)
        elif isinstance(row.value, str):
            assert str(found) == row.value
        else:
            assert parse(json.dumps(found)) == row.value
