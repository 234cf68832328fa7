"""Writing so that nothing is lost: not by a crash, not by a second program, not by a newer version."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from .errors import StoreError

LOCK_TIMEOUT_S = 5.0
"""How long a write waits for another program's; theirs take milliseconds."""

_NO_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}
"""What file systems say whose folders cannot be synced, some network ones."""


def write_private(path: Path, text: str) -> None:
    """Replace `path` in one durable step, readable by its owner alone.

    A crash leaves the old file or the new one. A symbolic link stays; the file it leads to is replaced.

    Raises:
        StoreError: the disk refused; the old file is untouched.
    """
    with _telling(f"{path} cannot be written"):
        real = Path(os.path.realpath(path))
        _make_folder(real.parent)
        _replace(real, text)
        _sync_folder(real.parent)


def write_new(path: Path, text: str) -> None:
    """The same for a name nobody has yet, in a folder that is there.

    Raises:
        FileExistsError: somebody has it; nothing was changed.
        StoreError: the disk refused; nothing is left behind.
    """
    with _telling(f"{path} cannot be written", FileExistsError):
        # Taking the name first makes the replacement unable to overwrite anything but this empty file.
        path.open("x").close()
    try:
        write_private(path, text)
    except BaseException:  # Ctrl-C too must leave no empty file behind; it is raised again.
        path.unlink()
        raise


@contextmanager
def locked(path: Path, timeout_s: float = LOCK_TIMEOUT_S) -> Iterator[None]:
    """Keep every other program from changing `path` meanwhile; the lock is a file beside it.

    Raises:
        StoreError: another program holds the lock all the time, or the disk refused.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(f"{path}.lock", mode=0o600)
    with _telling(f"{path} cannot be changed"):
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
    """Give a file that cannot be used another name, ``name.unreadable-YYYYMMDD-HHMMSS.json`` in UTC.

    Returns:
        The new path, which was free before.

    Raises:
        StoreError: the disk refused; the file is where it was.
    """
    stem = f"{path.stem}.unreadable-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    with _telling(f"{path} cannot be set aside"):
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
    """Make a folder and those above it, each to survive a power cut."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    """Make a new name in it survive a power cut too, on file systems that can."""
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
def _telling(what: str, *untold: type[OSError]) -> Iterator[None]:
    """Turn the disk's refusal into a sentence, but for the kinds that the caller tells himself."""
    try:
        yield
    except untold:
        raise
    except OSError as error:
        raise StoreError(f"{what}: {error.strerror or type(error).__name__}.") from error
