"""Puts a freshly unpacked bundle in its place, and removes older versions that nothing runs from.

The file that the user started calls it: finish.pyc FOLDER. FOLDER is where the bundle belongs; it has been
unpacked beside that, to the folder of this module.
"""

import fcntl
import os
import shutil
import stat
import sys
import time
from contextlib import suppress

HERE = os.path.dirname(os.path.abspath(__file__))
ABANDONED_S = 3600.0
"""Age in seconds from which a folder that is being unpacked is taken for abandoned."""


def check(folder: str) -> None:
    """Check that every file of the manifest is there in its size.

    Raises:
        OSError, ValueError: one is not.
    """
    with open(os.path.join(folder, "manifest"), encoding="utf-8") as lines:
        for line in lines:
            size, _, path = line.rstrip("\n").partition(" ")
            if os.stat(os.path.join(folder, path)).st_size != int(size):
                raise ValueError(f"{path} is cut")


def write_complete(here: str) -> None:
    """Write down the times of all folders, by which `start` notices that a file was removed."""
    boots = os.path.join(here, "boots")
    os.mkdir(boots, 0o700)
    folders = [folder for folder, _, _ in os.walk(here) if folder not in (here, boots)]
    lines = [f"{os.stat(folder).st_mtime_ns} {os.path.relpath(folder, here)}" for folder in sorted(folders)]
    with open(os.path.join(here, "complete"), "x", encoding="utf-8") as file:
        file.write("\n".join([*lines, ""]))


def place(here: str, target: str) -> None:
    """Rename the folder; where another start was first, its folder stays and this one is removed."""
    if is_usable(target):
        shutil.rmtree(here)
        return
    remove(target)
    try:
        os.rename(here, target)
    except OSError:
        if not is_usable(target):
            raise
        shutil.rmtree(here)


def is_usable(target: str) -> bool:
    """Whether a finished version lies there that is whole, and that only we can change."""
    try:
        state = os.lstat(target)
        if not stat.S_ISDIR(state.st_mode) or state.st_uid != os.geteuid() or state.st_mode & 0o022:
            return False
        check(target)
        return os.path.isfile(os.path.join(target, "complete"))
    except (OSError, ValueError):
        return False


def remove_older(target: str) -> None:
    """Remove other versions for this machine that nothing runs from, and what was never finished."""
    root, name = os.path.split(target)
    kind = name.partition("-")[0]
    for other in os.listdir(root):
        path = os.path.join(root, other)
        is_version = other.startswith(f"{kind}-") and other != name
        if (is_version and not is_used(path)) or (other.startswith("unpacking.") and is_abandoned(path)):
            remove(path)


def is_used(path: str) -> bool:
    """Whether a session holds the lock of a version."""
    try:
        lock = os.open(os.path.join(path, "complete"), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(lock)
    return False


def is_abandoned(path: str) -> bool:
    """Whether nothing has been unpacked there for an hour."""
    try:
        return ".damaged-" in path or time.time() - os.stat(path).st_mtime > ABANDONED_S
    except OSError:
        return False


def remove(path: str) -> None:
    """Remove a folder or a link, which is renamed first: nothing must start from half of it."""
    aside = os.path.join(os.path.dirname(path), f"unpacking.removed-{os.getpid()}")
    with suppress(OSError):
        os.rename(path, aside)
        if os.path.islink(aside):
            os.unlink(aside)
        else:
            shutil.rmtree(aside, ignore_errors=True)


def main(target: str) -> None:
    """Check, place and tidy up."""
    check(HERE)
    write_complete(HERE)
    place(HERE, target)
    remove_older(target)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except (OSError, ValueError) as error:
        sys.exit(str(error))
