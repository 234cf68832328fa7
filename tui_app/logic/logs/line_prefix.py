"""A line of a log without what loggers and runners put before its message.

Layers come off from the left, in any order: times, levels, loggers, threads, source positions, pods and
containers. The level of the innermost layer counts.
"""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from .progress import end_of_bar
from .words import is_generic

HEAD, TAIL = 1_500, 500
"""Characters of a long line that are looked at, at its beginning and at its end."""
_MOST_LAYERS = 16


class Level(IntEnum):
    """The level that a logger gives a line."""

    NONE = 0
    DEBUG = 1
    INFO = 2
    WARN = 3
    ERROR = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a log, taken apart."""

    text: str
    """The message, with the blanks before it; the middle of a very long one is left out."""

    start: int
    """The offset of the message in the line as received."""

    level: Level
    """The innermost level."""

    is_relayed: bool
    """Whether the level is a runner's, which gives it to every line its child prints."""

    tagged: str = ""
    """The message with its level before it where the line begins with that; else empty."""

    logger: str = ""
    """The text between the level and the message: the name of a logger or of a program."""

    @property
    def message(self) -> str:
        """The message without the blanks around it."""
        return self.text.strip()

    @property
    def named(self) -> str:
        """The message with the logger or program before it."""
        return f"{self.logger} {self.message}" if self.logger else self.message


