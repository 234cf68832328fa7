"""Finds the ids of a long pasted text piece by piece, so that keys are handled between the pieces."""

import re
from collections.abc import Generator, Iterator

from .ids import InstanceId

LONG = 1 << 15
"""Characters from which a text is searched in pieces; a shorter one takes less time than a key may wait."""

MOST_IDS = 10_000
"""Ids after which a search ends: ten times as many as are requested."""

_PIECE = 1 << 12
_REST_OF_ID = re.compile(r"[ \t>|]{0,8}[0-9]{1,19}(?!-[0-9]{8})")
"""The beginning of a line that may be the rest of an id folded at the end of the line before."""
_NEVER_WITHIN = re.compile(r"[^0-9-]")


def ids_in_pieces(text: str) -> Generator[None, None, list[InstanceId]]:
    """The ids of a text, up to `MOST_IDS` and those of one more piece; a step for each piece."""
    # A start needs none of its patterns.
    from .pasted_ids import Readings

    readings = Readings()
    for piece in pieces(text):
        readings.add(piece)
        if len(readings.found) >= MOST_IDS:
            break
        yield
    return readings.ids()


def pieces(text: str) -> Iterator[str]:
    """Split a text where no id is cut in two, at the end of a line if there is one."""
    start = 0
    while len(text) - start > _PIECE:
        end = _border(text, start, start + _PIECE)
        yield text[start:end]
        start = end
    yield text[start:]


def _border(text: str, start: int, stop: int) -> int:
    at = text.rfind("\n", start, stop)
    while at > start and _REST_OF_ID.match(text, at + 1):
        at = text.rfind("\n", start, at)
    if at <= start:
        at = max(text.rfind(sign, start, stop) for sign in " \t,;")
    if at <= start:
        backwards = (place for place in range(stop - 1, start, -1) if _NEVER_WITHIN.match(text, place))
        at = next(backwards, stop - 1)
    return at + 1
