"""Theme, glyphs and keys in config.toml, beside the profiles."""

import tomllib
from pathlib import Path

from ..models.preferences import Preferences
from .files import write_private
from .locks import locked
from .settings_file import read_settings, rewritten

PRESET = "preset"
"""The one key of ``[keys]`` that is no command."""


def read_preferences(path: Path) -> Preferences:
    """The preferences in the file; the defaults where there is no file.

    Raises:
        SettingsError: the file cannot be read, or has a key or a type it should not have.
    """
    given = read_settings(path).preferences
    keys = dict(given.get("keys", {}))
    preset = keys.pop(PRESET, "default")
    return Preferences(given.get("theme", "auto"), given.get("signs", "auto"), preset, keys)


def save_preference(path: Path, key: str, value: str) -> None:
    """Write one key above the tables; comments and all else stay.

    Raises:
        SettingsError: the file there cannot be read; nothing is written.
        StoreError: the disk refused; the old file is still there.
    """
    with locked(path):
        file = read_settings(path)
        meant = tomllib.loads(file.text) | {key: value}
        write_private(path, rewritten(file, lambda document: document.update({key: value}), meant))
