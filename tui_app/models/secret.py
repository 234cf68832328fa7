"""A text that is never shown by accident."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SecretStr:
    """Prints as asterisks, also within another value; to import pydantic for its own costs 80 ms."""

    _text: str

    def get_secret_value(self) -> str:
        """The text itself, for the one place that needs it."""
        return self._text

    def __repr__(self) -> str:
        return "SecretStr('**********')"

    def __str__(self) -> str:
        return "**********"
