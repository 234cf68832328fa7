"""The frame of the screen to come, in text and escape sequences; hardly with imports, see `early_terminal`.

It has header, input or titles of panes, and footer, each cell as the screen itself draws it: a test compares
both. What is not known yet, or does not fit, is left blank.
"""

import os

from ..logic.footer_keys import keys_that_fit
from .first_frame_keys import BACK_KEY, FOOTERS

TYPE_CHECKING = False
"""Known to type checkers by its name."""

if TYPE_CHECKING:
    from collections.abc import Iterator

Styles = dict[str, str]
"""SGR parameters of each part of the frame, by its name."""

STYLES = os.path.join(os.path.dirname(__file__), "frame_styles.tsv")
"""The styles by theme and number of colours, written by ``python -m tests.frame_styles``.

No number stands for 24 bit, and no theme for no colour. Computed beforehand, as the frame cannot wait until
Textual is imported.
"""

_LEAST = (60, 16)
"""Columns and rows of the smallest window that any screen is drawn in."""
_PLACEHOLDER = "task or flow instance id, or any text that contains one"
_ADVICE = "An id is a number, a dash and 8 to 14 digits that start with a date, such as 118979-2021020211."


class FirstScreen:
    """The screen to come, as far as it is known."""

    def __init__(self, kind: str, name: str, program: str, profile: str, about: str = "") -> None:
        """Keep what the header shows.

        Args:
            kind: ``lookup``, ``lookup without overview``, ``instance``, or empty for another screen.
            name: name of the screen.
            program: the command line without an id.
            profile: name of the profile.
            about: the id; empty for none.
        """
        self.kind, self.name, self.program, self.profile, self.about = kind, name, program, profile, about


def styles_for(theme: str, colours: int | None, *, no_colour: bool) -> Styles:
    """The styles of a theme.

    Args:
        colours: number of colours the terminal has, None for 24 bit.
        no_colour: whether to draw with attributes only.

    Raises:
        KeyError: there is no such theme.
    """
    wanted = ["", ""] if no_colour else [theme, str(colours or "")]
    with open(STYLES, encoding="utf-8") as file:
        names, *rows = (line.rstrip("\n").split("\t") for line in file)
    for row in rows:
        if row[:2] == wanted:
            return dict(zip(names[2:], row[2:], strict=True))
    raise KeyError(theme)


def frame(
    screen: FirstScreen, styles: Styles, columns: int, rows: int, *, is_ascii: bool, has_own_keys: bool
) -> str:
    """The output that draws the frame.

    Args:
        styles: SGR parameters by part.
        columns: width of the window in cells.
        rows: its height.
        is_ascii: whether to draw with ASCII only.
        has_own_keys: whether the user has keys of their own, whose names are not known yet.
    """
    if columns < _LEAST[0] or rows < _LEAST[1]:
        return ""
    texts = (screen.name, screen.program, screen.profile)
    is_known = all(text.isascii() and text.isprintable() for text in texts)
    lines: dict[int, list[tuple[str, str]]] = {1: [], 2: []}
    if is_known and screen.kind:
        lines |= dict(enumerate(_header(screen, columns - 2, has_own_keys), 1))
    if screen.kind.startswith("lookup"):
        lines[4] = [("", "page"), (_PLACEHOLDER[0], "cursor"), (_PLACEHOLDER[1:].ljust(columns - 3), "input")]
    if screen.kind == "lookup without overview":
        lines |= {5 + at: [(text, "advice")] for at, text in enumerate(_wrapped(_ADVICE, columns - 2))}
    footer = [] if has_own_keys else _footer(screen.kind, columns - 2, is_ascii)
    output, style = "", ""
    for number in range(1, rows + 1):
        parts, ground = (
            (footer, "bar") if number == rows else (lines.get(number, []), "bar" if number <= 2 else "page")
        )
        drawn, style = _line(number, parts, styles, ground, columns, style)
        output += drawn
    output += "\x1b[m" if style else ""
    # As `logic.sanitize` has it, whose patterns take too long to import.
    return output.replace("…", "~") if is_ascii else output


def _header(screen: FirstScreen, width: int, has_own_keys: bool) -> "Iterator[list[tuple[str, str]]]":
    """The two lines of `InstanceHeader`; blank where they would not fit."""
    command = f"{screen.program} {screen.about}".rstrip()
    second = f"Loading… ({BACK_KEY} cancels)" if screen.kind == "instance" and not has_own_keys else ""
    fits_first = len(screen.name) + len(screen.profile) + 4 + len(command) <= width
    is_first = fits_first or len(second) + 2 + len(command) > width
    name, tail = (screen.name, "name"), (command, "muted") if is_first else (screen.about, "bar")
    used = len(screen.name) + 2 + len(tail[0])
    if used + 2 + len(screen.profile) <= width:
        gap = " " * (width - used - len(screen.profile))
        yield [name, ("  ", "bar"), tail, (gap, "bar"), (screen.profile, "muted")]
        yield [
            (second, "muted"),
            *([] if is_first else [(command.rjust(width - len(second)), "muted")]),
        ]


def _footer(kind: str, width: int, is_ascii: bool) -> "list[tuple[str, str]]":
    shown = FOOTERS.get(kind, ())
    keys = [(name if is_ascii else glyph, label) for glyph, name, label, _ in shown]
    extra = sorted((rank, index) for index, (*_, rank) in enumerate(shown) if rank)
    widths = [(len(key) + 1 + len(label), label) for key, label in keys]
    chosen, gap = keys_that_fit(widths, width, [index for _, index in extra])
    parts = []
    for index in chosen:
        key, label = keys[index]
        parts += [(key, "key"), (f" {label}{' ' * gap}", "bar")]
    return parts


def _wrapped(text: str, width: int) -> "list[str]":
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".lstrip()
    return lines


def _line(
    number: int, parts: "list[tuple[str, str]]", styles: Styles, ground: str, columns: int, style: str
) -> tuple[str, str]:
    """One line with a blank at its left, drawn after text of a style, and the style it ends with.

    A line without text and ground is as the terminal cleared it.
    """
    if not parts and not styles[ground]:
        return "", style
    rest = columns - 1 - sum(len(text) for text, _ in parts)
    output = f"\x1b[{number};1H"
    for text, part in ((" ", ground), *parts, (" " * rest, ground)):
        if text and styles[part] != style:
            output += f"\x1b[0;{styles[part]}m" if style and styles[part] else f"\x1b[{styles[part]}m"
            style = styles[part]
        output += text
    return output, style
