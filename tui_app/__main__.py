"""Lets ``python -m tui_app`` do what ``enos-tui`` does."""

import sys

from .cli.entry_point import main

if __name__ == "__main__":
    sys.exit(main())
