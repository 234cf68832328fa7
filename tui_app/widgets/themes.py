"""The themes of `models.preferences.THEMES`, and the filters that every drawn line passes through."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from textual.color import Color
from textual.filter import ANSIToTruecolor, LineFilter
from textual.theme import BUILTIN_THEMES, Theme

from .glyphs import ASCII_DRAWN

_TERMINAL_COLOURS = {
    "ansi-background": "ansi_default",
    "ansi-foreground": "ansi_default",
    "block-cursor-foreground": "ansi_default",
    "block-cursor-background": "ansi_default",
    "block-cursor-text-style": "reverse",
    "block-cursor-blurred-text-style": "underline",
    "input-cursor-foreground": "ansi_default",
    "input-cursor-background": "ansi_default",
    "input-cursor-text-style": "reverse",
}
"""Overrides for themes in the terminal's own colours; reverse is readable in any palette."""

_DARK = replace(
    BUILTIN_THEMES["ansi-dark"],
    name="terminal",
    primary="ansi_cyan",
    accent="ansi_bright_magenta",
    success="ansi_bright_green",
    warning="ansi_bright_yellow",
    error="ansi_bright_red",
    variables={**BUILTIN_THEMES["ansi-dark"].variables, **_TERMINAL_COLOURS},
)
_LIGHT = replace(
    BUILTIN_THEMES["ansi-light"],
    name="terminal-light",
    warning="ansi_magenta",
    accent="ansi_default",
    variables={**BUILTIN_THEMES["ansi-light"].variables, **_TERMINAL_COLOURS},
)

REGISTERED = (
    # Textual's own cursor is too light for the text on it.
    replace(
        BUILTIN_THEMES["textual-dark"],
        name="dark",
        accent="#c7a5f7",
        variables={
            **BUILTIN_THEMES["textual-dark"].variables,
            "text-accent": "#c7a5f7",
            "block-cursor-background": "#0160ab",
            "block-cursor-blurred-background": "#2a2a2a",
        },
    ),
    # Textual's own greens and yellows are unreadable on its light backgrounds.
    replace(
        BUILTIN_THEMES["textual-light"],
        name="light",
        accent="#5b2a86",
        variables={
            **BUILTIN_THEMES["textual-light"].variables,
            "text-success": "#14612f",
            "text-warning": "#754400",
            "text-accent": "#5b2a86",
            "primary-muted": "#c4d8ea",
            "block-cursor-blurred-background": "#d0d6dc",
        },
    ),
    # Only colours of the 6x6x6 cube and its greys, so that a 256-colour terminal rounds none.
    Theme(
        name="256-dark",
        primary="#0087d7",
        secondary="#005f87",
        accent="#d7afff",
        warning="#ffaf00",
        error="#ff5f87",
        success="#5fd787",
        foreground="#dadada",
        background="#121212",
        surface="#1c1c1c",
        panel="#262626",
        boost="#303030",
        variables={
            "text-primary": "#5fafff",
            "text-accent": "#d7afff",
            "text-warning": "#ffd75f",
            "text-error": "#ff87af",
            "text-success": "#87ffaf",
            "text-muted": "#a8a8a8",
            "panel-lighten-2": "#444444",
            "block-cursor-background": "#005faf",
            "primary-muted": "#00005f",
            "block-cursor-blurred-background": "#303030",
        },
    ),
    Theme(
        name="256-light",
        primary="#005faf",
        secondary="#0087af",
        accent="#870087",
        warning="#5f5f00",
        error="#af005f",
        success="#00875f",
        foreground="#1c1c1c",
        background="#eeeeee",
        surface="#e4e4e4",
        panel="#dadada",
        boost="#dadada",
        dark=False,
        variables={
            "text-primary": "#0000d7",
            "text-accent": "#870087",
            "text-warning": "#5f5f00",
            "text-error": "#af0000",
            "text-success": "#005f00",
            "text-muted": "#4e4e4e",
            "panel-lighten-2": "#a8a8a8",
            "primary-muted": "#d7d7ff",
            "block-cursor-blurred-background": "#dadada",
        },
    ),
    _DARK,
    _LIGHT,
    Theme(
        name="contrast-dark",
        primary="#00afff",
        accent="#ff87ff",
        warning="#ffd700",
        error="#ff8787",
        success="#5fff5f",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#000000",
        boost="#000000",
        variables={
            "text": "#ffffff",
            "text-primary": "#5fd7ff",
            "text-accent": "#ff87ff",
            "text-warning": "#ffd700",
            "text-error": "#ff8787",
            "text-success": "#5fff5f",
            "text-muted": "#ffffff",
            "text-disabled": "#d0d0d0",
            "panel-lighten-2": "#ffffff",
            "block-cursor-foreground": "#000000",
            "block-cursor-background": "#ffff00",
            "block-cursor-blurred-foreground": "#ffffff",
            "primary-muted": "#00345f",
            "block-cursor-blurred-background": "#303030",
            "scrollbar": "#ffffff",
            "scrollbar-background": "#444444",
        },
    ),
    Theme(
        name="contrast-light",
        primary="#0000af",
        accent="#5f0087",
        warning="#6b4000",
        error="#af0000",
        success="#005f00",
        foreground="#000000",
        background="#ffffff",
        surface="#ffffff",
        panel="#ffffff",
        boost="#ffffff",
        dark=False,
        variables={
            "text": "#000000",
            "text-primary": "#0000af",
            "text-accent": "#5f0087",
            "text-warning": "#6b4000",
            "text-error": "#af0000",
            "text-success": "#005f00",
            "text-muted": "#000000",
            "text-disabled": "#303030",
            "panel-lighten-2": "#000000",
            "block-cursor-foreground": "#ffffff",
            "block-cursor-background": "#0000af",
            "block-cursor-blurred-foreground": "#000000",
            "primary-muted": "#d0d0ff",
            "block-cursor-blurred-background": "#d0d0d0",
            "scrollbar": "#000000",
            "scrollbar-background": "#d0d0d0",
        },
    ),
)
"""All themes except ``auto``."""


