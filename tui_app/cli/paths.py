"""``enos-tui paths``: every file the program uses."""

import argparse
import os

from ..logic.sanitize import one_line
from ..store.installation import bundle_caches
from ..store.locations import Locations
from .reporting import reporting


def run(given: argparse.Namespace) -> int:
    """Print each file, and whether it is there; of a bundle's caches those that are there."""
    with reporting(given):
        caches = [path for path in bundle_caches(os.environ) if os.path.exists(path)]
        for path in [*Locations.of_user().files(), *caches]:
            print(f"{'there  ' if os.path.exists(path) else 'missing'}  {one_line(str(path))}")
    return 0
