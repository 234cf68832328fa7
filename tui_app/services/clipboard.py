"""The way to the person's clipboard, which over SSH is on another machine than this program."""

import asyncio
from collections.abc import Callable, Mapping

_PATIENCE_S = 3.0


async def send(text: str, environment: Mapping[str, str], osc_52: Callable[[str], None]) -> str:
    """Send a text to the clipboard by the best way there is; gives the way, as a clause for the person.

    A terminal does not answer, so nothing here can know whether the text has arrived.

    Args:
        text: any text; half characters are replaced.
        environment: of this process; ``TMUX`` tells that tmux stands in between.
        osc_52: sends the escape sequence that most terminals understand.
    """
    text = text.encode("utf-8", "replace").decode()
    if environment.get("TMUX") and await _load_tmux_buffer(text):
        return "sent to tmux, as a buffer and on to the terminal's clipboard"
    osc_52(text)
    return "sent to the terminal's clipboard (OSC 52)"


async def _load_tmux_buffer(text: str) -> bool:
    """Hand the text to tmux, which drops the plain escape sequence in its default configuration."""
    try:
        process = await asyncio.create_subprocess_exec(
            "tmux",
            "load-buffer",
            "-w",
            "-",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        return False
    try:
        await asyncio.wait_for(process.communicate(text.encode()), _PATIENCE_S)
    except TimeoutError:
        process.kill()
        await process.wait()
    return process.returncode == 0
