"""The commands that a shell traces (``set -x``): which of them a script went on to, and which ended it."""

import re
from collections.abc import Iterable, Sequence

from .line_prefix import take_apart

_COMMAND = re.compile(r"\+\x20(?!\S+\s*:\s)(?P<command>.+)")
"""A command of the script itself, none within another."""
_ENDING = re.compile(
    r"(?:exit|return|trap|clean_?up|finish|on_\w+|die|fail\w*|err\w*|abort\w*|rollback|teardown|rm|kill|umount|\w*mail\w*|notify)\b"
)
"""A command of a script that ends."""
_ASIDE = re.compile(r"(?:echo|printf|cat|date|sleep|log\w*|\[|\[\[|'\[') |[\w.]+=\S*$|(?:true|:)$")
"""A command that says nothing of where a script goes."""
_MOST_LOOKED = 40


def goes_on(messages: Iterable[str]) -> bool:
    """Whether the messages behind an error show a script that went on to its next command."""
    for message in messages:
        found = _COMMAND.match(message)
        if found is None or _ASIDE.match(found["command"]):
            continue
        return _ENDING.match(found["command"]) is None
    return False


def last_command(lines: Sequence[str], end: int) -> int | None:
    """The command that is the last line a script has left; None where one prints something or ends it.

    Args:
        lines: the log.
        end: the line past the last that the script may have written.
    """
    for number in range(end - 1, max(-1, end - _MOST_LOOKED), -1):
        if message := take_apart(lines[number]).message:
            found = _COMMAND.match(message)
            if found is None or _ENDING.match(found["command"]) or _ASIDE.match(found["command"]):
                return None
            return number
    return None
