"""Write the table of keys, `.github/KEYS.md`, from the table of commands: ``python screenshots/keys.py``."""

import pkgutil
import sys
from importlib import import_module
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
# The program that lies beside this folder, whether it is installed or not.
sys.path.insert(0, str(TOP))

from textual.binding import Binding  # noqa: E402
from textual.dom import DOMNode  # noqa: E402

import tui_app.app.explorer_app  # noqa: E402, F401
from tui_app import screens  # noqa: E402
from tui_app.commands.table import COMMANDS, Command, key_name  # noqa: E402

PAGE = TOP / ".github" / "KEYS.md"
BEGIN, END = "<!-- keys -->\n", "\n<!-- /keys -->"


def table() -> str:
    """Every command that some screen or pane has, once, in the order of the program's own table."""
    for screen in pkgutil.iter_modules(screens.__path__, f"{screens.__name__}."):
        import_module(screen.name)
    rows = [_row(command) for command in COMMANDS.values() if command.id in _bound(DOMNode)]
    return "\n".join(["| Key | What it does |", "|---|---|", *rows])


def _bound(kind: type[DOMNode]) -> set[str]:
    """Ids of the commands of a class and of all made from it; a command may be bound once per digit."""
    rows = vars(kind).get("BINDINGS", ())
    own = {row.id.rstrip("-123456789") for row in rows if isinstance(row, Binding) and row.id}
    return own.union(*map(_bound, kind.__subclasses__()))


def _row(command: Command) -> str:
    keys = [f"`{key_name(key)}`" for key in command.key.split(",")]
    shown = f"{keys[0]} to {keys[-1]}" if len(keys) > 4 else " ".join(keys)
    return f"| {shown} | {command.help} |"


def main() -> None:
    """Put the table into its page."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(before + BEGIN + table() + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
