"""``enos-tui completion``: scripts that let a shell complete command lines, and the words for them."""

import argparse
import sys

from ..logic.sanitize import one_line
from .candidates import Parsers, candidates
from .completion_scripts import SCRIPTS


def run(parser: argparse.ArgumentParser, given: argparse.Namespace, parsers: Parsers) -> int:
    """Print the script of a shell, or the words for a command line; the exit code."""
    if given.words is not None:
        for word, about in candidates(given.words, parsers):
            print(f"{one_line(word)}\t{one_line(about)}" if about else one_line(word))
        return 0
    if given.shell is None:
        parser.error(f"name a shell: {', '.join(SCRIPTS)}")
    sys.stdout.write(SCRIPTS[given.shell])
    return 0
