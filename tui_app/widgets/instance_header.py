"""The header of a screen: instance, state, profile and a warning."""

from dataclasses import dataclass, replace

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Region
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from ..logic import sanitize
from ..models.status import Status
from .status_style import badge

_STATE_MIN = 24
"""Cells that fit every documented state; an undocumented name may take more if there is room."""


@dataclass(frozen=True, slots=True)
class HeaderContent:
    """The contents of the header."""

    name: str
    """Name of the run or of the screen; it is sanitized before it is drawn."""

    status: Status | None = None
    """State of the run, if there is one."""

    second: str = ""
    """The second line: what happened, or what is in progress."""

    is_favourite: bool = False
    """Whether the run is a favourite."""

    is_alarming: bool = False
    """Whether the second line reports a failed request."""

    is_watched: bool = False
    """Whether the run is watched."""

    reason: str = ""
    """The reason of the status, before what happened; empty where none is known."""

    command: str = ""
    """The command line that opens what is shown; empty for the one the screen was opened with."""

    link: str = ""
    """The target of the link that the id or command line is, percent-encoded; empty for none."""


class InstanceHeader(Widget):
    """The first two lines of every screen that shows data."""

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
    """The current contents."""

    def __init__(
        self, profile_name: str, heading: HeaderContent, command: str = "", about: str = "", warning: str = ""
    ) -> None:
        """Set what stays the same.

        Args:
            profile_name: always on screen.
            command: the command line that opens this screen.
            about: the instance id in the command line, or empty.
            warning: text of a permanent third line; empty for none.
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
        """The command line that opens what is shown."""
        return self.heading.command or self._command

    def watch_heading(self, before: HeaderContent, now: HeaderContent) -> None:
        """Redraw what changed: a second line that follows a cursor must not redraw the first one."""
        if replace(before, second=now.second, reason=now.reason) == now:
            self.refresh(Region(0, 1, self.size.width, 1))
        else:
            self.refresh()

    def render(self) -> Content:
        """Render status, name and id with the profile at the right, and below them the second line.

        The command line contains the id and replaces it where there is room on the first line, else it stands
        at the end of the second one. Where that has no room either, it is left out. What the first line has
        no room for goes before the name is cut: the command line, then the id, then the end of a long state.
        """
        heading, width = self.heading, self.content_size.width
        second, nothing = self._second(heading), Content("")
        command, about = sanitize.one_line(self.command), self._about
        tail = next((text for text in (command, about) if self._fits_first(heading, text)), "")
        shown = Content.styled(tail, "$text-muted") if tail == command else Content(tail)
        beside = next(
            (text for text in (command, about) if second.cell_length + 2 + cell_len(text) <= width), about
        )
        if tail == command or (tail and beside == about):
            beside = ""
        lines = [
            self._first_line(heading, _linked(shown, heading.link)),
            _justify(second, _linked(Content.styled(beside, "$text-muted"), heading.link, "  "), width),
        ]
        if self._warning:
            lines.append(_justify(Content.styled(f"! {self._warning}", "bold reverse"), nothing, width))
        return Content("\n").join(lines)

    def _second(self, heading: HeaderContent) -> Content:
        style = "$text-error" if heading.is_alarming else "$text-muted"
        second = Content.styled(sanitize.one_line(heading.second), style)
        if not heading.reason:
            return second
        apart = Content.styled(" · " if heading.second else "", "$text-muted")
        return Content(sanitize.one_line(heading.reason)) + apart + second

    def _fits_first(self, heading: HeaderContent, tail: str) -> bool:
        """Whether the first line has room for a text beside status, name and profile, all of them whole."""
        taken = self._state_part(heading).cell_length + self._name_part(heading).cell_length
        return taken + self._profile.cell_length + 4 + cell_len(tail) <= self.content_size.width

    def _state_part(self, heading: HeaderContent) -> Content:
        return Content("") if heading.status is None else badge(heading.status) + "  "

    def _name_part(self, heading: HeaderContent) -> Content:
        marks = ("◉ " if heading.is_watched else "") + ("★ " if heading.is_favourite else "")
        return Content.styled(marks + sanitize.one_line(heading.name), "bold")

    def _first_line(self, heading: HeaderContent, tail: Content) -> Content:
        width = self.content_size.width
        room = width - tail.cell_length - self._profile.cell_length - (4 if tail else 2)
        name, state = self._name_part(heading), self._state_part(heading)
        if state.cell_length > (most := max(room - name.cell_length, _STATE_MIN)):
            state = state.truncate(most - 2, ellipsis=True) + "  "
        left = state + name.truncate(max(room - state.cell_length, 1), ellipsis=True)
        return _justify(left + "  " + tail + "  " if tail else left + "  ", self._profile, width)


def _justify(left: Content, right: Content, width: int) -> Content:
    """Place two texts at the ends of a line; the left one is cut if they do not fit."""
    left = left.truncate(max(1, width - right.cell_length), ellipsis=True)
    return left + " " * (width - left.cell_length - right.cell_length) + right


def _linked(content: Content, target: str, before: str = "") -> Content:
    """A content as a link, with a text before it that is none; empty for an empty content."""
    if not content:
        return content
    return before + (content.stylize(Style(link=target)) if target else content)
