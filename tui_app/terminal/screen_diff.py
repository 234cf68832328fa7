"""Tracks what a terminal shows, so that only the difference of each output need be sent.

Output is parsed as a terminal parses it, and compared cell by cell with what was written before. Lines that
have only moved are moved by the terminal itself, and each style is set once.
"""

import re
from collections.abc import Iterator, Sequence
from operator import eq, itemgetter

from ..logic.cells import texts
from .sgr import PLAIN, Cell, UnknownSequence, apply_sgr, cell, is_simple, same_on_spaces, sequence_between

_TOKEN = re.compile(
    r"(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
    r"|\x1b\[(?P<style>[\d;]*)m"
    r"|\x1b\[(?P<y>\d+);(?P<x>\d+)H"
    r"|(?P<line_end>\n)"
    # The begin of a link, and its end, which names none; the id in it is another at each frame.
    r"|\x1b\]8;[^;\x07\x1b]*;(?P<link>[\x21-\x7e]*)(?:\x07|\x1b\\)"
    # Modes except those that change to another screen, and commands to the system: neither draws.
    r"|(?P<order>\x1b\[\?(?!1049|1047|47)\d+[hl]|\x1b\](?!8;)[^\x07\x1b]*(?:\x07|\x1b\\))"
)
_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
"""Begin and end of a synchronized update, which the terminal shows in one go."""
_GAP = 6
"""Cells that are written again rather than skipped: moving the cursor costs as much."""
_OVERHEAD = 30
"""Bytes sent with the cells of a line, to move the cursor and to set styles."""
_STEPS = (1, -1, 2, -2, 3, -3)
"""Distances, in lines, by which lines are checked to have moved; positive is up."""
_MIN_LINES = 4
"""Fewest changed lines for which moving lines is tried."""


_Line = list[Cell | None]
"""Cells from the left; None, and cells beyond the end, are unknown."""


