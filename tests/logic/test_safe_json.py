"""JSON for programs: valid whatever comes in, and as it was spelled wherever that is valid."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.jsontree.document import JsonNumber, JsonObject, parse
from tui_app.logic.safe_json import dumps

NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,400})(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,4})?", fullmatch=True)
SPELLED = NUMBERS | st.sampled_from(["NaN", "Infinity", "-Infinity", "-0", "0.1000", "1E5", "1e999"])
TEXTS = st.text(st.characters(codec=None))  # lone surrogates too
VALUES = st.recursive(
    st.none() | st.booleans() | TEXTS | SPELLED.map(JsonNumber) | st.floats() | st.integers(),
    lambda inner: (
        st.lists(inner) | st.lists(st.tuples(TEXTS, inner)).map(JsonObject) | st.dictionaries(TEXTS, inner)
    ),
    max_leaves=20,
)


def refuse(name: str) -> Any:
    raise AssertionError(f"{name} is not JSON")


@given(VALUES, st.sampled_from([None, 0, 2]), st.booleans())
def test_any_value_becomes_valid_json(value: Any, indent: int | None, ascii_only: bool) -> None:
    text = dumps(value, indent=indent, ascii_only=ascii_only)
    text.encode("ascii" if ascii_only else "utf-8")
    back = json.loads(text, parse_constant=refuse)
    assert not any(0xD800 <= ord(char) <= 0xDFFF for char in json.dumps(back, ensure_ascii=False))
    assert "\n" not in text or indent is not None


@given(SPELLED)
def test_a_number_keeps_its_spelling_and_one_that_does_not_fit_is_text(spelled: str) -> None:
    value = dumps(parse(f'{{"n": {spelled}}}'))
    is_fit = math.isfinite(float(spelled))
    assert value == (f'{{"n": {spelled}}}' if is_fit else f'{{"n": "{spelled}"}}')


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False), st.lists))
def test_plain_values_come_out_as_the_standard_library_writes_them(value: Any) -> None:
    if "Infinity" not in json.dumps(value):
        assert dumps(value) == json.dumps(value)
        assert dumps(value, indent=2) == json.dumps(value, indent=2)


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ('{"a": 1, "a": 2}', '{"a": 2}'),
        ('"\\ud83d\\ude00 \\ud83d"', '"😀 \ufffd"'),
        ('["\\u001b[2J", "\\u202e"]', '["\\u001b[2J", "\\u202e"]'),
        ("[[], {}]", "[[], {}]"),
    ],
)
def test_what_is_repeated_cut_or_unseen_is_written_plainly(sent: str, written: str) -> None:
    assert dumps(parse(sent)) == written


def test_a_deep_value_needs_no_recursion() -> None:
    value: list[Any] = []
    for _ in range(20_000):
        value = [value]
    assert dumps(value) == "[" * 20_001 + "]" * 20_001
