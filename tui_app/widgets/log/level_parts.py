"""A line of a log in parts, coloured by its level."""

from collections.abc import Sequence

from ...logic.logs.line_prefix import HEAD, Level, prefix_of
from ..lines.layout import Part

_STYLES = {Level.ERROR: "line--bad", Level.WARN: "line--warning", Level.DEBUG: "line--muted"}
"""Component classes; any other level is plain."""


def level_parts(text: str, style: str) -> Sequence[Part]:
    """Part a line where the colour of its level begins or ends."""
    prefix = prefix_of(text[:HEAD])
    colour = _STYLES.get(prefix.level)
    if colour is None:
        return [(text, style)]
    parts, at = [], 0
    for span in sorted((*prefix.times, prefix.level_span), key=lambda one: one.start):
        if span.start >= at:
            parts += [(text[at : span.start], style), (text[span], colour)]
            at = span.stop
    return [part for part in (*parts, (text[at:], style)) if part[0]]
