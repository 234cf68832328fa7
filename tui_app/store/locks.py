"""Locks between programs, on file systems that refuse them too."""

import errno
import fcntl
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from .errors import StoreError, store_errors
from .files import make_folder
from .locations import lock_of, marker_of
from .regular_files import check_regular

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK_TIMEOUT_S = 5.0
"""Longest wait for another program's write, seconds; one takes milliseconds."""

REFUSALS = frozenset({errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EBADF, errno.ESTALE})
"""Errors of file systems that know no locks, or whose lock service is down: NFS, FUSE and others."""


@contextmanager
def locked(path: Path, timeout_s: float = LOCK_TIMEOUT_S) -> Iterator[None]:
    """Lock `path` against other programs; the lock is a file beside it.

    Where the file system refuses locks, a file that exists for as long as the lock is held takes its place;
    it names the process, and one that a killed process left on this machine is removed.

    Raises:
        StoreError: another program held the lock for `timeout_s`, or the disk refused.
    """
    from filelock import Timeout

    lock_path = lock_of(path)
    with store_errors(f"{path} cannot be changed"):
        make_folder(path.parent)
    with store_errors(f"{path} cannot be changed, because of {lock_path.name}"):
        for file in (lock_path, marker_of(path)):
            with suppress(FileNotFoundError):
                check_regular(os.lstat(file))
        try:
            lock = _acquired(path, timeout_s)
        except Timeout as error:
            raise StoreError(
                f"{path} was not changed: another program has held {Path(error.lock_file).name} for "
                f"{timeout_s:g} seconds; end it or try again."
            ) from error
    try:
        yield
    finally:
        # The change is made by now: that the lock service has gone meanwhile is no reason to call it failed.
        with suppress(OSError):
            lock.release()


def refusal_of_locks(folder: Path) -> OSError | None:
    """The error with which the file system of an existing folder refuses locks, None if it grants them.

    Raises:
        OSError: nothing can be written there.
    """
    with TemporaryFile(dir=folder) as file:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error
    return None


def _acquired(path: Path, timeout_s: float) -> "BaseFileLock":
    """The lock, held.

    Raises:
        Timeout: another program holds it.
        OSError: the disk refuses.
    """
    from filelock import FileLock, SoftFileLock

    # The package warns on standard error, which may be the screen, where it falls back by itself.
    warnings.filterwarnings("ignore", module="filelock")
    lock: BaseFileLock = FileLock(lock_of(path), mode=0o600)
    try:
        lock.acquire(timeout=timeout_s)
    except OSError as error:
        if error.errno not in REFUSALS:
            raise
        lock = SoftFileLock(marker_of(path), mode=0o600)
        lock.acquire(timeout=timeout_s)
    return lock
