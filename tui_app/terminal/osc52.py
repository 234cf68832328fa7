"""The way to the person's clipboard, which over SSH is on another machine than this program.

A terminal does not answer, so nothing here can know whether a text has arrived. What is known of the ways:

- tmux drops a plain OSC 52 in its default configuration; `load-buffer -w` (since 3.2) hands it on, and the
  text is in tmux's own buffer in any case.
- GNU screen drops a short OSC 52 and spills a long one over the screen. It hands on what comes as a device
  control string, of which it takes 768 bytes in version 4, 256 in older ones.
- hterm and other terminals take a sequence of 100,000 bytes at most, which 74,994 bytes of text fill.
"""

import asyncio
from base64 import b64encode
from collections.abc import Callable, Mapping

MOST_BYTES = 74_994
"""The longest text, in UTF-8, that is sent in an escape sequence."""

_PATIENCE_S = 3.0
_PIECE = 250
_WITHOUT = ("linux", "dumb", "unknown", "vt", "ansi", "cons", "screen")
"""Beginnings of the names of terminals that have no clipboard, or that hide it as a screen elsewhere does."""


async def send(
    text: str,
    environment: Mapping[str, str],
    osc_52: Callable[[str], None],
    write: Callable[[str], None],
) -> str | None:
    """Send a text to the clipboard by the best way there is.

    Args:
        text: what `plain.pasteable` has passed.
        environment: of this process: what stands between it and the person.
        osc_52: sends a text in the escape sequence that most terminals understand.
        write: sends a sequence as it is.

    Returns:
        The way, as a clause for the person; None where there is none, and the text must be shown.
    """
    data = text.encode()
    if environment.get("TMUX"):
        return await _to_tmux(data)
    if len(data) > MOST_BYTES:
        return None
    if environment.get("STY"):
        write(through_screen(data))
        return "sent to the terminal's clipboard (OSC 52, through screen)"
    if not environment.get("TERM") or environment["TERM"].startswith(_WITHOUT):
        return None
    osc_52(text)
    return "sent to the terminal's clipboard (OSC 52)"


def through_screen(data: bytes) -> str:
    """OSC 52 in pieces that GNU screen hands on to the terminal around it."""
    coded = b64encode(data).decode()
    pieces = [coded[at : at + _PIECE] for at in range(0, len(coded), _PIECE)]
    return "\x1bP\x1b]52;c;" + "\x1b\\\x1bP".join(pieces) + "\x07\x1b\\"


async def _to_tmux(data: bytes) -> str | None:
    if len(data) <= MOST_BYTES and await _load_tmux_buffer(data, "-w"):
        return "sent to tmux, as a buffer and on to the terminal's clipboard"
    if await _load_tmux_buffer(data):
        return "sent to tmux as a buffer, not to the terminal's clipboard"
    return None


async def _load_tmux_buffer(data: bytes, *options: str) -> bool:
    try:
        process = await asyncio.create_subprocess_exec(
            "tmux",
            "load-buffer",
            *options,
            "-",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        return False
    try:
        await asyncio.wait_for(process.communicate(data), _PATIENCE_S)
    except TimeoutError:
        process.kill()
        await process.wait()
    return process.returncode == 0
