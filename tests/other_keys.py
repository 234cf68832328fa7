"""Every screen with a key of its own for every command, none of them a default one.

``python -m tests.other_keys`` walks there, in the current folder and home, and prints what was to be seen as
JSON. It needs a process to itself, since every class binds its keys when it is imported.
"""

import asyncio
import json
from contextlib import redirect_stdout
from io import StringIO
from itertools import product, starmap

from tui_app.cli import main as cli
from tui_app.commands.table import COMMANDS, FOLD_TO_LEVEL
from tui_app.store.files import write_private
from tui_app.store.locations import Locations

_MODIFIERS = ("", "shift+", "ctrl+", "alt+", "ctrl+shift+", "alt+ctrl+", "alt+shift+", "alt+ctrl+shift+")


def others() -> dict[str, str]:
    """For each command a key that no keyboard has."""
    keys = starmap("{}{}".format, product(_MODIFIERS, (f"f{number}" for number in range(13, 25))))
    chosen = {name: next(keys) for name in COMMANDS}
    return chosen | {FOLD_TO_LEVEL.id: f"{chosen[FOLD_TO_LEVEL.id]},{next(keys)}"}


def main() -> None:
    """Choose the keys as a person does, walk, and tell."""
    rows = [f'{name} = "{keys}"' for name, keys in others().items()]
    write_private(Locations.of_user().config, "\n".join(["[keys]", *rows, ""]))
    with redirect_stdout(StringIO()) as told:
        assert cli.main(["keys"]) == 0
    # As in the program, the screens are imported when the keys are chosen.
    from tests.every_screen import walk_everywhere

    walker = asyncio.run(walk_everywhere())
    found = {
        "seen": walker.seen,
        "kinds": sorted(walker.kinds),
        "without a row": sorted(walker.without_a_row),
        "keys": told.getvalue(),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
