"""``enos-tui completion``: scripts that let a shell complete command lines, and the words for them.

Each script calls ``enos-tui completion --words WORD ...`` with the words up to the cursor, of which the last
may be empty. The answer has a line for each candidate: the word, a tab, what it means. ``:files`` stands for
all files.
"""

import argparse
import sys
from pathlib import Path

from ..logic.sanitize import one_line
from .arguments import SHELLS
from .candidates import Parsers, candidates


def run(parser: argparse.ArgumentParser, given: argparse.Namespace, parsers: Parsers) -> int:
    """Print the script of a shell, or the words for a command line; the exit code."""
    if given.words is not None:
        for word, about in candidates(given.words, parsers):
            print(f"{one_line(word)}\t{one_line(about)}" if about else one_line(word))
        return 0
    if given.shell is None:
        parser.error(f"name a shell: {', '.join(SHELLS)}")
    script = Path(__file__).with_name("completions") / f"enos-tui.{given.shell}"
    sys.stdout.write(script.read_text(encoding="utf-8"))
    return 0
