import pytest

from tui_app.logic.jsontree.document import JsonFault, parse
from tui_app.logic.jsontree.source import JsonSource, RawText


def fault_of(text: str) -> JsonFault:
    with pytest.raises(JsonFault) as caught:
        parse(text)
    return caught.value


def test_a_source_is_named_after_its_field() -> None:
    assert JsonSource("runMode of 1-2", "{}", ".data[0].runMode").name == "runMode"
    assert JsonSource("answer about 1-2", "{}").name == "answer about 1-2"


def test_a_whole_answer_is_in_no_string() -> None:
    assert not JsonSource("answer", "{}").is_embedded
    assert JsonSource("runMode", "{}", ".data.runMode").is_embedded
    assert not JsonSource("runMode", "{}", ".data.runMode", embedded=False).is_embedded


def test_raw_lines_are_safe_to_draw() -> None:
    assert RawText.of('{"a":\r\n\t"\x1b[2J\u202e"}').lines == ['{"a":', '        "\\x1b[2J\\u202e"}']


@pytest.mark.parametrize(
    ("text", "lines", "place"),
    [
        ('{"a": x}', ['{"a": x}'], (0, 6)),
        ('{\n\t"\u202ea": x}', ["{", '        "\\u202ea": x}'], (1, 19)),
        ('{"a": ', ['{"a":  '], (0, 6)),
        ("[1,\r\n", ["[1,", " "], (1, 0)),
        ("\n", ["", " "], (1, 0)),
    ],
)
def test_a_fault_is_marked_where_it_is_drawn(text: str, lines: list[str], place: tuple[int, int]) -> None:
    raw = RawText.of(text, fault_of(text))
    assert (raw.lines, raw.fault) == (lines, place)
