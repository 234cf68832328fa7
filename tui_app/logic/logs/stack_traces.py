"""Errors of several lines: Python tracebacks and Java, Scala or JavaScript stacks, each with its chain."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import takewhile

from .exception_chain import Block, Join, Link
from .line_prefix import HEAD, shortened, take_apart
from .words import is_generic

_MOST_LINES, _MOST_BETWEEN = 4_000, 400
_MOST_MESSAGE = 40
_FEW = 10
_TRACEBACK = re.compile(r"Traceback \(most recent call last\)")
_PROCESS = re.compile(r"(?=.*[A-Za-z])(?:\[[^\]]{1,60}\]|\([^)]{1,80}\)|[\w.-]{1,40}\s?[|>:])[:>|]?\s*")
"""The prefix by which a runner of several processes names one, which says nothing of the time."""
_FILE = re.compile(r'File "[^"]{1,400}", line \d+')
_EXCEPTION = re.compile(r"(?:[A-Za-z_][\w.]*\.)?(?:[A-Z_]\w*|[a-z]\w*(?=: ))(?:[\[(]\w+[\])])?(?::|\s*$)")
_NAMED = re.compile(
    r"[\w.]*(?:Error|Exception|Warning|Exit|Interrupt|Fault|Iteration|Failed|Failure|Timeout|Group)\b(?::|"
    r"\s*$)"
)
_BORDER = re.compile(r"^\s*[|│+]\s?")
_FRAME = re.compile(
    r"(?:^|\s)at [^\s(]{1,300}(?: \[[^\]]{1,60}\])? ?\((?:[\w$.<>-]+\.(?:java|scala|kt|groovy|"
    r"clj)(?::\d+)?|Native Method|"
    r"Unknown Source|[^()]{0,200}:\d+|<[\w ]+>)\)|^\s*at \S{1,300}:\d+:\d+\)?\s*$|^\s+at .{1,200} in "
    r"\S{1,200}:line \d+|"
    r"^\s*at [\w$.]{1,300}\([\w$.:<> ]{0,100}\)|^\s+at (?:async |new |Object\.|Module\.)\S+"
)
_MORE = re.compile(
    r"^\s*(?:\.{3} \d+ (?:more|common frames|elided)|Driver stacktrace:|\.{3} and \d+ more)|^\s*\[CIRCULAR"
)
_LINK = re.compile(r"^\s*(?:\[wrapped\] )?(Caused by|Suppressed|Nested exception|Cause)\s?: ")
_HEAD = re.compile(
    r"^(?:Exception in thread .{0,120}? (?=[\w$.]+[:.\s]?)|Caused by: |Error: |Unhandled exception\. |"
    r"Uncaught |: |"
    r"Exception: |\[?ERROR\]? ){0,2}(?:(?:[\w$]+\.)+[\w$]*(?:Exception|Error|Throwable|Failure|Fault|"
    r"Failed|Timeout)|"
    r"[A-Z]\w*(?:Exception|Error)|(?:Error)|KeyboardInterrupt|"
    r"SystemExit)(?:\s?\(\w+\)| exitCode=-?\d+)?(?:\s?:(?!\s*\d+(?:-\d\d?-\d\d? [\d:.]+)?\s*$)|\s*$)|"
    r"^Exception in thread \"?[^\"]{1,80}\"? (?:[\w$]+\.)+[\w$]+"
)
_CLASS = re.compile(r"^(?:Exception in thread .{0,80}? )?(?:[\w$]+\.)+[A-Z][\w$]*(?::|\s*$)")
_DIRECT, _HANDLING = "was the direct cause of the following", "During handling of the above exception"
_STATEMENT_HEADING = re.compile(r"(?i)(?:\bsql|\bquery|\bstatement|语句)\s?[:：]$")
_HEADING = re.compile(
    r"[:：]$|^Error (?:inserting/updating row|occurred while trying to connect to the database)\s*$"
)
_STATEMENT = re.compile(
    r"(?i)(?:select|insert|update|delete|create|alter|drop|merge|truncate|with|load|replace)\s+\S+\s"
)
_BELOW = re.compile(r"\bbelow\b[^.]{0,40}[.:]?\s*$|[:：]\s*$")
_MESSAGE_GOES_ON = re.compile(
    r"^(?:\s|\[SQL|\[parameters|LINE \d+:|DETAIL:|HINT:|CONTEXT:|QUERY:|\(Background on|HTTP response|"
    r"Reason:|Original )"
)


def has_traceback(line: str) -> bool:
    """Whether a traceback begins on a line, and is not a value within it."""
    if "Traceback (most recent" not in line or (found := _TRACEBACK.search(line, 0, HEAD * 4)) is None:
        return False
    return not line.startswith(":\\n", found.end())


def is_frame(line: str) -> bool:
    """Whether a line is a frame of a stack, or stands for some."""
    line = line[:HEAD]
    if "at " in line and _FRAME.search(line) is not None:
        return True
    may_stand_for_some = "..." in line or "stacktrace:" in line or "[CIRCULAR" in line
    return may_stand_for_some and _MORE.search(_body(line)) is not None


def is_head(message: str) -> bool:
    """Whether a message begins with the name of an exception."""
    return _HEAD.match(message[:HEAD]) is not None


def is_class(message: str) -> bool:
    """Whether a message begins with the name of a class, as the head of a stack does."""
    return _CLASS.match(message[:HEAD]) is not None


def _body(line: str) -> str:
    return line if line[:1] in " \t" else take_apart(line).text


# Python.


def read_traceback(lines: Sequence[str], head: int) -> Block:
    """Read a traceback and those chained to it, of one process where several write by turns."""
    rows = _own_rows(lines, head)
    if not rows:
        return _read_traceback(lines, head)
    block = _read_traceback([lines[row] for row in rows], 0)
    links = [replace(link, at=rows[link.at], end=rows[link.end - 1] + 1) for link in block.links]
    return Block(head, rows[block.end - 1] + 1, block.is_python, links)


def _own_rows(lines: Sequence[str], head: int) -> list[int]:
    """The lines from a head on that have its prefix, where lines with another one stand among them."""
    found = _TRACEBACK.search(lines[head])
    prefix = lines[head][: found.start()] if found else ""
    if not _PROCESS.fullmatch(prefix):
        return []
    rows = [
        row for row in range(head, min(len(lines), head + _MOST_BETWEEN)) if lines[row].startswith(prefix)
    ]
    is_next_frame = len(rows) > 1 and _FILE.search(lines[rows[1]][:HEAD]) is not None
    return rows if is_next_frame and rows != list(range(head, head + len(rows))) else []


def _read_traceback(lines: Sequence[str], head: int) -> Block:
    block = Block(head, head + 1, is_python=True)
    join = Join.HEAD
    while True:
        text = _reader(lines, head)
        link, end = _one_traceback(lines, head, text, join)
        block.end = max(block.end, end)
        if link is None:
            return block
        block.links.append(link)
        block.end = end = link.end
        if end < len(lines) and (below := text(end))[:1] in " \t" and _FILE.match(below.strip()):
            head, join = end - 1, Join.CAUSE  # the traceback of a worker, without a head of its own
            continue
        if end < len(lines) and has_traceback(lines[end]) and _announces(text(end - 1)):
            head, join = end, Join.CAUSE
            continue
        if end < len(lines) and text(end).startswith(": ") and is_head(text(end)):
            stack = read_stack(lines, end)
            block.links += stack.links
            block.end = stack.end
            return block
        found = _chained(lines, end, text)
        if found is None:
            return block
        connector, head, join = found
        last = block.links[-1]
        block.links[-1] = Link(
            last.at, _trimmed(lines, last.at, connector), last.text, last.join, last.frames
        )


def _reader(lines: Sequence[str], head: int) -> Callable[[int], str]:
    """A reader of a traceback's lines, which leaves out their common prefix."""
    found = _TRACEBACK.search(lines[head])
    left = found.start() if found else 0
    if left and head + 1 < len(lines):
        below = lines[head + 1]
        is_beside = below[:left] == lines[head][:left] and below[left:].lstrip().startswith('File "')
        if not is_beside and (below.lstrip().startswith('File "') or not below.strip()):
            left = 0
        elif not below[left:].lstrip(" \t|").startswith('File "'):
            return lambda number: take_apart(lines[number]).text
    return lambda number: shortened(lines[number][left:])


