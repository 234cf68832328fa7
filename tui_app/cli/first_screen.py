"""The screen that a command line will open, found without the parser and the checks that take long to import.

Where arguments or settings look wrong, or need the terminal as it is, there is none: the program reports that
on the usual screen.
"""

import os
import stat
import sys

from ..models.view_names import VIEWS, WITHOUT_ID
from ..terminal.environment import cannot_place_the_cursor, colours_of, shows_ascii_only, suited_theme
from ..terminal.first_frame import FirstScreen, frame, styles_for

TYPE_CHECKING = False
"""Known to type checkers by its name."""

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

_WITH_A_WORD = ("--profile", "--debug", "--view")
_MOST_BYTES = 1 << 16
"""Size of a config.toml that is read in a few milliseconds."""
_REQUIRED = ("gateway", "access_key", "secret_key", "org_id", "user_id")


class _Unclear(Exception):
    """The command line or the settings are for the parser to judge."""


def first_frame_of(argv: list[str], environ: "Mapping[str, str]") -> "Callable[[int, int], str] | None":
    """The function that draws the frame of the screen to come for some columns and rows; None without one.

    Args:
        argv: arguments without a command.
    """
    if cannot_place_the_cursor(environ):
        return None
    try:
        options, texts = _arguments(argv)
        settings = _settings(environ)
        screen = _screen(options, texts, settings, environ)
    except (_Unclear, OSError, ValueError, RecursionError):
        return None
    theme, signs = settings.get("theme", "auto"), settings.get("signs", "auto")
    encoding = sys.stderr.encoding if sys.stderr else ""
    is_ascii = (
        shows_ascii_only(environ, encoding, bool(sys.flags.utf8_mode))
        if signs == "auto"
        else signs == "ascii"
    )
    try:
        styles = styles_for(
            suited_theme(environ) if theme == "auto" else theme,
            colours_of(environ),
            no_colour="NO_COLOR" in environ,
        )
    except (KeyError, OSError):
        return None
    has_own_keys = "keys" in settings
    return lambda columns, rows: frame(
        screen, styles, columns, rows, is_ascii=is_ascii, has_own_keys=has_own_keys
    )


def _arguments(argv: list[str]) -> tuple[dict[str, str], list[str]]:
    """Options by name, and the other words."""
    options, texts, waiting = {}, [], list(argv)
    while waiting:
        word = waiting.pop(0)
        name, has_value, value = word.partition("=")
        if not word.startswith("-"):
            texts.append(word)
        elif word == "--demo":
            options[word] = ""
        elif name in _WITH_A_WORD and (has_value or waiting):
            options[name] = value if has_value else waiting.pop(0)
        else:
            raise _Unclear
    if not all(map(_is_plain_id, texts)) or {"--demo", "--profile"} <= options.keys():
        raise _Unclear
    return options, texts


def _is_plain_id(text: str) -> bool:
    node, _, suffix = text.partition("-")
    both = node + suffix
    return both.isascii() and both.isdigit() and 1 <= len(node) <= 19 and 8 <= len(suffix) <= 14


def _settings(environ: "Mapping[str, str]") -> "dict[str, Any]":
    """The content of config.toml, unchecked; empty where there is no file."""
    path = os.path.join(config_folder(environ), "config.toml")
    if not os.path.exists(path):
        return {}
    state = os.stat(path)
    if not stat.S_ISREG(state.st_mode) or state.st_size > _MOST_BYTES:
        raise _Unclear  # to open a pipe can wait for ever
    import tomllib

    with open(path, encoding="utf-8-sig") as file:
        return tomllib.loads(file.read())


def config_folder(environ: "Mapping[str, str]") -> str:
    """The folder of config.toml, as `store.locations` finds it; importing platformdirs takes too long.

    Raises:
        ValueError: this platform has another one, or the password file has to tell.
    """
    if not sys.platform.startswith("linux"):
        raise ValueError(sys.platform)
    base = environ.get("XDG_CONFIG_HOME", "").strip() or os.path.join(environ.get("HOME", ""), ".config")
    if not os.path.isabs(base):
        raise ValueError(base)
    return os.path.join(base, "enos-tui")


def _screen(
    options: dict[str, str], texts: list[str], settings: "dict[str, Any]", environ: "Mapping[str, str]"
) -> FirstScreen:
    is_demo = "--demo" in options
    profile, fields = ("demo", {}) if is_demo else _profile(options.get("--profile", ""), settings, environ)
    program = "enos-tui --demo" if is_demo else "enos-tui"
    if name := options.get("--profile", ""):
        if not name.replace("-", "").replace("_", "").isalnum():
            raise _Unclear  # it is quoted in the header
        program = f"enos-tui --profile {name}"
    view = options.get("--view") or ("instance" if len(texts) == 1 else "many" if texts else "lookup")
    if view not in VIEWS or bool(texts) == (view in WITHOUT_ID - {"watched"}):
        raise _Unclear
    if not profile or "--view" in options or view == "many":
        return FirstScreen("", "", program, profile)
    name = "look up" if view == "lookup" else "task instance"
    kind = "lookup without overview" if view == "lookup" and fields.get("overview") == "off" else view
    return FirstScreen(kind, name, program, profile, *texts)


def _profile(
    named: str, settings: "dict[str, Any]", environ: "Mapping[str, str]"
) -> "tuple[str, dict[str, Any]]":
    """Name of the profile, empty where the set-up form will open, and its fields in the file."""
    profiles = settings.get("profiles", {})
    only = next(iter(profiles)) if len(profiles) == 1 else ""
    name = (
        named
        or environ.get("ENOS_PROFILE", "").strip()
        or settings.get("default_profile")
        or only
        or "default"
    )
    fields = profiles.get(name, {})
    given = fields.keys() | {key for key in _REQUIRED if environ.get(f"ENOS_{key.upper()}", "").strip()}
    if not given & set(_REQUIRED) and not profiles:
        return "", {}
    # A secret_command may ask for a password, in the terminal as it is.
    if not given >= set(_REQUIRED) or "verify_tls" in fields or "plain_http" in fields:
        raise _Unclear
    return str(name), fields
