"""An explanation as a block of Markdown for a ticket: small enough for any form, and without secrets.

Room is given in this order: ids and the command, the decisive line of the log, the chain, sentences and
names, what is not known, and last the other lines of the log.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timezone

from ...models.flow_instance import FlowNode
from ...models.lookup import TaskLookup
from ...models.status import blocks_downstream
from .. import sanitize, times
from .cause_analysis import ChainStep, Conclusion
from .dependencies import name_of
from .explanation import Explanation
from .page import failed_or_cancelled
from .sentence import in_one_sentence, times_in_words, tries_in_words

LIMIT = 2048
"""Most bytes of a ticket in UTF-8."""

_FROM_THE_CAUSE = "From the cause down to what it holds up:"
_EXCEPTION = re.compile(
    r"[A-Za-z_$][\w$.]{0,120}(?:Error|Exception|Fault|Failure|Timeout)\b|\b(?:ORA|SQLSTATE)\b|错误|异常|失败"
)
_ENDED = re.compile(r"\bended \d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_BEFORE_EXCEPTION = 40
"""Bytes kept before the exception of a decisive line that has to be cut."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a ticket is made of."""

    explanation: Explanation
    """The run and its cause."""

    profile: str
    """Name of the profile it was read with."""

    command: str
    """The command line that opens it again."""

    note: str
    """The user's note about it, empty for none."""

    server: timezone | None
    """The zone of the server's times, None if unknown."""

    now: datetime
    """The time of writing; aware."""

    redact: Callable[[str], str]
    """Takes secrets out of a text."""


@dataclass(frozen=True, slots=True)
class _Room:
    """The amount written of each part; the defaults are the least."""

    decisive: int = 60
    """Bytes of the decisive line."""
    steps: int = 2
    """Steps of the chain."""
    sentence: int = 120
    """Bytes of a sentence."""
    name: int = 30
    """Bytes of a name."""
    also: int = 0
    """Further failures that are named."""
    note: int = 0
    """Bytes of the user's note."""
    unknowns: int = 0
    """Sentences about what is not known."""
    lines: int = 0
    """Lines of the log beside the decisive one."""
    line: int = 80
    """Bytes of such a line."""


_MOST = {
    "decisive": LIMIT,
    "steps": 12,
    "sentence": 400,
    "name": 90,
    "also": 3,
    "note": 320,
    "unknowns": 4,
    "lines": 9,
    "line": LIMIT,
}
"""The most of each part, in the order in which the parts get room."""


def ticket(facts: Facts) -> str:
    """The block, at most `LIMIT` bytes; each part in turn gets as much room as is left."""
    writer, room = _Writer(facts), _Room()

    def fits(part: str, value: int) -> bool:
        return size_of(writer.text(replace(room, **{part: value}))) <= LIMIT

    for part, high in _MOST.items():
        low: int = getattr(room, part)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if fits(part, middle) else (low, middle - 1)
        room = replace(room, **{part: low})
    return cut(writer.text(room), LIMIT)


