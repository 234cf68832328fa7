"""A versioned JSON file of rows that several programs may have open at once, and that a person may edit."""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import Field, fields
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from .errors import Notice, StoreError, reason_of
from .files import keep_copy, write_private
from .locks import locked
from .regular_files import check_regular, read_regular
from .rows_text import RawRow, RowsText, Unusable, read_rows, with_lines

VERSION = 1
"""The format this program writes; a file with a higher number is left to the program that wrote it."""

_MOST_NAMED = 3
"""Most broken rows that are named one by one."""

_Stamp = tuple[int, int, int]


class RowLike(Protocol):
    """A dataclass with a key, and with a place for keys of the file that it has no field for."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def key(self) -> tuple[str, ...]:
        """The values that make two rows the same one."""

    @property
    def extra(self) -> Mapping[str, Any]:
        """Keys of the file that are no field."""


Row = TypeVar("Row", bound=RowLike)


class RowFile(Generic[Row]):
    """Caches the rows until the file changes; every change is read, made and written under a lock.

    Reading never raises and never changes the file: an error becomes a notice. A row that cannot be read is
    left out, and stays in the file. A change that cannot be written raises `StoreError` and changes nothing.
    Use one object from one thread at a time.
    """

    def __init__(self, path: Path, row_type: type[Row]) -> None:
        """Use the file at `path`; its rows are validated as `row_type`."""
        self.path = path
        self._row_type: TypeAdapter[Row] = _adapter_of(row_type)
        self._names = {one.name for one in fields(row_type)} - {"extra"}
        self._stamp: _Stamp | None = None
        self._head: dict[str, Any] = {"version": VERSION}
        self._rows: list[Row] = []
        self._unread: list[Any] = []
        self._is_newer = False
        self._is_faithful = True
        self._notices: dict[Notice, bool] = {}

    def all(self) -> tuple[Row, ...]:
        """Every row, newest first; none where there is no file yet, or none that can be read."""
        try:
            self._refresh()
        except OSError as error:
            self._reset()
            self._notify(f"{self.path} cannot be read: {reason_of(error)}.")
        return tuple(self._rows)

    def update(self, key: tuple[str, ...], edit: Callable[[Row], Row]) -> None:
        """Edit the row with this key where it is, if there is one."""
        self._change(lambda rows: [edit(row) if row.key == key else row for row in rows])

    def find(self, key: tuple[str, ...]) -> Row | None:
        """The row with this key, None if there is none."""
        return next((row for row in self.all() if row.key == key), None)

    def remove(self, key: tuple[str, ...]) -> None:
        """Remove the row with this key, if there is one."""
        self._change(lambda rows: [row for row in rows if row.key != key])

    def pop_notices(self) -> tuple[Notice, ...]:
        """Sentences for the user, each once in the life of this object."""
        fresh = tuple(notice for notice, is_fresh in self._notices.items() if is_fresh)
        self._notices = dict.fromkeys(self._notices, False)
        return fresh

    def _change(self, edit: Callable[[list[Row]], list[Row]]) -> None:
        """Apply `edit` to the present rows of the file, which another program may just have changed."""
        with locked(self.path):
            try:
                self._refresh()
            except OSError as error:
                raise StoreError(f"{self.path} cannot be read: {reason_of(error)}.") from error
            rows = edit(list(self._rows))
            if rows == self._rows:
                return
            if self._is_newer:
                raise StoreError(
                    f"{self.path} was not changed: a newer version of this program wrote it; update this one."
                )
            if not self._is_faithful:
                kept = keep_copy(self.path)
                self._notify(f"{self.path} is written anew; it is kept as {kept.name} as it was.")
            write_private(self.path, self._as_text(rows))
            # Still under the lock: what is on the disk now is what was written.
            self._stamp, self._rows, self._is_faithful = _stamp(os.stat(self.path)), rows, True

    def _refresh(self) -> None:
        """Read the file unless it is the one read last.

        Raises:
            OSError: it is there, and cannot be read.
        """
        try:
            state = os.stat(self.path)
            check_regular(state)
            if _stamp(state) == self._stamp:
                return
            content, state = read_regular(self.path)
        except FileNotFoundError:
            self._reset()
            return
        self._reset()
        try:
            self._use(content, read_rows(content))
        except Unusable as error:
            self._is_faithful = False
            self._notify(
                f"{self.path} {error}: nothing in it can be read. Correct it by hand; the next change keeps "
                "it under another name and begins a new one."
            )
        self._stamp = _stamp(state)

    def _use(self, content: bytes, text: RowsText) -> None:
        """Use what can be read of the file, and notify of the rest."""
        version = text.head.setdefault("version", VERSION)
        if not isinstance(version, int):
            raise Unusable("has a form this program cannot read (at version)")
        self._head, self._is_newer = text.head, version > VERSION
        if self._is_newer:
            self._notify(f"{self.path} is of a newer version of this program: it is read, not changed.")
        self._is_faithful = not text.faults and not text.lost
        if text.faults:
            faults = "; ".join(text.faults)
            self._notify(f"{self.path} is not quite JSON, and is read all the same ({faults}).")
        try:
            self._rows = [self._row_of(row) for row in text.rows]
            broken = []
        except ValidationError:
            broken = self._use_each(content, text.rows)
        self._notify_of_broken([*((line, "it is no JSON") for line in text.lost), *broken])

    def _use_each(self, content: bytes, rows: list[RawRow]) -> list[tuple[int | None, str]]:
        """Use each row that is valid; the lines of the others, and what is wrong with them."""
        broken: list[tuple[int | None, str]] = []
        for row in with_lines(content, rows):
            try:
                self._rows.append(self._row_of(row))
            except ValidationError as error:
                self._unread.append(row.value)
                first = error.errors()[0]
                where = ".".join(map(str, first["loc"]))
                broken.append((row.line, f"{where}: {first['msg']}" if where else first["msg"]))
        return broken

    def _notify_of_broken(self, broken: list[tuple[int | None, str]]) -> None:
        if self._is_newer:
            return
        for line, reason in broken[:_MOST_NAMED]:
            where = f"{self.path}, line {line}" if line else f"{self.path}"
            self._notify(f"{where}: an entry cannot be read and is left out ({reason}). Correct it by hand.")
        if (more := len(broken) - _MOST_NAMED) > 0:
            self._notify(f"{self.path}: {more} more entries cannot be read and are left out.")

    def _reset(self) -> None:
        self._stamp, self._head, self._rows, self._unread = None, {"version": VERSION}, [], []
        self._is_newer, self._is_faithful = False, True

    def _notify(self, sentence: str) -> None:
        self._notices.setdefault(Notice(sentence), True)

    def _row_of(self, raw: RawRow) -> Row:
        """The row as validated, with the keys that are no field moved to ``extra``."""
        row = raw.value
        if isinstance(row, dict):
            extra = {key: value for key, value in row.items() if key not in self._names}
            row = {key: row[key] for key in row.keys() & self._names} | {"extra": extra}
        return self._row_type.validate_python(row)

    def _as_text(self, rows: list[Row]) -> str:
        """One row to a line, so that a person can read and compare the file; unread ones at the end."""
        lines = ",\n".join([*map(self._row_as_text, rows), *map(_to_json, self._unread)])
        return f'{_to_json(self._head)[:-1]},"entries":[\n{lines}\n]}}\n'

    def _row_as_text(self, row: Row) -> str:
        text = self._row_type.dump_json(row, exclude_defaults=True, exclude={"extra"}).decode()
        return f"{text[:-1]},{_to_json(row.extra)[1:]}" if row.extra else text


@cache
def _adapter_of(row_type: type[Row]) -> TypeAdapter[Row]:
    """The validator of a row, built once: that takes 10 ms, and files share their type."""
    return TypeAdapter(row_type)


def newest_first(*groups: Iterable[Row]) -> list[Row]:
    """The rows of all groups in order, the first of each key only."""
    merged: dict[tuple[str, ...], Row] = {}
    for group in groups:
        for row in group:
            merged.setdefault(row.key, row)
    return list(merged.values())


def storable(text: str) -> str:
    """The text without blanks around it; ``?`` for lone surrogates, which a terminal can deliver."""
    return text.encode("utf-8", "replace").decode().strip()


def _stamp(state: os.stat_result) -> _Stamp:
    return state.st_mtime_ns, state.st_size, state.st_ino


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
