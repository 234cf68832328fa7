"""Finds instance ids in pasted text, and tells them from phone numbers, dates, tickets and host names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .ids import DATE, DoubtfulId, FlowInstanceId, InstanceId, TaskInstanceId, may_be_an_id
from .pasted_text import plain_text, without_format_characters

_TIME = r"(?:[01][0-9]|2[0-3])(?:[0-5][0-9]){0,2}"
_WITHIN = re.compile(
    # Before: no digit, no number with a point or a dash. Letters and "_" are judged by `_is_border`.
    r"(?<![0-9])(?<![0-9][.])(?P<node>0|[1-9][0-9]{0,18})"
    # White space may stand around the dash, a line end too, as a mail that was folded there has it.
    rf"(?P<dash>-|[ \t]{{0,2}}(?:\n[ \t>|]{{0,8}})?-[ \t]{{0,2}}(?:\n[ \t>|]{{0,8}})?(?={DATE}[0-9]{{2}}))"
    rf"(?P<suffix>{DATE}[0-9]{{0,6}})(?![0-9])"
    # What has a line of its own need not look like a date.
    r"|^[^\S\n]*(?P<line>(?:0|[1-9][0-9]{0,18})-[0-9]{8,14})[^\S\n]*$",
    re.MULTILINE,
)
_CUT_SUFFIX = re.compile(
    r"(?<![0-9.-])([1-9][0-9]{0,18}-[0-9]{1,13})\n[ \t>|]{0,8}([0-9]{1,13})(?![0-9:/.-]|\n)"
)
"""An id whose suffix goes on in the next line."""
_CUT_NODE = re.compile(
    r"(?<![0-9.:/-])([1-9][0-9]{0,17})\n[ \t>|]{0,8}(?=([0-9]{1,18}-[0-9]{8,14})(?![0-9-]))"
)
"""An id whose node id began in the line before."""
_SURE_SUFFIX = re.compile(DATE + _TIME)
_FULL_LINE = 60
"""Cells from which on a line may have been folded because it was full."""

_KIND_HINT = re.compile(r"(task|flow)(?:_?inst(?:ance)?_?id\W{0,8}|=)\Z", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:task|flow|inst|instance|job|run|log|id|任务|实例|节点|工作流|任务流|流)\W{0,6}\Z", re.IGNORECASE
)
_OTHER_NUMBER = re.compile(
    r"(?:ticket|case|incident|inc|chg|prb|req|order|tel|phone|call|fax|mobile|ext|工单|单号|订单|电话|手机|传真|热线)"
    r"(?:号|编号|号码|no|nr)?[\s#:.=(+]{0,4}\Z|#\Z",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"[A-Za-z0-9]{0,40}[_-]?\Z")
_REACH = 48


def ids_within(text: str) -> list[InstanceId]:
    """See `ids.find_ids`, which has looked already whether the text is one plain id."""
    readings = Readings()
    readings.add(text)
    return readings.ids()


@dataclass(frozen=True, slots=True)
class _Reading:
    id: InstanceId
    is_weak: bool
    """A date and another number would look the same."""


@dataclass(slots=True)
class Readings:
    """The readings in the pieces of a text so far."""

    found: dict[str, _Reading] = field(default_factory=dict)
    """By the text of the id."""
    others: dict[str, list[InstanceId]] = field(default_factory=dict)
    """Other readings of the same text."""

    def add(self, text: str) -> None:
        """Read a piece."""
        plain = plain_text(text)
        if not self._read(without_format_characters(plain)):
            # An invisible character stands within an id, or in place of the blank between two.
            self._read(without_format_characters(plain, " "))

    def ids(self) -> list[InstanceId]:
        """The ids that the pieces hold."""
        return _meant(self.found, self.others)

    def _read(self, plain: str) -> bool:
        others, found, count = self.others, self.found, len(self.found)
        plain = _CUT_SUFFIX.sub(lambda match: _joined_suffix(match, others), plain)
        plain = _CUT_NODE.sub(lambda match: _joined_node(match, others), plain)
        for reading in _readings(plain):
            known = found.get(reading.id.text)
            if known is None:
                found[reading.id.text] = reading
            elif type(known.id) is InstanceId or known.is_weak:
                better = reading.id if type(known.id) is InstanceId else known.id
                found[reading.id.text] = _Reading(better, known.is_weak and reading.is_weak)
        return len(found) > count


def _meant(found: dict[str, _Reading], others: dict[str, list[InstanceId]]) -> list[InstanceId]:
    """The ids that a text means by its readings."""
    sure = [reading.id for reading in found.values() if not reading.is_weak]
    weak = [reading.id for reading in found.values() if reading.is_weak]
    if len(sure) == 1 and type(sure[0]) is not InstanceId:
        return sure
    if len(sure) == 1 and weak:
        return [DoubtfulId(sure[0].text, (*others.get(sure[0].text, ()), *weak))]
    return [
        DoubtfulId(reading.id.text, tuple(others[reading.id.text]))
        if reading.id.text in others
        else reading.id
        for reading in found.values()
    ]


def _readings(plain: str) -> Iterator[_Reading]:
    for match in _WITHIN.finditer(plain):
        if (text := match["line"]) is not None:
            if may_be_an_id(text):
                yield _Reading(InstanceId(text), is_weak=False)
            continue
        before = plain[max(0, match.start() - _REACH) : match.start()]
        after = plain[match.end() : match.end() + _REACH]
        text = f"{match['node']}-{match['suffix']}"
        hint = _KIND_HINT.search(before)
        is_labelled = hint is not None or _LABEL.search(before) is not None
        is_sure = _SURE_SUFFIX.fullmatch(match["suffix"]) is not None
        if not may_be_an_id(text) or not (is_labelled or _has_borders(before, after, text, is_sure)):
            continue
        if not is_sure and _OTHER_NUMBER.search(before) and not is_labelled:
            continue
        has_own_line = not before.rpartition("\n")[2].strip() and not after.partition("\n")[0].strip()
        kind = InstanceId if hint is None else _KINDS[hint[1].lower()]
        yield _Reading(kind(text), is_weak=not (is_sure or is_labelled or has_own_line))


def _has_borders(before: str, after: str, text: str, is_sure: bool) -> bool:
    """Whether a match has the borders of an id, not those of a host name, ticket number or UUID."""
    if re.match(r"-[0-9]|-[0-9A-Fa-f]{4}(?![A-Za-z])|[A-Za-z]{0,20}[0-9]", after):
        return False
    word = _WORD_BEFORE.search(before)
    glued = "" if word is None else word[0]
    if not glued:
        return is_sure or re.match(r"[A-Za-z_]", after) is None
    if glued.endswith("-") or not is_sure:
        return False
    # A number that is glued to letters is a host's or a version's; ids have more digits than those.
    return glued.endswith("_") or (glued.isalpha() and len(text.partition("-")[0]) > 3)


def _joined_suffix(match: re.Match[str], others: dict[str, list[InstanceId]]) -> str:
    """An id whose suffix was folded, in one; left as it is where that makes no id."""
    start, rest = match[1], match[2]
    joined, written = start + rest, len(start.partition("-")[2])
    if not _SURE_SUFFIX.fullmatch(joined.partition("-")[2]):
        return match[0]
    if written < 8:
        return joined
    if written == 8:
        others.setdefault(joined, []).append(InstanceId(start))
        return joined
    if _is_full_line(match):
        others.setdefault(start, []).append(InstanceId(joined))
    return match[0]


def _joined_node(match: re.Match[str], others: dict[str, list[InstanceId]]) -> str:
    """The start of a node id without the line end behind it, where what follows is no id by itself."""
    start, rest = match[1], match[2]
    if len((start + rest).partition("-")[0]) > 19 or not _SURE_SUFFIX.fullmatch(rest.partition("-")[2]):
        return match[0]
    if rest.startswith("0"):
        return start
    if _is_full_line(match):
        others.setdefault(rest, []).append(InstanceId(start + rest))
    return match[0]


def _is_full_line(match: re.Match[str]) -> bool:
    end = match.end(1)
    return end - (match.string.rfind("\n", 0, end) + 1) >= _FULL_LINE


_KINDS: dict[str, type[InstanceId]] = {"task": TaskInstanceId, "flow": FlowInstanceId}
