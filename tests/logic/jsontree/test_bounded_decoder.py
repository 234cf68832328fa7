"""The decoder in steps makes the values of `json`, whatever the seams, and stops at its bounds."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app.logic.jsontree import bounded_decoder
from tui_app.logic.jsontree.bounded_decoder import TooLarge, decode
from tui_app.logic.time_slicing import at_once

PLAIN = json.JSONDecoder()
PAIRS = json.JSONDecoder(parse_int=str, object_pairs_hook=list)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=60)
_BLANK = re.compile(r"[ \t\n\r]*")
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=9) | st.dictionaries(st.text(max_size=4), inner, max_size=9),
    max_leaves=60,
)


@pytest.fixture(params=[(13, 4, 13), (64, 16, 40), (1 << 16, 1 << 12, 1 << 18)], ids=str)
def _seams(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, size in zip(("_AT_ONCE", "_WINDOW", "_PIECE"), request.param, strict=True):
        monkeypatch.setattr(bounded_decoder, name, size)
    yield


def fault(error: json.JSONDecodeError) -> tuple[str, int]:
    """What is wrong, and where, as Python 3.11 has it: 3.13 has words of its own for a trailing comma."""
    if error.msg.startswith("Illegal trailing comma before end of "):
        of_object = error.msg.endswith("object")
        blank = _BLANK.match(error.doc, error.pos + 1)
        assert blank is not None
        expected = "property name enclosed in double quotes" if of_object else "value"
        return f"Expecting {expected}", blank.end()
    return error.msg.removesuffix(" at"), error.pos


def outcome(text: str, decoder: json.JSONDecoder) -> Any:
    try:
        return at_once(decode(text, decoder))
    except json.JSONDecodeError as error:
        return fault(error)


def expected(text: str, decoder: json.JSONDecoder) -> Any:
    try:
        return decoder.decode(text)
    except json.JSONDecodeError as error:
        return fault(error)


@pytest.mark.usefixtures("_seams")
@given(VALUES, st.sampled_from([None, 0, 2]), st.booleans())
def test_every_value_is_read_as_json_reads_it(value: Any, indent: int | None, is_ascii: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=is_ascii)
    for decoder in (PLAIN, PAIRS):
        assert outcome(text, decoder) == expected(text, decoder)


@pytest.mark.usefixtures("_seams")
@pytest.mark.parametrize("count", range(1, 40))
def test_a_run_of_backslashes_is_cut_between_its_pairs(count: int) -> None:
    for text in (
        "\\" * count,
        "\\" * count + "a" * 12,
        "a" * count + "\\\\" + "b" * 12,
        "\\" * count + '"\ud83d\ude00',
    ):
        written = json.dumps({text: text})
        assert outcome(written, PLAIN) == expected(written, PLAIN)


@pytest.mark.usefixtures("_seams")
@given(VALUES, st.integers(0, 200), st.text('[]{}",:\\u0d8 \n1e', max_size=3))
def test_a_fault_is_found_where_json_finds_it(value: Any, at: int, more: str) -> None:
    text = json.dumps(value)
    broken = text[: at % (len(text) + 1)] + more + text[at % (len(text) + 1) :]
    for decoder in (PLAIN, PAIRS):
        assert outcome(broken, decoder) == expected(broken, decoder)


@pytest.mark.usefixtures("_seams")
@pytest.mark.parametrize(
    "inner",
    ["\\" * 200, '\\"' * 99, "\\ud83d\\ude00" * 50, "\\ud83d" * 33, "x\\u0041" * 60, "\\n" * 99, "風" * 99],
)
def test_escapes_survive_every_seam(inner: str) -> None:
    for text in (f'"{inner}"', f'{{"a": "x{inner}", "a": ["{inner}", "{inner}"]}}'):
        assert outcome(text, PLAIN) == expected(text, PLAIN)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" + "{}," * 300_000 + "{}]", "more than 1,000,000 values"),
        ("[" + "[]," * 1_000_000 + "[]]", "more than 1,000,000 values"),
        ("[" * 1_000_000, "nested deeper than 200 levels"),
        ('{"a":' * 100_000, "nested deeper than 200 levels"),
        ("[" * 300 + "]" * 300, "nested deeper than 200 levels"),
        ("1" * 100_000, "a number of more than 65,536 digits"),
        ('{"a": [1.' + "0" * 100_000 + "]}", "a number of more than 65,536 digits"),
    ],
    ids=["objects", "lists", "depth", "depth of objects", "short and deep", "digits", "fraction"],
)
def test_a_text_beyond_a_bound_is_given_up(text: str, said: str) -> None:
    with pytest.raises(TooLarge, match=said):
        at_once(decode(text, PLAIN))


def test_a_bomb_is_given_up_after_a_part_of_it() -> None:
    text = "[" + "{}," * 2_000_000 + "{}]"
    steps = 0
    with pytest.raises(TooLarge):
        for _ in decode(text, PLAIN):
            steps += 1
    assert 0 < steps < len(text) // (1 << 16)
