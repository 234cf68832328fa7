"""JSON texts to inspect, with their path in the answer."""

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
    """A JSON text with its title and its path in the answer."""

    title: str
    """The title for the user, such as ``runMode of 118979-2021020211``."""

    text: str | None
    """The text as received, may be empty; None if the server sent null or nothing."""

    prefix: str = "."
    """Its jq path in the answer; ``.`` for the answer itself."""

    embedded: bool = True
    """Whether a string contained the text; False for an object; meaningless for a whole answer."""

    explain: Callable[[str, JsonValue], str | None] | None = None
    """Explains a key of the outermost object and its value."""

    @property
    def is_embedded(self) -> bool:
        """Whether a jq path into the text needs ``fromjson``."""
        return self.embedded and self.prefix != "."

    @property
    def name(self) -> str:
        """The name of its field, ``runMode``; else the title."""
        last = _LAST_NAME.search(self.prefix)
        return last[1] if last else self.title


@dataclass(frozen=True, slots=True)
class RawText:
    """A text exactly as received, line by line and safe to draw."""

    lines: list[str]
    """The lines; at least one if an error is marked."""

    fault: tuple[int, int] | None = None
    """Line and character of an error as drawn; both from 0."""

    @classmethod
    def of(cls, text: str, fault: JsonFault | None = None) -> "RawText":
        """Split a text; an error at the end of a line gets a blank to mark."""
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
    """The runMode of a task: usually JSON in a string, sometimes an object, null or missing."""
    value = found.record.get("runMode")
    path = f"{found.record_path}.runMode"
    title = f"runMode of {found.task.task_name or found.id}"
    if value is None or isinstance(value, str):
        return JsonSource(title, value, path, explain=explain)
    return JsonSource(title, json.dumps(value, ensure_ascii=False), path, embedded=False, explain=explain)


def answer_of(found: Found) -> JsonSource:
    """The whole answer of the server."""
    return JsonSource(f"answer about {found.id}", found.answer.text)
