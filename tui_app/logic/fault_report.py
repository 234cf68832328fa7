"""The sentence about a fault of this program, for a person who is to report it."""

import errno
from collections.abc import Callable, Iterator
from pathlib import PurePath
from traceback import walk_tb

from .sanitize import one_line

_MOST_OF_MESSAGE = 300
"""Longest quotation of an error, in characters: it may hold a whole answer."""

_EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
"""Errors of a system that has run out of something, which are no faults of this program."""

_PACKAGE = "tui_app"
_SENTENCE = (
    "enos-tui has met a fault of its own: {}{}. Run it again with --debug FILE, and report the fault with "
    "what that file says."
)


def fault_text(error: BaseException, redact: Callable[[str], str]) -> str:
    """The sentence about a fault: its kind, its message without secrets, and its place in this program."""
    error = _cause(error)
    if isinstance(error, OSError) and error.errno in _EXHAUSTED:
        return (
            f"The system refuses to go on: {(error.strerror or '').lower()}. See its limits with ulimit -a."
        )
    message = one_line(redact(str(error)))
    if len(message) > _MOST_OF_MESSAGE:
        message = f"{message[:_MOST_OF_MESSAGE]}…"
    kind = type(error).__name__
    *_, place = ["", *_places(error)]
    return _SENTENCE.format(f"{kind}: {message}" if message else kind, place)


def _cause(error: BaseException) -> BaseException:
    """The error itself, where another one only carries it: a group of tasks, or a worker of Textual's."""
    if isinstance(error, BaseExceptionGroup):
        return _cause(error.exceptions[0])
    inner = getattr(error, "error", None)
    return _cause(inner) if isinstance(inner, BaseException) else error


def _places(error: BaseException) -> Iterator[str]:
    """Each frame of this program, the innermost last."""
    for frame, line in walk_tb(error.__traceback__):
        parts = PurePath(frame.f_code.co_filename).parts
        if _PACKAGE in parts:
            start = len(parts) - parts[::-1].index(_PACKAGE)
            yield f" ({'/'.join(parts[start:])}, line {line})"
