"""``enos-tui keys``: the commands of the screens, and how to rebind them."""

import argparse

from ..commands.keymap import table
from ..logic.sanitize import one_line
from ..store.locations import Locations
from ..store.preferences import read_preferences
from .screen import own_keys

_HOW_TO_REBIND = """
Other keys stand in {}, such as:
  [keys]
  preset = "vim"        # or "default"; in force: {}
  open-log = "L,f6"
"""


def run(_: argparse.Namespace) -> int:
    """Print the table of commands with the keys in force."""
    config = Locations.of_user().config
    preferences = read_preferences(config)
    print(*table(own_keys(preferences, config)), sep="\n")
    print(_HOW_TO_REBIND.format(one_line(str(config)), preferences.preset))
    return 0
