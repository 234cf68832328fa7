"""Durable writes: nothing is lost to a crash, and nothing is left behind by one."""

import errno
import fcntl
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from .errors import store_errors
from .regular_files import CAREFULLY, check_replaceable, read_regular

_PRIVATE_FOLDER = 0o700
_NO_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}
"""Errors of file systems whose folders cannot be synced, some network ones."""
_ABANDONED_S = 3600.0
"""Age from which a draft is abandoned where no lock tells, seconds; to write one takes milliseconds."""


def write_private(path: Path, text: str) -> None:
    """Replace `path` in one durable step, readable by its owner alone.

    A crash leaves the old file or the new one. A symbolic link stays; its target is replaced.

    Raises:
        StoreError: the path leads to something other than a regular file, or the disk refused; the old file
            is untouched.
    """
    with store_errors(f"{path} cannot be written"):
        check_replaceable(path)
        real = Path(os.path.realpath(path))
        make_folder(real.parent)
        remove_drafts(real)
        with _draft(real, text.encode()) as draft:
            os.replace(draft, real)
        _sync_folder(real.parent)


def write_new(path: Path, text: str) -> None:
    """Write a new private file in an existing folder.

    Raises:
        FileExistsError: the name is taken by a regular file; nothing was changed.
        StoreError: the name is taken by something else, or the disk refused; nothing is left behind.
    """
    with store_errors(f"{path} cannot be written", FileExistsError):
        check_replaceable(path)
        remove_drafts(path)
        _write_new(path, text.encode())


def keep_copy(path: Path) -> Path:
    """Keep what a file holds now as ``name.unreadable-YYYYMMDD-HHMMSS.json`` beside it, in UTC.

    Returns:
        The new path.

    Raises:
        StoreError: the disk refused.
    """
    stem = f"{path.stem}.unreadable-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    with store_errors(f"{path} cannot be kept under another name"):
        content, _ = read_regular(path)
        number = 1
        while True:
            place = path.with_name(f"{stem}{f'-{number}' if number > 1 else ''}{path.suffix}")
            try:
                _write_new(place, content)
            except FileExistsError:
                number += 1
            else:
                return place


def remove_drafts(path: Path) -> None:
    """Remove the drafts of `path` that killed programs left; one that is being written is locked."""
    pattern = re.compile(rf"\.{re.escape(path.name)}\.[a-z0-9_]{{8}}")
    with suppress(OSError), os.scandir(path.parent) as entries:
        for entry in [entry for entry in entries if pattern.fullmatch(entry.name)]:
            with suppress(OSError):
                _remove_if_abandoned(entry)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents durably, each for its owner alone, whatever the umask.

    Raises:
        OSError: it cannot be made, or is something else.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    try:
        folder.mkdir(_PRIVATE_FOLDER)
    except FileExistsError:
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, f"{folder} is not a directory; move it away") from None
        return
    if stat.S_IMODE(folder.stat().st_mode) & 0o777 != _PRIVATE_FOLDER:
        folder.chmod(_PRIVATE_FOLDER)
    _sync_folder(folder.parent)


def _write_new(path: Path, content: bytes) -> None:
    """Write a file whose name is not taken.

    Raises:
        FileExistsError: the name is taken.
    """
    with _draft(path, content) as draft:
        try:
            os.link(draft, path)
        except FileExistsError:
            raise
        except OSError:
            # A file system without links. Taking the name first makes the replacement unable to overwrite
            # anything but this empty file.
            path.open("x").close()
            try:
                os.replace(draft, path)
            except BaseException:  # Ctrl-C too must leave no empty file behind; it is raised again.
                path.unlink()
                raise
    _sync_folder(path.parent)


@contextmanager
def _draft(path: Path, content: bytes) -> Iterator[str]:
    """The name of a durable private file beside `path`, which is removed unless it was renamed."""
    # NamedTemporaryFile creates with mode 0600, before the first byte is in it; less with some umasks.
    with NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as draft:
        try:
            with suppress(OSError):
                fcntl.flock(draft.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.fchmod(draft.fileno(), 0o600)
            draft.write(content)
            draft.flush()
            os.fsync(draft.fileno())
            yield draft.name
        finally:
            # Ctrl-C too must leave no draft behind.
            with suppress(FileNotFoundError):
                os.unlink(draft.name)


def _remove_if_abandoned(entry: "os.DirEntry[str]") -> None:
    state = entry.stat(follow_symlinks=False)
    if not stat.S_ISREG(state.st_mode) or state.st_uid != os.getuid():
        return
    handle = os.open(entry.path, os.O_RDWR | CAREFULLY)
    try:
        if _is_abandoned(handle, state):
            os.unlink(entry.path)
    finally:
        os.close(handle)


def _is_abandoned(handle: int, state: os.stat_result) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return time.time() - state.st_mtime > _ABANDONED_S
    return True


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
