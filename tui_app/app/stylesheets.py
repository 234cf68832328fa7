"""Reads the style sheets of all screens and widgets before they are needed.

Textual reads a screen's when it first opens, and parses all others again with it: an Enter would wait for it.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from textual.css.stylesheet import Stylesheet
from textual.scrollbar import ScrollBar, ScrollBarCorner
from textual.widget import Widget
from textual.widgets._toast import Toast, ToastHolder, ToastRack

_PROGRAM = __name__.partition(".")[0] + "."
_SCREENS = Path(__file__).parents[1] / "screens"
_MADE_BY_TEXTUAL: list[type[Widget]] = [ScrollBar, ScrollBarCorner, Toast, ToastHolder, ToastRack]


def read_ahead(sheet: Stylesheet) -> Stylesheet:
    """A copy with all that the screens imported so far will ask for; fit for another thread.

    And no more than that: each rule there is costs a little at every widget that is made.
    """
    ahead = sheet.copy()
    for kind in dict.fromkeys([*_MADE_BY_TEXTUAL, *_named_by_this_program()]):
        # An instance without a beginning is enough: its class alone says what its sheet is.
        for place, css, tie_breaker, scope in object.__new__(kind)._get_default_css():
            ahead.add_source(css, place, is_default_css=True, tie_breaker=tie_breaker, scope=scope)
    ahead.read_all(sorted(_SCREENS.glob("*.tcss")))
    ahead.parse()
    _ = ahead.rules_map  # which is made at its first use
    return ahead


def _named_by_this_program() -> Iterator[type[Widget]]:
    """The widgets that its modules define or import."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith(_PROGRAM):
            for one in list(vars(module).values()):
                if isinstance(one, type) and issubclass(one, Widget):
                    yield one
