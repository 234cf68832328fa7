"""The order and the filter of a list of rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from ..models.status import Group, Status

Row = TypeVar("Row")
GIVEN = "given"
"""The order that the rows come in."""

GROUP_ORDER = (Group.BAD, Group.UNKNOWN, Group.ACTIVE, Group.WAITING, Group.NEUTRAL, Group.GOOD)
"""The groups of states in the order that lists have, failures first."""


@dataclass(frozen=True, slots=True)
class Arrangement(Generic[Row]):
    """A sort order, and a text that rows must match."""

    keys: Mapping[str, Callable[[Row], Any]]
    """By column: the value to sort by; None for a row without it, which comes last."""

    largest_first: frozenset[str] = field(default=frozenset())
    """Columns sorted from the largest value down."""

    by: str = GIVEN
    """The column, or `GIVEN`."""

    is_reversed: bool = False
    """Whether the order is reversed."""

    text: str = ""
    """The filter as typed, see `fits`; empty for none."""

    @property
    def next(self) -> "Arrangement[Row]":
        """The same rows sorted by the next column."""
        orders = (GIVEN, *self.keys)
        return replace(self, by=orders[(orders.index(self.by) + 1) % len(orders)], is_reversed=False)

    def sorted_by(self, column: str) -> "Arrangement[Row]":
        """The same rows sorted by a column; in reverse if they are already."""
        return self.reversed if column == self.by else replace(self, by=column, is_reversed=False)

    @property
    def reversed(self) -> "Arrangement[Row]":
        """The same rows in reverse."""
        return replace(self, is_reversed=not self.is_reversed)

    def filtered(self, text: str) -> "Arrangement[Row]":
        """The same order with another filter."""
        return replace(self, text=text)

    @property
    def is_plain(self) -> bool:
        """Whether the rows are shown as they come."""
        return self.by == GIVEN and not self.is_reversed and not self.text

    def apply(self, rows: Sequence[Row], text_of: Callable[[Row], str]) -> Sequence[Row]:
        """The rows that match, sorted; equal ones keep their order."""
        if self.is_plain:
            return rows
        return self.sort([row for row in rows if fits(text_of(row), self.text)])

    def sort(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows sorted; equal ones keep their order."""
        if self.by == GIVEN:
            return rows[::-1] if self.is_reversed else rows
        key = self.keys[self.by]
        values = [(key(row), row) for row in rows]
        known = [one for one in values if one[0] is not None]
        is_descending = self.is_reversed != (self.by in self.largest_first)
        known.sort(key=lambda one: one[0], reverse=is_descending)
        return [*(row for _, row in known), *(row for value, row in values if value is None)]

    def in_words(self) -> str:
        """The order for a title: ``by name``, ``by name, reversed``; empty for the given one."""
        words = "" if self.by == GIVEN else f"by {self.by}"
        return ", ".join(filter(None, [words, "reversed" if self.is_reversed else ""]))


def status_rank(state: Status | None) -> tuple[int, str] | None:
    """The place of a state among others, failures first; None without a state."""
    return None if state is None else (GROUP_ORDER.index(state.group), state.name)


def fits(text: str, filter_text: str) -> bool:
    """Whether a text contains every word, and no word that follows ``!``; case does not matter."""
    text = text.casefold()
    return all(
        (word[1:] not in text or len(word) == 1) if word.startswith("!") else word in text
        for word in filter_text.casefold().split()
    )
