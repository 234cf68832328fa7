"""What suits a terminal, by what shell, SSH and locale say of it."""

import pytest

from tui_app.models.preferences import SIGNS, THEMES, Preferences
from tui_app.terminal.capabilities import Terminal, cannot_place_the_cursor, terminal_of

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
def test_the_theme_that_suits(environ: dict[str, str], theme: str) -> None:
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
def test_when_ascii_is_all_there_is(
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
def test_gnu_screen_is_spared_the_mouse(environ: dict[str, str], may: bool) -> None:
    assert terminal_of(environ, "utf-8", utf8_mode=False).can_follow_mouse is may


def test_what_the_person_asks_for_wins() -> None:
    terminal = Terminal("256-dark", is_ascii=True)
    assert terminal.theme_for(Preferences()) == "256-dark"
    assert terminal.theme_for(Preferences(theme="light")) == "light"
    assert [terminal.draws_ascii_for(Preferences(signs=signs)) for signs in SIGNS] == [True, False, True]
    assert Terminal().draws_ascii_for(Preferences(signs="ascii"))


@pytest.mark.parametrize(("name", "is_so"), [("dumb", True), ("unknown", True), ("", True), ("vt100", False)])
def test_terminals_without_a_screen(name: str, is_so: bool) -> None:
    assert cannot_place_the_cursor({"TERM": name}) is is_so
