"""Instance ids: each kind a class of its own, and how to find them in whatever was pasted.

Form (inferred from every published sample): ``<node id>-<suffix>`` with a suffix of 8 to 14 digits that
starts with a date in UTC. A task instance and the flow instance it ran in share the suffix, so the text of an
id does not tell its kind; only its surroundings (``taskInstId=…``) or the server do.
"""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote

WHAT_AN_ID_LOOKS_LIKE = (
    "An id is a number, a dash and 8 to 14 digits that start with a date, such as 118979-2021020211."
)

# Mail programs and office suites replace the plain hyphen by one of these.
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe58\ufe63\uff0d", "-"))
_WHOLE = re.compile(r"[0-9]{1,19}-[0-9]{8,14}")
# ASCII classes on purpose: a Chinese character may touch an id, a Latin letter, digit or dash may not.
_WITHIN = re.compile(
    r"(?<![0-9A-Za-z_-])[0-9]{1,19}-(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]{1,7}(?![0-9A-Za-z_-])"
    # What has a line of its own need not look like a date.
    r"|^[^\S\n]*[0-9]{1,19}-[0-9]{8,14}[^\S\n]*$",
    re.MULTILINE,
)
_KIND_HINT = re.compile(r"(task|flow)(?:_?inst(?:ance)?_?id\W{0,8}|=)$", re.IGNORECASE)
_HINT_REACH = 32


class InvalidId(ValueError):
    """The text is not an instance id; the message says what one looks like."""


@dataclass(frozen=True, slots=True, order=True)
class InstanceId:
    """An id whose kind is not known yet: the server has to be asked for one kind, then the other."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one id that stands alone, loosely: the server has the last word.

        Raises:
            InvalidId: the text has another form.
        """
        plain = text.strip().translate(_DASHES)
        if not _WHOLE.fullmatch(plain):
            raise InvalidId(WHAT_AN_ID_LOOKS_LIKE)
        return cls(plain)

    @property
    def node(self) -> str:
        """What stands before the dash: the task's or the flow's own id."""
        return self.text.partition("-")[0]

    @property
    def suffix(self) -> str:
        """What stands after the dash: the business time in UTC, 8 to 14 digits, by inference."""
        return self.text.partition("-")[2]

    def __str__(self) -> str:
        return self.text


class TaskInstanceId(InstanceId):
    """The id of one run of one task node."""

    __slots__ = ()


class FlowInstanceId(InstanceId):
    """The id of one run of one workflow."""

    __slots__ = ()


def find_ids(text: str) -> list[InstanceId]:
    """All ids in pasted text, in order and once each, as the kind their surroundings name.

    Reads URLs, alert mails, log lines, JSON and lists alike, and ``flow=8435-2021020211``. An id named as a
    task instance in one place and not at all in another is a task instance.
    """
    plain = text.strip().translate(_DASHES)
    if _WHOLE.fullmatch(plain):
        return [InstanceId(plain)]
    if "%" in plain:
        plain = unquote(plain)
    found: dict[str, InstanceId] = {}
    for match in _WITHIN.finditer(plain):
        hint = _KIND_HINT.search(plain, max(0, match.start() - _HINT_REACH), match.start())
        kind = InstanceId if hint is None else _KINDS[hint[1].lower()]
        text = match[0].strip()
        if text not in found or type(found[text]) is InstanceId:
            found[text] = kind(text)
    return list(found.values())


_KINDS: dict[str, type[InstanceId]] = {"task": TaskInstanceId, "flow": FlowInstanceId}
