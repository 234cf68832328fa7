"""Texts that try to be more than text, each behind a mark that tells which field it came from."""

import random
import re
from bisect import bisect
from collections.abc import Collection, Sequence
from itertools import accumulate

from tests.hostile.shapes import FLOW_KEYS, GRAPH_KEYS, NODE_KEYS, TASK_KEYS
from tests.hostile.spelling import BAR, Passage, spellings_of
from tui_app.logic.logs.terminal_lines import shown

CRAFTED = (
    "\x1b[31337mcolour\x1b[0m",
    "\x1b[2J\x1b[H\x1b[3J",
    "\x1b[?1049l\x1b[?31337h",
    "\x1b[6n\x1b[c\x1b[>q\x1b[14t\x1b[21t",
    "\x1b]0;stolen title\x07",
    "\x1b]2;stolen title\x1b\\",
    "\x1b]52;c;c3RvbGVu\x07",
    "\x1b]52;c;?\x07",
    "\x1b]8;;https://evil.example/\x1b\\a link\x1b]8;;\x1b\\",
    "\x1b]1337;File=name=eA==:AAAA\x07\x1b]777;notify;a;b\x07\x1b]9;x\x07",
    "\x1bP$qm\x1b\\\x1bP+q544e\x1b\\\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\",
    "\x1b_Gf=100;AAAA\x1b\\\x1b^private\x1b\\\x1bXstring\x1b\\",
    "\x1bc\x1b7\x1b8\x1b(0lqk\x1b(B\x1b#8\x1b=",
    "\x9b31337m\x9b2J\x9d0;title\x9c\x90q\x9c\x85\x84\x8d\x98",
    "secret\b\b\b\b\b\bpublic\x7f\x7f",
    "first\rsecond\r\nthird\vfourth\ffifth\x0e\x0f",
    "\x00\x01\x02\x03\x04\x05\x06\x07\x15\x16\x17\x1c\x1d\x1e\x1f",
    "\u202eevil\u202c\u202d\u2066x\u2069\u2067\u200e\u200f\u061c",
    "ze\u200bro\u200c\u200d\ufeff\u2060\u00ad\u180e\ufff9",
    "\U0001f600 half \ud83d and \udc00",
    "\u2028\u2029\u0085",
    "\U000e0041\U000e0042\ue000\U000f0000\U0001d173\ufffe",
    "[red]markup[/red] [@click=app.leave]x[/] [link=https://evil.example]y[/link] [/nothing [",
    "$x ${y} {z} %s %n %(a)s \\x1b \\N{BELL} &amp; `id` $(id)",
    "e\u0301\u0335\u0489 a\u20e3 \u0e33\u0e49\u0e49\u0e49",
    "\x1b",
    "tab\tand\nline end",
)
"""What terminals, Rich, Textual, Markdown and shells act on, and what deceives a reader."""

FIELDS = sorted({*TASK_KEYS, *FLOW_KEYS, *NODE_KEYS, *GRAPH_KEYS})
"""Every field the program knows of, read off its models and tables."""

_FROM_ANSWERS = ("unheardOf", "aKey", "log", "runModeKey", "runModeValue", "parameter", "msg")
FROM_FILES = ("note", "tag", "entry", "words", "search")
_MARKS = {name: f"Z{at:02d}Q" for at, name in enumerate([*FIELDS, *_FROM_ANSWERS, *FROM_FILES])}
_NAMES = {mark: name for name, mark in _MARKS.items()}
# What stands before other texts on a line, and must leave room for them.
_SHORT = frozenset({"stsDesc", "statusDesc", "status", "taskName", "flowName", "tag", "search", "entry"})
_MARK = re.compile("Z[0-9]{2}Q")
_COLOUR = re.compile(r"\x1b\[[0-9;:]*m")
_BARS = (BAR, BAR + "=")
_BESIDE_TOAST = re.compile("(?<=▌)(.*) .{1,2}$")


class Author:
    """Writes hostile texts; the same seed writes the same."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.begin("files")
        self.has_halves = True
        """May there be half characters, which no file can hold?"""
        self.written: dict[str, set[str]] = {}
        """Every text by its mark."""
        self._right: set[str] = set()

    def begin(self, answer: str) -> None:
        """Begin an answer: its texts follow from its name, whatever is written before it."""
        self._random = random.Random(f"{self._seed} {answer}")
        self._at = self._random.randrange(len(CRAFTED))

    def text(self, field: str) -> str:
        """A text for a field: its mark, and crafted and random pieces; each of the former comes round."""
        parts = [_MARKS[field]]
        for _ in range(1 if field in _SHORT else 3):
            self._at += 1
            parts.append(CRAFTED[self._at % len(CRAFTED)])
            if not self._random.randrange(3):
                parts.append(chr(self._random.choice((0x1B, 0x9B, self._random.randrange(0x110000)))))
        text = "".join(parts)
        if not self.has_halves:
            text = text.encode("utf-8", "ignore").decode()
        # Colours of a log are taken off, and nothing else is taken off anywhere. A line of a log that moves
        # the cursor back stands in its last state, of which pyte is the judge in `test_terminal_lines.py`.
        plain = _COLOUR.sub("", text) if field == "log" else text
        self.written.setdefault(parts[0], set()).add(plain)
        if field == "log":
            self.written[parts[0]].add(shown(plain.partition("\n")[0]))
        return text

    def misdrawn(self, line: str) -> list[str]:
        """Where a mark stands on a line and what follows it is not how any of its texts must look."""
        if line in self._right:
            return []
        # A toast has no edge on the right: the last cells of what lies under it can be seen beside it.
        drawn = _BESIDE_TOAST.sub(r"\1", line)
        wrong = [
            f"{match[0]} is followed by {drawn[match.end() : match.end() + 120]!r}"
            for match in _MARK.finditer(drawn)
            if not self._is_right(match[0], drawn[match.start() :])
        ]
        if not wrong:
            self._right.add(line)
        return wrong

    def whole(self, rows: Sequence[Sequence[str]], but: Collection[str] = ()) -> set[str]:
        """The fields of which a text is drawn to its last character; not looked for are those in `but`."""
        found: set[str] = set()
        for y, row in enumerate(rows):
            line, ends = "".join(row), list(accumulate(map(len, row)))
            for match in _MARK.finditer(line):
                name, x = _NAMES[match[0]], bisect(ends, match.start())
                if name not in found and name not in but:
                    passages = [Passage.of(rows, y, x, bar) for bar in _BARS]
                    found |= {name for passage in passages if self._is_whole(name, passage)}
        return found

    def _is_right(self, mark: str, drawn: str) -> bool:
        texts = self.written.get(mark, ())
        return any(one.begins(text, drawn) for one in spellings_of(_NAMES[mark]) for text in texts)

    def _is_whole(self, name: str, passage: Passage) -> bool:
        texts = self.written.get(_MARKS[name], ())
        return any(one.is_all_of(text, passage) for one in spellings_of(name) for text in texts)

    def fields(self) -> set[str]:
        """The fields that were written."""
        return {name for name, mark in _MARKS.items() if mark in self.written}

    def marks_in(self, drawn: str) -> set[str]:
        """The fields whose marks stand on screen."""
        return {_NAMES[match[0]] for match in _MARK.finditer(drawn)}
