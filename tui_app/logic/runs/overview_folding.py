"""Rows of the overview that failed of the same error, as one row."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from .overview import OverviewRow, RowKey

FOLD_FROM = 2
"""Rows with one error from which they are one row."""


def fold_same_errors(
    rows: Sequence[OverviewRow], errors: Mapping[RowKey, str], fold_from: int = FOLD_FROM
) -> list[OverviewRow]:
    """The rows, those with one error as one row in the place of the first of them.

    Args:
        rows: in order.
        errors: fingerprints of the failures that are read, by key of the row.
        fold_from: number of rows with one error from which they are one row.
    """
    alike: dict[tuple[str, str], list[OverviewRow]] = defaultdict(list)
    for row in rows:
        if error := errors.get(row.key):
            alike[row.profile, error].append(row)
    folded: list[OverviewRow] = []
    for row in rows:
        error = errors.get(row.key, "")
        group = alike.get((row.profile, error), [])
        if len(group) < fold_from:
            folded.append(row)
        elif row is group[0]:
            runs = tuple(one.lead for one in group)
            folded.append(OverviewRow(runs, tuple(group), error=error, profile=row.profile))
    return folded


def errors_of_members(rows: Sequence[OverviewRow]) -> dict[RowKey, str]:
    """The fingerprints by key of every row that is folded into one with the same error."""
    return {one.key: row.error for row in rows if row.error for one in row.inner}
