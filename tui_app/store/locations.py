"""Paths of the program's files; the only user of platformdirs."""

import os
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Self

from .errors import StoreError

_FOLDER = "enos-tui"


@dataclass(frozen=True, slots=True)
class Locations:
    """Paths of every file the program uses; none need exist."""

    config: Path
    """Settings, written by the user or the set-up form."""

    favourites: Path
    """Starred instances; beside the settings, since they are worth a backup."""

    history: Path
    """Opened instances; state of this machine only."""

    @property
    def searches(self) -> Path:
        """Saved searches, beside the favourites."""
        return self.favourites.with_name("searches.json")

    @property
    def watches(self) -> Path:
        """Watched instances, to be taken up at the next start."""
        return self.history.with_name("watches.json")

    @property
    def copied(self) -> Path:
        """The text last printed for copying by hand."""
        return self.history.with_name("copied.txt")

    @classmethod
    def of_user(cls) -> Self:
        """The platform's folders, which ``HOME``, ``XDG_CONFIG_HOME`` and ``XDG_STATE_HOME`` can move.

        Raises:
            StoreError: there is no home directory.
        """
        from platformdirs import user_config_path, user_state_path

        try:
            config = user_config_path(_FOLDER, appauthor=False)
            state = user_state_path(_FOLDER, appauthor=False)
        except RuntimeError:
            raise _homeless() from None
        # Older platformdirs return paths relative to the working directory.
        if not (config.is_absolute() and state.is_absolute()):
            raise _homeless()
        return cls(config / "config.toml", config / "favourites.json", state / "history.json")

    def own(self) -> tuple[Path, ...]:
        """The six files the program writes; all but the last have a lock."""
        return self.config, self.favourites, self.searches, self.history, self.watches, self.copied

    def files(self) -> list[Path]:
        """Every file there is or may be: the six, their locks, files set aside, abandoned drafts."""
        own = self.own()
        with_locks = own[:-1]
        locks = [lock_of(path) for path in with_locks]
        left = [
            other
            for path in own
            for name in (f"{path.stem}.unreadable-*", f".{path.name}.*")
            for other in _files_like(path.with_name(name))
        ]
        markers = [marker for path in with_locks if os.path.exists(marker := marker_of(path))]
        return [*own, *locks, *markers, *sorted(left)]


def lock_of(path: Path) -> Path:
    """The file that is locked for `path`."""
    return path.with_name(f"{path.name}.lock")


def marker_of(path: Path) -> Path:
    """The file whose presence locks `path` where the file system refuses locks."""
    return path.with_name(f"{path.name}.lock.marker")


def _files_like(pattern: Path) -> list[Path]:
    """The files of a folder whose names match a pattern; none where the folder cannot be listed."""
    with suppress(OSError):
        names = os.listdir(pattern.parent)
        return [pattern.with_name(name) for name in names if fnmatchcase(name, pattern.name)]
    return []


def _homeless() -> StoreError:
    return StoreError(
        "There is no home directory for the files: set HOME, or XDG_CONFIG_HOME and XDG_STATE_HOME, "
        "to an absolute path."
    )
