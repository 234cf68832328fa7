"""Opens texts in the user's pager and editor."""

import os

from textual import on
from textual.app import App, SuspendNotSupported

from ..logic import sanitize
from ..messages import OpenExternally


class ExternalProgramHandlers(App[int]):
    """Handler of what is opened outside of the program."""

    @on(OpenExternally)
    def _open_externally(self, event: OpenExternally) -> None:
        from ..terminal import external_programs
        from ..terminal.shell_screen import shell_screen

        try:
            command = external_programs.command_for(os.environ, in_editor=event.in_editor)
            with shell_screen(self):
                code = external_programs.show(command, event.name, sanitize.clipboard_text(event.text))
        except SuspendNotSupported:
            self._warn("This terminal cannot be lent to another program.")
        except external_programs.NoProgramError as error:
            self._warn(str(error))
        except OSError as error:
            self._warn(f"{command[0]} cannot show it: {error.strerror or error}.")
        else:
            if code:
                self._warn(f"{command[0]} ended with exit code {code}.")

    def _warn(self, sentence: str) -> None:
        self.notify(sanitize.one_line(sentence), severity="warning", markup=False)