_LEVELS = {
    **dict.fromkeys(("TRACE", "DEBUG", "DBG", "FINE", "FINER", "FINEST", "D", "调试"), Level.DEBUG),
    **dict.fromkeys(("INFO", "NOTICE", "INF", "I", "信息", "MINIMAL", "BASIC"), Level.INFO),
    **dict.fromkeys(("WARN", "WARNING", "WRN", "W", "警告"), Level.WARN),
    **dict.fromkeys(
        ("ERROR", "ERR", "FATAL", "CRITICAL", "CRIT", "SEVERE", "EMERG", "PANIC", "EROR", "E", "F"),
        Level.ERROR,
    ),
    **dict.fromkeys(("错误", "严重", "致命"), Level.ERROR),
}
_IN_BRACKETS = {**_LEVELS, **dict.fromkeys(("FAIL", "FAILED", "失败"), Level.ERROR)}
_WORDS = "|".join(sorted((word for word in _LEVELS if len(word) > 1), key=len, reverse=True))
_INITIALS = frozenset("[(<【" + "".join(word[0] for word in _LEVELS))
_ANY_LEVEL = re.compile(_WORDS)
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?:[.,:]\d{1,9})?"
_ZONE = (
    r"(?:\s?(?:[AaPp]M\b|UTC|GMT|CST|EST|CET|Z\b|[+-]\d\d:?\d\d\b|(?:(?!INFO|WARN|ERROR|FATAL|DEBUG|TRACE)[A-Z]{3,5}|[+-]\d\d)"
    r"(?=[\])>])))*"
)
_DAY = (
    r"(?:\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{2,4}|\d{4}年\d\d?月\d\d?日|\d{8}(?=[ T_-]\d\d:)|"
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d\d?"
    r"(?:,? \d{4})?|\d\d?/(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)/\d{4})"
)
_TIME = re.compile(rf"[\[(<]?(?:{_DAY}(?:,?[ T_:-]{{1,2}}{_CLOCK})?|{_CLOCK}){_ZONE}[\])>]?(?![\w%])[,:]?")
_LEVEL = re.compile(
    rf"(?P<open>[\[(<【]?)\s{{0,4}}(?P<level>{_WORDS})\s{{0,4}}(?P<close>[\])>】]?)(?:[:：!](?=\s|\w|$)|,)?"
    r"(?=\s|$|[-|:：\[(\w])(?![A-Za-z])",
)
_LOWER = re.compile(
    r"[\[<(](trace|debug|info|notice|warn|warning|err|error|fatal|critical|severe|"
    r"Trace|Debug|Info|Notice|Warn|Warning|Err|Error|Fatal|Critical|Severe|[DIWEF]|"
    r"FAIL(?:ED)?|Fail(?:ed)?|fail(?:ed)?|失败)\s{0,6}[\]>)][:,]?"
)
"""A level that only brackets make one."""
_LETTER = re.compile(r"(?!I/O\b)([DIWEF])(?=[ \]/:]\s?[\w./\[(])")
_GLOG = re.compile(r"([DIWEF])\d{4} \d\d:\d\d:\d\d\.\d+\s+\d+ [\w./-]+:\d+\]")
_SOURCE = re.compile(r"\{[\w./<>-]{1,80}:\d+\}")
_BRACKETS = re.compile(
    r"\[(?!(?:Errno|WinError|Error|ERROR|SQL|Microsoft|unixODBC|-\d{3,5}\]:|\d+\]\s*$))[^\[\]]{0,120}\](?=[\s,:\-\[]|"
    r"$)[,:]?"
)
_HOOK = "hooks.subprocess.SubprocessHook]"
"""Airflow's logger of what a child prints."""
_TASK = re.compile(r"\[task \d{1,9}\],?$")
_SEPARATOR = re.compile(r"[-–—|>:](?=\s|$)|->|\|")
_STREAM = re.compile(
    r"(?:stdout|stderr|STDOUT|STDERR)(?: [FP](?=\s)|[:>|]|\s(?=\d{4}))|\[(?:stdout|stderr)\]|"
    r"Std(?:output|Out|Err)\s(?=\S)"
)
_PROCESS = re.compile(r"[\w.-]{1,64} [\w./-]{1,64}\[\d+\]:(?=\s)|(?!make\[)[\w./-]{1,64}\[\d+\]:(?=\s)")
_COMPOSE = re.compile(r"(?!\d{1,7}\s)[\w.-]{1,64}\s{0,20}\|(?=\s)")
_SUBTASK = re.compile(r"(?:Job \d+: )?Subtask(?::| \S{1,80})(?=\s)")
_KETTLE = re.compile(r"- [^\s:\[][^:\n]{0,80}? - (?=\S|\s)")
_BUILD = re.compile(r"\((?:version|build) [^)]{1,200}\) :")
_LOGGER = re.compile(
    r"(?!\S*(?:Exception|Error|Throwable|Failure|Fault|FAILED|failed)\s?[:\-])"
    r"(?=[A-Za-z_\[(])[\w.$#/@\-\[\]()<>]{1,100}(?:\(\w*\))?(?::\d+)?(?:\s-|:)(?=\s)"
)
_NAMED_LEVEL = re.compile(
    rf"(?P<names>(?:[^\s:]{{1,60}}\s+){{1,3}}?)[\[(<|]?(?P<level>{_WORDS})[\])>|]?(?=\s+[-\[(|]|:|\s+\S+ "
    rf"-|\s{{2}})"
)
_PYTHON_LEVEL = re.compile(rf"({_WORDS}):[\w.]{{1,60}}:(?=\S)")
_LOGFMT = re.compile(r"(?:^|\s)(?:level|lvl|severity)=\"?([A-Za-z]{1,8})\b")
_LOGFMT_TEXT = re.compile(r"\bmsg=(?:\"((?:[^\"\\]|\\.){0,2000})\"|(\S{1,500}))")
_LOGFMT_ERROR = re.compile(r"\berr(?:or)?=(?:\"((?:[^\"\\]|\\.){1,2000})\"|(\S{1,500}))")
_JSON = re.compile(r'"(?:level|levelname|severity|log\.level|lvl|@level)"\s?:\s?"([A-Za-z]{1,8})"')
_STRUCTURED_TIME = re.compile(
    r"\b(?:time|ts|timestamp|asctime|datetime)\"?\s?[:=]\s?\"?(\d{4}-\d\d-\d\d[T ][^\s\",}]{5,24})"
)
_JSON_TEXT = re.compile(r'"(?:msg|message|event|text|@message)"\s?:\s?"((?:[^"\\]|\\.){0,2000})"')
_JSON_ERROR = re.compile(r'"(?:error|err|exception|error_detail)"\s?:\s?"((?:[^"\\]|\\.){1,2000})"')
_JSON_EXCEPTION = re.compile(
    r'"exc_type"\s?:\s?"([\w.]{1,200})",\s?"exc_value"\s?:\s?"((?:[^"\\]|\\.){1,2000})"'
)
_JSON_STACK = re.compile(
    r'"(?:stack_?trace|error\.stack_trace|exc_info|traceback|stack)"\s?:\s?"((?:[^"\\]|\\.){1,40000})"'
)
_LINE_END = re.compile(r"(?:\\[nrt])+")


def level_of(word: str) -> Level:
    """The level a word names, in any case."""
    return _IN_BRACKETS.get(word.upper(), Level.NONE)


def shortened(text: str) -> str:
    """A text with its middle left out where it is too long to be looked at."""
    return text if len(text) <= HEAD + TAIL + 1 else f"{text[:HEAD]}…{text[-TAIL:]}"


