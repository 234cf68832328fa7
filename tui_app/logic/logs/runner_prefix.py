"""A log without the words that a runner puts before every line, whatever they are."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import overload

from .line_prefix import take_apart

_SAMPLE = 200
_FEWEST = 4
_SHARE = 0.75
_PREFIX = re.compile(r"[^\s:>|\]]{1,60}(?: [^\s:>|\]]{1,40}){0,2}?(?:\[\d{1,9}\])?\s?(?:[:>|\]]|->)+\s")
_FAILURE = re.compile(
    r"(?i:(?:^|\s)(?:failed|failure|error|exception|fatal|cannot|warning|warn)(?=[\s:]))|失败|错误|异常"
)
"""Words that every line of a log may hold; a runner's name holds such a word within a longer one."""
_DIGITS = re.compile(r"\d+")


class Unwrapped(Sequence[str]):
    """The lines of a log without a prefix that most of them share."""

    def __init__(self, lines: Sequence[str], prefix: "re.Pattern[str]") -> None:
        self._lines, self._prefix = lines, prefix

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        """A line, or a list of lines."""
        if isinstance(index, int):
            return self._bare(self._lines[index])
        return [self._bare(line) for line in self._lines[index]]

    def _bare(self, line: str) -> str:
        found = self._prefix.search(line, 0, 200)
        return line[: found.start()] + line[found.end() :] if found else line


def unwrapped(lines: Sequence[str]) -> Sequence[str]:
    """A log without the prefix that most of its first lines share; the log itself where there is none."""
    if isinstance(lines, Unwrapped):
        return lines
    prefixes: Counter[str] = Counter()
    count = 0
    for line in lines[:_SAMPLE]:
        taken = take_apart(line)
        if taken.message:
            count += 1
            if found := _PREFIX.match(taken.text[:200]):
                prefixes[_DIGITS.sub("0", found[0])] += 1
    if not prefixes:
        return lines
    prefix, times = prefixes.most_common(1)[0]
    if times < _FEWEST or times < _SHARE * count or _FAILURE.search(prefix):
        return lines
    pattern = re.escape(prefix).replace("0", r"\d{1,20}")
    return Unwrapped(lines, re.compile(rf"(?<!\S){pattern}"))
