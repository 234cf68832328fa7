"""A log as lines that are safe to draw, held as one string: a mebibyte costs little more than itself.

A line that moves the cursor back, such as a progress bar, stands in its last state, unless it is to be raw.
"""

from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import overload

from .. import sanitize
from ..time_slicing import Steps, at_once
from .terminal_lines import last_state, moves_back, shown

_STEP = 1 << 17
_REDRAWN_STEP = 1 << 13
"""Characters of lines that move the cursor back in a step: each takes a few times as long as others."""
_LONGEST_RAW, _RAW_END = 1 << 18, 1 << 15
"""Characters of such a line up to which its raw form is whole, and those at either end of a longer one."""
_LONGEST_WITH_TABS = 1 << 20
"""Characters of a line whose tabs are expanded: each may become eight."""
_ANCHOR = 4_096


class LogText(Sequence[str]):
    """Lines, numbered from 0, without colours and with every odd character visible; never changes."""

    def __init__(
        self,
        text: str = "",
        starts: "array[int] | None" = None,
        rest: str = "",
        redrawn: int = 0,
        is_raw: bool = False,
    ) -> None:
        """Use `read` and `extended`.

        Args:
            text: the lines, a line end after each.
            starts: where each line starts, and the length of the text.
            rest: the last line as it came where it has no line end yet, else empty.
            redrawn: see the attribute.
            is_raw: whether lines that move the cursor back stay as they came.
        """
        self.text = text
        self.starts = array("Q", (0,)) if starts is None else starts
        self.redrawn = redrawn
        """Lines in their last state, which is not all that came."""
        self._rest = rest
        self._is_raw = is_raw

    @classmethod
    def read(cls, text: str, *, is_raw: bool = False) -> Steps["LogText"]:
        """Read a log; `is_raw` leaves lines that move the cursor back as they came."""
        return cls(is_raw=is_raw).extended(text)

    def extended(self, text: str) -> Steps["LogText"]:
        """The log with more behind it; a last line without a line end goes on."""
        kept = self.starts[-2] if self._rest else self.starts[-1]
        starts = self.starts[:-1] if self._rest else self.starts[:]
        text = self._rest + text
        parts, is_as_it_came = ([self.text[:kept]] if kept else []), not kept and text.endswith("\n")
        redrawn = self.redrawn - (not self._is_raw and moves_back(self._rest.rstrip("\r")))
        for piece in _pieces(text):
            if self._is_raw or not moves_back(piece):
                clean = yield from _clean_in_steps(_raw(piece) if self._is_raw else piece)
            else:
                lines, count = yield from _last_states(piece)
                clean, redrawn = "\n".join(lines) + "\n", redrawn + count
            lengths = accumulate((len(line) + 1 for line in clean[:-1].split("\n")), initial=starts[-1])
            next(lengths)
            starts.extend(lengths)
            parts.append(clean)
            is_as_it_came = is_as_it_came and clean is piece
            yield
        rest = text[text.rfind("\n") + 1 :]
        whole = text if is_as_it_came else "".join(parts)
        return LogText(whole, starts, rest, redrawn, self._is_raw)

    def first_difference(self, longer: "LogText") -> int:
        """The first line that is another or new in what `extended` has made of this."""
        return min(len(longer), len(self) - bool(self._rest))

    def __len__(self) -> int:
        return len(self.starts) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        """A line, or a list of lines that follow each other."""
        if isinstance(index, int):
            if index < 0:
                index += len(self)
            return self.text[self.starts[index] : self.starts[index + 1] - 1]
        start, stop, _ = index.indices(len(self))
        return self.text[self.starts[start] : self.starts[stop] - 1].split("\n") if start < stop else []


def lines_of(log: str) -> list[str]:
    """The lines of a log as `LogText` has them, at once."""
    return (
        sanitize.lines(sanitize.without_colours(log))
        if not moves_back(log)
        else list(at_once(LogText.read(log)))
    )


