"""The theme and characters that suit a terminal, by its environment; without imports, as `early_terminal`."""

TYPE_CHECKING = False
"""Known to type checkers by its name."""

if TYPE_CHECKING:
    from collections.abc import Mapping

_LIGHT_GROUNDS = ("7", "15")


def suited_theme(environ: "Mapping[str, str]") -> str:
    """Name of the theme that suits the terminal; over SSH only its own colours are known to suit the user."""
    ground = environ.get("COLORFGBG", "").rpartition(";")[2]
    tail = "-light" if ground in _LIGHT_GROUNDS else ""
    is_remote = any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))
    if is_remote or "NO_COLOR" in environ or (colours := colours_of(environ)) == 16:
        return f"terminal{tail}"
    return f"256{tail or '-dark'}" if colours == 256 else tail[1:] or "dark"


def colours_of(environ: "Mapping[str, str]") -> int | None:
    """Number of colours, from the variables that Rich reads too; None for 24-bit colour."""
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return None
    return 256 if environ.get("TERM", "").lower().endswith(("-256color", "-kitty")) else 16


def shows_ascii_only(environ: "Mapping[str, str]", encoding: str, utf8_mode: bool) -> bool:
    """Whether the terminal can show ASCII only.

    Args:
        encoding: the encoding of the stream that is drawn to.
        utf8_mode: Python's UTF-8 mode, which it turns on by itself if the locale is C or not installed.
    """
    # The font of the Linux console has 256 or 512 characters, and neither ticks nor crosses among them.
    if environ.get("TERM") == "linux" or encoding.lower() not in ("utf-8", "utf8"):
        return True
    # Python changes the locale: without the user's own on this host it falls back to C, and where it finds C
    # it writes UTF-8 into LC_CTYPE for itself and its children.
    is_set_by_python = utf8_mode and environ.get("PYTHONUTF8") != "1"
    names = ("LC_ALL", "LANG") if is_set_by_python else ("LC_ALL", "LC_CTYPE", "LANG")
    locale = next((value for name in names if (value := environ.get(name))), "")
    return "utf" not in locale.lower()


def cannot_place_the_cursor(environ: "Mapping[str, str]") -> bool:
    """Whether the terminal has no addressable screen, such as an editor's."""
    return environ.get("TERM", "").lower() in ("", "dumb", "unknown")
