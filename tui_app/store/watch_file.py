"""The instances that are watched, so that a watch survives the end of the program."""

from collections.abc import Iterable
from pathlib import Path

from ..models.entry import Entry
from .row_file import RowFile


class WatchFile(RowFile[Entry]):
    """Watched instances that have not been reported as ended."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, Entry)

    def replace(self, profile: str, entries: Iterable[Entry]) -> None:
        """Replace the watches of one profile; those of others stay.

        Raises:
            StoreError: it could not be written; nothing has changed.
        """
        mine = list(entries)
        self._change(lambda rows: [*mine, *(row for row in rows if row.profile != profile)])
