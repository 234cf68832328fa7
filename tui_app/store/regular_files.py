"""Regular files: whatever else bears a file's name is refused before it is opened.

To open a pipe can wait for ever, to open a device can start it, and to replace either takes it away.
"""

import errno
import os
import stat
from pathlib import Path

MOST_BYTES = 64 << 20
"""Size limit of a file that is read; 10,000 favourites take 3 MiB."""

_KINDS = {
    stat.S_IFDIR: "directory",
    stat.S_IFIFO: "named pipe",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
}
CAREFULLY = os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
"""Flags for `os.open`: what took the place of a regular file after the check makes nothing wait."""


def check_regular(state: os.stat_result) -> None:
    """Refuse everything but a regular file.

    Raises:
        OSError: it is something else; the reason names it and says what to do.
    """
    kind = stat.S_IFMT(state.st_mode)
    if kind != stat.S_IFREG:
        name = _KINDS.get(kind, "special file")
        raise OSError(
            errno.EINVAL, f"It is a {name}, not a regular file; move it away or choose another name"
        )


def check_replaceable(path: Path) -> None:
    """Refuse a path that leads to something other than a regular file or to nothing.

    Raises:
        OSError: it leads to something else, or in a circle of links.
    """
    try:
        check_regular(os.stat(path))
    except FileNotFoundError:
        return


def read_regular(path: Path, most_bytes: int = MOST_BYTES) -> tuple[bytes, os.stat_result]:
    """The content of a regular file, and its state while it was read.

    Raises:
        OSError: it cannot be read, is no regular file, or is too large.
    """
    check_regular(os.stat(path))
    with open(os.open(path, os.O_RDONLY | CAREFULLY), "rb") as file:
        state = os.fstat(file.fileno())
        check_regular(state)
        content = file.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise OSError(errno.EFBIG, f"It holds more than {most_bytes >> 20} MiB; move it away")
    return content, state
