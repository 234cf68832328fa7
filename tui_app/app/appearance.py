"""The app's appearance: theme, glyphs, and the screen shown in a window that is too small."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from textual.app import App
from textual.filter import LineFilter
from textual.geometry import Size
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarRender

from ..logic.sanitize import IS_ASCII
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


class Appearance:
    """Sets and changes how an app is drawn."""

    def __init__(self, app: App[int], start: Start) -> None:
        """Set theme and glyphs before the first frame, so that nothing is drawn twice."""
        self._app = app
        self._terminal, self._preferences = start.terminal, start.preferences
        self._config = start.locations.config
        self.is_ascii = start.terminal.draws_ascii_for(start.preferences)
        """Whether the app draws with ASCII only."""
        IS_ASCII.set(self.is_ascii)
        app.set_class(self.is_ascii, ASCII_CLASS)
        ScrollBar.renderer = WholeCells if self.is_ascii else ScrollBarRender
        app.set_class(not start.terminal.can_follow_mouse, RELEASED)
        for theme in themes.REGISTERED:
            app.register_theme(theme)
        app.set_reactive(App.theme, start.terminal.theme_for(start.preferences))
        app.stylesheet.set_variables(app.get_css_variables())
        self.line_filters: Sequence[LineFilter] = ()
        """Filters that every line passes before it is sent."""
        self.update_filters()

    def update_filters(self) -> None:
        """Choose the line filters that the theme and the terminal need."""
        app = self._app
        self.line_filters = themes.filters(
            app.current_theme, app.ansi_theme, no_colour=app.no_color, is_ascii=self.is_ascii
        )

    async def choose_theme(self) -> None:
        """Let the user choose a theme, draw in it at once, and save the choice."""
        from ..screens.choose import ChooseScreen

        app, names = self._app, list(THEMES)
        rows = [f"{name:{_NAME_CELLS}}{words}" for name, words in THEMES.items()]
        choice = await app.push_screen_wait(ChooseScreen("Theme", rows, names.index(self._preferences.theme)))
        if choice is None:
            return
        name = names[choice.index]
        self._preferences = replace(self._preferences, theme=name)
        app.theme = self._terminal.theme_for(self._preferences)
        try:
            await asyncio.to_thread(save_preference, self._config, "theme", name)
        except (SettingsError, StoreError) as error:
            message = f"{error} The theme stays until the program ends."
            app.notify(message, title="Not saved", severity="error", markup=False)
        else:
            app.notify(f"The theme {name} is saved in config.toml.", markup=False)

    def cover_small_window(self, size: Size) -> None:
        """Put `NoRoomScreen` on top if the window is too small for the screen."""
        app = self._app
        # Below the set-up form lies Textual's own, empty screen.
        if app.screen_stack and type(app.screen) not in (Screen, NoRoomScreen) and not has_room(size):
            app.push_screen(NoRoomScreen())
