"""``--debug FILE``: the debug log, one JSON object a line, without secrets, responses and task logs.

Rooms write to it through `logging.getLogger("enos_tui.<room>").info(event, {field: value, …})`. Without it
there is no handler, and a call costs one check of the level. Warnings of other libraries are
included; httpx's own messages are not, since `api.request_log` logs requests without secrets.
Nothing is written to the terminal, and a full disk stops the log, not the program.
"""

import json
import logging
import os
import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ..logic import sanitize
from ..logic.redact import redacted
from .errors import SettingsError, reason_of
from .regular_files import CAREFULLY, check_regular, check_replaceable

MOST_BYTES = 50 << 20
"""Size limit of the log: a week of watching fits in."""

_LIBRARIES = ("enos-tui", "textual", "httpx")
_TERMINAL = ("TERM", "COLORTERM", "LANG", "LC_ALL", "TMUX", "STY", "SSH_TTY", "NO_COLOR")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@contextmanager
def writing(path: Path, redact: Callable[[str], str]) -> Iterator[None]:
    """Log to the end of a private file until the block ends.

    Raises:
        SettingsError: the file cannot be written, is no regular file, or is full.
    """
    handler = JsonLines(_opened(path), redact, MOST_BYTES)
    root, ours = logging.getLogger(), logging.getLogger("enos_tui")
    level = ours.level
    try:
        handler.write(_record("start", _surroundings()))
    except OSError as error:
        handler.close()
        raise _refused(path, error) from error
    root.addHandler(handler)
    ours.setLevel(logging.INFO)
    try:
        yield
    except Exception:  # logged, and raised again
        ours.exception("fault")
        raise
    finally:
        ours.info("end")
        ours.setLevel(level)
        root.removeHandler(handler)
        handler.close()


class JsonLines(logging.Handler):
    """Appends records to a file, each with one write, so that none is torn by a kill or another program."""

    def __init__(self, handle: int, redact: Callable[[str], str], most_bytes: int) -> None:
        """
        Args:
            handle: an open file, closed by `close`.
            redact: masks secrets.
            most_bytes: size limit of the file.
        """
        super().__init__(logging.INFO)
        self._handle = handle
        self._redact = redact
        self._most_bytes = most_bytes
        self._is_full = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record; after an error of the disk, write none any more."""
        if self._is_full:
            return
        try:
            if os.fstat(self._handle).st_size >= self._most_bytes:
                self._is_full = True
                record = _record("full", {"bytes": self._most_bytes})
            self.write(record)
        except OSError:
            self._is_full = True
        except (TypeError, ValueError):
            return  # a library's message that does not fit its arguments

    def write(self, record: logging.LogRecord) -> None:
        """Write one record.

        Raises:
            OSError: the disk refuses.
        """
        line = json.dumps(redacted(_fields(record), self._redact), default=str).encode() + b"\n"
        if os.write(self._handle, line) < len(line):
            raise OSError("the line does not fit")

    def close(self) -> None:
        """Close the file."""
        os.close(self._handle)
        super().close()


def _fields(record: logging.LogRecord) -> dict[str, object]:
    time = {"time": f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"}
    about: dict[str, object] = {**time, "pid": record.process, "room": record.name.removeprefix("enos_tui.")}
    if isinstance(record.args, Mapping):
        about |= {"event": record.msg, **record.args}
    else:
        about["event"] = record.getMessage()
    if record.exc_info and record.exc_info[1]:
        about["traceback"] = sanitize.traceback_text(record.exc_info[1], str).split("\n")
    return about


def _record(event: str, fields: Mapping[str, object]) -> logging.LogRecord:
    return logging.LogRecord("enos_tui", logging.INFO, "", 0, event, (fields,), None)


def _surroundings() -> dict[str, object]:
    """Versions, the terminal, and the names of variables that matter."""
    environment = os.environ
    return {
        "versions": {name: _version(name) for name in _LIBRARIES} | {"python": platform.python_version()},
        "system": platform.platform(),
        "options": [word for word in sys.argv[1:] if word.startswith("-")],
        "terminal": {name: environment[name] for name in _TERMINAL if name in environment},
        "is_terminal": {name: os.isatty(number) for number, name in enumerate(("stdin", "stdout", "stderr"))},
        "variables_set": sorted(
            name for name in environment if name.startswith("ENOS_") or name.lower() in _PROXIES
        ),
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _opened(path: Path) -> int:
    """Open the file to append to it, and make it private.

    Raises:
        SettingsError: it cannot be opened, is no regular file, or is full.
    """
    try:
        check_replaceable(path)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | CAREFULLY, 0o600)
    except (OSError, ValueError) as error:
        raise _refused(path, error) from error
    try:
        now = os.fstat(handle)
        check_regular(now)
        if now.st_size >= MOST_BYTES:
            raise SettingsError(f"{path} holds {MOST_BYTES >> 20} MiB already: name another file.")
        os.fchmod(handle, 0o600)
    except OSError as error:
        os.close(handle)
        raise _refused(path, error) from error
    except SettingsError:
        os.close(handle)
        raise
    return handle


def _refused(path: Path, error: Exception) -> SettingsError:
    why = reason_of(error) if isinstance(error, OSError) else error
    return SettingsError(f"{path} cannot be the debug log: {why}.")
