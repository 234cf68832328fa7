"""Capabilities of a terminal follow from the variables of shell, SSH and locale."""

import pytest

from tui_app.models.preferences import SIGNS, THEMES, Preferences
from tui_app.terminal.capabilities import Terminal, terminal_of
from tui_app.terminal.environment import cannot_place_the_cursor

UTF8 = {"LANG": "de_DE.UTF-8"}
OWN, OWN_LIGHT = "terminal", "terminal-light"


@pytest.mark.parametrize(
    ("environ", "theme"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "dark"),
        ({"TERM": "xterm-256color", "COLORTERM": "24bit", "COLORFGBG": "0;15"}, "light"),
        ({"TERM": "xterm-256color"}, "256-dark"),
        ({"TERM": "tmux-256color", "COLORFGBG": "0;default;7"}, "256-light"),
        ({"TERM": "xterm"}, OWN),
        ({"TERM": "linux"}, OWN),
        ({"TERM": "screen", "COLORFGBG": "0;15"}, OWN_LIGHT),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "SSH_CONNECTION": "a 1 b 2"}, OWN),
        ({"TERM": "xterm-256color", "SSH_TTY": "/dev/pts/3", "COLORFGBG": "0;15"}, OWN_LIGHT),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, OWN),
    ],
)
def test_the_theme_suits_colours_background_and_ssh(environ: dict[str, str], theme: str) -> None:
    assert terminal_of(environ, "utf-8", utf8_mode=False).theme == theme
    assert theme in THEMES


@pytest.mark.parametrize(
    ("environ", "encoding", "utf8_mode", "is_ascii"),
    [
        (UTF8, "utf-8", False, False),
        ({"LC_CTYPE": "UTF-8"}, "utf-8", False, False),
        ({"LANG": "C", "LC_ALL": "zh_CN.utf8"}, "utf-8", False, False),
        (UTF8 | {"TERM": "linux"}, "utf-8", False, True),
        (UTF8, "latin-1", False, True),
        (UTF8 | {"LC_ALL": "C"}, "utf-8", True, True),
        ({"LANG": "zh_CN.GBK"}, "utf-8", True, True),
        ({}, "utf-8", True, True),
        # Python has written this LC_CTYPE itself …
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "utf-8", True, True),
        # … here too, because the locale is not installed; the terminal is UTF-8 all the same.
        (UTF8 | {"LC_CTYPE": "C.UTF-8"}, "utf-8", True, False),
        ({"LC_CTYPE": "C.UTF-8"}, "utf-8", False, False),
        ({"LC_CTYPE": "C.UTF-8", "PYTHONUTF8": "1"}, "utf-8", True, False),
    ],
)
def test_ascii_follows_from_locale_encoding_and_console(
    environ: dict[str, str], encoding: str, utf8_mode: bool, is_ascii: bool
) -> None:
    assert terminal_of(environ, encoding, utf8_mode).is_ascii is is_ascii


@pytest.mark.parametrize(
    ("environ", "may"),
    [
        ({"TERM": "screen-256color", "TMUX": "/tmp/tmux,1,0"}, True),
        ({"TERM": "screen", "STY": "12.pts-0.host"}, False),
        ({"TERM": "screen.xterm-256color"}, False),
    ],
)
def test_the_mouse_stays_off_in_gnu_screen(environ: dict[str, str], may: bool) -> None:
    assert terminal_of(environ, "utf-8", utf8_mode=False).can_follow_mouse is may


def test_preferences_override_the_terminals_defaults() -> None:
    terminal = Terminal("256-dark", is_ascii=True)
    assert terminal.theme_for(Preferences()) == "256-dark"
    assert terminal.theme_for(Preferences(theme="light")) == "light"
    assert [terminal.draws_ascii_for(Preferences(signs=signs)) for signs in SIGNS] == [True, False, True]
    assert Terminal().draws_ascii_for(Preferences(signs="ascii"))


@pytest.mark.parametrize(("name", "is_so"), [("dumb", True), ("unknown", True), ("", True), ("vt100", False)])
def test_some_terminals_cannot_place_the_cursor(name: str, is_so: bool) -> None:
    assert cannot_place_the_cursor({"TERM": name}) is is_so
