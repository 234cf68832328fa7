"""Reads the style sheets of all screens and widgets before they are needed.

Textual reads a screen's when it first opens, and parses all others again with it: an Enter would wait for it.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from textual.css.stylesheet import Stylesheet
from textual.widget import Widget

from ..terminal.textual_private import MADE_BY_TEXTUAL, default_css

_PROGRAM = __name__.partition(".")[0] + "."
_SCREENS = Path(__file__).parents[1] / "screens"


def read_stylesheets(stylesheet: Stylesheet) -> Stylesheet:
    """Copy a style sheet and add those of all screens imported so far; may run in another thread.

    Nothing else is added: each rule costs a little at every widget that is made.
    """
    ahead = stylesheet.copy()
    for kind in dict.fromkeys([*MADE_BY_TEXTUAL, *_imported_widgets()]):
        for place, css, tie_breaker, scope in default_css(kind):
            ahead.add_source(css, place, is_default_css=True, tie_breaker=tie_breaker, scope=scope)
    ahead.read_all(sorted(_SCREENS.glob("*.tcss")))
    ahead.parse()
    _ = ahead.rules_map  # computed at its first use
    return ahead


def _imported_widgets() -> Iterator[type[Widget]]:
    """Widget classes that this program's modules define or import."""
    # The event loop may import meanwhile; only a copy keeps its size.
    for name, module in sorted(sys.modules.copy().items()):
        if name.startswith(_PROGRAM):
            for one in vars(module).copy().values():
                if isinstance(one, type) and issubclass(one, Widget):
                    yield one