def filters(theme: Theme, ansi_theme: TerminalTheme, *, no_colour: bool, is_ascii: bool) -> list[LineFilter]:
    """The filters that every line passes through before it is sent.

    Args:
        ansi_theme: RGB values of the ANSI colours, for a theme that has other colours too.
        no_colour: send attributes only.
        is_ascii: send ASCII only.
    """
    if no_colour:
        chain: list[LineFilter] = [_StyleFilter(_without_colour)]
    elif theme.ansi:
        chain = [_StyleFilter(_to_16_colours)]
    else:
        chain = [ANSIToTruecolor(ansi_theme)]
        if theme.name.startswith("256"):
            chain.append(_StyleFilter(_to_256_colours))
    return [*chain, _AsciiFilter()] if is_ascii else chain


class _StyleFilter(LineFilter):
    """Changes the style of each segment."""

    def __init__(self, change: Callable[[Style], Style]) -> None:
        super().__init__()
        self._change = change

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with their styles changed."""
        return [
            Segment(text, None if style is None else self._change(style), control)
            for text, style, control in segments
        ]


@lru_cache(1024)
def _without_colour(style: Style) -> Style:
    """Remove the colours; Textual's own filter sends codes for the default ones."""
    return style.without_color


@lru_cache(1024)
def _to_256_colours(style: Style) -> Style:
    return _downgrade(style, ColorSystem.EIGHT_BIT)


@lru_cache(1024)
def _to_16_colours(style: Style) -> Style:
    return _downgrade(style, ColorSystem.STANDARD)


def _downgrade(style: Style, system: ColorSystem) -> Style:
    """Round colours to a colour system, even if the terminal supports more."""
    foreground, background = style.color, style.bgcolor
    return style + Style.from_color(
        foreground and foreground.downgrade(system), background and background.downgrade(system)
    )


class _AsciiFilter(LineFilter):
    """Replaces all non-ASCII characters: borders, scroll bars, glyphs, typed text."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments in ASCII; their widths stay the same."""
        return [
            segment if segment.text.isascii() else Segment(to_ascii(segment.text), *segment[1:])
            for segment in segments
        ]


@lru_cache(1024)
def to_ascii(text: str) -> str:
    """Convert a text to ASCII of the same width in cells."""
    return set_cell_size(text.translate(ASCII_DRAWN), cell_len(text))
