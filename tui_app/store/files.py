"""Durable writes and locks: nothing is lost to a crash or a second program."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from .errors import StoreError

LOCK_TIMEOUT_S = 5.0
"""Longest wait for another program's write, seconds; one takes milliseconds."""

_NO_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}
"""Errors of file systems whose folders cannot be synced, some network ones."""


def write_private(path: Path, text: str) -> None:
    """Replace `path` in one durable step, readable by its owner alone.

    A crash leaves the old file or the new one. A symbolic link stays; its target is replaced.

    Raises:
        StoreError: the disk refused; the old file is untouched.
    """
    with _store_errors(f"{path} cannot be written"):
        real = Path(os.path.realpath(path))
        _make_folder(real.parent)
        _replace(real, text)
        _sync_folder(real.parent)


def write_new(path: Path, text: str) -> None:
    """Write a new private file in an existing folder.

    Raises:
        FileExistsError: the name is taken; nothing was changed.
        StoreError: the disk refused; nothing is left behind.
    """
    with _store_errors(f"{path} cannot be written", FileExistsError):
        # Taking the name first makes the replacement unable to overwrite anything but this empty file.
        path.open("x").close()
    try:
        write_private(path, text)
    except BaseException:  # Ctrl-C too must leave no empty file behind; it is raised again.
        path.unlink()
        raise


@contextmanager
def locked(path: Path, timeout_s: float = LOCK_TIMEOUT_S) -> Iterator[None]:
    """Lock `path` against other programs; the lock is a file beside it.

    Raises:
        StoreError: another program held the lock for `timeout_s`, or the disk refused.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(f"{path}.lock", mode=0o600)
    with _store_errors(f"{path} cannot be changed"):
        _make_folder(path.parent)
        try:
            lock.acquire(timeout=timeout_s)
        except Timeout as error:
            raise StoreError(
                f"{path} was not changed: another program has held {path.name}.lock for {timeout_s:g} "
                "seconds; end it or try again."
            ) from error
    try:
        yield
    finally:
        lock.release()


def set_aside(path: Path) -> Path:
    """Rename an unusable file to ``name.unreadable-YYYYMMDD-HHMMSS.json`` in UTC.

    Returns:
        The new path.

    Raises:
        StoreError: the disk refused; the file keeps its name.
    """
    stem = f"{path.stem}.unreadable-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    with _store_errors(f"{path} cannot be set aside"):
        number = 1
        while True:
            place = path.with_name(f"{stem}{f'-{number}' if number > 1 else ''}{path.suffix}")
            try:
                # Taking the name first makes the rename unable to overwrite anything but this empty file.
                place.open("x").close()
            except FileExistsError:
                number += 1
            else:
                return path.replace(place)


def _replace(path: Path, text: str) -> None:
    # NamedTemporaryFile creates with mode 0600, before the first byte is in it.
    with NamedTemporaryFile(
        "w", dir=path.parent, prefix=f".{path.name}.", encoding="utf-8", newline="", delete=False
    ) as draft:
        try:
            draft.write(text)
            draft.flush()
            os.fsync(draft.fileno())
            os.replace(draft.name, path)
        except BaseException:  # Ctrl-C too must leave no draft behind; it is raised again.
            os.unlink(draft.name)
            raise


def _make_folder(folder: Path) -> None:
    """Make a folder and its parents durably."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    """Make new names in a folder durable, on file systems that support it."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(handle)


@contextmanager
def _store_errors(what: str, *passed_on: type[OSError]) -> Iterator[None]:
    """Turn an OSError into a StoreError, except for the types that the caller handles."""
    try:
        yield
    except passed_on:
        raise
    except OSError as error:
        raise StoreError(f"{what}: {error.strerror or type(error).__name__}.") from error
