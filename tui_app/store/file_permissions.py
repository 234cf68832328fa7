"""Users who can change a file: its owner, those of each folder and link on the way, as ssh checks keys."""

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MOST_LINKS = 40
"""Most symbolic links on the way to a file, the system's own limit."""


@dataclass(frozen=True, slots=True)
class Weakness:
    """A step on the way to a file that another user controls."""

    path: Path

    writers: str = ""
    """Users who may write to it, for chmod: ``g``, ``o`` or ``go``; empty where another user owns it."""

    def __str__(self) -> str:
        """A clause that says what is wrong and what to do."""
        import shlex

        if not self.writers:
            return f"another user owns {self.path}, so move the file to a folder of your own"
        return f"run chmod {self.writers}-w {shlex.quote(str(self.path))}"


def weakness_of(path: Path) -> Weakness | None:
    """The first step from the root to a file, the file included, that another user controls.

    Owners may be this user, root, and whoever owns the root folder, which is somebody else in some
    containers. Others may write to a folder where only owners may remove what is theirs, such as ``/tmp``;
    a group may write to a folder if it has no other members, as on systems with a group for each user.

    Raises:
        OSError: a step cannot be examined, or the links lead in a circle.
    """
    trusted = {0, os.getuid(), os.stat("/").st_uid}
    for step, state in _steps(path):
        if state.st_uid not in trusted:
            return Weakness(step)
        if writers := _writers(state):
            return Weakness(step, writers)
    return None


def _steps(path: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Each folder, link and file on the way from the root, in order."""
    here = Path("/")
    yield here, os.lstat(here)
    ahead = list(reversed(path.absolute().parts[1:]))
    links = 0
    while ahead:
        part = ahead.pop()
        if part == "..":
            here = here.parent
            continue
        step = here / part
        state = os.lstat(step)
        yield step, state
        if not stat.S_ISLNK(state.st_mode):
            here = step
            continue
        links += 1
        if links > _MOST_LINKS:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        target = Path(os.readlink(step))
        if target.is_absolute():
            here = Path("/")
        ahead += [one for one in reversed(target.parts) if one != "/"]


def _writers(state: os.stat_result) -> str:
    """The users other than the owner who can change a file, or the names in a folder."""
    mode = state.st_mode
    if stat.S_ISLNK(mode) or (stat.S_ISDIR(mode) and mode & stat.S_ISVTX):
        return ""
    is_private = stat.S_ISDIR(mode) and _is_private_group(state.st_gid, state.st_uid)
    group = "g" if mode & stat.S_IWGRP and not is_private else ""
    return group + ("o" if mode & stat.S_IWOTH else "")


def _is_private_group(group_id: int, user_id: int) -> bool:
    """Whether a group is the user's own one, without other members."""
    import grp
    import pwd

    try:
        user, group = pwd.getpwuid(user_id), grp.getgrgid(group_id)
    except KeyError:
        return False
    return user.pw_gid == group_id and set(group.gr_mem) <= {user.pw_name}
