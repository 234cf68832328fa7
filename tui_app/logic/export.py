"""Rows about many instances as CSV for spreadsheets or JSON for programs."""

import csv
import io
from collections.abc import Callable, Iterable

from ..models.ids import InstanceId
from . import sanitize
from .instance_rows import Row
from .safe_json import dumps

Cell = str | int | float | None

# A spreadsheet reads a text that starts with one of these as a formula; Chinese editions the wide ones too.
_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def cells(row: Row) -> dict[str, Cell]:
    """The values of a row by column, as received; None for no value."""
    return {
        "id": row.id.text,
        "kind": row.kind or None,
        "status": row.state.code if row.state else None,
        "statusName": row.state.name if row.state else None,
        "name": row.name or None,
        "startTime": row.start,
        "endTime": row.end,
        "durationSeconds": row.took_s,
        "flowInstId": row.flow_id or None,
        "error": row.refusal or None,
        "code": row.code,
    }


COLUMNS = tuple(cells(Row(InstanceId(""))))
"""The column names, as in the API where it has them."""


def to_csv(rows: Iterable[Row], redact: Callable[[str], str]) -> str:
    """Rows as CSV with a header; an apostrophe precedes texts that look like a formula."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({column: _guarded(cell) for column, cell in _redacted(row, redact).items()})
    return out.getvalue()


def to_json(rows: Iterable[Row], redact: Callable[[str], str]) -> str:
    """Rows as a JSON list of objects; `redact` removes secrets from a cell."""
    return dumps([_redacted(row, redact) for row in rows], indent=1) + "\n"


def _redacted(row: Row, redact: Callable[[str], str]) -> dict[str, Cell]:
    return {name: redact(cell) if isinstance(cell, str) else cell for name, cell in cells(row).items()}


def _guarded(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = sanitize.portable_text(cell)
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
