"""Every theme is readable, states differ in colour, and only colours and glyphs the terminal has are sent."""

import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from textual.color import BLACK, Color
from textual.theme import Theme

from tui_app.models.preferences import AUTO, THEMES
from tui_app.widgets import themes
from tui_app.widgets.glyphs import _ASCII, _ASCII_LINES, _UNICODE, _UNICODE_LINES
from tui_app.widgets.status_style import _COLOURS, GROUP_CLASSES

STATES = ("text-success", "text-error", "text-warning", "text-primary")
BACKGROUNDS = ("background", "surface", "panel")
TINTS = ("block-cursor-blurred-background", "primary-muted")
"""Backgrounds of the cursor's row in a pane without the focus, and of selected lines."""
OF_24_BITS = [theme for theme in themes.REGISTERED if not theme.ansi]
TEXT = Style.parse("bold #ff8800 on #102030")


def named(name: str) -> Theme:
    (theme,) = [theme for theme in themes.REGISTERED if theme.name == name]
    return theme


def variables_of(theme: Theme) -> dict[str, str]:
    return theme.to_color_system().generate() | theme.variables


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of the Web Content Accessibility Guidelines, 1 to 21."""
    lights = sorted((_light(one), _light(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _light(colour: Color) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def sent(theme: Theme, style: Style, *, no_colour: bool = False) -> Style:
    """A style after all filters of a theme."""
    segments = [Segment("x", style)]
    for line_filter in themes.filters(theme, DEFAULT_TERMINAL_THEME, no_colour=no_colour, is_ascii=False):
        segments = line_filter.apply(segments, BLACK)
    (segment,) = segments
    return segment.style or Style.null()


def test_every_theme_name_has_a_theme() -> None:
    assert [AUTO, *(theme.name for theme in themes.REGISTERED)] == list(THEMES)


@pytest.mark.parametrize("theme", OF_24_BITS, ids=lambda theme: theme.name)
def test_every_state_is_readable_on_every_background(theme: Theme) -> None:
    variables = variables_of(theme)
    least = 7.0 if theme.name.startswith("contrast") else 4.5
    for background in BACKGROUNDS:
        for words in (*STATES, "text-accent", "accent"):
            found = contrast(Color.parse(variables[words]), Color.parse(variables[background]))
            assert found >= least, f"{words} on {background}: {found:.1f}"


@pytest.mark.parametrize("theme", OF_24_BITS, ids=lambda theme: theme.name)
def test_every_text_is_readable_on_every_background_and_tint(theme: Theme) -> None:
    variables = variables_of(theme)
    plain = Color.parse(variables["background"])
    for background in (*BACKGROUNDS, *TINTS):
        behind = plain + Color.parse(variables[background])
        for words in (*STATES, "text-accent", "text-muted", "foreground"):
            found = contrast(text_on(behind, variables[words]), behind)
            assert found >= 4.5, f"{words} on {background}: {found:.2f}"


@pytest.mark.parametrize("theme", OF_24_BITS, ids=lambda theme: theme.name)
def test_the_cursor_s_text_is_readable_on_it(theme: Theme) -> None:
    variables = variables_of(theme)
    behind = Color.parse(variables["block-cursor-background"])
    found = contrast(text_on(behind, variables["block-cursor-foreground"]), behind)
    assert found >= 4.5, f"{found:.2f}"


def text_on(behind: Color, written: str) -> Color:
    """A colour as drawn on a background, where ``auto 60%`` is black or white let through so far."""
    if written.startswith("auto"):
        return behind + behind.get_contrast_text(float(written.split()[1].rstrip("%")) / 100)
    return behind + Color.parse(written)


@pytest.mark.parametrize("theme", themes.REGISTERED, ids=lambda theme: theme.name)
def test_neither_a_state_nor_a_key_has_the_colour_of_another(theme: Theme) -> None:
    variables = variables_of(theme)
    meanings = (*STATES, "text-accent")
    assert len({variables[name] for name in meanings}) == len(meanings)


def test_the_colour_of_keys_is_for_keys_only() -> None:
    room = Path(themes.__file__).parents[1]
    users = {
        path.relative_to(room).as_posix()
        for pattern in ("**/*.py", "**/*.tcss")
        for path in room.glob(pattern)
        if re.search(r"\$(?:text-)?accent\b", path.read_text(encoding="utf-8"))
    }
    assert users == {"widgets/footer.py", "widgets/key_table.py", "screens/lookup.py"}


@pytest.mark.parametrize("name", ["256-dark", "256-light"])
def test_the_themes_of_256_colours_send_no_others(name: str) -> None:
    style = sent(named(name), TEXT)
    assert [style.color and style.color.type.name, style.bgcolor and style.bgcolor.type.name] == [
        "EIGHT_BIT",
        "EIGHT_BIT",
    ]
    assert style.bold


@pytest.mark.parametrize("name", ["256-dark", "256-light"])
def test_the_themes_of_256_colours_need_hardly_any_rounding(name: str) -> None:
    variables = variables_of(named(name))
    for key in (*STATES, *BACKGROUNDS, "text-accent", "text-muted", "foreground", "block-cursor-background"):
        exact = Color.parse(variables[key])
        style = sent(named(name), Style(color=exact.rich_color))
        assert style.color
        given = Color.from_rich_color(style.color, ansi=False).rgb
        assert max(abs(one - other) for one, other in zip(given, exact.rgb, strict=True)) <= 10, key


@pytest.mark.parametrize("name", ["terminal", "terminal-light"])
def test_the_terminal_s_own_themes_send_only_16_colours(name: str) -> None:
    style = sent(named(name), TEXT)
    assert style.color
    assert style.color.type.name == "STANDARD"


@pytest.mark.parametrize("theme", themes.REGISTERED, ids=lambda theme: theme.name)
def test_without_colour_attributes_stay(theme: Theme) -> None:
    assert sent(theme, TEXT, no_colour=True) == Style(bold=True)


def test_a_badge_has_the_colour_of_its_group_in_lists() -> None:
    colours = {"line--good": "success", "line--bad": "error", "line--active": "primary"}
    colours["line--warning"] = "warning"
    for group, line in GROUP_CLASSES.items():
        assert _COLOURS[group] == (f"bold $text-{colours[line]}" if line else "bold")


def test_glyphs_have_one_ascii_character_each() -> None:
    for uni, asc in ((_UNICODE, _ASCII), (_UNICODE_LINES, _ASCII_LINES)):
        for name in uni.__slots__:
            glyphs = getattr(asc, name)
            assert glyphs.isascii()
            assert len(glyphs) == len(getattr(uni, name)), name


@pytest.mark.parametrize("text", ["╭─╮│╰╯", "▊▔▎▁▌▐█", "清洗…é\u0301x•", "┏┫╸╹═║", "👍 a"])
def test_conversion_to_ascii_keeps_the_width(text: str) -> None:
    drawn = themes.to_ascii(text)
    assert drawn.isascii()
    assert cell_len(drawn) == cell_len(text)


def test_lines_stay_lines_in_ascii() -> None:
    assert themes.to_ascii("╭─┬╮") + themes.to_ascii("│┃║╵") == "+-++||||"
