"""A line to type or paste into that draws nothing but plain text."""

from textual.widgets import Input

from ..logic import sanitize


class TextField(Input):
    """Textual's input draws a character as it is: one that a terminal acts on is spelt out as it comes in."""

    def validate_value(self, value: str) -> str:
        """What was typed, pasted or kept in a file, what cannot be seen spelt out."""
        return sanitize.in_a_field(value)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put a text in, spelt out first: the cursor goes behind all of it."""
        super().replace(sanitize.in_a_field(text, before=self.value[:start]), start, end)
