"""Structural diff of two JSON values: keys aligned by name, list entries by content.

The order of keys, the spelling of numbers and the levels of string encoding do not matter.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from typing import Any, Literal, NamedTuple, TypeAlias

from .document import JsonNumber, JsonObject, unwrap

MOST_DEPTH = 60
"""Levels that are compared as structure; deeper ones are compared as text."""

_MOST_ALIGNED = 400
"""Maximum entries of a list aligned by content; longer lists are compared by index."""
_IDENTITIES = ("nodeId", "node_id", "taskId", "flowId", "key", "id", "name")


class Leaf(NamedTuple):
    """A value that contains no others."""

    kind: Literal["number", "text", "literal"]
    """Distinguishes the number 1, the text ``1`` and ``true``."""

    value: Decimal | str | bool | None
    """A number by its value, or as spelled if Python cannot parse it."""

    def __str__(self) -> str:
        return json.dumps(self.value) if self.kind == "literal" else str(self.value)


Tree: TypeAlias = "dict[str, Tree] | list[Tree] | Leaf"
Place: TypeAlias = str | tuple[int | None, int | None]
"""A key, or the indexes of a list entry on both sides, None where it is missing."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One path at which two values differ, or with `is_same` do not."""

    path: tuple[Place, ...]
    """Keys and indexes from the outermost value on."""

    before: "Tree | None"
    """None if it was added."""

    after: "Tree | None"
    """None if it was removed."""

    is_same: bool = False
    """True only in the result of `aligned`."""

    @property
    def name(self) -> str:
        """The path for the user, such as ``runMode.content[2]``."""
        words = [f".{one}" if isinstance(one, str) else _place(*one) for one in self.path]
        return "".join(words).removeprefix(".")


def opened(value: Any, depth: int = 0) -> Tree:
    """A value with the JSON inside its strings decoded, to any depth.

    Lists of objects with an identifying key, such as the nodes of a graph, become objects by that key, so
    that their order does not matter either.
    """
    if isinstance(value, str) and not isinstance(value, JsonNumber):
        inner = unwrap(value)[0] if depth < MOST_DEPTH else value
        return opened(inner, depth) if isinstance(inner, list) else Leaf("text", value)
    if depth >= MOST_DEPTH and isinstance(value, list | Mapping):
        return Leaf("text", _deep_text(value))
    if isinstance(value, JsonObject):
        value = dict(value)
    if isinstance(value, Mapping):
        return {str(key): opened(entry, depth + 1) for key, entry in value.items()}
    if isinstance(value, list):
        return _by_identity([opened(entry, depth + 1) for entry in value])
    if value is None or isinstance(value, bool):
        return Leaf("literal", value)
    return _number(str(value))


def differences(before: Tree, after: Tree) -> list[Difference]:
    """The differences of two values, in the order of the second."""
    return list(_compared((), before, after, False))


def aligned(before: Tree, after: Tree) -> list[Difference]:
    """All innermost values of both, including equal ones."""
    return list(_compared((), before, after, True))


def as_text(tree: Tree) -> str:
    """A value as one line: a text as it is, all else as JSON with sorted keys."""
    return str(tree) if isinstance(tree, Leaf) else _json(tree)


def _deep_text(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "(nested too deeply to be compared)"


def _number(text: str) -> Leaf:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return Leaf("number", text)
    return Leaf("number", value if value.is_finite() else text)


def _by_identity(entries: list[Tree]) -> Tree:
    """The entries by an identifying key, if there is one."""
    objects = [entry for entry in entries if isinstance(entry, dict)]
    for key in _IDENTITIES if objects and len(objects) == len(entries) else ():
        names = [str(name) for one in objects if isinstance(name := one.get(key), Leaf)]
        if len(set(names)) == len(entries):
            return dict(zip(names, entries, strict=True))
    return entries


def _compared(path: tuple[Place, ...], before: Tree, after: Tree, with_same: bool) -> Iterator[Difference]:
    if isinstance(before, dict) and isinstance(after, dict) and before and after:
        for key in [*after, *(key for key in before if key not in after)]:
            yield from _entry((*path, key), before.get(key), after.get(key), with_same)
    elif isinstance(before, list) and isinstance(after, list) and before and after:
        for old, new in _pairs(before, after):
            was = None if old is None else before[old]
            now = None if new is None else after[new]
            yield from _entry((*path, (old, new)), was, now, with_same)
    elif before != after:
        yield Difference(path, before, after)
    elif with_same:
        yield Difference(path, before, after, is_same=True)


def _entry(
    path: tuple[Place, ...], before: "Tree | None", after: "Tree | None", with_same: bool
) -> Iterator[Difference]:
    if before is None or after is None:
        yield Difference(path, before, after)
    elif with_same or before != after:
        yield from _compared(path, before, after, with_same)


def _pairs(before: Sequence[Tree], after: Sequence[Tree]) -> Iterator[tuple[int | None, int | None]]:
    """The pairs of indexes of matching entries."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    yield from ((place, place) for place in range(head))
    old, new = range(head, len(before) - tail), range(head, len(after) - tail)
    yield from _matched([as_text(before[i]) for i in old], [as_text(after[i]) for i in new], head)
    shift = len(after) - len(before)
    yield from ((place, place + shift) for place in range(len(before) - tail, len(before)))


def _matched(
    before: Sequence[str], after: Sequence[str], offset: int
) -> Iterator[tuple[int | None, int | None]]:
    """The index pairs of equal entries, and between them pairs by position; symmetric in both lists."""
    if max(len(before), len(after)) > _MOST_ALIGNED:
        blocks = [(0, len(before), 0, len(after))]
    elif list(before) <= list(after):
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        blocks = [code[1:] for code in matcher.get_opcodes()]
    else:
        # The matcher breaks ties by which side is first, and a comparison must not depend on that.
        matcher = SequenceMatcher(None, after, before, autojunk=False)
        blocks = [(*code[3:], *code[1:3]) for code in matcher.get_opcodes()]
    for old, old_end, new, new_end in blocks:
        for step in range(max(old_end - old, new_end - new)):
            yield (
                offset + old + step if old + step < old_end else None,
                offset + new + step if new + step < new_end else None,
            )


def _place(old: int | None, new: int | None) -> str:
    if old is None or new is None or old == new:
        return f"[{new if old is None else old}]"
    return f"[{old}→{new}]"


def _json(tree: Tree) -> str:
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{_quoted(key)}: {_json(tree[key])}" for key in sorted(tree)) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(_json, tree)) + "]"
    return _quoted(str(tree)) if tree.kind == "text" else str(tree)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
