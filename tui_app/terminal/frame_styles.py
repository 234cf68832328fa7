"""Styles and keys of the frame before the app; written by ``python -m tests.frame_styles``.

Computed beforehand, as the frame cannot wait until Textual is imported.
"""

Styles = dict[str, str]

STYLES: dict[tuple[str, int | None], Styles] = {}
"""SGR parameters of each part, by theme and number of colours, None for 24 bit; no theme: no colour."""

FOOTERS: dict[str, tuple[tuple[str, str, str], ...]] = {}
"""Keys of a screen, as the footer shows them: the key, the key in ASCII, and the label."""