def cut(text: str, most: int) -> str:
    """As much of a text as fits into a number of bytes: no half characters, at a blank where one is near."""
    if size_of(text) <= most:
        return text
    start = text.encode("utf-8", "replace")[: max(0, most - len("…".encode()))].decode("utf-8", "ignore")
    blank = start.rfind(" ")
    return (start[:blank] if blank > len(start) * 2 // 3 else start).rstrip() + "…"


def cut_around(text: str, at: int, most: int) -> str:
    """As much of a text as fits, from a little before the character at `at`."""
    if size_of(text) <= most:
        return text
    before = text[:at].encode("utf-8", "replace")[-_BEFORE_EXCEPTION:].decode("utf-8", "ignore")
    if len(before) == at:
        return cut(text, most)
    return "…" + cut(before + text[at:], most - len("…".encode()))


def size_of(text: str) -> int:
    """Bytes of a text in UTF-8."""
    return len(text.encode("utf-8", "replace"))


class _Writer:
    """Writes a ticket into a given room."""

    def __init__(self, facts: Facts) -> None:
        self._facts, self._explanation = facts, facts.explanation
        self._found, self._analysis = facts.explanation.found, facts.explanation.analysis
        self._redacted: dict[str, str] = {}
        self._room = _Room()
        # Without the server's zone a headline holds no ages, which would be wrong tomorrow.
        sentence = in_one_sentence(facts.explanation, None, facts.now)
        zone = f" {times.zone_in_words(facts.server)}" if facts.server else ""
        self._sentence = _ENDED.sub(lambda match: match[0] + zone, sentence)
        self._log_lines, self._decisive = self._log()

    def text(self, room: _Room) -> str:
        """The ticket."""
        self._room = room
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        state = self._text(str(self._found.state), self._room.name)
        yield f"**{state}** {self._name(self._found.name)}"
        yield self._prose(self._sentence)
        yield ""
        for label, value in self._fields():
            yield f"- {label}: {value}"
        yield from self._chain()
        yield from self._log_block()

    def _fields(self) -> Iterator[tuple[str, str]]:
        found, facts = self._found, self._facts
        zone = times.zone_in_words(facts.server)
        written = facts.now.astimezone(facts.server or UTC)
        if isinstance(found, TaskLookup):
            yield "task instance", self._id(found.id.text)
            if found.task.flow_inst_id:
                yield "flow instance", self._id(found.task.flow_inst_id)
            yield f"times (server, {zone})", self._prose(times_in_words(found.task))
            yield "tries", tries_in_words(found.task)
        else:
            yield "flow instance", self._id(found.id.text)
            yield f"times (server, {zone})", self._prose(times_in_words(found.flow))
        yield "profile", self._name(facts.profile)
        yield "written", f"{written:%Y-%m-%d %H:%M} {zone if facts.server else 'UTC'}"
        if facts.note and self._room.note:
            yield "note", _escaped(self._text(facts.note, self._room.note))
        yield "open", _code(self._redact(facts.command))
        for note in self._explanation.notes[: self._room.unknowns]:
            yield "not known, or contradictory", self._prose(note)

    def _chain(self) -> Iterator[str]:
        analysis, cause = self._analysis, self._explanation.cause
        waits = analysis.conclusion is Conclusion.WAITS
        if len(analysis.chain) > 1:
            yield from ("", "What has to end first, and what waits for it:" if waits else _FROM_THE_CAUSE, "")
            yield from self._steps(analysis.chain)
        elif len(analysis.causes) > 1 or analysis.beside:
            yield ""
        if cause is not None and cause.id != self._found.id:
            what = "to end first" if waits else "the cause"
            yield f"- {what}: {self._prose(times_in_words(cause.task))}, {tries_in_words(cause.task)}"
        failed = bool(analysis.causes) and blocks_downstream(analysis.causes[0].state)
        others = analysis.causes[1:]
        also = f"also {failed_or_cancelled(others)}" if failed else "also holds it up"
        yield from self._others("also to end" if waits else also, others)
        known = "perhaps not waited for" if analysis.unknowns else "but not waited for"
        beside = f"{failed_or_cancelled(analysis.beside)} too, {known}"
        yield from self._others(beside, analysis.beside)

    def _steps(self, steps: Sequence[ChainStep]) -> Iterator[str]:
        first = (self._room.steps + 1) // 2
        last = self._room.steps - first
        hidden = len(steps) - first - last
        for number, step in enumerate(steps):
            if hidden > 0 and first <= number < len(steps) - last:
                if number == first:
                    yield f"- … {hidden} more …"
                continue
            state = self._text(str(step.state), 40) if step.state else "no status"
            yield f"- {state} {self._step(step)}"

    def _step(self, step: ChainStep) -> str:
        kind = "workflow " if isinstance(step.node, FlowNode) else ""
        shown = self._id(step.id.text) if step.id is not None else "no id"
        return f"{kind}{shown} {self._name(name_of(step.node))}"

    def _others(self, label: str, steps: Sequence[ChainStep]) -> Iterator[str]:
        for step in steps[: self._room.also]:
            ended = step.record.task.end_time if step.record is not None else None
            yield f"- {label}: {self._step(step)}" + (f", ended {self._prose(ended)}" if ended else "")
        if len(steps) > self._room.also:
            yield f"- {label}: {len(steps) - self._room.also} more"

    def _log(self) -> tuple[list[str], int]:
        """The lines of the log without secrets, and the number of the decisive one among them."""
        log = self._explanation.log
        if log is None or not log.lines:
            return [], 0
        # As one text: a key may run over several lines.
        lines = [line.replace("```", "'''") for line in self._redact("\n".join(log.lines)).split("\n")]
        if log.reason_row not in log.rows:
            return lines, len(lines) - 1
        decisive = log.rows.index(log.reason_row)
        if len(lines) != len(log.lines):  # a secret over several lines is taken out whole
            line = self._redact(log.lines[decisive]).replace("```", "'''")
            decisive = lines.index(line) if line in lines else len(lines) - 1
        return lines, decisive

    def _log_block(self) -> Iterator[str]:
        log, cause, room = self._explanation.log, self._analysis.cause, self._room
        if log is None or cause is None or not self._log_lines:
            return
        nearest = sorted(range(len(self._log_lines)), key=lambda at: (abs(at - self._decisive), at))
        shown = sorted(nearest[: 1 + room.lines])
        yield ""
        yield f"Log of {self._id(cause.text)}, {len(shown)} of {log.size:,} lines:"
        yield "```text"
        for number in shown:
            line = self._log_lines[number]
            if number == self._decisive:
                found = _EXCEPTION.search(line)
                yield cut_around(line, found.start() if found else 0, room.decisive)
            else:
                yield cut(line, room.line)
        yield "```"

    def _redact(self, text: str) -> str:
        if text not in self._redacted:
            self._redacted[text] = self._facts.redact(text)
        return self._redacted[text]

    def _text(self, text: str, most: int) -> str:
        return cut(sanitize.portable_text(self._redact(text)), most)

    def _name(self, text: str) -> str:
        return _code(self._text(text, self._room.name)) if text else "(no name)"

    def _id(self, text: str) -> str:
        return _code(self._text(text, 60))

    def _prose(self, text: str) -> str:
        """A sentence with foreign words, escaped so that none acts as markup."""
        return _escaped(self._text(text, self._room.sentence))


# Not the underscore, which half of all names hold: within a word it is none of Markdown's characters.
_MARKUP = str.maketrans({char: f"\\{char}" for char in "\\`*[]<>#@"})


def _escaped(text: str) -> str:
    return text.translate(_MARKUP)


def _code(text: str) -> str:
    return "`" + text.replace("`", "'") + "`"
