"""The heads of runs, in a log that holds several runs or tries of a task."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

WORDS = (
    "run  num",
    "run num",
    "runnum",
    "attempt",
    "try ",
    "retry ",
    "重试",
    "次执行",
    "次运行",
    "运行次数",
    "执行次数",
    "重跑",
)
_HEADS = (
    re.compile(r"^\W*run\s+num\s?[:：=]\s*(?P<number>\d{1,6})\W*$", re.I),
    re.compile(
        r"^\W*(?:Starting |Begin |Running )?(?:attempt|try|run|retry)\s?(?:no\.?|number|#|"
        r"num)?\s?[:=]?\s?(?P<number>\d{1,4})"
        r"(?:\s?(?:of|/)\s?(?P<total>\d{1,4}))?\W*(?:start(?:s|ed|ing)?)?\W*$",
        re.I,
    ),
    re.compile(r"\bStarting attempt (?P<number>\d{1,4}) of (?P<total>\d{1,4})"),
    re.compile(r"^\W*(?:开始)?第\s?(?P<number>\d{1,4})\s?次(?:执行|运行|重试|尝试|重跑)(?:开始)?\W*$"),
    re.compile(r"^\W*(?:运行|执行|重试)次数\s?[:：=]\s?(?P<number>\d{1,4})\W*$"),
)


@dataclass(frozen=True, slots=True)
class Run:
    """A run, or a try of one, within a log."""

    line: int
    """Its head."""

    number: int
    """The number in its head."""

    total: int | None = None
    """The most tries there can be, where the head names them."""


def run_at(message: str, line: int) -> Run | None:
    """The run whose head a message is; None for none."""
    if len(message) > 200:
        return None
    for head in _HEADS:
        if found := head.search(message):
            total = found.groupdict().get("total")
            return Run(line, int(found["number"]), int(total) if total else None)
    return None


def in_words(runs: Sequence[Run]) -> str:
    """The run that counts, such as ``try 3 of 3`` or ``last of 3 runs``; empty for a log of one run."""
    if len(runs) < 2:
        return (
            f"try {runs[0].number} of {runs[0].total}"
            if runs and runs[0].total and runs[0].number > 1
            else ""
        )
    last = runs[-1]
    return f"try {last.number} of {last.total}" if last.total else f"last of {len(runs)} runs"
