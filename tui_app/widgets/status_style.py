"""Styles of run states, which add colour to glyph and name."""

from textual.content import Content

from ..logic import sanitize
from ..models.status import Group, Status

GROUP_CLASSES = {
    Group.GOOD: "line--good",
    Group.BAD: "line--bad",
    Group.ACTIVE: "line--active",
    Group.WAITING: "line--warning",
    Group.NEUTRAL: "",
    Group.UNKNOWN: "line--warning",
}
"""Component class of each group in a `LineView`."""

_COLOURS = {
    Group.GOOD: "bold $text-success",
    Group.BAD: "bold $text-error",
    Group.ACTIVE: "bold $text-primary",
    Group.WAITING: "bold $text-warning",
    Group.NEUTRAL: "bold",
    Group.UNKNOWN: "bold $text-warning",
}


def badge(status: Status) -> Content:
    """A state as coloured text: glyph, name, code."""
    return Content.styled(sanitize.one_line(str(status)), _COLOURS[status.group])