def raw_lines(log: str, rows: Sequence[int]) -> list[str]:
    """Some lines of a log as received, without colours; ascending, from 0."""
    found: list[str] = []
    row, start = 0, 0
    for wanted in rows:
        while row < wanted:
            row, start = row + 1, log.find("\n", start) + 1
        end = log.find("\n", start)
        found.append(sanitize.without_colours(log[start : end if end >= 0 else len(log)]).removesuffix("\r"))
    return found


def added(before: str, now: str, anchor: int = _ANCHOR) -> str | None:
    """The text of `now` behind the end of `before`; None where `now` does not continue it.

    A server that keeps the last so many characters drops as many at the beginning: then the end of `before`
    stands somewhere within `now`.

    Args:
        anchor: characters of the end of `before` that must stand within `now`.
    """
    if now.startswith(before):
        return now[len(before) :]
    end = before[-anchor:]
    at = now.rfind(end)
    if len(end) < anchor or at < 0 or not before.endswith(now[: at + anchor]):
        return None
    return now[at + anchor :]


def missing_end(shorter: str, longer: str) -> str | None:
    """The end that the server cuts, ``beginning`` or ``end``, from two answers with different limits.

    None where they are equal, or the log was written anew between them.
    """
    if longer.startswith(shorter):
        return None if longer.endswith(shorter) else "end"
    return "beginning" if shorter in longer else None


def _pieces(text: str) -> Iterator[str]:
    """The text in parts that end with a line, except perhaps the last."""
    start = 0
    while start < len(text):
        stop = text.find("\n", start + _STEP) + 1 or len(text)
        yield text[start:stop]
        start = stop


def _last_states(piece: str) -> Steps[tuple[list[str], int]]:
    """The last states of the lines of a piece, and how many of them are not all that came."""
    lines, count, since = [], 0, 0
    is_long = len(piece) > 2 * _STEP
    for line in (piece if is_long else sanitize.without_colours(piece)).removesuffix("\n").split("\n"):
        plain = line.rstrip("\r")
        if len(plain) > _STEP and moves_back(plain):
            # Takes the colours off too, in steps.
            state = yield from last_state(plain)
            count += 1
        else:
            plain = sanitize.without_colours(plain) if is_long else plain
            is_redrawn = moves_back(plain)
            state = shown(plain) if is_redrawn else plain.expandtabs()
            count += is_redrawn
        lines.append(sanitize.value(state))
        since += len(line)
        if since > _REDRAWN_STEP:
            since = 0
            yield
    return lines, count


def _raw(piece: str) -> str:
    """A piece whose lines are to stay as they came, each with its middle left out where it is very long."""
    return "\n".join(map(_shortened, piece.split("\n"))) if len(piece) > 2 * _STEP else piece


def _shortened(line: str) -> str:
    if len(line) <= _LONGEST_RAW or not moves_back(line):
        return line
    left_out = len(line) - 2 * _RAW_END
    return f"{line[:_RAW_END]} … {left_out:,} characters are left out here, and saved … {line[-_RAW_END:]}"


def _clean(piece: str) -> str:
    if sanitize.is_drawable(piece.replace("\n", "")):
        return piece if piece.endswith("\n") else piece + "\n"
    return "\n".join(sanitize.lines(sanitize.without_colours(piece))) + "\n"


def _clean_in_steps(piece: str) -> Steps[str]:
    """`_clean` in steps; in a line of a mebibyte each tab is one blank, as eight would take the memory."""
    if len(piece) <= 2 * _STEP:
        return _clean(piece)
    ended = piece if piece.endswith("\n") else piece + "\n"
    parts: list[str] = []
    for line in ended.replace("\r\n", "\n")[:-1].split("\n"):
        plain = sanitize.without_colours(line)
        plain = plain.replace("\t", " ") if len(plain) > _LONGEST_WITH_TABS else plain.expandtabs()
        at = 0
        while at < len(plain):
            start, at = at, sanitize.cut(plain, at + _REDRAWN_STEP)
            parts.append(sanitize.value(plain[start:at]))
            yield
        parts.append("\n")
    clean = "".join(parts)
    return piece if clean == piece else clean
