"""The keys that the footer of the demo's first screen puts first, to show a newcomer round."""

from .table import (
    CHOOSE,
    EXPLAIN_FAILURE,
    FIND_FLOWS,
    FOCUS_LIST,
    OPEN_BEFORE,
    OPEN_LOG,
    OPEN_WHY,
    PALETTE,
    TOGGLE_SAVED,
    Command,
)

Tour = tuple[tuple[Command, str], ...]
"""Commands, each with its label."""

OF_INPUT: Tour = (
    (EXPLAIN_FAILURE, "Why"),
    (FOCUS_LIST, "List"),
    (TOGGLE_SAVED, "Examples"),
    (FIND_FLOWS, "Find"),
    (PALETTE, "Commands"),
)
"""While the focus is in the input, where letters are text."""

OF_LIST: Tour = (
    (CHOOSE, "Open"),
    (OPEN_WHY, "Why"),
    (OPEN_LOG, "Log"),
    (OPEN_BEFORE, "Before"),
    (TOGGLE_SAVED, "Examples"),
)
"""While the focus is in the list of runs."""