def _one_traceback(
    lines: Sequence[str], head: int, text: Callable[[int], str], join: Join
) -> tuple[Link | None, int]:
    """The exception that ends a traceback, None where it is cut off, and where the traceback ends."""
    frames: list[str] = []
    is_source_due, is_flat, number = False, False, head + 1
    title = re.match(r".{0,200}?(\w+(?:Error|Exception))\s{2,}Traceback", lines[head][:HEAD])
    last = min(len(lines), head + _MOST_LINES)
    while number < last:
        said = text(number)
        if bordered := _BORDER.match(said):
            said = said[bordered.end() :]
        bare = said.strip()
        if title:
            if bare.startswith(title[1] + ":"):
                return _python_link(lines, number, text, join, frames), number + 1
            if number - head > 120:
                return None, head + 1
        elif not bare:
            below = text(number + 1) if number + 1 < last else ""
            goes_on = (below[:1] in " \t" and below.strip()) or below.startswith('File "')
            if not goes_on and not (frames and _NAMED.match(below)):
                return None, number
        elif _FILE.match(bare):
            is_flat = said[:1] not in " \t"
            frames.append(bare)
            is_source_due = True
        elif said[:1] in " \t" or set(bare) <= set("^~ ") or bare.startswith("[Previous line repeated"):
            if not set(bare) <= set("^~ "):
                frames.append(bare)
            is_source_due = False
        elif is_source_due and is_flat and not _NAMED.match(bare):
            frames.append(bare)
            is_source_due = False
        elif bare[0] in "╭│╰─└":
            pass
        elif _EXCEPTION.match(bare):
            return _python_link(lines, number, text, join, frames), number + 1
        else:
            return None, number
        number += 1
    return None, number


