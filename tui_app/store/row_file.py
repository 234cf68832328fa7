"""A versioned JSON file of rows that several programs may have open at once."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from .errors import Notice, StoreError
from .files import locked, set_aside, write_private

VERSION = 1
"""The form this program writes; a file with a higher number is left to the program that wrote it."""

_Stamp = tuple[int, int, int]


class _Unusable(Exception):
    """The file is there, but nobody can read it; the message is a clause."""


Row = TypeVar("Row", bound=BaseModel)


class Keyed(Protocol):
    """Whatever has a key that makes two of it the same one."""

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two rows the same one."""


AnyKeyed = TypeVar("AnyKeyed", bound=Keyed)


class Document(BaseModel, Generic[Row]):
    """What is in the file; keys this version does not know are kept."""

    model_config = ConfigDict(extra="allow")

    version: int = VERSION
    """Form of the file."""

    entries: list[Row] = []
    """The rows, newest first."""


class RowFile(Generic[Row]):
    """Reads are cached until the file changes; every change is read, made and written under a lock.

    Reading never raises: what is wrong becomes a notice. Use one object from one thread at a time.
    """

    def __init__(self, path: Path, form: type[Document[Row]]) -> None:
        """Use the file at `path`; `form` names the kind of its rows, such as ``Document[Entry]``."""
        self.path = path
        self._form = form
        self._stamp: _Stamp | None = None
        self._document = self._form()
        self._is_newer = False
        self._notices: dict[Notice, bool] = {}

    def all(self) -> tuple[Row, ...]:
        """Every row, newest first; none where there is no file yet, or none that can be read."""
        try:
            self._refresh()
        except _Unusable:
            self._rescue()
        except OSError as error:
            self._forget()
            self._tell(f"{self.path} cannot be read: {error.strerror}.")
        return tuple(self._document.entries)

    def take_notices(self) -> tuple[Notice, ...]:
        """What the person should be told, each sentence once in the life of this object."""
        fresh = tuple(notice for notice, is_fresh in self._notices.items() if is_fresh)
        self._notices = dict.fromkeys(self._notices, False)
        return fresh

    def _change(self, edit: Callable[[list[Row]], list[Row]]) -> None:
        """Apply `edit` to what is in the file now, which another program may just have changed."""
        with locked(self.path):
            try:
                self._refresh()
            except _Unusable as error:
                self._put_aside(str(error))
            except OSError as error:
                raise StoreError(f"{self.path} cannot be read: {error.strerror}.") from error
            entries = edit(list(self._document.entries))
            if self._is_newer and entries != self._document.entries:
                raise StoreError(
                    f"{self.path} was not changed: a newer version of this program wrote it; update this one."
                )
            if entries != self._document.entries:
                changed = self._document.model_copy(update={"entries": entries})
                write_private(self.path, _as_text(changed))
                # Still under the lock: what is on the disk now is what was written.
                self._stamp, self._document = _stamp(os.stat(self.path)), changed

    def _refresh(self) -> None:
        """Read the file unless it is the one read last."""
        try:
            if _stamp(os.stat(self.path)) == self._stamp:
                return
            with self.path.open("rb") as file:
                stamp = _stamp(os.fstat(file.fileno()))
                self._document = self._parsed(file.read())
                self._stamp = stamp
        except FileNotFoundError:
            self._forget()

    def _rescue(self) -> None:
        """Set an unusable file aside, unless another program has meanwhile put a good one there."""
        try:
            self._change(lambda entries: entries)
        except StoreError as error:
            self._forget()
            self._tell(str(error))

    def _put_aside(self, reason: str) -> None:
        place = set_aside(self.path)
        self._forget()
        self._tell(f"{self.path} {reason}; it is kept as {place.name}, and a new one is begun.")

    def _forget(self) -> None:
        self._stamp, self._document, self._is_newer = None, self._form(), False

    def _tell(self, sentence: str) -> None:
        self._notices.setdefault(Notice(sentence), True)

    def _parsed(self, content: bytes) -> Document[Row]:
        from pydantic_core import from_json

        try:
            data: Any = from_json(content)
        except ValueError as error:
            raise _Unusable(f"is not JSON ({error})") from error
        version = data.get("version") if isinstance(data, dict) else None
        self._is_newer = isinstance(version, int) and version > VERSION
        if self._is_newer:
            self._tell(f"{self.path} is of a newer version of this program: it is read, not changed.")
        try:
            return self._form.model_validate(data, strict=False)
        except ValidationError as error:
            if self._is_newer:
                return self._form()
            where = ".".join(map(str, error.errors()[0]["loc"])) or "the whole"
            raise _Unusable(f"has a form this program cannot read (at {where})") from error


def newest_first(*groups: Iterable[AnyKeyed]) -> list[AnyKeyed]:
    """The rows of all groups in order, the first of each key only."""
    merged: dict[tuple[str, ...], AnyKeyed] = {}
    for group in groups:
        for entry in group:
            merged.setdefault(entry.key, entry)
    return list(merged.values())


def storable(text: str) -> str:
    """Half a character, which a terminal can deliver, has no place in a UTF-8 file; blanks around go too."""
    return text.encode("utf-8", "replace").decode().strip()


def _stamp(state: os.stat_result) -> _Stamp:
    return state.st_mtime_ns, state.st_size, state.st_ino


def _as_text(document: Document[Row]) -> str:
    """One row to a line, so that a person can read and compare the file."""
    head = document.model_dump_json(exclude={"entries"})[:-1]
    rows = ",\n".join(entry.model_dump_json(exclude_defaults=True) for entry in document.entries)
    return f'{head},"entries":[\n{rows}\n]}}\n'
