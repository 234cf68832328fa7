"""Where a log tells of an error, and which of its lines say why.

A pure reading of the text: nothing here knows how a run ended. Lines are numbered from 0 and need not have
passed `logic.sanitize`. Cheap needles pick the few lines that are looked at closely, so that megabytes take
milliseconds; only the first 2,000 characters of a line are looked at.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

from ..steps import Steps, at_once

TRACEBACK, JAVA, EXCEPTION = "Python traceback", "Java exception", "exception"
CLUSTER, MEMORY, SHELL, EXIT, LEVEL = "Hive or Spark", "out of memory", "shell", "exit code", "error level"
_CONSEQUENCES = frozenset({EXIT, LEVEL})

_NEAR = 50
_SLICE = 256
_REACH = 2_000
_TIME = re.compile(r"^[\d\W_TZ]{8,48}(?=[^\W\d])")
_DIGRESSIONS = ("During handling of the above exception", "The above exception was the direct cause")


@dataclass(frozen=True, slots=True)
class LogError:
    """One error, with the lines that belong to it."""

    line: int
    """Its first line."""

    end: int
    """The line past its last."""

    kind: str
    """What sort of error, in words for the person: one of this module's constants."""

    summary: str
    """The decisive line, without the blanks around it: a traceback's last, a chain's deepest cause."""

    at: int
    """The line the summary stands on."""

    @property
    def is_consequence(self) -> bool:
        """Does it merely report what an error before it has caused, as ``exit code 1`` does?"""
        return self.kind in _CONSEQUENCES


def errors_in(lines: Sequence[str], since: int = 0) -> list[LogError]:
    """Every error from the line `since` on, in order; none overlaps another."""
    return at_once(find_errors(lines, since))


def find_errors(lines: Sequence[str], since: int = 0) -> Steps[list[LogError]]:
    """The same in steps, for long logs."""
    found: list[LogError] = []
    past = since
    for first in range(since, len(lines), _SLICE):
        for number in _suspects(lines, first):
            if number >= past and (error := _error_at(lines, number)):
                found.append(error)
                past = error.end
        yield
    return found


def decisive_error(errors: Sequence[LogError]) -> LogError | None:
    """The error to read first: the last, or what caused it shortly before; None for none."""
    if not errors:
        return None
    last = errors[-1]
    for error in reversed(errors):
        if last.line - error.end > _NEAR:
            break
        if not error.is_consequence:
            return error
    return last


