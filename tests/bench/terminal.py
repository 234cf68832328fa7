"""The tests' terminal with a stop watch: when was what written, at which cost."""

import os
import re
import select
import statistics
import sys
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Self

from tests.pty_terminal import KEYS, TIMEOUT_S, Terminal

TOP = Path(__file__).resolve().parents[2]
QUIET_S = 0.15
"""Nothing written for so long: the program has drawn what it had to draw."""
MORE_KEYS = {"home": b"\x1b[H", "backspace": b"\x7f"}


@dataclass(frozen=True, slots=True)
class Reaction:
    """What one key did."""

    settled_ms: float
    """Until the last byte before a pause."""

    size_bytes: int
    """All that was written."""


class TimedTerminal(Terminal):
    """A thread stamps what is written at once; drawing, which takes long, waits until somebody looks."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str], size: tuple[int, int] = (80, 24)) -> None:
        super().__init__(argv, env, str(TOP), size)
        self._chunks: list[tuple[float, bytes]] = []
        self._drawn = 0
        self._news = threading.Condition()
        self._is_over = False
        self._reader = threading.Thread(target=self._read)

    def __enter__(self) -> Self:
        # The thread that stamps must not wait for the one that draws.
        sys.setswitchinterval(0.0005)
        self.started = time.monotonic()
        super().__enter__()
        self._reader.start()
        return self

    def __exit__(self, *reason: object) -> None:
        self._is_over = True
        self._reader.join()
        super().__exit__(*reason)

    @property
    def size_bytes(self) -> int:
        """All that was written so far."""
        return sum(len(data) for _, data in self._chunks)

    @property
    def written(self) -> bytes:
        """All that was written so far."""
        return b"".join(data for _, data in self._chunks)

    @property
    def first_byte(self) -> float:
        """When the first byte was written (monotonic)."""
        return self._chunks[0][0]

    @property
    def peak_mib(self) -> float:
        """Most memory the program has held."""
        return int(re.findall(r"VmHWM:\s+(\d+)", self._about("status"))[0]) / 1024

    @property
    def cpu_s(self) -> float:
        """Processor time the program has used."""
        fields = self._about("stat").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def shows(self, *texts: str) -> float:
        """Wait for texts to be on the screen together; when the last of them was written (monotonic)."""
        self.wait_for(*texts)
        return self._chunks[self._drawn - 1][0]

    def settles(self) -> float:
        """Wait for a pause; when the last byte before it was written (monotonic)."""
        start = time.monotonic()
        while (pause := QUIET_S - (time.monotonic() - max(self._last, start))) > 0:
            time.sleep(pause)
        return self._last

    def react(self, key: str) -> Reaction:
        """Press a key and wait until it has been answered."""
        seen, before, start = len(self._chunks), self.size_bytes, time.monotonic()
        self.type(key)
        with self._news:
            answered = self._news.wait_for(lambda: len(self._chunks) > seen, TIMEOUT_S)
        assert answered, f"{key} did nothing:\n{self.text}"
        return Reaction((self.settles() - start) * 1000, self.size_bytes - before)

    def react_often(self, keys: Iterable[str]) -> Reaction:
        """Several presses: as long as 19 of 20 take at most, and the median of the bytes."""
        reactions = [self.react(key) for key in keys]
        times = sorted(one.settled_ms for one in reactions)
        return Reaction(
            times[ceil(0.95 * len(times)) - 1], round(statistics.median(one.size_bytes for one in reactions))
        )

    def opens(self, key: str, *signs: str) -> Reaction:
        """Press a key that opens something: until its signs are there, and the bytes until all is still."""
        before, start = self.size_bytes, time.monotonic()
        self.type(key)
        shown = self.shows(*signs)
        self.settles()
        return Reaction((shown - start) * 1000, self.size_bytes - before)

    def type(self, text: str) -> None:
        """Send a key by its name, or text as typed."""
        os.write(self._master, (KEYS | MORE_KEYS).get(text) or text.encode())

    def _about(self, what: str) -> str:
        return Path(f"/proc/{self._program.pid}/{what}").read_text(encoding="utf-8")

    @property
    def _last(self) -> float:
        return self._chunks[-1][0] if self._chunks else self.started

    def _read(self) -> None:
        while not self._is_over:
            if select.select([self._master], [], [], 0.05)[0]:
                data = os.read(self._master, 65536)
                with self._news:
                    self._chunks.append((time.monotonic(), data))
                    self._news.notify_all()

    def _take(self, timeout_s: float) -> None:
        """Draw the next thing written, waiting for it a little."""
        with self._news:
            if not self._news.wait_for(lambda: len(self._chunks) > self._drawn, timeout_s):
                return
        _, data = self._chunks[self._drawn]
        self._drawn += 1
        self._draw(self._decoder.decode(data))
