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

    id: str = ""
    """Instance id, or empty."""

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

    def __init__(self, profile_name: str, heading: Heading) -> None:
        super().__init__()
        self._profile_name = profile_name
        self.set_reactive(InstanceHeader.heading, heading)

    def render(self) -> Content:
        """Status, name and id on the left, the profile on the right; below, the second line."""
        heading, width = self.heading, self.content_size.width
        profile = Content.styled(plain.one_line(self._profile_name), "$text-muted")
        tail = Content.styled(f"  {plain.one_line(heading.id)}  " if heading.id else "  ", "$text")
        state = Content("") if heading.status is None else badge(heading.status) + "  "
        room = width - state.cell_length - tail.cell_length - profile.cell_length
        star = "★ " if heading.is_favourite else ""
        name = Content.styled(star + plain.one_line(heading.name), "bold")
        name = name.truncate(max(room, 1), ellipsis=True)
        left = state + name + tail
        gap = " " * max(0, width - left.cell_length - profile.cell_length)
        second = Content.styled(
            plain.one_line(heading.second), "$text-error" if heading.is_alarming else "$text-muted"
        )
        return Content("\n").join([left + gap + profile, second.truncate(max(width, 1), ellipsis=True)])
