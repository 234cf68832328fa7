"""A JSON text to inspect, and where in the answer it stands."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from ...models.lookup import Found, TaskLookup
from .. import sanitize
from .document import JsonFault, JsonValue
from .run_mode import explain

_LAST_NAME = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)$")


@dataclass(frozen=True)
class JsonSource:
    """What an inspector is asked to show."""

    title: str
    """Names it to the person, such as ``runMode of 118979-2021020211``."""

    text: str | None
    """The text as received, may be empty; None where the server sent null or nothing."""

    prefix: str = "."
    """jq path of it in the answer; ``.`` for the answer itself."""

    embedded: bool = True
    """Did a string hold the text? No where the server sent an object; meaningless for a whole answer."""

    explain: Callable[[str, JsonValue], str | None] | None = None
    """Gives a few words about a key of the outermost object and its value."""

    @property
    def is_embedded(self) -> bool:
        """Does a jq path need ``fromjson`` to get inside?"""
        return self.embedded and self.prefix != "."

    @property
    def name(self) -> str:
        """The field it stands in, ``runMode``; the title where there is no such name."""
        last = _LAST_NAME.search(self.prefix)
        return last[1] if last else self.title


@dataclass(frozen=True, slots=True)
class RawText:
    """A text exactly as received, line by line and safe to draw."""

    lines: list[str]
    """The lines; one at least where a fault is marked."""

    fault: tuple[int, int] | None = None
    """Line and character of a fault, as they are drawn; both from 0."""

    @classmethod
    def of(cls, text: str, fault: JsonFault | None = None) -> "RawText":
        """Set a text out; a fault at the end of a line gets a blank to be marked on."""
        lines = sanitize.lines(text)
        if fault is None:
            return cls(lines)
        before = text[: fault.offset]
        row = before.count("\n")
        lines += [""] * (row + 1 - len(lines))
        column = len("".join(sanitize.lines(before[before.rfind("\n") + 1 :])))
        if column >= len(lines[row]):
            lines[row] += " "
        return cls(lines, (row, column))


def run_mode_of(found: TaskLookup) -> JsonSource:
    """runMode as an inspector wants it: usually JSON in a string, at times an object, null or missing."""
    value = found.record.get("runMode")
    path = f"{found.record_path}.runMode"
    title = f"runMode of {found.task.task_name or found.id}"
    if value is None or isinstance(value, str):
        return JsonSource(title, value, path, explain=explain)
    return JsonSource(title, json.dumps(value, ensure_ascii=False), path, embedded=False, explain=explain)


def answer_of(found: Found) -> JsonSource:
    """The server's whole answer."""
    return JsonSource(f"answer about {found.id}", found.answer.text)
