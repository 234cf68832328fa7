"""Handlers that change the profile while the program runs."""

import asyncio
import os
import shlex
from dataclasses import replace

from textual import on, work

from ..commands.table import OPEN_WATCHED
from ..logic import sanitize
from ..logic.text import plural
from ..messages import UseProfile
from ..models.profile import Profile
from ..store.errors import SettingsError
from ..terminal.shell_screen import shell_screen
from .launch import Start
from .watches import WatchHandlers


class ProfileHandlers(WatchHandlers):
    """Lets the user choose another profile of config.toml."""

    async def open_first_screen(self, start: Start) -> None:
        """Open the first screen with other options, in place of the one on top."""
        raise NotImplementedError

    @work(exclusive=True, group="profile")
    async def action_switch_profile(self) -> None:
        """Let the user choose a profile, and use it."""
        from ..screens.choose import ChooseScreen
        from ..store.settings import profile_names

        start = self.start
        if start.profile is None and not start.demo:
            self._refuse("Set up a connection or try the demo first.")
            return
        try:
            names = await asyncio.to_thread(profile_names, start.locations.config, os.environ)
        except SettingsError as error:
            self._refuse(str(error))
            return
        now = self.session.profile_name
        at = names.index(now) if now in names and not start.demo else 0
        choice = await self.push_screen_wait(ChooseScreen("Profile", list(map(sanitize.one_line, names)), at))
        if choice is None or (names[choice.index] == now and not start.demo):
            return
        await self._switch_to(names[choice.index])

    @on(UseProfile)
    @work(exclusive=True, group="profile", description="use another profile")
    async def _use_profile(self, event: UseProfile) -> None:
        await self._switch_to(event.name, event.view)

    async def _switch_to(self, name: str, view: str = "") -> None:
        start = self.start
        try:
            profile = await self._resolve(name)
        except SettingsError as error:
            self._refuse(str(error))
            return
        program = f"enos-tui --profile {shlex.quote(name)}"
        sessions, watches = self.sessions, self.watches
        left = {} if start.demo else {key: one.running for key, one in watches.items() if key != name}
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        await self.open_first_screen(
            replace(
                start,
                profile=profile,
                profiles={},
                demo=False,
                program=program,
                open_text=None,
                view_name=view,
            )
        )
        # Only now: until then a screen of the former profile may have been on top.
        await self.close_watches(watches.values())
        await sessions.aclose()
        words = f"This is the profile {profile.name}, {profile.gateway}."
        if any(left.values()):
            names = ", ".join(one for one, count in left.items() if count)
            count = plural(sum(left.values()), "run")
            words += f" {count} of {names} not watched meanwhile: {OPEN_WATCHED.key_name} lists them."
        self.notify(words, markup=False)

    async def _resolve(self, name: str) -> Profile:
        """The complete profile; a secret_command gets the bare terminal, on which it may ask its questions.

        Raises:
            SettingsError: the profile is incomplete or wrong.
        """
        from ..store.settings import resolve
        from ..store.settings_file import read_settings

        config = self.start.locations.config
        file = await asyncio.to_thread(read_settings, config)
        if "secret_command" not in file.profiles.get(name, {}):
            return await asyncio.to_thread(resolve, config, os.environ, name)
        with shell_screen(self):
            return resolve(config, os.environ, name)

    def _refuse(self, reason: str) -> None:
        self.notify(reason, severity="warning", markup=False)
