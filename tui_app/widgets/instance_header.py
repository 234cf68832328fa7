"""Two lines that never scroll away: which run this is, how it ended, and on whose gateway."""

from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from ..logic import plain
from ..models.status import Status
from .status_looks import badge


@dataclass(frozen=True, slots=True)
class Heading:
    """What the header says."""

    name: str
    """Name of the run or of the screen; foreign text is welcome."""

    status: Status | None = None
    """How the run stands, where there is one."""

    second: str = ""
    """The second line: what happened, or what is going on."""

    is_favourite: bool = False
    """The person keeps this run among the favourites."""

    is_alarming: bool = False
    """The second line reports a failure of this program's question."""


class InstanceHeader(Widget):
    """The first two lines of every screen that shows something of the server's."""

    DEFAULT_CSS = """
    InstanceHeader {
        dock: top;
        height: 2;
        background: $panel;
        padding: 0 1;
    }
    """

    heading: reactive[Heading] = reactive(Heading(""))
    """What is shown now."""

    def __init__(self, profile_name: str, heading: Heading, command: str = "", about: str = "") -> None:
        """Take what stays the same.

        Args:
            profile_name: always on screen.
            heading: what is shown first.
            command: the command line that opens this screen again.
            about: the instance id in it, or empty.
        """
        super().__init__()
        self._profile = Content.styled(plain.one_line(profile_name), "$text-muted")
        self._command = command
        self._about = about
        self.set_reactive(InstanceHeader.heading, heading)

    def render(self) -> Content:
        """Status, name and id on the left, the profile on the right; below, what happened.

        The command line holds the id and takes its place where there is room, else it stands on the second
        line; where there is none either, the name gives way.
        """
        heading, width = self.heading, self.content_size.width
        state = Content("") if heading.status is None else badge(heading.status) + "  "
        name = Content.styled(("★ " if heading.is_favourite else "") + plain.one_line(heading.name), "bold")
        style = "$text-error" if heading.is_alarming else "$text-muted"
        second = Content.styled(plain.one_line(heading.second), style)
        command = Content.styled(self._command, "$text-muted")
        taken = state.cell_length + name.cell_length + self._profile.cell_length + 4
        if taken + len(self._command) > width and second.cell_length + 2 + len(self._command) <= width:
            return Content("\n").join(
                [self._first(state, name, Content(self._about)), _spread(second, command, width)]
            )
        return Content("\n").join([self._first(state, name, command), _spread(second, Content(""), width)])

    def _first(self, state: Content, name: Content, tail: Content) -> Content:
        width = self.content_size.width
        room = width - state.cell_length - tail.cell_length - self._profile.cell_length - 4
        left = state + name.truncate(max(room, 1), ellipsis=True) + "  " + tail + "  "
        return _spread(left, self._profile, width)


def _spread(left: Content, right: Content, width: int) -> Content:
    """One at each end of a line; the left one is cut where they do not fit."""
    left = left.truncate(max(1, width - right.cell_length), ellipsis=True)
    return left + " " * (width - left.cell_length - right.cell_length) + right
