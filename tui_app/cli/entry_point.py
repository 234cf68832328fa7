"""The entry of the program: takes the terminal for the full screen before anything else is imported."""

import os
import sys
import warnings

from ..terminal.early_terminal import EarlyTerminal
from . import command_words, streams
from .first_screen import first_frame_of


def main() -> int:
    """Run the command line, with the terminal taken at once if the full screen is meant; the exit code."""
    streams.guard()
    if not sys.warnoptions:
        # They are for those who work on the program, and would stand over its screen.
        warnings.simplefilter("ignore")
        sys.unraisablehook = _ignore
    early, argv = EarlyTerminal(), sys.argv[1:]
    try:
        if not command_words.split(argv)[0] and (draw := first_frame_of(argv, os.environ)) is not None:
            early.take(draw)
        from .main import main

        return main(argv, early)
    finally:
        early.restore()


def _ignore(_: object) -> None:
    """Print nothing about an error in what is thrown away, such as an event loop without its files."""