class ScreenBuffer:
    """The cells a terminal shows, as far as they follow from what was written to it."""

    def __init__(self) -> None:
        self._lines: dict[int, _Line] = {}
        self._cursor: tuple[int, int] | None = None
        self._is_begun = False

    def clear(self) -> None:
        """Forget all cells, so that the next output is written in full."""
        self._lines = {}
        self._cursor = None

    def diff(self, data: str) -> str:
        """Add output to the buffer, and return the part of it that changes the screen.

        Output that cannot be parsed is returned whole, and clears the buffer.
        """
        if data == _BEGIN:
            self._is_begun = True
            return ""
        if data == _END and self._is_begun:
            self._is_begun = False
            return ""
        try:
            written = self._difference(data)
        except UnknownSequence:
            self.clear()
            written = data
        if written and self._is_begun:
            self._is_begun = False
            return _BEGIN + written
        return written

    def _difference(self, data: str) -> str:
        orders, target, cursor = self._parse(data)
        drawn = self._scroll(target) + "".join(self._draw(y, line) for y, line in target.items())
        if drawn or (cursor and cursor != self._cursor):
            self._cursor = cursor
            drawn += _move_to(*cursor) if cursor else ""
        return orders + drawn

    def _parse(self, data: str) -> tuple[str, dict[int, _Line], tuple[int, int] | None]:
        """The sequences that draw nothing, the target lines by row, and the final cursor position, if set."""
        target: dict[int, _Line] = {}
        orders: list[str] = []
        place: tuple[int, int] | None = None
        left: tuple[int, int] | None = None
        style, at = PLAIN, 0
        while at < len(data):
            token = _TOKEN.match(data, at)
            if token is None:
                raise UnknownSequence
            at = token.end()
            match token.lastgroup:
                case "text":
                    if place is None:
                        raise UnknownSequence
                    x, y = place
                    if y not in target:
                        target[y] = self._lines.get(y, [])[:]
                    cells = [cell(text, style) for text in texts(token[0])]
                    _put(target[y], x - 1, cells)
                    place, left = (x + len(cells), y), None
                case "style":
                    style = apply_sgr(style, token["style"])
                case "link":
                    style = style._replace(link=token["link"])
                case "x":
                    place = left = int(token["x"]), int(token["y"])
                case "order":
                    orders.append(token[0])
                case _:
                    place = left = None
        if style != PLAIN:
            raise UnknownSequence
        return "".join(orders), target, left

    def _scroll(self, target: dict[int, _Line]) -> str:
        """Let the terminal move lines that only changed their row, where all cells of them are known."""
        touched = [y for y, line in target.items() if line != self._lines.get(y)]
        if len(touched) < _MIN_LINES:
            return ""
        top, bottom = min(touched), max(touched)
        before = [self._lines.get(y, []) for y in range(top, bottom + 1)]
        if any(not line or None in line or len(line) != len(before[0]) for line in before):
            return ""
        after = [target.get(y, self._lines[y]) for y in range(top, bottom + 1)]
        still = [_price(*pair) for pair in zip(before, after, strict=True)]
        gain, step, moved = max((_moved(before, after, still, step) for step in _STEPS), key=itemgetter(0))
        # The lines that become free are written whole.
        if gain <= abs(step) * len(before[0]) + _OVERHEAD:
            return ""
        first, stop = moved.start + min(0, step), moved.stop + max(0, step)
        stay = [before[y + step] for y in moved]
        new: list[_Line] = [[] for _ in range(abs(step))]
        for y, line in enumerate(stay + new if step > 0 else new + stay, first):
            self._lines[top + y] = line
            target[top + y] = after[y]
        order = f"\x1b[{abs(step)}{'M' if step > 0 else 'L'}"
        return f"\x1b[{top + first};{top + stop - 1}r{_move_to(1, top + first)}{order}\x1b[r"

    def _draw(self, y: int, line: _Line) -> str:
        """The output that turns a row into its target line."""
        current = self._lines.get(y, [])
        if line == current:
            return ""
        self._lines[y] = line
        if _are_simple(current) and _are_simple(line):
            places = [x for x, one in enumerate(line) if one and (x >= len(current) or one != current[x])]
        else:
            # Terminals draw such a line differently, so no part of it can be relied on.
            places = [x for x, one in enumerate(line) if one]
        return "".join(_write_run(y, line, run) for run in _runs(places, line))


def _are_simple(line: _Line) -> bool:
    return all(map(is_simple, {one.text for one in line if one}))


def _put(line: _Line, x: int, cells: Sequence[Cell]) -> None:
    """Write cells over a line."""
    line.extend([None] * (x - len(line)))
    line[x : x + len(cells)] = cells


def _price(before: _Line, after: _Line) -> int:
    """Approximate bytes to turn one line into another."""
    return 0 if before == after else _OVERHEAD + len(after) - sum(map(eq, before, after))


def _moved(
    before: Sequence[_Line], after: Sequence[_Line], still: Sequence[int], step: int
) -> tuple[int, int, range]:
    """The range of lines that is best taken from `step` lines further down.

    Returns the bytes saved, the step, and the lines; `still` is the price of each line if nothing moves.
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
    """Ranges of cells to write so that all places are covered, with short known gaps filled."""
    if not places:
        return
    start = stop = places[0]
    for x in places:
        if x - stop > _GAP or None in line[stop:x]:
            yield range(start, stop)
            start = x
        stop = x + 1
    yield range(start, stop)


def _write_run(y: int, line: _Line, run: range) -> str:
    parts, style = [_move_to(run.start + 1, y)], PLAIN
    for one in filter(None, line[run.start : run.stop]):
        if one.style != style and not (one.text == " " and same_on_spaces(style, one.style)):
            parts.append(sequence_between(style, one.style))
            style = one.style
        parts.append(one.text)
    parts.append(sequence_between(style, PLAIN))
    return "".join(parts)


def _move_to(x: int, y: int) -> str:
    return f"\x1b[{y};{x}H"
