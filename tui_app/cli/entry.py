"""The entry of the program: takes the terminal for the full screen before anything else is imported."""

import os
import sys

from ..terminal.early_terminal import EarlyTerminal
from . import command_words, streams
from .first_screen import first_frame_of


def main() -> int:
    """Run the command line, with the terminal taken at once if the full screen is meant; the exit code."""
    streams.guard()
    early, argv = EarlyTerminal(), sys.argv[1:]
    try:
        if not command_words.split(argv)[0] and (draw := first_frame_of(argv, os.environ)) is not None:
            early.take(draw)
        from .main import main

        return main(argv, early)
    finally:
        early.restore()
