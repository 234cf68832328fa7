"""Checks of the program's files: existence, mode, content."""

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from ..models.check import CheckResult, not_ok, note, ok
from ..store.locations import Locations

_EVERYBODY_ELSE = 0o077
_MODE = "Correct its mode or owner."
_JSON = "Correct it by hand, or let the program set it aside."


def check_files(locations: Locations) -> Iterator[CheckResult]:
    """Check each of the four files and their folders."""
    for path in (locations.config, locations.favourites, locations.searches, locations.history):
        yield _check_file(path)
    if lost := [path for path in locations.files() if ".unreadable-" in path.name]:
        names = ", ".join(str(path) for path in lost)
        yield note("set aside", f"could not be read and is kept: {names}")


def _check_file(path: Path) -> CheckResult:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        content = path.read_bytes()
    except FileNotFoundError:
        return _check_missing(path)
    except OSError as error:
        return not_ok(path.name, f"{path} cannot be read: {error.strerror}", _MODE, 2)
    if path.suffix == ".json" and not _is_json(content):
        return not_ok(path.name, f"{path} is not JSON", _JSON, 2)
    if not os.access(path.parent, os.W_OK):
        return not_ok(path.name, f"{path.parent} cannot be written to", _MODE, 2)
    if mode & _EVERYBODY_ELSE:
        return note(path.name, f"{path}, mode {mode:04o}: other users can read it")
    return ok(path.name, f"{path}, mode {mode:04o}, {len(content):,} bytes")


def _check_missing(path: Path) -> CheckResult:
    """Check that a missing file could be written."""
    folder = path.parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        return not_ok(path.name, f"{path} cannot be written: {folder} is not writable", _MODE, 2)
    return ok(path.name, f"{path} does not exist yet")


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True
