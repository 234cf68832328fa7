"""What stands on a terminal, so that of what is written only the difference need be sent.

What is written is read here as a terminal reads it, and compared cell by cell with what was written before.
Lines that have only moved are moved by the terminal, and each colour is named once.
"""

import re
from collections.abc import Iterator, Sequence
from operator import eq, itemgetter

from ..logic.cells import PLAIN, Cell, Unread, cell, changed, from_to, is_blank_in, is_simple, texts

_TOKEN = re.compile(
    r"(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
    r"|\x1b\[(?P<look>[\d;]*)m"
    r"|\x1b\[(?P<y>\d+);(?P<x>\d+)H"
    r"|(?P<line_end>\n)"
    # Modes except those that change to another screen, and commands to the system: neither draws.
    r"|(?P<order>\x1b\[\?(?!1049|1047|47)\d+[hl]|\x1b\](?!8;)[^\x07\x1b]*(?:\x07|\x1b\\))"
)
_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
"""Around what a terminal is to show in one go."""
_GAP = 6
"""Cells that are written again rather than skipped: to move the cursor costs as much."""
_ORDER = 30
"""Bytes that go with the cells of a line: the cursor is moved there, and colours are named."""
_STEPS = (1, -1, 2, -2, 3, -3)
"""By how many lines a picture is looked for to have moved up, or down."""
_FEW_LINES = 4
"""Fewer lines are not worth moving."""


_Line = list[Cell | None]
"""Cells from the left; None, and what lies beyond the end, is not known."""


class ScreenBuffer:
    """What a terminal shows, as far as it is known from what was written to it."""

    def __init__(self) -> None:
        self._lines: dict[int, _Line] = {}
        self._cursor: tuple[int, int] | None = None
        self._is_begun = False

    def forget(self) -> None:
        """Whatever comes next is written, even if it was written before."""
        self._lines = {}
        self._cursor = None

    def news(self, data: str) -> str:
        """What of some output makes a difference to the picture; all of it where that cannot be told."""
        if data == _BEGIN:
            self._is_begun = True
            return ""
        if data == _END and self._is_begun:
            self._is_begun = False
            return ""
        try:
            written = self._difference(data)
        except Unread:
            self.forget()
            written = data
        if written and self._is_begun:
            self._is_begun = False
            return _BEGIN + written
        return written

    def _difference(self, data: str) -> str:
        orders, wanted, cursor = self._read(data)
        drawn = self._scroll(wanted) + "".join(self._draw(y, line) for y, line in wanted.items())
        if drawn or (cursor and cursor != self._cursor):
            self._cursor = cursor
            drawn += _move_to(*cursor) if cursor else ""
        return orders + drawn

    def _read(self, data: str) -> tuple[str, dict[int, _Line], tuple[int, int] | None]:
        """What draws nothing; the lines as they shall be; where the cursor is left, if it is put anywhere."""
        wanted: dict[int, _Line] = {}
        orders: list[str] = []
        place: tuple[int, int] | None = None
        left: tuple[int, int] | None = None
        look, at = PLAIN, 0
        while at < len(data):
            token = _TOKEN.match(data, at)
            if token is None:
                raise Unread
            at = token.end()
            match token.lastgroup:
                case "text":
                    if place is None:
                        raise Unread
                    x, y = place
                    if y not in wanted:
                        wanted[y] = self._lines.get(y, [])[:]
                    cells = [cell(text, look) for text in texts(token[0])]
                    _put(wanted[y], x - 1, cells)
                    place, left = (x + len(cells), y), None
                case "look":
                    look = changed(look, token["look"])
                case "x":
                    place = left = int(token["x"]), int(token["y"])
                case "order":
                    orders.append(token[0])
                case _:
                    place = left = None
        if look != PLAIN:
            raise Unread
        return "".join(orders), wanted, left

    def _scroll(self, wanted: dict[int, _Line]) -> str:
        """Let the terminal itself move lines that only stand elsewhere now, where all of them are known."""
        touched = [y for y, line in wanted.items() if line != self._lines.get(y)]
        if len(touched) < _FEW_LINES:
            return ""
        top, bottom = min(touched), max(touched)
        before = [self._lines.get(y, []) for y in range(top, bottom + 1)]
        if any(not line or None in line or len(line) != len(before[0]) for line in before):
            return ""
        after = [wanted.get(y, self._lines[y]) for y in range(top, bottom + 1)]
        still = [_price(*pair) for pair in zip(before, after, strict=True)]
        gain, step, moved = max((_moved(before, after, still, step) for step in _STEPS), key=itemgetter(0))
        # The lines that become free are written whole.
        if gain <= abs(step) * len(before[0]) + _ORDER:
            return ""
        first, stop = moved.start + min(0, step), moved.stop + max(0, step)
        stay = [before[y + step] for y in moved]
        new: list[_Line] = [[] for _ in range(abs(step))]
        for y, line in enumerate(stay + new if step > 0 else new + stay, first):
            self._lines[top + y] = line
            wanted[top + y] = after[y]
        order = f"\x1b[{abs(step)}{'M' if step > 0 else 'L'}"
        return f"\x1b[{top + first};{top + stop - 1}r{_move_to(1, top + first)}{order}\x1b[r"

    def _draw(self, y: int, line: _Line) -> str:
        """What is to be written to have a line look as it shall."""
        known = self._lines.get(y, [])
        if line == known:
            return ""
        self._lines[y] = line
        if _are_simple(known) and _are_simple(line):
            places = [x for x, one in enumerate(line) if one and (x >= len(known) or one != known[x])]
        else:
            # Terminals differ in what such a line looks like: no part of it is worth relying on.
            places = [x for x, one in enumerate(line) if one]
        return "".join(_written(y, line, run) for run in _runs(places, line))


