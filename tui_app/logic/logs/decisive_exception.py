"""The exception of a chain that is the cause."""

from collections.abc import Sequence

from .exception_chain import Block, Join, Link
from .line_role import Verdict, judge_exception
from .rule import Role


def is_bare(text: str) -> bool:
    """Whether a message is the name of an exception and nothing else."""
    return " " not in text.strip().rstrip(":")


def only_repeats(outer: Link, decisive: Link, block: Block) -> bool:
    """Whether the head of a chain ends with the words of its own cause, and not with the decisive ones."""
    causes = [link.own_text for link in block.links[1:] if link.join is Join.CAUSE]
    return decisive.own_text not in outer.text and any(map(outer.text.endswith, causes))


def decisive_exception(block: Block) -> tuple[Link, Verdict]:
    """The exception of a chain that is the cause."""
    outer = [link for link in block.links if link.join is not Join.SUPPRESSED] or block.links
    judged = [(link, judge_exception(link.text)) for link in outer]
    causes = [pair for pair in judged if pair[1].role is Role.CAUSE]
    if not causes:
        return judged[-1]
    if not block.is_python or causes[-1][0].join is Join.CAUSE or not outer[-1].frames:
        return _said_by(causes)
    chosen = causes[0]
    for pair in causes[1:]:
        if _says_more(pair[0], chosen[0]):
            chosen = pair
    return chosen


def _said_by(causes: Sequence[tuple[Link, Verdict]]) -> tuple[Link, Verdict]:
    """The innermost exception, or the one around it where that has a message and the innermost has none."""
    inner = causes[-1]
    if len(causes) < 2 or not is_bare(inner[0].own_text):
        return inner
    return inner if is_bare(causes[-2][0].own_text) else causes[-2]


_LOOKUPS = (
    *("KeyError", "AttributeError", "IndexError", "StopIteration", "ImportError", "ModuleNotFoundError"),
    *("Empty", "TypeError"),
)


def _says_more(later: Link, before: Link) -> bool:
    """Whether a later exception of a Python chain says why better than the one before it."""
    said = before.text.partition(": ")[2].strip()
    if len(said) > 2 and said[:300] in later.text and len(later.text) >= len(before.text):
        return True  # where both say the same, the later one has the frames of the caller
    if later.join is not Join.HANDLING or later.is_report:
        return False
    is_lookup = before.text.partition(":")[0].rpartition(".")[2] in _LOOKUPS
    return later.is_translation or is_lookup
