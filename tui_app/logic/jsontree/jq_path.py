"""jq paths of rows, valid on the raw answer, with ``fromjson`` for JSON in strings."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .rows import JsonRow, ancestors

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class JsonPath:
    """The jq path of a row, or the reason why there is none."""

    text: str | None
    """The path; None if jq cannot reach the row."""

    reason: str = ""
    """The reason why there is no path, one sentence; else empty."""


def path_of(rows: Sequence[JsonRow], index: int, prefix: str = ".", embedded: bool = False) -> JsonPath:
    """The path of a row.

    Args:
        prefix: jq path of the root within the answer, such as ``.data.runMode``.
        embedded: whether `prefix` leads to a string with the JSON text of the root.
    """
    steps = "" if prefix == "." else prefix
    for at in (*reversed(list(ancestors(rows, index))), index):
        row = rows[at]
        if row.parent >= 0:
            above = rows[row.parent]
            steps += "|fromjson" * (above.opened + (embedded and row.parent == 0))
            steps = _extended(steps, row.key)
        if row.is_shadowed:
            return JsonPath(
                None, f"The key {quoted(str(row.key))} occurs again later; jq sees only the last one."
            )
        if isinstance(row.key, str) and _SURROGATE.search(row.key):
            return JsonPath(None, "The key contains a lone surrogate, which jq cannot express.")
    return JsonPath(steps or ".")


def quoted(text: str) -> str:
    """A string literal for jq and JSON, with unprintable characters escaped."""
    literal = json.dumps(text, ensure_ascii=False)
    if literal.isprintable():
        return literal
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in literal)


def _extended(steps: str, key: str | int | None) -> str:
    joint = "|" if steps.endswith("|fromjson") else ""
    if isinstance(key, int):
        return f"{steps}{joint}{'.' if joint or not steps else ''}[{key}]"
    name = str(key)
    return f"{steps}{joint}.{name if _NAME.fullmatch(name) else quoted(name)}"
