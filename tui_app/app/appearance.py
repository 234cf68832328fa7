"""What the app does about looks: colours, signs, and a window that is too small for any screen."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from textual import events, work
from textual.app import App
from textual.binding import Binding
from textual.filter import LineFilter
from textual.geometry import Size
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarRender

from ..logic import sanitize
from ..models.preferences import THEMES
from ..screens.no_room import NoRoomScreen, has_room
from ..store.errors import SettingsError, StoreError
from ..store.preferences import save_preference
from ..widgets import themes
from ..widgets.footer import RELEASED
from ..widgets.glyphs import ASCII_CLASS
from ..widgets.lines.scrollbar import WholeCells
from .launch import Start

_NAME_CELLS = max(map(len, THEMES)) + 2


class AppearanceMixin(App[int]):
    """An app with themes of its own."""

    _start: Start

    def begin_to_look(self, start: Start) -> None:
        """Take up theme and signs before anything is drawn, so that nothing is drawn twice."""
        is_ascii = start.terminal.draws_ascii_for(start.preferences)
        sanitize.draw_in_ascii(is_ascii)
        self.set_class(is_ascii, ASCII_CLASS)
        self.set_class(not start.terminal.can_follow_mouse, RELEASED)
        ScrollBar.renderer = WholeCells if is_ascii else ScrollBarRender
        for theme in themes.REGISTERED:
            self.register_theme(theme)
        self.set_reactive(App.theme, start.terminal.theme_for(start.preferences))
        self.stylesheet.set_variables(self.get_css_variables())
        self._line_filters = self._filters_now()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line goes through before it is sent."""
        return self._line_filters

    def get_key_display(self, binding: Binding) -> str:
        """The key as a sign, or by its name where the sign is none of ASCII."""
        shown = super().get_key_display(binding)
        return shown if shown.isascii() or not self.has_class(ASCII_CLASS) else binding.key

    def _filters_now(self) -> list[LineFilter]:
        return themes.filters(
            self.current_theme,
            self.ansi_theme,
            no_colour=self.no_color,
            is_ascii=self.has_class(ASCII_CLASS),
        )

    @work(group="theme")
    async def action_choose_theme(self) -> None:
        """Let the person choose, draw in it at once, and keep the choice."""
        from ..screens.choose import ChooseScreen

        preferences, names = self._start.preferences, list(THEMES)
        rows = [f"{name:{_NAME_CELLS}}{words}" for name, words in THEMES.items()]
        place = await self.push_screen_wait(ChooseScreen("Theme", rows, names.index(preferences.theme)))
        if place is None:
            return
        self._start = replace(self._start, preferences=replace(preferences, theme=names[place]))
        self.theme = self._start.terminal.theme_for(self._start.preferences)
        try:
            await asyncio.to_thread(save_preference, self._start.locations.config, "theme", names[place])
        except (SettingsError, StoreError) as error:
            told = f"{error} The theme stays until the program ends."
            self.notify(told, title="Not saved", severity="error", markup=False)
        else:
            self.notify(f"The theme {names[place]} is kept in config.toml.", markup=False)

    def watch_theme(self) -> None:
        """Draw every line through what fits the theme."""
        self._line_filters = self._filters_now()

    # A window that is too small.

    async def on_mount(self) -> None:
        """Look at every screen that comes on top."""
        self.screen_change_signal.subscribe(self, lambda _: self._cover_without_room(self.size))
        self._cover_without_room(self.size)

    def on_resize(self, event: events.Resize) -> None:
        """Look at the window."""
        self._cover_without_room(event.size)

    def _cover_without_room(self, size: Size) -> None:
        # Below the set-up form lies Textual's own, empty screen.
        if self.screen_stack and type(self.screen) not in (Screen, NoRoomScreen) and not has_room(size):
            self.push_screen(NoRoomScreen())
