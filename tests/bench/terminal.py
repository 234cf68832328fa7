"""A program in a terminal of 80x24: what was written to it, when, and what it looks like."""

import codecs
import fcntl
import os
import pty
import re
import select
import statistics
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import pyte

COLUMNS, LINES = 80, 24
QUIET_S = 0.15
"""Nothing written for so long: the program has drawn what it had to draw."""
PATIENCE_S = 60.0
KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "down": "\x1b[B",
    "home": "\x1b[H",
    "pagedown": "\x1b[6~",
}

# What pyte would misread: private sequences, mode queries, device control strings; and half a sequence.
_FOREIGN = re.compile(r"\x1b\[[<=>][0-9;:]*[ -/]*[@-~]|\x1b\[\??[0-9;]*\$[a-z]|\x1bP.*?\x1b\\", re.DOTALL)
_UNFINISHED = re.compile(r"\x1b(?:\[[0-9;:<=>?]*[ -/]*|\][^\x07\x1b]*\x1b?|P[^\x1b]*\x1b?)?\Z")


@dataclass(frozen=True, slots=True)
class Reaction:
    """What one key did."""

    first_ms: float
    """Until the first byte."""

    settled_ms: float
    """Until the last byte before a pause."""

    size_bytes: int
    """All that was written."""


class Terminal:
    """Runs one program; a thread stamps what it writes, the screen is drawn from that when asked for."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._unfinished = ""
        self._chunks: list[tuple[float, bytes]] = []
        self._has_ended = False
        self._drawn = 0
        self._news = threading.Condition()
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.started = time.monotonic()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def __enter__(self) -> Self:
        # The thread that stamps must not wait for the one that draws.
        sys.setswitchinterval(0.0005)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()
        self._reader.join()
        os.close(self._master)

    @property
    def size_bytes(self) -> int:
        """All that was written so far."""
        return sum(len(data) for _, data in self._chunks)

    @property
    def text(self) -> str:
        """The screen as it is now."""
        while self._draw_next() is not None:
            pass
        return "\n".join(self._screen.display)

    @property
    def peak_mib(self) -> float:
        """Most memory the program has held."""
        with open(f"/proc/{self._process.pid}/status", encoding="ascii") as status:
            return int(re.findall(r"VmHWM:\s+(\d+)", status.read())[0]) / 1024

    @property
    def cpu_s(self) -> float:
        """Processor time the program has used."""
        with open(f"/proc/{self._process.pid}/stat", encoding="utf-8") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def type(self, text: str) -> None:
        """Send text as typed."""
        os.write(self._master, text.encode())

    def shows(self, *texts: str) -> float:
        """Wait for texts to be on the screen together; when the last of them was written (monotonic)."""
        stamp, limit = time.monotonic(), time.monotonic() + PATIENCE_S
        while not self._has(texts):
            drawn = self._draw_next()
            stamp = drawn or stamp
            if drawn is None and not self._wait(limit):
                raise TimeoutError(f"{texts} did not appear:\n{self.text}")
        return stamp

    def settles(self) -> float:
        """Wait for a pause; when the last byte before it was written (monotonic)."""
        start = time.monotonic()
        while (pause := QUIET_S - (time.monotonic() - max(self._last, start))) > 0:
            time.sleep(pause)
        return self._last

    def press(self, key: str) -> Reaction:
        """Press a key and wait until it has been answered."""
        seen, before, start = len(self._chunks), self.size_bytes, time.monotonic()
        self.type(KEYS.get(key, key))
        while len(self._chunks) == seen:
            if not self._wait(start + PATIENCE_S, seen):
                raise TimeoutError(f"{key} did nothing:\n{self.text}")
        first, last = self._chunks[seen][0], self.settles()
        return Reaction((first - start) * 1000, (last - start) * 1000, self.size_bytes - before)

    def press_often(self, key: str, times: int) -> Reaction:
        """The median of several presses."""
        all_of_them = [self.press(key) for _ in range(times)]
        return Reaction(
            statistics.median(one.first_ms for one in all_of_them),
            statistics.median(one.settled_ms for one in all_of_them),
            round(statistics.median(one.size_bytes for one in all_of_them)),
        )

    def _has(self, texts: Sequence[str]) -> bool:
        shown = "\n".join(self._screen.display)
        return all(text in shown for text in texts)

    @property
    def _last(self) -> float:
        return self._chunks[-1][0] if self._chunks else self.started

    def _read(self) -> None:
        while True:
            select.select([self._master], [], [])
            try:
                data = os.read(self._master, 65536)
            except OSError:
                # So Linux says that the other end is closed.
                data = b""
            with self._news:
                self._chunks.append((time.monotonic(), data))
                self._has_ended = not data
                self._news.notify_all()
            if not data:
                return
            if b"\x1b[?2026$p" in data:
                self.type("\x1b[?2026;0$y")

    def _wait(self, limit: float, seen: int | None = None) -> bool:
        """Wait for something to be written beyond what was drawn or seen; False where nothing comes."""
        known = self._drawn if seen is None else seen
        with self._news:
            self._news.wait_for(
                lambda: len(self._chunks) > known or self._has_ended, max(0.0, limit - time.monotonic())
            )
            return len(self._chunks) > known

    def _draw_next(self) -> float | None:
        """Draw the next thing written; when it was, None where there is none."""
        if self._drawn == len(self._chunks):
            return None
        stamp, data = self._chunks[self._drawn]
        self._drawn += 1
        text = _FOREIGN.sub("", self._unfinished + self._decoder.decode(data))
        rest = _UNFINISHED.search(text)
        self._unfinished = rest[0] if rest else ""
        self._stream.feed(text[: rest.start()] if rest else text)
        return stamp
