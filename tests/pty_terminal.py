"""A terminal of the test's own: a program in a pseudo terminal, what it drew, and every byte it sent."""

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Any

import pyte
from wcwidth import wcwidth

TIMEOUT_S = 60.0
"""A program that has not drawn something by then never will."""

KEYS = {
    "home": b"\x1b[H",
    "enter": b"\r",
    "escape": b"\x1b",
    "tab": b"\t",
    "down": b"\x1b[B",
    "up": b"\x1b[A",
    "pagedown": b"\x1b[6~",
    "ctrl+q": b"\x11",
    "ctrl+t": b"\x14",
    "f1": b"\x1bOP",
}

# What pyte would misread: private CSI prefixes, $-intermediates, DCS, OSC.
_FOREIGN = re.compile(
    r"\x1b\[[<=>][0-9;:]*[ -/]*[@-~]|\x1b\[\??[0-9;]*\$[a-z]|\x1bP.*?\x1b\\|\x1b\].*?(?:\x07|\x1b\\)", re.S
)
_UNFINISHED = re.compile(r"\x1b(?:\[[0-9;:<=>?]*[ -/]*|\][^\x07\x1b]*\x1b?|P[^\x1b]*\x1b?)?\Z")


class _Screen(pyte.Screen):
    """Keeps every mark of a letter, as it was sent.

    pyte drops a mark that Unicode gives no combining class, as most vowel signs of India, and with it what
    was written in the same go; it composes the others, and goes to the next line before one in the last
    column.
    """

    def draw(self, data: str) -> None:
        """Draw a text at the cursor; what has no width goes to the letter before it."""
        for is_mark, chars in groupby(data, lambda char: wcwidth(char) == 0):
            if is_mark:
                self._put_on_last("".join(chars))
            else:
                super().draw("".join(chars))

    def _put_on_last(self, marks: str) -> None:
        line, x = self.buffer[self.cursor.y], self.cursor.x - 1
        if x > 0 and not line[x].data:
            x -= 1
        if x >= 0:
            line[x] = line[x]._replace(data=line[x].data + marks)


