"""The last line of the screen, with its keys.

Not Textual's Footer: whenever the focus moves, that builds a widget for each key and redraws the whole
screen, 11 KB for one press of tab.
"""

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from ..commands.table import TOGGLE_MOUSE, Command, footer_rank, room_rank
from ..logic.footer_keys import keys_that_fit

RELEASED = "-mouse-released"
"""Class of an app that leaves the mouse to the terminal."""


@dataclass(frozen=True, slots=True)
class ShownKey:
    """A key and its label."""

    key: str
    """The name of the key in Textual."""

    display: str
    """The name of the key on screen."""

    label: str
    """The command in a word or two."""

    room_rank: int = 0
    """Its place among the keys that are shown where all others leave room, from 1; 0 for those others."""

    @property
    def cells(self) -> int:
        """Width in cells."""
        return len(self.display) + 1 + len(self.label)


class Footer(Widget):
    """Shows as many keys as fit, and always the one for help."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Footer {
        dock: bottom;
        height: 1;
        background: $panel;
        padding: 0 1;
    }
    """

    keys: reactive[tuple[ShownKey, ...]] = reactive(())
    """The active keys, those of the focused pane first."""

    def on_mount(self) -> None:
        """Follow the bindings of the screen; an unchanged line is not redrawn."""
        self.screen.bindings_updated_signal.subscribe(self, self._update)
        self._update(self.screen)

    def _update(self, screen: Screen[object]) -> None:
        shown: dict[str, ShownKey] = {}
        for active in screen.active_bindings.values():
            binding, display = active.binding, self.app.get_key_display(active.binding)
            # Not a test for a list of runs: the first screen shows its footer before it imports any.
            offers = getattr(active.node, "offers", None)
            is_refused = offers is not None and not offers(binding.action)
            if binding.action in shown or is_refused or _is_text(display, screen.focused):
                continue
            if binding.id == TOGGLE_MOUSE.id and self.app.has_class(RELEASED):
                shown = {binding.action: ShownKey(binding.key, display, "Mouse released"), **shown}
            elif binding.show or binding.action in getattr(active.node, "SHOWN", ()):
                shown[binding.action] = ShownKey(binding.key, display, binding.description)
            elif rank := room_rank(binding.action):
                shown[binding.action] = ShownKey(binding.key, display, binding.description, rank)
        keys = tuple(shown[action] for action in sorted(shown, key=footer_rank))
        # The commands of a tour come first, with their own labels, even where the focus is elsewhere.
        tour = [_of_tour(command, label, self) for command, label in getattr(screen, "tour", ())]
        taken = {one.key for one in tour} | {one.label for one in tour}
        self.keys = (*tour, *(one for one in keys if taken.isdisjoint((one.key, one.label))))

    def render(self) -> Content:
        """Render the line."""
        keys, gap = self._fitting()
        return Content(" " * gap).join(
            Content.assemble((one.display, "bold $text-accent"), " ", one.label) for one in keys
        )

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        keys, gap = self._fitting()
        left = 1
        for one in keys:
            if left <= event.x < left + one.cells:
                self.app.simulate_key(one.key)
            left += one.cells + gap

    def _fitting(self) -> tuple[list[ShownKey], int]:
        """The keys that fit, with the one for help always last, and the gap between them."""
        keys = self.keys
        extra = sorted((one.room_rank, index) for index, one in enumerate(keys) if one.room_rank)
        widths = [(one.cells, one.label) for one in keys]
        chosen, gap = keys_that_fit(widths, self.content_size.width, [index for _, index in extra])
        return [self.keys[index] for index in chosen], gap


def _of_tour(command: Command, label: str, footer: Footer) -> ShownKey:
    """The first key of a command that is no text in the focused widget."""
    bound_keys = [command.bindings(key)[0] for key in command.key.split(",")]
    bound = [(one.key, footer.app.get_key_display(one)) for one in bound_keys]
    keys = [(key, display) for key, display in bound if not _is_text(display, footer.screen.focused)]
    return ShownKey(*(keys or bound)[0], label)


def _is_text(display: str, focused: Widget | None) -> bool:
    """Whether the focused widget consumes the key, as a text field does letters and symbols."""
    is_character = len(display) == 1 and display.isascii()
    return is_character and focused is not None and focused.check_consume_key(display, display)
