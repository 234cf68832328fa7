"""The jq path of a row, valid on the raw answer: through ``fromjson`` where a string border is crossed."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .rows import JsonRow, ancestors

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class JsonPath:
    """Where a row stands."""

    text: str | None
    """The path for jq; None where jq cannot get there."""

    reason: str = ""
    """Why there is no path, one sentence; else empty."""


def path_of(rows: Sequence[JsonRow], index: int, prefix: str = ".", embedded: bool = False) -> JsonPath:
    """The path of a row.

    Args:
        rows: all rows, the root first.
        index: the row.
        prefix: jq path of the root within the answer, such as ``.data.runMode``.
        embedded: is what stands at `prefix` a string that holds the JSON text of the root?
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
                None, f"The key {quoted(str(row.key))} comes again later; jq sees the last one only."
            )
        if isinstance(row.key, str) and _SURROGATE.search(row.key):
            return JsonPath(None, "The key holds half a surrogate pair, which jq cannot spell.")
    return JsonPath(steps or ".")


def quoted(text: str) -> str:
    """A string literal for jq and JSON alike, in which no unprintable character stands bare."""
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
