"""Keys of the frame before the app; written by ``python -m tests.frame_styles``.

Computed beforehand, as the frame cannot wait until Textual is imported.
"""

FrameKey = tuple[str, str, str, int]
"""The key, the key in ASCII, the label, and the rank of a key that needs room; 0 for any other."""

FOOTERS: dict[str, tuple[FrameKey, ...]] = {
    "lookup": (
        ("↓", "down", "List", 0),
        ("^t", "^t", "Saved", 0),
        ("f1", "f1", "Help", 0),
        ("f3", "f3", "Find", 13),
        ("^q", "^q", "Quit", 0),
        ("^p", "^p", "Commands", 14),
    ),
    "lookup without overview": (
        ("↓", "down", "List", 0),
        ("f1", "f1", "Help", 0),
        ("f3", "f3", "Find", 13),
        ("^q", "^q", "Quit", 0),
        ("^p", "^p", "Commands", 14),
    ),
    "instance": (
        ("x", "x", "Why", 0),
        ("W", "W", "Watch", 4),
        ("T", "T", "Ticket", 3),
        ("b", "b", "Before", 1),
        ("d", "d", "Changes", 2),
        ("<", "<", "Earlier", 11),
        (">", ">", "Later", 12),
        ("l", "l", "Log", 0),
        ("]", "]", "Next task", 10),
        ("[", "[", "Previous task", 9),
        ("?", "?", "Help", 0),
        ("f", "f", "Star", 0),
        ("u", "u", "Up", 0),
        ("i", "i", "runMode", 0),
        ("esc", "esc", "Back", 0),
        ("/", "/", "Search", 0),
        ("y", "y", "Copy", 0),
        ("r", "r", "Refresh", 0),
        ("^q", "^q", "Quit", 0),
        ("^p", "^p", "Commands", 14),
        ("g", "g", "Go to", 0),
        ("S", "S", "Find", 13),
    ),
}
"""Keys of a screen, as the footer shows them."""

BACK_KEY = "escape"
"""The key that goes back, as a sentence names it."""
