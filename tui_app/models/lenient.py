"""The base of all records the server sends: nothing it sends can make reading fail."""

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, ValidatorFunctionWrapHandler, field_validator
from pydantic.alias_generators import to_camel

_NUMBERS = 1 << 63
MOST_TEXT = 1 << 14
"""Most characters of a text in a model; the record has all of them."""


class Lenient(BaseModel):
    """A record in which a field that is missing or mistyped reads as None.

    Nothing is lost by that: the screens show the record as it came, and use the model only to reason.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        alias_generator=to_camel,
        populate_by_name=True,
        coerce_numbers_to_str=True,
        defer_build=True,
    )

    @field_validator("*", mode="wrap")
    @classmethod
    def _none_if_unreadable(cls, value: Any, read: ValidatorFunctionWrapHandler) -> Any:
        try:
            known = read(value)
        except (ValidationError, OverflowError):
            return None
        if isinstance(known, str):
            return known[:MOST_TEXT]
        if not isinstance(known, int | float) or isinstance(known, bool):
            return known
        # "1_000" is a number in Python's source only; a flag is none at all.
        if isinstance(value, bool) or (isinstance(value, str) and "_" in value):
            return None
        # Beyond 64 bits, or NaN: no number that means anything, and some that arithmetic or text fails on.
        return known if -_NUMBERS <= known < _NUMBERS else None
