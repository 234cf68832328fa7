"""Checks of the program's files: existence, mode, content, and the locks beside them."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from ..logic.text import listed
from ..models.check import CheckResult, not_ok, note, ok
from ..store.errors import reason_of
from ..store.favourites import Favourites
from ..store.history import History
from ..store.locations import Locations
from ..store.locks import refusal_of_locks
from ..store.regular_files import read_regular
from ..store.searches import Searches
from ..store.watch_file import WatchFile

_EVERYBODY_ELSE = 0o077
_MODE = "Correct its mode or owner."
_KIND = "Move it away, or correct its mode or owner."
_BY_HAND = "Correct it by hand."


def check_files(locations: Locations) -> Iterator[CheckResult]:
    """Check each of the five files, their folders, and what stands beside them."""
    yield _check_file(locations.config)
    for rows in (
        Favourites(locations.favourites),
        Searches(locations.searches),
        History(locations.history),
        WatchFile(locations.watches),
    ):
        checked = _check_file(rows.path)
        rows.all()
        notices = rows.pop_notices()
        if checked.exit_code == 0 and notices:
            checked = not_ok(rows.path.name, " ".join(notices), _BY_HAND, 2)
        yield checked
    if kept := [path for path in locations.files() if ".unreadable-" in path.name]:
        names = ", ".join(str(path) for path in kept)
        yield note("set aside", f"could not be read in full and is kept: {names}")
    yield from _check_locks({locations.config.parent: None, locations.history.parent: None})


def _check_file(path: Path) -> CheckResult:
    try:
        content, state = read_regular(path)
    except FileNotFoundError:
        return _check_missing(path)
    except OSError as error:
        return not_ok(path.name, f"{path} cannot be read: {reason_of(error)}", _KIND, 2)
    mode = stat.S_IMODE(state.st_mode)
    if refusal := _refusal(path.parent):
        return not_ok(path.name, f"{path.parent} cannot be written to", refusal, 2)
    if mode & _EVERYBODY_ELSE:
        return note(path.name, f"{path}, mode {mode:04o}: other users can read it")
    return ok(path.name, f"{path}, mode {mode:04o}, {len(content):,} bytes")


def _check_missing(path: Path) -> CheckResult:
    """Check that a missing file could be written."""
    folder = path.parent
    while not os.path.exists(folder) and folder != folder.parent:
        folder = folder.parent
    if not os.path.isdir(folder):
        return not_ok(path.name, f"{path} cannot be written: {folder} is not a directory", _KIND, 2)
    if refusal := _refusal(folder):
        return not_ok(path.name, f"{path} cannot be written: {folder} is not writable", refusal, 2)
    return ok(path.name, f"{path} does not exist yet")


def _refusal(folder: Path) -> str:
    """A hint on why no file can be written to a folder; empty where one can."""
    system = os.statvfs(folder)
    if system.f_flag & os.ST_RDONLY:
        return "Its file system is mounted read-only: let XDG_CONFIG_HOME and XDG_STATE_HOME name others."
    if not system.f_bavail and system.f_blocks:
        return "Its file system is full: make room."
    return "" if os.access(folder, os.W_OK) else _MODE


def _check_locks(folders: Iterable[Path]) -> Iterator[CheckResult]:
    """Check that the file systems of the folders that are there grant locks."""
    refusals: list[str] = []
    granted: list[str] = []
    for folder in folders:
        # Where nothing can be written, the check of the file in it says so.
        with suppress(OSError):
            error = refusal_of_locks(folder)
            if error is None:
                granted.append(str(folder))
            else:
                refusals.append(f"{folder} ({reason_of(error)})")
    if refusals:
        yield note("locks", f"refused in {listed(refusals)}: a file that exists during a write replaces them")
    elif granted:
        yield ok("locks", f"granted in {listed(granted)}")
