"""Instance ids: each kind a class of its own, and how to find them in whatever was pasted.

Form (inferred from every published sample): ``<node id>-<suffix>`` with a suffix of 8 to 14 digits that
starts with a date in UTC. A task instance and the flow instance it ran in share the suffix, so the text of an
id does not tell its kind; only its surroundings (``taskInstId=…``) or the server do.
"""

import re
from dataclasses import dataclass, field
from typing import Self

WHAT_AN_ID_LOOKS_LIKE = (
    "An id is a number, a dash and 8 to 14 digits that start with a date, such as 118979-2021020211."
)

# Mail programs and office suites replace the plain hyphen by one of these; NFKC knows three of them.
DASHES = str.maketrans(
    dict.fromkeys(
        "\u02d7\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2796\u30fc\ufe58\ufe63\uff0d\uff70", "-"
    )
)
DATE = r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
"""A pattern: the date an id's suffix starts with."""
_PHONE = re.compile(r"(?:1[3-9][0-9]-[0-9]{8}|86-1[0-9]{10}|[48]00-[0-9]{8})")
_WHOLE = re.compile(r"[0-9]{1,19}-[0-9]{8,14}")


class InvalidId(ValueError):
    """The text is not an instance id; the message says what one looks like."""


@dataclass(frozen=True, slots=True, order=True)
class InstanceId:
    """An id of unknown kind: the server is asked for one kind, then for the other."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a single id loosely; the server decides whether it exists.

        Raises:
            InvalidId: the text has another form.
        """
        plain = text.strip().translate(DASHES)
        if not _WHOLE.fullmatch(plain):
            raise InvalidId(WHAT_AN_ID_LOOKS_LIKE)
        return cls(plain)

    @classmethod
    def of(cls, text: str | None) -> Self | None:
        """The id in a text from the server; None where it is none."""
        try:
            return cls.parse(text or "")
        except InvalidId:
            return None

    @property
    def node(self) -> str:
        """The number before the dash: the id of the task or flow itself."""
        return self.text.partition("-")[0]

    @property
    def suffix(self) -> str:
        """The digits after the dash: the business time in UTC, 8 to 14 digits; inferred."""
        return self.text.partition("-")[2]

    def __str__(self) -> str:
        return self.text


class TaskInstanceId(InstanceId):
    """The id of one run of one task node."""

    __slots__ = ()


class FlowInstanceId(InstanceId):
    """The id of one run of one workflow."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, order=True)
class DoubtfulId(InstanceId):
    """The likeliest reading of a text that may mean another id; the first that the server knows is meant."""

    others: tuple[InstanceId, ...] = field(default=(), compare=False)
    """The other readings, the likeliest first."""

    @property
    def readings(self) -> tuple[InstanceId, ...]:
        """All readings, the likeliest first, of no kind where none was named."""
        return (InstanceId(self.text), *self.others)


def find_ids(text: str) -> list[InstanceId]:
    """All ids in pasted text, in order and once each, as the kind their surroundings name.

    Reads URLs, alert mails, log lines, JSON and lists alike, and ``flow=8435-2021020211``. An id named as a
    task instance in one place and not at all in another is a task instance. Where one text can be read in
    several ways, or one id stands among numbers that are hardly ids, the result has a `DoubtfulId`.
    """
    plain = text.strip().translate(DASHES)
    if _WHOLE.fullmatch(plain):
        return [InstanceId(plain)] if may_be_an_id(plain) else []
    # Most starts are given a plain id, and need none of these patterns.
    from .pasted_ids import ids_within

    return ids_within(text)


def may_be_an_id(text: str) -> bool:
    """Whether a match is neither a phone number nor a span of dates."""
    node, _, suffix = text.partition("-")
    has_date = re.match(DATE, suffix) is not None
    is_span = has_date and len(node) == len(suffix) and re.match(DATE, node) is not None
    return not (
        (node.startswith("0") and node != "0") or is_span or (not has_date and _PHONE.fullmatch(text))
    )
