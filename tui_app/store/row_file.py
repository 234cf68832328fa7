"""A versioned JSON file of rows that several programs may have open at once."""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import Field, fields
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from .errors import Notice, StoreError
from .files import locked, set_aside, write_private

VERSION = 1
"""The format this program writes; a file with a higher number is left to the program that wrote it."""

_Stamp = tuple[int, int, int]


class _Unusable(Exception):
    """The file is there, but cannot be read; the message is a clause."""


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

    Reading never raises: an error becomes a notice. Use one object from one thread at a time.
    """

    def __init__(self, path: Path, row_type: type[Row]) -> None:
        """Use the file at `path`; its rows are validated as `row_type`."""
        self.path = path
        self._row_type = TypeAdapter(row_type)
        self._rows_type = TypeAdapter(list[row_type])  # type: ignore[valid-type]
        self._names = {one.name for one in fields(row_type)} - {"extra"}
        self._stamp: _Stamp | None = None
        self._head: dict[str, Any] = {"version": VERSION}
        self._rows: list[Row] = []
        self._is_newer = False
        self._notices: dict[Notice, bool] = {}

    def all(self) -> tuple[Row, ...]:
        """Every row, newest first; none where there is no file yet, or none that can be read."""
        try:
            self._refresh()
        except _Unusable:
            self._rescue()
        except OSError as error:
            self._reset()
            self._notify(f"{self.path} cannot be read: {error.strerror}.")
        return tuple(self._rows)

    def find(self, key: tuple[str, ...]) -> Row | None:
        """The row with this key, None if there is none."""
        return next((row for row in self.all() if row.key == key), None)

    def remove(self, key: tuple[str, ...]) -> None:
        """Remove the row with this key, if there is one.

        Raises:
            StoreError: it could not be written; nothing has changed.
        """
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
            except _Unusable as error:
                self._set_aside(str(error))
            except OSError as error:
                raise StoreError(f"{self.path} cannot be read: {error.strerror}.") from error
            rows = edit(list(self._rows))
            if rows == self._rows:
                return
            if self._is_newer:
                raise StoreError(
                    f"{self.path} was not changed: a newer version of this program wrote it; update this one."
                )
            write_private(self.path, self._as_text(rows))
            # Still under the lock: what is on the disk now is what was written.
            self._stamp, self._rows = _stamp(os.stat(self.path)), rows

    def _refresh(self) -> None:
        """Read the file unless it is the one read last."""
        try:
            if _stamp(os.stat(self.path)) == self._stamp:
                return
            with self.path.open("rb") as file:
                stamp = _stamp(os.fstat(file.fileno()))
                self._head, self._rows = self._parsed(file.read())
                self._stamp = stamp
        except FileNotFoundError:
            self._reset()

    def _rescue(self) -> None:
        """Set an unusable file aside, unless another program has meanwhile put a good one there."""
        try:
            self._change(lambda rows: rows)
        except StoreError as error:
            self._reset()
            self._notify(str(error))

    def _set_aside(self, reason: str) -> None:
        new_path = set_aside(self.path)
        self._reset()
        self._notify(f"{self.path} {reason}; it is kept as {new_path.name}, and a new one is begun.")

    def _reset(self) -> None:
        self._stamp, self._head, self._rows, self._is_newer = None, {"version": VERSION}, [], False

    def _notify(self, sentence: str) -> None:
        self._notices.setdefault(Notice(sentence), True)

    def _parsed(self, content: bytes) -> tuple[dict[str, Any], list[Row]]:
        """All of the file but its rows, and the rows."""
        from pydantic_core import from_json

        try:
            head: Any = from_json(content)
        except ValueError as error:
            raise _Unusable(f"is not JSON ({error})") from error
        if not isinstance(head, dict):
            raise _unreadable("the whole")
        version, sent = head.setdefault("version", VERSION), head.pop("entries", [])
        if not isinstance(version, int):
            raise _unreadable("version")
        self._is_newer = version > VERSION
        if self._is_newer:
            self._notify(f"{self.path} is of a newer version of this program: it is read, not changed.")
        try:
            return head, self._rows_type.validate_python(self._with_extra(sent))
        except ValidationError as error:
            if self._is_newer:
                return head, []
            raise _unreadable(".".join(map(str, ("entries", *error.errors()[0]["loc"])))) from error

    def _with_extra(self, sent: Any) -> Any:
        """The rows as sent, with the keys that are no field moved to ``extra``."""
        if not isinstance(sent, list) or not all(isinstance(row, dict) for row in sent):
            return sent
        return [
            {key: row[key] for key in row.keys() & self._names}
            | {"extra": {key: value for key, value in row.items() if key not in self._names}}
            for row in sent
        ]

    def _as_text(self, rows: list[Row]) -> str:
        """One row to a line, so that a person can read and compare the file."""
        lines = ",\n".join(map(self._row_as_text, rows))
        return f'{_to_json(self._head)[:-1]},"entries":[\n{lines}\n]}}\n'

    def _row_as_text(self, row: Row) -> str:
        text = self._row_type.dump_json(row, exclude_defaults=True, exclude={"extra"}).decode()
        return f"{text[:-1]},{_to_json(row.extra)[1:]}" if row.extra else text


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


def _unreadable(where: str) -> _Unusable:
    return _Unusable(f"has a form this program cannot read (at {where})")


def _stamp(state: os.stat_result) -> _Stamp:
    return state.st_mtime_ns, state.st_size, state.st_ino


def _to_json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
