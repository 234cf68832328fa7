"""``enos-tui profiles``: the connections that config.toml names."""

import argparse
import os
from collections.abc import Mapping

from ..logic.cells import fitted, widest
from ..logic.redact import Redactor
from ..logic.sanitize import one_line
from ..store.locations import Locations
from ..store.settings import PROFILE_VARIABLE
from ..store.settings_file import SettingsFile, read_settings
from .output import print_json

_COLUMNS = ("name", "gateway", "org_id")


def run(given: argparse.Namespace) -> int:
    """Print name, gateway and organisation of each profile, and which one is used; no key."""
    file = read_settings(Locations.of_user().config)
    used = _used(file)
    rows = [_row(name, table, used) for name, table in file.profiles.items()]
    if given.json:
        print_json(rows, is_list=False)
    elif rows:
        print(*_lines(rows), sep="\n")
    else:
        print(f"{one_line(str(file.path))} names no profile.")
    return 0


def _used(file: SettingsFile) -> str | None:
    """The profile that is used where the command line names none; None where one must be named."""
    only = next(iter(file.profiles)) if len(file.profiles) == 1 else None
    return os.environ.get(PROFILE_VARIABLE, "").strip() or file.default_profile or only


def _row(name: str, table: Mapping[str, object], used: str | None) -> dict[str, object]:
    redact = Redactor()
    shown = {key: redact(str(table[key])) if key in table else None for key in _COLUMNS[1:]}
    return {"name": name, **shown, "isDefault": name == used}


def _lines(rows: list[dict[str, object]]) -> list[str]:
    cells = [[one_line(str(row[key] or "-")) for key in _COLUMNS] for row in rows]
    widths = list(map(widest, zip(*cells, strict=True)))
    lines = ("  ".join(map(fitted, line, widths)).rstrip() for line in cells)
    return [f"{'*' if row['isDefault'] else ' '} {line}" for row, line in zip(rows, lines, strict=True)]
