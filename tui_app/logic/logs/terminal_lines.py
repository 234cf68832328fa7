"""Lines of a log as a terminal shows them: progress bars and overstrikes in their last state.

A carriage return, a backspace and the sequences that move or erase within a line act. A character or sequence
that a terminal does not show takes no cell, and stays as long as the cell behind it is not written over. The
terminal has no right edge, so that a bar does not depend on the width of a window.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from ..sanitize import without_colours
from ..time_slicing import Steps, at_once

MOST_CELLS = 1 << 20
"""Most cells of a line that moves the cursor otherwise than by carriage returns; a longer one stays as is."""

_STEP = 1 << 17
_TOKENS = 1 << 12
_TAB = 8
_MOVES = re.compile(r"\x1b\[[0-9]{0,9}[GDK]")
_ERASE = "\x1b[K"
_ERASE_ALL = "\x1b[2K"
_TOKEN = re.compile(
    r"(?P<ascii>[ -~]+)"
    r"|(?P<other>[^\x00-\x9f]+)"
    r"|(?P<back>\x08+)"
    r"|\x1b\[(?P<count>[0-9]{0,9})(?P<move>[CDGK])"
    r"|(?P<unseen>\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|.)",
    re.DOTALL,
)
_RUNS = re.compile("n+|w+|z")
_STRUCK = range(1, 9)
_OVERSTRIKES = [re.compile(rf"[ -~]{{{size}}}\x08{{{size}}}(?=[ -~]{{{size}}})") for size in _STRUCK]
"""Short texts that the next text of the same length is written over: bold, underlines, spinners, counters."""
_LONGEST_OVERSTRIKE = 2 * _STRUCK[-1]


class _TooWide(Exception):
    """The line has more cells than may be kept."""


class _Kinds(dict[int, str]):
    """Translation table to the cells of a character: ``n`` for one, ``w`` for two, ``z`` for none."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        is_none = unicodedata.category(char) in ("Cc", "Cf", "Mn", "Me")
        kind = "z" if is_none else "w" if unicodedata.east_asian_width(char) in "WF" else "n"
        self[code] = kind
        return kind


_KINDS = _Kinds()


def moves_back(text: str) -> bool:
    """Whether a terminal shows some line of a text otherwise than from left to right; CRLF is a line end."""
    if "\x08" in text:
        return True
    if (first := text.find("\r")) >= 0 and (
        not text.startswith("\n", first + 1) or text.count("\r") != text.count("\r\n")
    ):
        return True
    return "\x1b[" in text and _MOVES.search(text) is not None


def last_state(line: str) -> Steps[str]:
    """The last state of a line, without colours, in steps; a line that moves nothing back stays as it is."""
    line = line.rstrip("\r\x08")
    if len(line) <= _STEP:
        return shown(without_colours(line))
    if not moves_back(line):
        return without_colours(line)
    yield
    if "\x08" in line:
        line = yield from _without_overstrikes(line)
    cover = _Cover()
    stop = len(line)
    while stop >= 0:
        # Cut at a carriage return, so that no text is in two pieces.
        start = line.rfind("\r", 0, max(0, stop - _STEP)) if stop > _STEP else -1
        if not cover.add(without_colours(line[start + 1 : stop])):
            return (yield from _state(line))
        stop = -1 if cover.is_whole else start
        yield
    return cover.text()


def shown(line: str) -> str:
    """The last state of a line at once."""
    line = line.rstrip("\r\x08")
    if not moves_back(line):
        return line
    line = _struck(line)
    cover = _Cover()
    return cover.text() if cover.add(line) else at_once(_state(line))


def _struck(text: str) -> str:
    """A text without colours, and without short texts that the next text overwrites."""
    for pattern in _OVERSTRIKES:
        # A character before a backspace may also end a sequence.
        if "\x08" not in text or "\x1b" in text:
            break
        text = pattern.sub("", text)
    return text


def _without_overstrikes(line: str) -> Steps[str]:
    """A long line without its overstrikes and colours, in steps."""
    pieces: list[str] = []
    start, kept = 0, ""
    while start < len(line):
        # No sequence that acts holds a backspace, so that a cut behind one breaks none.
        stop = line.find("\x08", start + _STEP) + 1 or len(line)
        text = _struck(kept + without_colours(line[start:stop]))
        # What was cut off there may be written over by the next piece.
        kept = "" if "\x1b" in text else text[-_LONGEST_OVERSTRIKE:]
        pieces.append(text.removesuffix(kept))
        start = stop
        yield
    return "".join((*pieces, kept))


