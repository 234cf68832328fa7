"""The instances that are watched, so that a watch survives the end of the program."""

from collections.abc import Collection, Iterable
from pathlib import Path

from ..models.saved_rows import Entry, Key
from .row_file import RowFile


class WatchFile(RowFile[Entry]):
    """Watched instances that have not been reported as ended."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, Entry)

    def update(self, entries: Iterable[Entry], gone: Collection[Key]) -> None:
        """Write some watches and remove others; those of other programs and profiles stay.

        Raises:
            StoreError: it could not be written; nothing has changed.
        """
        written = {entry.key: entry for entry in entries}
        unwritten = written.keys() | gone
        self._change(lambda rows: [*written.values(), *(row for row in rows if row.key not in unwritten)])