def _python_link(
    lines: Sequence[str], at: int, text: Callable[[int], str], join: Join, frames: list[str]
) -> Link:
    said = _BORDER.sub("", text(at), count=1).strip()
    end = at + 1
    while (
        end < min(len(lines), at + 20)
        and lines[end].strip()
        and _MESSAGE_GOES_ON.match(text(end))
        and not _BORDER.match(lines[end])
        and not _FILE.match(text(end).strip())
    ):
        end += 1
    if said.endswith(":") and end == at + 1 and end < len(lines) and _says_nothing(said):
        # The message begins on a line of its own.
        below = next((row for row in range(end, min(end + 3, len(lines))) if text(row).strip()), None)
        if below is not None and not text(below).startswith(": "):
            return Link(below, below + 1, f"{said} {text(below).strip()}", join, tuple(frames[-12:]))
    return Link(at, end, said, join, tuple(frames[-12:]))


def _says_nothing(said: str) -> bool:
    """Whether an exception's message only announces the line below."""
    message = said.partition(": ")[2]
    return is_generic(message) or (_BELOW.search(message) is not None and message.count(" ") < _FEW)


def _announces(message: str) -> bool:
    """Whether a message quotes the traceback below it, as that of a worker's own exception."""
    return _BELOW.search(message[-200:]) is not None