def _are_simple(line: _Line) -> bool:
    return all(map(is_simple, {one.text for one in line if one}))


def _put(line: _Line, x: int, cells: Sequence[Cell]) -> None:
    """Lay cells over a line."""
    line.extend([None] * (x - len(line)))
    line[x : x + len(cells)] = cells


def _price(before: _Line, after: _Line) -> int:
    """About how many bytes it takes to make one line of another."""
    return 0 if before == after else _ORDER + len(after) - sum(map(eq, before, after))


def _moved(
    before: Sequence[_Line], after: Sequence[_Line], still: Sequence[int], step: int
) -> tuple[int, int, range]:
    """The stretch of lines that is best taken from `step` lines further down.

    Gives the bytes saved thereby, the step, and the lines; `still` is what each line costs if nothing moves.
    """
    best, start, gain = (0, step, range(0)), max(0, -step), 0
    for y in range(start, len(before) - max(0, step)):
        gain += still[y] - _price(before[y + step], after[y])
        if gain <= 0:
            start, gain = y + 1, 0
        elif gain > best[0]:
            best = gain, step, range(start, y + 1)
    return best


def _runs(places: Sequence[int], line: _Line) -> Iterator[range]:
    """Stretches to write so that all places are in them, with short known gaps filled."""
    if not places:
        return
    start = stop = places[0]
    for x in places:
        if x - stop > _GAP or None in line[stop:x]:
            yield range(start, stop)
            start = x
        stop = x + 1
    yield range(start, stop)


def _written(y: int, line: _Line, run: range) -> str:
    parts, look = [_move_to(run.start + 1, y)], PLAIN
    for one in filter(None, line[run.start : run.stop]):
        if one.look != look and not (one.text == " " and is_blank_in(look, one.look)):
            parts.append(from_to(look, one.look))
            look = one.look
        parts.append(one.text)
    parts.append(from_to(look, PLAIN))
    return "".join(parts)


def _move_to(x: int, y: int) -> str:
    return f"\x1b[{y};{x}H"
