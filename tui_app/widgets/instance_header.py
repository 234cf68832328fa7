"""Lines that never scroll away: which run this is, how it ended, on whose gateway, and what to fear."""

from dataclasses import dataclass, replace

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Region
from textual.reactive import reactive
from textual.widget import Widget

from ..logic import sanitize
from ..models.status import Status
from .status_style import badge

_STATE = 24
"""Cells that every documented state has room for; a name of the server's own may take more where it can."""


@dataclass(frozen=True, slots=True)
class HeaderContent:
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

    is_watched: bool = False
    """It is looked at again and again until it is over."""

    command: str = ""
    """The command line that opens what is shown now; empty for the one the screen was opened with."""


class InstanceHeader(Widget):
    """The first two lines of every screen that shows something of the server's."""

    DEFAULT_CSS = """
    InstanceHeader {
        dock: top;
        height: 2;
        background: $panel;
        padding: 0 1;
    }
    InstanceHeader.-warning {
        height: 3;
    }
    """

    heading: reactive[HeaderContent] = reactive(HeaderContent(""), repaint=False, init=False)
    """What is shown now."""

    def __init__(
        self, profile_name: str, heading: HeaderContent, command: str = "", about: str = "", warning: str = ""
    ) -> None:
        """Take what stays the same.

        Args:
            profile_name: always on screen.
            heading: what is shown first.
            command: the command line that opens this screen again.
            about: the instance id in it, or empty.
            warning: what a third line says all the time; empty for none.
        """
        super().__init__()
        self._profile = Content.styled(sanitize.one_line(profile_name), "$text-muted")
        self._command = command
        self._about = about
        self._warning = warning
        self.set_class(bool(warning), "-warning")
        self.set_reactive(InstanceHeader.heading, heading)

    @property
    def command(self) -> str:
        """The command line that opens what is shown now."""
        return self.heading.command or self._command

    def watch_heading(self, before: HeaderContent, now: HeaderContent) -> None:
        """Draw again what changed: a second line that follows a cursor must not cost the first one."""
        is_second_alone = replace(before, second=now.second) == now
        if is_second_alone and self._is_command_first(before) == self._is_command_first(now):
            self.refresh(Region(0, 1, self.size.width, 1))
        else:
            self.refresh()

    def render(self) -> Content:
        """Status, name and id on the left, the profile on the right; below, what happened.

        The command line holds the id and takes its place where there is room, else it stands on the second
        line; where there is none either, the name gives way, and before the id does a state that is too long.
        """
        heading, width = self.heading, self.content_size.width
        style = "$text-error" if heading.is_alarming else "$text-muted"
        second = Content.styled(sanitize.one_line(heading.second), style)
        command = Content.styled(sanitize.one_line(self.command), "$text-muted")
        nothing = Content("")
        if self._is_command_first(heading):
            lines = [self._first(heading, command), _spread(second, nothing, width)]
        else:
            lines = [self._first(heading, Content(self._about)), _spread(second, command, width)]
        if self._warning:
            lines.append(_spread(Content.styled(f"! {self._warning}", "bold reverse"), nothing, width))
        return Content("\n").join(lines)

    def _is_command_first(self, heading: HeaderContent) -> bool:
        width, command = self.content_size.width, cell_len(heading.command or self._command)
        taken = self._state_part(heading).cell_length + self._name_part(heading).cell_length
        fits_first = taken + self._profile.cell_length + 4 + command <= width
        return fits_first or cell_len(sanitize.one_line(heading.second)) + 2 + command > width

    def _state_part(self, heading: HeaderContent) -> Content:
        return Content("") if heading.status is None else badge(heading.status) + "  "

    def _name_part(self, heading: HeaderContent) -> Content:
        marks = ("◉ " if heading.is_watched else "") + ("★ " if heading.is_favourite else "")
        return Content.styled(marks + sanitize.one_line(heading.name), "bold")

    def _first(self, heading: HeaderContent, tail: Content) -> Content:
        width = self.content_size.width
        room = width - tail.cell_length - self._profile.cell_length - 4
        state = self._state_part(heading).truncate(max(room - 1, _STATE), ellipsis=True)
        name = self._name_part(heading).truncate(max(room - state.cell_length, 1), ellipsis=True)
        left = state + name + "  " + tail + "  "
        return _spread(left, self._profile, width)


def _spread(left: Content, right: Content, width: int) -> Content:
    """One at each end of a line; the left one is cut where they do not fit."""
    left = left.truncate(max(1, width - right.cell_length), ellipsis=True)
    return left + " " * (width - left.cell_length - right.cell_length) + right
