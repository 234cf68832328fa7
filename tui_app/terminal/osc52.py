"""Sends text to the user's clipboard, which over SSH is on another machine than this program.

A terminal does not confirm, so the program cannot know whether a text has arrived. The known behaviour:

- tmux drops a plain OSC 52 in its default configuration; `load-buffer -w` (since 3.2) forwards it, and the
  text is in tmux's own buffer in any case.
- GNU screen drops a short OSC 52 and prints a long one on the screen. It forwards a device control string of
  at most 768 bytes in version 4, 256 in older ones.
- hterm and other terminals accept a sequence of 100,000 bytes at most, which 74,994 bytes of text fill.
"""

import asyncio
from base64 import b64encode
from collections.abc import Callable, Mapping

MAX_BYTES = 74_994
"""Longest text that is sent in an escape sequence, in bytes of UTF-8."""

_TIMEOUT_S = 3.0
_CHUNK = 250
_NO_CLIPBOARD = ("linux", "dumb", "unknown", "vt", "ansi", "cons", "screen")
"""Prefixes of TERM for terminals without a clipboard; screen on another host is one of them."""


async def send(
    text: str,
    environment: Mapping[str, str],
    osc_52: Callable[[str], None],
    write: Callable[[str], None],
) -> str | None:
    """Send a text to the clipboard in the best way available.

    Args:
        text: escaped by `sanitize.clipboard_text`.
        environment: the environment of this process, which names tmux, screen and the terminal.

    Returns:
        The way, as a clause for the user; None if there is none, and the text must be printed.
    """
    data = text.encode()
    if environment.get("TMUX"):
        return await _to_tmux(data)
    if len(data) > MAX_BYTES:
        return None
    if environment.get("STY"):
        write(through_screen(data))
        return "sent to the terminal's clipboard (OSC 52, through screen)"
    if not environment.get("TERM") or environment["TERM"].startswith(_NO_CLIPBOARD):
        return None
    osc_52(text)
    return "sent to the terminal's clipboard (OSC 52)"


def through_screen(data: bytes) -> str:
    """OSC 52 in chunks that GNU screen forwards to the terminal around it."""
    coded = b64encode(data).decode()
    chunks = [coded[at : at + _CHUNK] for at in range(0, len(coded), _CHUNK)]
    return "\x1bP\x1b]52;c;" + "\x1b\\\x1bP".join(chunks) + "\x07\x1b\\"


async def _to_tmux(data: bytes) -> str | None:
    if len(data) <= MAX_BYTES and await _load_tmux_buffer(data, "-w"):
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
        await asyncio.wait_for(process.communicate(data), _TIMEOUT_S)
    except TimeoutError:
        process.kill()
        await process.wait()
    return process.returncode == 0
