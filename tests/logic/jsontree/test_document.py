import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.jsontree.document import JsonFault, JsonNumber, JsonObject, parse, to_text, unwrap

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("spelling", ["1.10", "-0", "1E5", "0.1000", "9" * 10_000, "NaN", "-Infinity"])
def test_a_number_keeps_its_spelling(spelling: str) -> None:
    value = parse(spelling)
    assert isinstance(value, JsonNumber)
    assert value == spelling
    assert to_text(value) == spelling


def test_order_and_duplicate_keys_stay() -> None:
    value = parse('{"b": 1, "a": 2, "b": 3}')
    assert isinstance(value, JsonObject)
    assert value == [("b", "1"), ("a", "2"), ("b", "3")]


def test_a_lone_surrogate_is_read() -> None:
    assert parse('"\\ud800"') == "\ud800"


def test_an_error_has_position_and_reason() -> None:
    with pytest.raises(JsonFault) as caught:
        parse('{"cpu": 0.6,\n "memory" 1.1}')
    fault = caught.value
    assert (fault.offset, fault.line, fault.column) == (23, 2, 11)
    assert fault.reason == "Expecting ':' delimiter"
    assert str(fault) == "Expecting ':' delimiter at character 23 (line 2, column 11)"


def test_the_offset_of_a_fault_counts_characters_not_bytes() -> None:
    with pytest.raises(JsonFault) as caught:
        parse('["任务", x]')
    assert caught.value.offset == 7


@pytest.mark.parametrize("text", ["", "  ", "[1", '{"a"', '"open', "[1] 2", "\ufeff{}", "'a'", "[1,]"])
def test_invalid_json_is_an_error(text: str) -> None:
    with pytest.raises(JsonFault):
        parse(text)


def test_nesting_too_deep_to_follow_is_a_fault_at_the_innermost_bracket() -> None:
    with pytest.raises(JsonFault) as caught:
        parse('{"]": "[[[", "a": ' + "[" * 100_000 + "]" * 100_000 + "}")
    assert caught.value.reason == "Nested 100001 levels deep, too deep for a tree"
    assert caught.value.offset == 18 + 99_999


@given(JSON)
def test_written_text_reads_as_the_same_json(value: object) -> None:
    text = json.dumps(value)
    assert parse(to_text(parse(text))) == parse(text)
    assert json.loads(to_text(parse(text))) == value


def test_written_text_has_one_entry_a_line() -> None:
    text = to_text(parse('{"a": [1, {}], "b": {"c": "任务\\n"}, "d": []}'))
    assert text == ('{\n  "a": [\n    1,\n    {}\n  ],\n  "b": {\n    "c": "任务\\n"\n  },\n  "d": []\n}')


def test_deep_values_can_be_written() -> None:
    value = parse("[]")
    for _ in range(5_000):
        value = [value]
    assert to_text(value, indent=0).count("[") == 5_001


@pytest.mark.parametrize(
    ("value", "inner", "wrappings"),
    [
        ('{"a":1}', [("a", "1")], 1),
        (r'"\"[]\""', [], 3),
        ('"words"', "words", 1),
        ("words", "words", 0),
        ("{words", "{words", 0),
        ("12", "12", 0),
        (JsonNumber("1"), "1", 0),
        (None, None, 0),
    ],
)
def test_json_in_strings_is_opened_however_often_it_was_encoded(
    value: object, inner: object, wrappings: int
) -> None:
    assert unwrap(value) == (inner, wrappings)
