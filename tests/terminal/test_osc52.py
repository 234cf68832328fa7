"""A text is sent to the clipboard in the way that suits tmux, screen or the terminal."""

import os
import re
from base64 import b64decode
from pathlib import Path

import pytest

from tui_app.logic.sanitize import clipboard_text
from tui_app.terminal.osc52 import MAX_BYTES, send, through_screen

OSC_52 = "sent to the terminal's clipboard (OSC 52)"


class Terminal:
    """A terminal that records what it is sent."""

    def __init__(self) -> None:
        self.plain: list[str] = []
        self.written: list[str] = []

    async def receive(self, text: str, **environment: str) -> str | None:
        return await send(text, environment, self.plain.append, self.written.append)


@pytest.mark.parametrize("name", ["xterm-256color", "tmux-256color", "alacritty", "xterm-kitty"])
async def test_most_terminals_are_sent_the_sequence(name: str) -> None:
    terminal = Terminal()
    assert await terminal.receive("风", TERM=name) == OSC_52
    assert terminal.plain == ["风"]


@pytest.mark.parametrize("name", ["linux", "vt100", "ansi", "screen", "screen-256color", ""])
async def test_a_terminal_without_a_clipboard_is_sent_nothing(name: str) -> None:
    terminal = Terminal()
    assert await terminal.receive("text", TERM=name) is None
    assert terminal.plain == terminal.written == []


async def test_a_text_that_is_too_long_for_terminals_is_not_sent() -> None:
    terminal = Terminal()
    assert await terminal.receive("风" * (MAX_BYTES // 3), TERM="xterm") == OSC_52
    assert await terminal.receive("风" * (MAX_BYTES // 3) + "x", TERM="xterm") is None
    assert len(terminal.plain) == 1


async def test_screen_is_sent_chunks_that_it_forwards() -> None:
    terminal, text = Terminal(), "风电场\n" * 5000
    assert "through screen" in (await terminal.receive(text, TERM="screen", STY="1.pts") or "")
    (sequence,) = terminal.written
    assert sequence == through_screen(text.encode())
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", sequence)
    assert max(map(len, pieces)) < 256 + len("\x1b]52;c;")
    whole = "".join(pieces)
    assert whole.startswith("\x1b]52;c;")
    assert whole.endswith("\x07")
    assert b64decode(whole[7:-1]).decode() == text


def a_tmux(folder: Path, script: str) -> str:
    program = folder / "tmux"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


@pytest.mark.parametrize(
    ("script", "length", "way"),
    [
        ("cat >/dev/null", 5, "sent to tmux, as a buffer and on to the terminal's clipboard"),
        # Before 3.2 there is no -w.
        (
            'cat >/dev/null; [ "$2" = - ]',
            5,
            "sent to tmux as a buffer, not to the terminal's clipboard",
        ),
        ("cat >/dev/null", MAX_BYTES + 1, "sent to tmux as a buffer, not to the terminal's clipboard"),
        ("exit 1", 5, None),
        ("exit 1", 1_000_000, None),
    ],
)
async def test_tmux_is_sent_what_it_accepts(
    script: str, length: int, way: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", a_tmux(tmp_path, script))
    terminal = Terminal()
    assert await terminal.receive("x" * length, TMUX="/tmp/x,1,0", TERM="screen") == way
    assert terminal.plain == terminal.written == []


async def test_without_tmux_itself_nothing_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert await Terminal().receive("x", TMUX="/tmp/x,1,0", TERM="xterm") is None


def test_a_pasted_text_cannot_act() -> None:
    assert clipboard_text("a\x1b[201~\rrm\x07\x9b0m\x7f\u202eb\ud800") == (
        "a\\x1b[201~\\rrm\\x07\\x9b0m\\x7f\\u202eb\\ud800"
    )
    kept = "风电场\ta\nb\u200d❤\ufe0f é́"
    assert clipboard_text(kept) == kept
    assert clipboard_text("a\r\nb") == "a\nb"