class Terminal:
    """Runs one program until the block ends; ends it by force if it has not ended by then."""

    def __init__(
        self, argv: Sequence[str], env: Mapping[str, str], cwd: str, size: tuple[int, int] = (80, 24)
    ) -> None:
        self._argv, self._env, self._cwd, self._size = list(argv), dict(env), cwd, size
        self._screen = _Screen(*size)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self._is_open = True
        self.sent = b""
        """Every byte of the program so far."""

    def __enter__(self) -> "Terminal":
        self._master, slave = pty.openpty()
        columns, rows = self._size
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        # The slave stays open here, so that its modes can be read when the program has ended.
        self._slave = slave
        self.modes_before = self.modes
        self._program = subprocess.Popen(
            self._argv,
            env=self._env,
            cwd=self._cwd,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            # The terminal is the session's own, so that the program finds it as /dev/tty as in a shell.
            preexec_fn=lambda: fcntl.ioctl(slave, termios.TIOCSCTTY, 0),
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._program.kill()
        self._program.wait()
        if self._is_open:
            os.close(self._master)
            os.close(self._slave)

    @property
    def pid(self) -> int:
        """The program's process id."""
        return self._program.pid

    @property
    def modes(self) -> list[Any]:
        """The terminal's modes now, as `termios.tcgetattr` gives them."""
        return termios.tcgetattr(self._slave)

    @property
    def text(self) -> str:
        """What is on the screen."""
        # Not pyte's `display`, which stops at half of a wide character that something was drawn over.
        return "\n".join("".join(row).rstrip() for row in self.rows)

    @property
    def rows(self) -> list[list[str]]:
        """What is in each cell; the second cell of a wide character is empty."""
        columns, lines = self._size
        return [[self._screen.buffer[y][x].data for x in range(columns)] for y in range(lines)]

    @property
    def is_cursor_hidden(self) -> bool:
        """Is the terminal's own cursor out of sight?"""
        return bool(self._screen.cursor.hidden)

    @property
    def colours(self) -> set[str]:
        """Kinds of colour codes sent so far: ``default``, ``16``, ``256``, ``24 bit``."""
        kinds = set()
        for code in re.findall(rb"\x1b\[([0-9;]*)m", self.sent):
            words = [int(word) for word in code.split(b";") if word]
            while words:
                word = words.pop(0)
                if word in (38, 48):
                    kinds.add({5: "256", 2: "24 bit"}[words[0]])
                    del words[: {5: 2, 2: 4}[words[0]]]
                elif word in (39, 49):
                    kinds.add("default")
                elif 30 <= word <= 47 or 90 <= word <= 107:
                    kinds.add("16")
        return kinds

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size; the program is told, as by any terminal."""
        self._size = columns, rows
        self._screen.resize(rows, columns)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def press(self, *keys: str) -> None:
        """Press keys, by name or as themselves."""
        for key in keys:
            os.write(self._master, KEYS.get(key) or key.encode())

    def click(self, x: int, y: int) -> None:
        """Click on a cell, counted from 0 at the top left, as a terminal does that reports the mouse."""
        os.write(self._master, f"\x1b[<0;{x + 1};{y + 1}M\x1b[<0;{x + 1};{y + 1}m".encode())

    def paste(self, text: str) -> None:
        """Paste as a terminal does that was asked to bracket."""
        data = b"\x1b[200~" + text.encode() + b"\x1b[201~"
        while data:
            data = data[os.write(self._master, data) :]

    def send_signal(self, number: signal.Signals) -> None:
        """Send the program a signal, as another program would."""
        self._program.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal, as a dropped line does; nothing more can be read."""
        os.close(self._slave)
        os.close(self._master)
        self._is_open = False

    def assert_left_as_found(self) -> None:
        """Modes of the line discipline, the other screen, the cursor, the mouse and bracketed paste."""
        assert self.modes == self.modes_before
        for mode, begun, ended in [
            ("1049", "h", "l"),
            ("25", "l", "h"),
            ("1000", "h", "l"),
            ("2004", "h", "l"),
        ]:
            first = self.sent.rfind(f"\x1b[?{mode}{begun}".encode())
            assert self.sent.rfind(f"\x1b[?{mode}{ended}".encode()) > first >= 0, mode

    def read(self) -> None:
        """Draw what the program has written so far."""
        self._take(0.0)

    def wait_for(self, *texts: str) -> None:
        """Read until all these texts are on screen."""
        self._read_until(lambda: all(text in self.text for text in texts), f"all of {texts}")

    def wait_until(self, condition: Callable[[], bool], what: str) -> None:
        """Read until something outside the screen has come about."""
        self._read_until(condition, what)

    def wait_for_stop(self) -> None:
        """Read until the program is stopped, as by ctrl+z."""
        self._read_until(lambda: " T " in Path(f"/proc/{self.pid}/stat").read_text(), "the stop")

    def wait_for_no(self, text: str) -> None:
        """Read until a text has gone from the screen."""
        self._read_until(lambda: text not in self.text, f"the end of {text!r}")

    def wait_for_rest(self, quiet_s: float = 0.04) -> None:
        """Read until the program sleeps, and has for a moment: all keys are read, nothing more is drawn.

        On a busy machine a program that has something to do may get no time to do it: that is no rest.
        """
        ends = time.monotonic() + TIMEOUT_S
        rests_since = None
        while rests_since is None or time.monotonic() < rests_since + quiet_s:
            assert time.monotonic() < ends, f"the program never rests:\n{self.text}"
            if select.select([self._master], [], [], quiet_s / 8)[0]:
                self._take(0.0)
                rests_since = None
            elif self._is_at_work():
                rests_since = None
            elif rests_since is None:
                rests_since = time.monotonic()

    def _is_at_work(self) -> bool:
        """Is there a key that was not read yet, or a thread that runs, or would run if it got its turn?"""
        (typed,) = struct.unpack("i", fcntl.ioctl(self._slave, termios.FIONREAD, b"\0" * 4))
        return typed > 0 or not {"S", "I", "T", "Z", "X"}.issuperset(_states(self.pid))

    def wait_for_exit(self) -> int:
        """Read until the program has ended; its exit code."""
        if self._is_open:
            self._read_until(lambda: self._program.poll() is not None, "the end of the program")
            self._take(0.0)
        return self._program.wait(TIMEOUT_S)

    def _read_until(self, condition: Callable[[], bool], what: str) -> None:
        ends = time.monotonic() + TIMEOUT_S
        while not condition():
            assert time.monotonic() < ends, f"{what} did not come about:\n{self.text}"
            self._take(0.05)

    def _take(self, timeout_s: float) -> None:
        """Draw what the program has written, waiting for it a little."""
        while select.select([self._master], [], [], timeout_s)[0]:
            data = os.read(self._master, 65536)
            self.sent += data
            self._draw(self._decoder.decode(data))
            timeout_s = 0.0

    def _draw(self, text: str) -> None:
        text = _FOREIGN.sub("", self._rest + text)
        unfinished = _UNFINISHED.search(text)
        self._rest = unfinished[0] if unfinished else ""
        self._stream.feed(text[: unfinished.start()] if unfinished else text)


def _states(pid: int) -> Iterator[str]:
    """The state of each thread, as in ``/proc``: ``R`` runs or would run, ``S`` sleeps."""
    for path in Path(f"/proc/{pid}/task").glob("*/stat"):
        with suppress(OSError):  # The thread has ended meanwhile.
            yield path.read_text().rpartition(")")[2][1]
