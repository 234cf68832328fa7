"""JSON as a flat list of rows with the end of each subtree, so that folding is arithmetic.

A string that contains an object or a list is decoded: its entries are rows below it, to any depth.
"""

from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakValueDictionary

from .document import JsonObject, JsonValue, parse, unwrap


@dataclass(slots=True)
class JsonRow:
    """One value of a JSON text."""

    depth: int
    """The number of ancestors; 0 for the root."""

    key: str | int | None
    """Key in an object, index in a list, None for the root."""

    value: JsonValue
    """The value; the string itself if it contains JSON."""

    parent: int
    """Index of the parent row, -1 for the root."""

    end: int
    """Index of the first row after its subtree."""

    inner: JsonObject | list[JsonValue] | None
    """The object or list whose entries are the child rows; None for a scalar."""

    opened: int
    """The number of times that a string was decoded to get `inner`; 0 for any other value."""

    is_shadowed: bool
    """Whether the same key occurs again in its object; most programs see only the last one."""


class JsonRows(list[JsonRow]):
    """All rows of a text, in order."""

    __slots__ = ("__weakref__",)


_READ: WeakValueDictionary[str, JsonRows] = WeakValueDictionary()
"""Trees in use by text; a large one takes 20 MB, and two screens may share it."""


def of_text(text: str) -> JsonRows:
    """The rows of a JSON text; shared with other screens that show the same text.

    Raises:
        JsonFault: see `document.parse`.
    """
    rows = _READ.get(text)
    if rows is None:
        rows = _READ[text] = JsonRows(build(parse(text)))
    return rows


def build(value: JsonValue) -> list[JsonRow]:
    """All rows of a value, in the order of the text."""
    rows = [_row(0, None, value, -1, False, 0)]
    open_rows = [(0, _entries(rows[0]))]
    while open_rows:
        parent, entries = open_rows[-1]
        for key, child, is_shadowed in entries:
            index = len(rows)
            row = _row(len(open_rows), key, child, parent, is_shadowed, index)
            rows.append(row)
            if row.inner:
                open_rows.append((index, _entries(row)))
                break
        else:
            rows[parent].end = len(rows)
            open_rows.pop()
    return rows


def visible(rows: Sequence[JsonRow], folded: Collection[int]) -> Sequence[int]:
    """Indexes of the rows not hidden by the folds, ascending."""
    return array("I", _visible(rows, folded)) if folded else range(len(rows))


def below_level(rows: Sequence[JsonRow], level: int) -> set[int]:
    """The rows to fold so that `level` levels below the root are visible, 1 or more."""
    return {index for index, row in enumerate(rows) if row.depth >= level and row.inner}


def ancestors(rows: Sequence[JsonRow], index: int) -> Iterator[int]:
    """The ancestors of a row, nearest first."""
    parent = rows[index].parent
    while parent >= 0:
        yield parent
        parent = rows[parent].parent


def _visible(rows: Sequence[JsonRow], folded: Collection[int]) -> Iterator[int]:
    index, count = 0, len(rows)
    while index < count:
        yield index
        index = rows[index].end if index in folded else index + 1


def _row(
    depth: int, key: str | int | None, value: JsonValue, parent: int, is_shadowed: bool, index: int
) -> JsonRow:
    if isinstance(value, list):
        return JsonRow(depth, key, value, parent, index + 1, value, 0, is_shadowed)
    inner, opened = unwrap(value)
    if not isinstance(inner, list):
        inner, opened = None, 0
    return JsonRow(depth, key, value, parent, index + 1, inner, opened, is_shadowed)


def _entries(row: JsonRow) -> Iterator[tuple[str | int, JsonValue, bool]]:
    """The key or index, the value, and whether the key occurs again, for each entry of a row."""
    if not isinstance(row.inner, JsonObject):
        return ((index, value, False) for index, value in enumerate(row.inner or ()))
    last = {key: position for position, (key, _) in enumerate(row.inner)}
    return ((key, value, last[key] != at) for at, (key, value) in enumerate(row.inner))