_SAME = bytes.maketrans(b"123456789", b"000000000")
_LONGEST_SHAPE, _MOST_SHAPES = 600, 4_096


@dataclass(frozen=True, slots=True)
class _Layers:
    """The layers before a message, as offsets in its line."""

    start: int
    level: Level
    is_relayed: bool
    tag: int
    """The offset of the level that counts, -1 for none."""

    logger: slice
    times: tuple[slice, ...]
    """The times, the outermost first."""

    level_span: slice
    """The level that counts, with its brackets; empty for none."""


@dataclass(frozen=True, slots=True)
class Prefix:
    """The parts of a line before its message that say when and how grave."""

    level: Level
    """The innermost level."""

    times: tuple[slice, ...]
    """The times, the outermost first, with their brackets."""

    level_span: slice
    """The level that counts, with its brackets; empty for none."""


_layers: dict[bytes, _Layers] = {}
"""The layers so far, by their lines with every digit the same."""


@lru_cache(maxsize=64)
def take_apart(line: str) -> Line:
    """Take a line apart."""
    structured = _structured(line)
    if structured is not None:
        return structured
    layers = _layers_by_shape(line)
    is_tagged = layers.level is Level.ERROR and layers.tag >= 0
    tagged = shortened(line[layers.tag :]).strip() if is_tagged else ""
    logger = line[layers.logger].strip()
    return Line(
        shortened(line[layers.start :]), layers.start, layers.level, layers.is_relayed, tagged, logger
    )


def prefix_of(line: str) -> Prefix:
    """The times and the level before the message of a line, or among its keys and values."""
    if (structured := _structured(line)) is not None:
        word = _LOGFMT.search(line, 0, 200) if line[:1] != "{" else _JSON.search(line, 0, HEAD)
        time = _STRUCTURED_TIME.search(line, 0, HEAD)
        return Prefix(
            structured.level,
            (slice(*time.span(1)),) if time else (),
            slice(*word.span(1)) if word else slice(0, 0),
        )
    layers = _layers_by_shape(line)
    return Prefix(layers.level, layers.times, layers.level_span)


def _layers_by_shape(line: str) -> _Layers:
    if len(line) > _LONGEST_SHAPE:
        return _layers_of(line)
    shape = line.encode("utf-8", "surrogatepass").translate(_SAME)
    found = _layers.get(shape)
    if found is None:
        if len(_layers) >= _MOST_SHAPES:
            _layers.clear()
        found = _layers[shape] = _layers_of(line)
    return found


def _layers_of(line: str) -> _Layers:
    at, level, is_relayed, has_time, logger, tag, before = 0, Level.NONE, False, False, slice(0), -1, ""
    times: list[slice] = []
    level_span = slice(0, 0)
    at = end_of_bar(line)
    for _ in range(_MOST_LAYERS):
        blanks = _blanks(line, at)
        here = at + blanks
        if here >= len(line):
            break
        end, found, kind = _layer(line, here, at > 0, has_time, Level.NONE if is_relayed else level)
        # Behind a dash stands a message, which may begin with the name of a class, unless a dash follows.
        is_message = kind == "logger" and before == "separator" and not line[here:end].endswith("-")
        if end <= here or is_message:
            break
        if kind == "time":
            times.append(slice(here, end))
        # What stays behind a prefix is the message; a line that is all prefix is a message itself.
        if not line[end : end + 400].strip():
            if found is not None:
                level, level_span = found, slice(here, end)
            break
        # An arrow stands between what a runner puts before a line and what its child prints.
        is_relayed = is_relayed or (level is not Level.NONE and line.startswith("->", here))
        if found is not None:
            level, is_relayed, tag = found, _came_by_relay(line, here), here
            level_span = slice(here, end)
        logger = slice(here, end) if kind == "logger" else slice(0)
        has_time, before = has_time or kind == "time", kind
        at = end
    if at and line[at : at + 1] in " \t":
        at += 1
    return _Layers(at, level, is_relayed, tag, logger, tuple(times), level_span)


def _blanks(line: str, at: int) -> int:
    if not line[at : at + 1].isspace():
        return 0
    ahead = line[at : at + 200]
    return len(ahead) - len(ahead.lstrip())


def _came_by_relay(line: str, here: int) -> bool:
    """Whether a runner's source position or task number stands right before a level, or its hook behind."""
    before = line[max(0, here - 80) : here].rstrip()
    return before.endswith("}") or _TASK.search(before) is not None or _HOOK in line


