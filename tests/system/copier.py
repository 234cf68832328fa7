"""The program, which begins by copying what a file holds."""

import sys
from pathlib import Path

import tui_app
from tui_app.app.explorer_app import ExplorerApp
from tui_app.app.launch import Start
from tui_app.messages import Copyable, OpenCopyMenu
from tui_app.store.locations import Locations


class Copier(ExplorerApp):
    """Copies as soon as it is drawn."""

    CSS_PATH = str(Path(tui_app.__file__).with_name("app") / "app.tcss")

    def on_ready(self) -> None:
        """Copy, as the one row of a menu."""
        text = Path(sys.argv[1]).read_text(encoding="utf-8")
        self.post_message(OpenCopyMenu([Copyable("sample", text)]))


if __name__ == "__main__":
    app = Copier(Start(Locations.of_user(), demo=True))
    app.run()
    sys.exit(app.return_code)
