"""A fault of this program as text: for a terminal or a log, without local variables and without secrets."""

from collections.abc import Callable

from . import sanitize


def in_words(error: BaseException, redact: Callable[[str], str]) -> str:
    """The traceback, with what foreign words it quotes made safe to draw."""
    # Some ms to import, and hardly ever wanted.
    from traceback import format_exception

    return "\n".join(sanitize.lines(redact("".join(format_exception(error)))))