def _layer(line: str, at: int, is_inner: bool, has_time: bool, level: Level) -> tuple[int, Level | None, str]:
    """The end of the layer that begins at an offset, its level and its kind."""
    first = line[at]
    if (first.isdigit() or first in "[(<JFMASONDTW") and (found := _TIME.match(line, at)):
        return found.end(), None, "time"
    if first == "{" and (found := _SOURCE.match(line, at)):
        return found.end(), None, "source"
    if first in "DIWEF" and (found := _GLOG.match(line, at)):
        return found.end(), level_of(found[1]), "level"
    if first in _INITIALS and (found := _PYTHON_LEVEL.match(line, at)):
        return found.end(), level_of(found[1]), "level"
    if first in _INITIALS and (found := _LEVEL.match(line, at)) and _is_level(line, found, is_inner):
        return found.end(), level_of(found["level"]), "level"
    if first in "[<(" and (found := _LOWER.match(line, at)):
        return found.end(), level_of(found[1]), "level"
    if has_time and first in "DIWEF" and (found := _LETTER.match(line, at)):
        return found.end(), level_of(found[1]), "level"
    if first in "Ss[" and (found := _STREAM.match(line, at)):
        return found.end(), None, "stream"
    if first in "JS" and (found := _SUBTASK.match(line, at)):
        return found.end(), None, "runner"
    if has_time and first == "-" and (found := _KETTLE.match(line, at)):
        return found.end() - 1, None, "step"
    if first == "(" and (found := _BUILD.match(line, at)):
        return found.end(), None, "build"
    if first == "[" and (found := _BRACKETS.match(line, at)):
        return found.end(), None, "brackets"
    if is_inner and first in "-–—|>:" and (found := _SEPARATOR.match(line, at)):
        return found.end(), None, "separator"
    if (
        has_time
        and level is Level.NONE
        and _ANY_LEVEL.search(line, at, at + 200)
        and (found := _NAMED_LEVEL.match(line, at))
    ):
        return found.end(), level_of(found["level"]), "level"
    if line.find("]:", at, at + 150) > 0 and (found := _PROCESS.match(line, at)):
        return found.end(), None, "process"
    if line.find("|", at, at + 100) > 0 and (found := _COMPOSE.match(line, at)):
        return found.end(), None, "container"
    if level is not Level.NONE and (found := _LOGGER.match(line, at)):
        return found.end(), None, "logger"
    return at, None, ""


def _is_level(line: str, found: "re.Match[str]", is_inner: bool) -> bool:
    """Whether a level's word is a level here and not the beginning of a sentence."""
    if found["open"] or is_inner:
        return True
    rest = line[found.end() : found.end() + 40].lstrip()
    closed = line[found.end("level") : found.end("level") + 1]
    return bool(rest) and (closed in " \t:：!|]" or not closed)


def _structured(line: str) -> Line | None:
    """A line of a logger that writes keys and values, or JSON."""
    if line[:1] == "{" and '"' in line[:40]:
        if found := _JSON.search(line, 0, HEAD):
            more = _JSON_EXCEPTION.search(line) or _JSON_ERROR.search(line) or _JSON_STACK.search(line)
            return _of_values(line, found[1], _JSON_TEXT.search(line), more)
    elif "=" in line[:40] and (found := _LOGFMT.search(line, 0, 200)):
        return _of_values(line, found[1], _LOGFMT_TEXT.search(line), _LOGFMT_ERROR.search(line))
    return None


def _of_values(
    line: str, word: str, text: "re.Match[str] | None", more: "re.Match[str] | None"
) -> Line | None:
    level = level_of(word)
    if level is Level.NONE:
        return None
    said = next((part for part in (text.groups() if text else ()) if part), "")
    added = _exception_of(more) if more else ""
    start = text.start() if text else 0
    if added and said and not is_generic(said):
        added = f"{said}: {added}"
    return Line(shortened(added or said or line), start, level, False)


def _exception_of(found: "re.Match[str]") -> str:
    """The exception that counts in a value: the last of a traceback, the innermost of a stack."""
    if found.re is _JSON_EXCEPTION:
        return ": ".join(found.groups())
    rows = [row for row in _LINE_END.split(next(filter(None, found.groups()))) if row.strip()] or [""]
    if rows[0].startswith("Traceback"):
        return rows[-1]
    return next((row for row in reversed(rows) if row.startswith("Caused by: ")), rows[0])