def _chained(lines: Sequence[str], end: int, text: Callable[[int], str]) -> tuple[int, int, Join] | None:
    """The lines on which a chain's next traceback is announced and begins, and its relation to the last."""
    for number in range(end, min(end + 14, len(lines))):
        said = lines[number]
        if _DIRECT in said or _HANDLING in said:
            join = Join.DIRECT if _DIRECT in said else Join.HANDLING
            for head in range(number + 1, min(number + 8, len(lines))):
                if has_traceback(lines[head]):
                    return number, head, join
            return None
        if has_traceback(said):
            return None
    return None


def _trimmed(lines: Sequence[str], at: int, end: int) -> int:
    while end > at + 1 and not take_apart(lines[end - 1]).message.strip('"'):
        end -= 1
    return end


# Java and the like.


def read_stack(lines: Sequence[str], head: int) -> Block:
    """Read a stack from the line that names its exception."""
    block = Block(head, head + 1, is_python=False)
    number, join, margin = head, Join.HEAD, -1
    last = min(len(lines), head + _MOST_LINES)
    while number < last:
        if number == head or join is not Join.HEAD:
            if has_traceback(lines[number]):
                inner = read_traceback(lines, number)
                if inner.links:
                    block.links += [
                        Link(link.at, link.end, link.text, join, link.frames) for link in inner.links[-1:]
                    ]
                    end = inner.end
                    while end < last and not lines[end].strip():
                        end += 1
                    block.end = number = end
                else:
                    number += 1
            else:
                first = _first_frame(lines, number)
                block.links.append(_java_link(lines, number, first, join))
                block.end = number = first
        # Frames, until the next link.
        join = Join.HEAD
        while number < last:
            line = lines[number]
            if is_frame(line):
                number += 1
                block.end = number
                continue
            body = _body(line)
            found = _LINK.match(body[:HEAD])
            if found:
                indent = len(body) - len(body.lstrip())
                if found[1] == "Suppressed":
                    margin = indent if margin < 0 or indent < margin else margin
                    join = Join.SUPPRESSED
                else:
                    is_nested = margin >= 0 and indent >= max(1, margin)
                    join = Join.SUPPRESSED if is_nested else Join.CAUSE
                    margin = margin if is_nested else -1
                break
            if not line.strip() and any(
                is_frame(lines[row]) or _LINK.match(_body(lines[row])[:HEAD])
                for row in range(number + 1, min(number + 3, last))
            ):
                number += 1
                continue
            return block
        else:
            return block
    return block


def _first_frame(lines: Sequence[str], head: int) -> int:
    """The first frame below a message of several lines, else the line below the head."""
    for number in range(head + 1, min(head + _MOST_MESSAGE, len(lines))):
        line = lines[number]
        if is_frame(line):
            return number
        body = take_apart(line)
        if _LINK.match(body.text[:HEAD]):
            return number
        if (number > head + 1 and is_head(body.message)) or has_traceback(line):
            break
        if body.level and not body.is_relayed:
            break
    return head + 1


def _java_link(lines: Sequence[str], at: int, end: int, join: Join) -> Link:
    message = take_apart(lines[at]).message
    if message.endswith(":"):
        rows = range(at + 1, min(end if end > at + 1 else at + 3, len(lines)))
        said = [(row, take_apart(lines[row]).message) for row in rows if not is_frame(lines[row])]
        said = [(row, text) for row, text in said if text and not text.endswith(" -")]
        # A line that ends with a dash is a prefix without a message. The echo of a statement is no message:
        # that stands behind the echo, or on the line before.
        headings = list(takewhile(lambda row: _HEADING.search(row[1]), said[:-1])) if end > at + 1 else []
        is_echo_due = any(_STATEMENT_HEADING.search(text) for _, text in headings)
        below, text = (said[-1] if is_echo_due else said[len(headings)]) if said else (at, "")
        if text and not _STATEMENT.match(text):
            return Link(below, max(end, below + 1), f"{message} {text}", join)
    return Link(at, max(end, at + 1), message, join)
