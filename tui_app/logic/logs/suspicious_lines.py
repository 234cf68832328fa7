"""The lines of a log that may hold an error; cheap words pick them, so that megabytes take milliseconds."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from ..time_slicing import Steps
from . import words
from .line_role import RULES
from .rule import Role, Rule
from .run_heads import WORDS as RUN_WORDS
from .word_index import WordIndex

SLICE = 512
"""Lines that are searched between two pauses."""
_AT_A_TIME = 128
"""Lines that are searched for words in one step."""

_BLOCK_WORDS = (
    *("traceback (most", "exception", "error", ".java:", ".scala:", "native method", "caused by"),
    "unknown source",
)
_LEVEL_WORDS = (
    *("fatal", "severe", "critical", "err]", "crit", "emerg", "panic", "warn", " e ", "[e]", "[f]", " f "),
    *("严重", "警告"),
)
_SAME = bytes.maketrans(b"123456789", b"000000000")
"""Digits are the same in what is searched: lines that differ in nothing else hold the same words."""


def _searched(text: str) -> bytes:
    return text.lower().encode("utf-8", "surrogatepass").translate(_SAME)


_HARMLESS = tuple(
    (rule, tuple(_searched(word) for word in rule.needles)) for rule in RULES if rule.role is Role.HARMLESS
)
_OTHERS = tuple(rule for rule in RULES if rule.role is not Role.HARMLESS)
_RULES_OF: dict[bytes, list[int]] = {}
for _number, _rule in enumerate(_OTHERS):
    for _needle in _rule.needles:
        _RULES_OF.setdefault(_searched(_needle), []).append(_number)
_RUN_WORDS = frozenset(_searched(word) for word in RUN_WORDS)
_LETTERS = bytes(code if code > 127 or chr(code).isalpha() else 32 for code in range(256))
_NEEDLES_OF: dict[bytes, list[tuple[bytes, tuple[bytes, ...]]]] = {}
"""The needles by their longest run of letters, with the others."""
_OTHER_NEEDLES = {_searched(word) for word in (*_BLOCK_WORDS, *_LEVEL_WORDS, *words.NEEDLES)}
for _word in sorted({*_RULES_OF, *_OTHER_NEEDLES, *_RUN_WORDS}):
    _longest, *_rest = sorted(_word.translate(_LETTERS).split(), key=len, reverse=True)
    _NEEDLES_OF.setdefault(_longest, []).append((_word, tuple(_rest)))
_WORDS = WordIndex(_NEEDLES_OF)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """The reason to judge a line."""

    rules: tuple[Rule, ...]
    """Those that the words in it are of."""

    may_be_run: bool


_LONGEST_END = 8_192
"""Characters at either end of a very long line in which words are searched."""
_LONGEST_SHAPE, _MOST_SHAPES = 600, 4_096
_found_before: dict[bytes, Suspicion | None] = {}
"""The results for lines that were searched, by their searched form."""


def suspicious_lines(lines: Sequence[str], first: int) -> Steps[list[tuple[int, Suspicion]]]:
    """Find those of the next lines that hold a word, ascending."""
    part = [_ends_of(line) for line in lines[first : first + SLICE]]
    rows = _searched("\n".join(part)).split(b"\n")
    if len(rows) != len(part):
        rows = [_searched(line.replace("\n", " ")) for line in part]
    if len(_found_before) >= _MOST_SHAPES:
        _found_before.clear()
    found = {row: _found_before[row] for row in set(rows) if row in _found_before}
    fresh = [row for row in dict.fromkeys(rows) if row not in found]
    for start in range(0, len(fresh), _AT_A_TIME):
        piece = fresh[start : start + _AT_A_TIME]
        for row, suspicion in zip(piece, _search(piece), strict=True):
            found[row] = suspicion
            if len(row) <= _LONGEST_SHAPE:
                _found_before[row] = suspicion
        yield
    return [(number, why) for number, row in enumerate(rows, first) if (why := found[row])]


def _ends_of(line: str) -> str:
    """A line, of a very long one its beginning and its end."""
    return line if len(line) <= 2 * _LONGEST_END else f"{line[:_LONGEST_END]} {line[-_LONGEST_END:]}"


def _search(rows: Sequence[bytes]) -> list[Suspicion | None]:
    """Search lines for all words at once."""
    text = b"\n".join(rows)
    # The same words come again and again in a log: what they are is looked up in a list of them.
    vocabulary = b" ".join(set(text.translate(_LETTERS).split()))
    needles = [
        needle
        for word in _WORDS.found_in(vocabulary)
        for needle, others in _NEEDLES_OF[word]
        if all(other in vocabulary for other in others)
    ]
    ends = list(accumulate(len(row) + 1 for row in rows))
    hits: dict[int, set[int]] = {}
    run_hits: set[int] = set()
    for needle in needles:
        numbers = _RULES_OF.get(needle, ())
        at = text.find(needle)
        while at >= 0:
            row = bisect_right(ends, at)
            hits.setdefault(row, set()).update(numbers)
            if needle in _RUN_WORDS:
                run_hits.add(row)
            at = text.find(needle, ends[row])
    harmless = [(rule, [word for word in needles if word in text]) for rule, needles in _HARMLESS]
    harmless = [(rule, present) for rule, present in harmless if present]
    found: list[Suspicion | None] = [None] * len(rows)
    for row, numbers_hit in hits.items():
        held = rows[row]
        rules = [rule for rule, present in harmless if any(word in held for word in present)]
        rules += [_OTHERS[number] for number in sorted(numbers_hit)]
        found[row] = Suspicion(tuple(rules), row in run_hits)
    return found
