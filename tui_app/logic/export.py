"""Rows about many instances as a file: CSV for spreadsheets, JSON for programs."""

import csv
import io
from collections.abc import Callable, Iterable

from ..models.ids import InstanceId
from . import sanitize
from .batch import Row
from .sanitize import json_text

Cell = str | int | float | None

# In any of these a spreadsheet takes a text for a formula; the wide ones in Chinese editions.
_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def cells(row: Row) -> dict[str, Cell]:
    """A row by column, as received; None where there is nothing."""
    return {
        "id": row.id.text,
        "kind": row.kind or None,
        "status": row.state.name if row.state else None,
        "statusCode": row.state.code if row.state else None,
        "name": row.name or None,
        "startTime": row.start,
        "endTime": row.end,
        "durationSeconds": row.took_s,
        "flowInstId": row.flow_id or None,
        "error": row.refusal or None,
        "code": row.code,
    }


COLUMNS = tuple(cells(Row(InstanceId(""))))
"""The names of the columns, those of the API where it has one."""


def to_csv(rows: Iterable[Row], redact: Callable[[str], str]) -> str:
    """A title line and one line for each row; texts that look like a formula are led by an apostrophe.

    Args:
        rows: what to tell.
        redact: takes secrets out of a cell.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({column: _guarded(cell) for column, cell in _told(row, redact).items()})
    return out.getvalue()


def to_json(rows: Iterable[Row], redact: Callable[[str], str]) -> str:
    """A list of objects; `redact` takes secrets out of a cell."""
    return json_text([_told(row, redact) for row in rows], indent=1) + "\n"


def _told(row: Row, redact: Callable[[str], str]) -> dict[str, Cell]:
    return {name: redact(cell) if isinstance(cell, str) else cell for name, cell in cells(row).items()}


def _guarded(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = sanitize.portable_text(cell)
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
