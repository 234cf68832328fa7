"""What happened as a block of Markdown for a ticket: small enough for any form, and without secrets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone

from ...models.flow_instance import FlowNode
from ...models.lookup import TaskLookup
from .. import sanitize, times
from ..watching import name_of as name_of_run
from ..watching import state_of
from .explanation import Why, in_one_sentence, times_in_words, tries_in_words
from .inconsistencies import name_of
from .root_cause import Step, Verdict

LIMIT = 2048
"""Most bytes of a ticket in UTF-8."""

_FROM_THE_CAUSE = "From the cause down to what it holds up:"


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a ticket is made of."""

    why: Why
    """The run and its cause."""

    profile: str
    """Name of the profile it was read with."""

    command: str
    """The command line that opens it again."""

    note: str
    """What the person wrote about it, empty for nothing."""

    server: timezone | None
    """The zone of the server's times, None if unknown."""

    now: datetime
    """When the ticket is written; aware."""

    redact: Callable[[str], str]
    """Takes secrets out of a text."""


@dataclass(frozen=True, slots=True)
class _Room:
    """How much of what may be long is told."""

    name: int
    """Bytes of a name."""
    sentence: int
    """Bytes of a sentence or a note."""
    steps: int
    """Steps of the way, at least 2."""
    lines: int
    """Lines of the log."""
    line: int
    """Bytes of such a line."""


_ROOMS = (
    _Room(90, 320, 8, 10, 240),
    _Room(90, 320, 8, 10, 120),
    _Room(60, 240, 6, 10, 80),
    _Room(60, 200, 4, 6, 80),
    _Room(40, 120, 4, 3, 80),
    _Room(30, 80, 2, 1, 60),
)


def ticket(facts: Facts) -> str:
    """The block; what is long is told the shorter the more there is, at last it is cut."""
    text = ""
    for room in _ROOMS:
        text = "\n".join(_Writer(facts, room).lines())
        if size_of(text) <= LIMIT:
            return text
    return cut(text, LIMIT)


def cut(text: str, most: int) -> str:
    """As much of a text as fits into so many bytes, no half characters, at a blank where one is near."""
    if size_of(text) <= most:
        return text
    start = text.encode("utf-8", "replace")[: most - len("…".encode())].decode("utf-8", "ignore")
    blank = start.rfind(" ")
    return (start[:blank] if blank > len(start) * 2 // 3 else start).rstrip() + "…"


def size_of(text: str) -> int:
    """Bytes of a text in UTF-8."""
    return len(text.encode("utf-8", "replace"))


class _Writer:
    """One ticket in a given room."""

    def __init__(self, facts: Facts, room: _Room) -> None:
        self._facts, self._room = facts, room
        self._why, self._found = facts.why, facts.why.found

    def lines(self) -> Iterator[str]:
        """The ticket, line by line."""
        state = self._text(str(state_of(self._found)), self._room.name)
        yield f"**{state}** {self._name(name_of_run(self._found))}"
        answer = in_one_sentence(self._why, self._facts.server, self._facts.now)
        yield self._prose(answer)
        yield ""
        for label, value in self._fields():
            yield f"- {label}: {value}"
        yield from self._way()
        yield from self._log()

    def _fields(self) -> Iterator[tuple[str, str]]:
        found, facts = self._found, self._facts
        zone = times.zone_in_words(facts.server)
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
        if facts.note:
            yield "note", self._prose(facts.note)
        yield "open", _code(facts.redact(facts.command))

    def _way(self) -> Iterator[str]:
        finding, cause = self._why.finding, self._why.cause
        waits, others = finding.verdict is Verdict.WAITS, len(finding.causes) - 1
        if len(finding.chain) > 1:
            yield from ("", "What has to end first, and what waits for it:" if waits else _FROM_THE_CAUSE, "")
            yield from self._steps(finding.chain)
        if cause is not None and cause.id != self._found.id:
            what = "to end first" if waits else "the cause"
            yield f"- {what}: {self._prose(times_in_words(cause.task))}, {tries_in_words(cause.task)}"
        if others > 0:
            yield f"- beside it {others} more {'to end' if waits else 'failed'}"

    def _steps(self, steps: tuple[Step, ...]) -> Iterator[str]:
        half = self._room.steps // 2
        for number, step in enumerate(steps, 1):
            if half < number <= len(steps) - half:
                if number == half + 1:
                    yield f"- … {len(steps) - 2 * half} more …"
                continue
            state = self._text(str(step.state), 40) if step.state else "no status"
            kind = "workflow " if isinstance(step.node, FlowNode) else ""
            shown = self._id(step.id.text) if step.id is not None else "no id"
            yield f"- {state} {kind}{shown} {self._name(name_of(step.node))}"

    def _log(self) -> Iterator[str]:
        log, cause = self._why.log, self._why.finding.cause
        if log is None or cause is None or not log.lines:
            return
        # As one text: a key may run over several lines.
        shown = self._facts.redact("\n".join(log.lines)).split("\n")[-self._room.lines :]
        yield ""
        yield f"Log of {self._id(cause.text)}, {len(shown)} of {log.size:,} lines:"
        yield "```text"
        yield from (cut(line.replace("```", "'''"), self._room.line) for line in shown)
        yield "```"

    def _text(self, text: str, most: int) -> str:
        return cut(sanitize.portable(self._facts.redact(text)), most)

    def _name(self, text: str) -> str:
        return _code(self._text(text, self._room.name)) if text else "(no name)"

    def _id(self, text: str) -> str:
        return _code(self._text(text, 60))

    def _prose(self, text: str) -> str:
        """A sentence that holds foreign words: nothing in it may be taken for markup."""
        return _escaped(self._text(text, self._room.sentence))


# Not the underscore, which half of all names hold: within a word it is none of Markdown's signs.
_MARKUP = str.maketrans({char: f"\\{char}" for char in "\\`*[]<>#@"})


def _escaped(text: str) -> str:
    return text.translate(_MARKUP)


def _code(text: str) -> str:
    return "`" + text.replace("`", "'") + "`"
