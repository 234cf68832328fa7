"""One line above a list: the list's title at the left, the key of the other list at the right."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class TabLine(Widget):
    """Draws the line; the right end gives way where both do not fit."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TabLine {
        height: 1;
        padding: 0 1;
        background: $boost;
    }
    """

    heading: reactive[Content] = reactive(Content(""))
    """The title, safe to draw."""

    other: reactive[Content] = reactive(Content(""))
    """The key of the other list and its name, safe to draw."""

    def render(self) -> Content:
        """Render both ends."""
        width = self.content_size.width
        room = width - self.other.cell_length - 2
        if self.heading.cell_length > room > width // 3:
            heading = self.heading.truncate(room, ellipsis=True)
        else:
            heading = self.heading.truncate(width, ellipsis=True)
        gap = width - heading.cell_length - self.other.cell_length
        return heading + " " * gap + self.other if gap >= 0 else heading
