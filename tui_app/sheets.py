"""Reads the style sheets of all screens and widgets before they are needed.

Textual reads a screen's when it first opens, and parses all others again with it: an Enter would wait for it.
"""

from collections.abc import Iterator
from pathlib import Path

from textual.css.stylesheet import Stylesheet
from textual.widget import Widget

_SCREENS = Path(__file__).parent / "screens"


def read_ahead(sheet: Stylesheet) -> Stylesheet:
    """A copy with all that screens, and widgets imported so far, will ask for; fit for another thread."""
    ahead = sheet.copy()
    for kind in _kinds(Widget):
        # An instance without a beginning is enough: its class alone says what its sheet is.
        for place, css, tie_breaker, scope in object.__new__(kind)._get_default_css():
            ahead.add_source(css, place, is_default_css=True, tie_breaker=tie_breaker, scope=scope)
    ahead.read_all(sorted(_SCREENS.glob("*.tcss")))
    ahead.parse()
    _ = ahead.rules_map  # which is made at its first use
    return ahead


def _kinds(of: type[Widget]) -> Iterator[type[Widget]]:
    yield of
    for kind in of.__subclasses__():
        yield from _kinds(kind)