class _Cover:
    """A line that moves the cursor by carriage returns alone, read from its end.

    What is written last covers the beginning of all that was written before, so that an earlier text adds
    what it has more.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._cells = 0
        self.is_whole = False
        """Whether all that was written before is erased."""

    def text(self) -> str:
        """The cells as text."""
        return "".join(self._parts).rstrip(" ")

    def add(self, piece: str) -> bool:
        """Add what was written before; False where it holds anything but texts and erasures."""
        texts = piece.split("\r")
        if _ERASE in piece or _ERASE_ALL in piece:
            for at in range(len(texts) - 1, -1, -1):
                text = texts[at]
                if text.endswith(_ERASE) or text.startswith((_ERASE, _ERASE_ALL)):
                    text = text.removesuffix(_ERASE).removeprefix(_ERASE).removeprefix(_ERASE_ALL)
                    texts[:] = [text, *texts[at + 1 :]]
                    self.is_whole = True
                    break
        joined = "".join(texts)
        if joined.isascii():
            if not joined.isprintable():
                return False
            self._add_narrow(texts)
            return True
        kinds = joined.translate(_KINDS)
        if "z" in kinds:
            return False
        if "w" in kinds:
            self._add_wide(texts)
        else:
            self._add_narrow(texts)
        return True

    def _add_narrow(self, texts: Sequence[str]) -> None:
        """Add texts whose characters take a cell each."""
        cells = self._cells
        for text in reversed(texts):
            if len(text) > cells:
                self._parts.append(text[cells:])
                cells = len(text)
        self._cells = cells

    def _add_wide(self, texts: Iterable[str]) -> None:
        """Add texts with characters of two cells."""
        for text in reversed(tuple(texts)):
            if 2 * len(text) <= self._cells:
                continue
            kinds = text.translate(_KINDS)
            cells = len(text) + kinds.count("w")
            if cells > self._cells:
                at = place = 0
                while at < self._cells:
                    at += 2 if kinds[place] == "w" else 1
                    place += 1
                # The first half of a wide character is written over, and the second is blank then.
                self._parts.append(" " * (at - self._cells) + text[place:])
                self._cells = cells


def _state(line: str) -> Steps[str]:
    """The last state of any line."""
    row = _Row()
    start = 0
    try:
        while start < len(line):
            stop = line.find("\r", start + _STEP // 4) + 1 or len(line)
            for text in without_colours(line[start:stop]).split("\r"):
                yield from row.write(text)
                row.to(0)
            start = stop
            yield
    except _TooWide:
        return without_colours(line)
    return row.text().rstrip(" ")


class _Row:
    """A line of a terminal without a right edge."""

    def __init__(self) -> None:
        self._cells: list[str] = []
        """The characters, with those without a cell before them; the second cell of a wide one is empty."""
        self._at = 0
        self._unseen = ""
        """Characters since the last one with a cell that take none."""
        self._rest = ""
        """Characters without a cell behind the last cell."""

    def text(self) -> str:
        """The cells as text."""
        self.to(0)
        return "".join(self._cells) + self._rest

    def to(self, column: int) -> None:
        """Move the cursor.

        Raises:
            _TooWide: too far to the right.
        """
        if self._unseen:
            if self._at < len(self._cells):
                self._cells[self._at] = self._unseen + self._cells[self._at]
            else:
                self._rest += self._unseen
            self._unseen = ""
        if column > MOST_CELLS:
            raise _TooWide
        self._at = max(0, column)

    def write(self, text: str) -> Steps[None]:
        """Write a text without carriage returns from the cursor on."""
        if text.isascii() and text.isprintable():
            self._put(text)
            return
        for count, token in enumerate(_TOKEN.finditer(text), 1):
            if count % _TOKENS == 0:
                yield
            kind, found = token.lastgroup, token[0]
            if kind == "ascii":
                self._put(found)
            elif kind == "other":
                self._write_other(found)
            elif kind == "back":
                self.to(self._at - len(found))
            elif kind == "move":
                self._act(token["move"], token["count"])
            elif found == "\t":
                self.to((self._at // _TAB + 1) * _TAB)
            else:
                self._unseen += found

    def _write_other(self, text: str) -> None:
        kinds = text.translate(_KINDS)
        for run in _RUNS.finditer(kinds):
            chars = text[run.start() : run.end()]
            if run[0][0] == "n":
                self._put(chars)
            elif run[0][0] == "w":
                cells = [""] * (2 * len(chars))
                cells[::2] = chars
                self._put(cells)
            elif 0 < self._at <= len(self._cells) and not self._unseen:
                self._cells[self._at - 1] += chars
            else:
                self._unseen += chars

    def _act(self, move: str, count: str) -> None:
        if move == "K":
            self._erase(count)
        elif move == "G":
            self.to(int(count or 1) - 1)
        else:
            steps = int(count or 1) or 1
            self.to(self._at + (steps if move == "C" else -steps))

    def _erase(self, part: str) -> None:
        """Erase from the cursor to the end, for ``1`` from the beginning to the cursor, for ``2`` all."""
        self.to(self._at)
        cells, at = self._cells, self._at
        if part == "1":
            self._split_wide(at + 1)
            cells[: at + 1] = [" "] * min(at + 1, len(cells))
        elif part in ("", "0", "2") and (at < len(cells) or part == "2"):
            self._split_wide(at)
            del cells[0 if part == "2" else at :]
            self._rest = ""

    def _put(self, cells: Sequence[str]) -> None:
        row, at = self._cells, self._at
        end = at + len(cells)
        if end > MOST_CELLS:
            raise _TooWide
        if at > len(row):
            row.extend(" " * (at - len(row)))
            self._rest = ""
        self._split_wide(at)
        self._split_wide(end)
        if end > len(row):
            self._rest = ""
        row[at:end] = cells
        if self._unseen and end > at:
            row[at] = self._unseen + row[at]
            self._unseen = ""
        self._at = end

    def _split_wide(self, at: int) -> None:
        """Blank both cells of a wide character of which only the second is at or behind a cell."""
        row = self._cells
        if 0 < at < len(row) and not row[at]:
            row[at - 1] = row[at] = " "
