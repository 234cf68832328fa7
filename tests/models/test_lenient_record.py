"""Records read each value as pydantic's lax mode reads it, where that is not an error."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, ValidationError, ValidatorFunctionWrapHandler, field_validator

from tui_app.models.lenient_record import LenientRecord, named

_NUMBERS = 1 << 63


class Inner(LenientRecord):
    text: str | None = None


class Record(LenientRecord):
    text: str | None = None
    whole: int | None = None
    number: float | None = None
    flag: bool | None = None
    code: int | str | None = named("status", "statusCode")
    anything: Any = None
    inner_record: Inner | None = None
    entries: tuple[Inner, ...] | None = None


class Oracle(BaseModel):
    """What the records were made of before, for one field of each kind."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    text: str | None = None
    whole: int | None = None
    number: float | None = None
    flag: bool | None = None
    anything: Any = None

    @field_validator("*", mode="wrap")
    @classmethod
    def _none_if_unreadable(cls, value: Any, read: ValidatorFunctionWrapHandler) -> Any:
        try:
            known = read(value)
        except (ValidationError, OverflowError):
            return None
        if not isinstance(known, int | float) or isinstance(known, bool):
            return known
        if isinstance(value, bool) or (isinstance(value, str) and "_" in value):
            return None
        return known if -_NUMBERS <= known < _NUMBERS else None


WORDS = ["1", "-1", "+1", "01", " 1 ", "1.0", "1.", "1.5", ".5", "1e3", "inf", "NaN", "", " ", "true", "TRUE"]
MORE = ["yes", "Off", "t", "n", "1_000", "٣", "0x10", "\ud800", "é", "1\u00a0", "-", "+", "--1", "1.00", "-0"]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-_NUMBERS - 2, _NUMBERS + 2)
    | st.floats()
    | st.sampled_from([*WORDS, *MORE])
    | st.text(max_size=6)
    | st.text("0123456789.+- e_", max_size=6)
    | st.lists(st.none(), max_size=1)
    | st.dictionaries(st.text(max_size=2), st.none(), max_size=1)
)


@given(SCALARS)
def test_each_value_is_read_as_pydantic_reads_it(value: object) -> None:
    sent = {name: value for name in Oracle.model_fields}
    mine, its = Record.model_validate(sent), Oracle.model_validate(sent)
    for name in Oracle.model_fields:
        read, expected = getattr(mine, name), getattr(its, name)
        if isinstance(value, float) and name == "text":
            assert (read is not None and float(read) == value) or math.isnan(value)
        else:
            assert (read, type(read)) == (expected, type(expected)), (name, value)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (1, 1),
        ("1", "1"),
        ("SUCCESS", "SUCCESS"),
        (1.0, 1),
        (1.5, "1.5"),
        (True, None),
        ([1], None),
        (None, None),
    ],
)
def test_a_code_stays_the_number_or_text_that_was_sent(sent: object, read: object) -> None:
    assert Record.model_validate({"status": sent}).code == read


def test_the_first_name_on_the_wire_counts_and_the_own_name_last() -> None:
    assert Record.model_validate({"code": 3, "statusCode": 2, "status": 1}).code == 1
    assert Record.model_validate({"code": 3, "statusCode": 2}).code == 2
    assert Record.model_validate({"code": 3}).code == 3
    assert Record.model_validate({"inner_record": {}}).inner_record == Inner()


def test_entries_that_are_no_object_are_dropped() -> None:
    sent = json.loads('{"entries": [{"text": 1}, 7, null, {"text": [1]}], "innerRecord": {"text": "a"}}')
    record = Record.model_validate(sent)
    assert record.entries == (Inner.model_validate({"text": "1"}), Inner())
    assert record.inner_record is not None and record.inner_record.text == "a"
    assert Record.model_validate({"entries": {}, "innerRecord": [1]}) == Record()


def test_a_record_is_frozen_and_a_copy_changes_only_what_is_named() -> None:
    record = Record.model_validate({"text": "a", "whole": 1})
    copy = record.model_copy(update={"whole": 2})
    assert (record.whole, copy.text, copy.whole) == (1, "a", 2)
    assert record != copy and hash(record) == hash(Record.model_validate({"text": "a", "whole": 1}))
    with pytest.raises(AttributeError):
        record.text = "b"
