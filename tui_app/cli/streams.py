"""Standard streams that are closed, full or missing: none of them may hide what the program has to report."""

import errno
import io
import os
import sys

TYPE_CHECKING = False
"""Known to type checkers by its name; importing it from `typing` takes 2 ms."""

if TYPE_CHECKING:
    from typing import Any, TextIO

_STDIN, _STDOUT, _STDERR = range(3)


class OutputError(OSError):
    """Standard output cannot be written; the message is a sentence."""

    def __init__(self, error: OSError) -> None:
        reason = "it is closed" if error.errno == errno.EBADF else str(error.strerror).lower()
        super().__init__(f"Standard output cannot be written: {reason}.")
        self.is_broken_pipe = isinstance(error, BrokenPipeError)
        """Whether the program that reads the output has ended."""


def guard() -> None:
    """Replace the streams of this process by ones that report, or survive, what is wrong with them."""
    # A file or socket that got the number of a closed stream would be read or written in its place.
    for number, flags in ((_STDIN, os.O_RDWR), (_STDOUT, os.O_RDONLY), (_STDERR, os.O_RDWR)):
        if _is_closed(number):
            os.set_inheritable(os.open(os.devnull, flags), True)
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(_STDIN, closefd=False)))
    sys.stdout = _stdout(sys.stdout)
    sys.stderr = _Errors(sys.stderr or _text(io.FileIO(_STDERR, "w", closefd=False), "utf-8"))


def output_error(error: BaseException) -> OutputError | None:
    """The error of standard output that an error is, or that it carries from a group of tasks."""
    if isinstance(error, BaseExceptionGroup):
        return next(filter(None, map(output_error, error.exceptions)), None)
    return error if isinstance(error, OutputError) else None


def discard_output() -> None:
    """Let the rest of the output vanish: the interpreter would fail at it once more on its way out."""
    _discard(_STDOUT)


class _Output(io.FileIO):
    def write(self, data: "Any") -> int:
        """Write to standard output.

        Raises:
            OutputError: it cannot be written.
        """
        try:
            return super().write(data)
        except OSError as error:
            raise OutputError(error) from error


class _Errors:
    """Standard error that may be full or closed: what it cannot take is lost, and the exit code remains."""

    def __init__(self, behind: "TextIO") -> None:
        self._behind = behind

    def write(self, text: str) -> int:
        """Write what can be written."""
        try:
            return self._behind.write(text)
        except OSError:
            _discard(_STDERR)
            return len(text)

    def flush(self) -> None:
        """Flush what can be written."""
        try:
            self._behind.flush()
        except OSError:
            _discard(_STDERR)

    def __getattr__(self, name: str) -> "Any":
        return getattr(self._behind, name)


def _stdout(before: "TextIO | None") -> "TextIO":
    return _text(_Output(_STDOUT, "w", closefd=False), before.encoding if before is not None else "utf-8")


def _text(raw: io.FileIO, encoding: str) -> "TextIO":
    # Names come from anywhere; one that this terminal cannot show is no reason to fail.
    return io.TextIOWrapper(
        io.BufferedWriter(raw), encoding, errors="backslashreplace", line_buffering=raw.isatty()
    )


def _is_closed(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return True
    return False


def _discard(number: int) -> None:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, number)
    os.close(null)
