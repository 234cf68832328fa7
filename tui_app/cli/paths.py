"""``enos-tui paths``: every file the program uses."""

import argparse

from ..logic.sanitize import one_line
from ..store.locations import Locations
from .reporting import reporting


def run(_: argparse.ArgumentParser, given: argparse.Namespace) -> int:
    """Print each file, and whether it is there."""
    with reporting(given):
        for path in Locations.of_user().files():
            print(f"{'there  ' if path.exists() else 'missing'}  {one_line(str(path))}")
    return 0