def decisive(lines: Sequence[str], most: int = 10) -> list[str]:
    """The lines a colleague needs to see, in their order: what the errors say, and what stands around it.

    Errors count from the last to the first, the decisive one before all; what two say in the same words
    counts once. Room that is left is filled with what the decisive one says before its end. Without an
    error: the last lines that are not blank.
    """
    weighty = _weighty(errors_in(lines))
    if not weighty:
        return [line for line in lines[-10 * most :] if line.strip()][-most:]
    chosen = {error.at for error in weighty[: max(1, most // 2)]}
    first = weighty[0]
    around = chain(*(_around(lines, error) for error in weighty), range(first.at - 1, first.line - 1, -1))
    for number in around:
        if len(chosen) >= most:
            break
        chosen.add(number)
    return [lines[number] for number in sorted(chosen)[:most]]


def _weighty(errors: list[LogError]) -> list[LogError]:
    """The errors worth telling, the weightiest first."""
    first = decisive_error(errors)
    told: dict[str, LogError] = {}
    for error in [*([first] if first else []), *reversed(errors)]:
        # Each try of a task fails in the same words, at another time.
        told.setdefault(_TIME.sub("", error.summary), error)
    return list(told.values())


def _around(lines: Sequence[str], error: LogError) -> Iterator[int]:
    """Lines near a summary that are not blank, the nearest first, those above before those below."""
    near = [
        *range(error.at - 1, max(-1, error.at - 5), -1),
        *range(error.at + 1, min(len(lines), error.at + 3)),
    ]
    return (number for number in near if lines[number].strip())


# What a line says.


class _Sign:
    """What lines of one kind of error look like."""

    def __init__(self, kind: str, words: str, pattern: str) -> None:
        self.kind = kind
        self.words = words.split("|")
        """One of these stands in every such line; looking for them is much cheaper than the pattern."""
        self._pattern = re.compile(pattern)

    def is_in(self, line: str) -> bool:
        if not any(word in line for word in self.words):
            return False
        found = self._pattern.search(line, 0, _REACH)
        return found is not None and (found.re.groups == 0 or found[1] is not None)


_LEAD = r"^[\d\W_TZ]{0,48}(?:Exception in thread .{0,80}? |Caused by: )?"
"""Time, brackets and blanks before what a line says."""
_TRACEBACK = re.compile(r"Traceback \(most recent call last\)")
_MEMORY = _Sign(
    MEMORY,
    "emory|oom|OOM|137",
    r"\bOutOfMemoryError\b|\bMemoryError\b|\b[Oo]ut of memory\b|Cannot allocate memory|\boom-kill|"
    r"\bOOM[ -]?[Kk]ill|beyond (?:the )?'?(?:physical|virtual|PHYSICAL|VIRTUAL)'? memory|"
    r"\b(?:exit|exited|return|returned)\b.{0,40}\b137\b",
)
_SIGNS = (
    _Sign(TRACEBACK, "Traceback (most", _TRACEBACK.pattern),
    _MEMORY,
    # Hive says so after every failed job; what failed is told elsewhere.
    _Sign(EXIT, "FAILED: Ex", r"FAILED: Execution Error, return code \d+ from \S+\s*$"),
    _Sign(EXIT, "with errors", r"Ended Job = \S+ with errors"),
    _Sign(
        CLUSTER,
        "FAILED|Error while|Container |Job aborted|ExecutorLost|tasks failed|Vertex failed",
        r"\bFAILED: \S|Error while (?:compiling|processing) statement|\bContainer (?:\S+ )?killed\b|"
        r"Job aborted due to stage failure|ExecutorLostFailure|Job failed as tasks failed|"
        r"\bfinal status: FAILED\b|Vertex failed|Container exited with",
    ),
    _Sign(
        JAVA,
        "Exception|Error|Throwable",
        rf"{_LEAD}(?:Error: )?(?:[\w$]+\.)+[\w$]*(?:Exception|Error|Throwable)\b(?::|\s*$)",
    ),
    _Sign(EXCEPTION, "Exception|Error", rf"{_LEAD}[\w$]*(?:Exception|Error)(?::(?!\s*\d+\s*$)|\s*$)"),
    _Sign(EXCEPTION, "error: |fatal: ", r"^\s*(?:[\w.-]{0,40}: )?(?:error|fatal): (?!\d+\s*$)"),
    _Sign(
        SHELL,
        "not found|No such file|denied|Killed|Aborted|Terminated|fault|core dumped",
        r": (?:command not found|No such file or directory|Permission denied|not found)\s*$|core dumped|"
        r"^(?:.{0,200}: line \d+:)?\s*\d*\s*(?:Killed|Aborted|Terminated|Segmentation fault)\b",
    ),
    _Sign(
        EXIT,
        "exit |exited |code |status ",
        r"\bexit(?:ed)?(?: with)?(?: a)?(?: non-zero)?(?: (?:code|status|value))?[ :=]+-?[1-9]\d*\b",
    ),
    _Sign(
        LEVEL,
        "ERROR|FATAL|CRITICAL|SEVERE",
        # The first level of a line is its own: group 1 where that is one of the bad ones.
        r"(?<![\w/.=-])(?<!\b0 )(?<!\bno )"
        r"(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|(ERROR|FATAL|CRITICAL|SEVERE))"
        r"(?![\w/=-]|\.\w|s?\s*[:=]?\s*0\b)",
    ),
)
_HEADS = [sign for sign in _SIGNS if sign.kind in (TRACEBACK, JAVA)]
"""What may follow on the line that announces it."""
_NEEDLES = sorted({word for sign in _SIGNS for word in sign.words})


def _suspects(lines: Sequence[str], first: int) -> list[int]:
    """Those of the next `_SLICE` lines that hold one of the words, ascending."""
    part = lines[first : first + _SLICE]
    text = "\n".join(part)
    ends = list(accumulate(len(line) + 1 for line in part))
    hits: set[int] = set()
    for needle in _NEEDLES:
        at = text.find(needle)
        while at >= 0:
            row = bisect_right(ends, at)
            hits.add(first + row)
            at = text.find(needle, ends[row])
    return sorted(hits)


def _kind(line: str) -> str | None:
    return next((sign.kind for sign in _SIGNS if sign.is_in(line)), None)


# Which lines belong together.

_STACK = re.compile(
    r"^\s+at \S|^\s*\.{3} \d+ (?:more|common)|^\s*(?:Caused by|Suppressed): |^\s*Driver stacktrace:"
)
_LAST_OF_TRACEBACK = re.compile(r"[\w.]+(?::|\s*$)")


def _error_at(lines: Sequence[str], first: int) -> LogError | None:
    """The error that begins on a line, if one does."""
    kind = _kind(lines[first])
    if kind is None:
        return None
    head = first
    if kind == LEVEL and first + 1 < len(lines):
        below = next((sign.kind for sign in _HEADS if sign.is_in(lines[first + 1])), None)
        head, kind = (first, kind) if below is None else (first + 1, below)
    if kind == TRACEBACK:
        at, end = _traceback(lines, head)
    else:
        at, end = _stack(lines, head)
        kind = JAVA if kind in (LEVEL, EXCEPTION) and end > head + 1 else kind
    if _MEMORY.is_in(lines[at]):
        kind = MEMORY
    return LogError(first, end, kind, lines[at].strip(), at)


def _stack(lines: Sequence[str], head: int) -> tuple[int, int]:
    """The deepest cause of a Java stack, or its head, and where the stack ends."""
    at, end = head, _stack_start(lines, head)
    while end < len(lines) and _STACK.match(lines[end], 0, _REACH):
        if lines[end].lstrip().startswith("Caused by:"):
            at = end
        end += 1
    return at, end


def _stack_start(lines: Sequence[str], head: int) -> int:
    """The line after a message, which may have several: stack frames tell that they belong to it."""
    below = range(head + 1, min(head + 5, len(lines)))
    if not any(_STACK.match(lines[number], 0, _REACH) for number in below):
        return head + 1
    for number in below:
        if _STACK.match(lines[number], 0, _REACH):
            return number
        if _kind(lines[number]):
            break
    return head + 1


def _traceback(lines: Sequence[str], head: int) -> tuple[int, int]:
    """The last line of a Python traceback and of those chained to it, and where it ends."""
    while True:
        at = _last_line(lines, head)
        chained = next((line for line in lines[at + 1 : at + 4] if line.strip()), "")
        if not any(words in chained for words in _DIGRESSIONS):
            return at, at + 1
        below = range(at + 2, min(at + 7, len(lines)))
        following = next((number for number in below if _TRACEBACK.search(lines[number], 0, _REACH)), None)
        if following is None:
            return at, at + 1
        head = following


def _last_line(lines: Sequence[str], head: int) -> int:
    """The line that names the exception; the last indented one where none does."""
    found = _TRACEBACK.search(lines[head], 0, _REACH)
    left = found.start() if found else 0
    end = head + 1
    if not (end < len(lines) and lines[end][left:].startswith("  File ")):
        left = 0  # a logger has put its own words before the first line only
    while end < len(lines) and lines[end][left : left + 1].isspace():
        end += 1
    named = end < len(lines) and _LAST_OF_TRACEBACK.match(lines[end], left)
    return end if named else end - 1
