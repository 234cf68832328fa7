"""Escape and ctrl+q on a terminal while a bomb of `bombs` is read, drawn and open.

``python -m tests.bench.bomb_keys [name …]`` presses both at random moments, and prints the longest time until
the program writes after escape, and until it gives the terminal back after ctrl+q, each on the clock and in
processor time of its main thread. The ordinary record at the end shows what a key takes without a bomb.
"""

import gzip
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.bombs import _TOKEN, BOMBS, Bomb, _task
from tests.bench.measures import PROGRAM, profile
from tests.bench.terminal import TimedTerminal
from tests.harness import SAMPLE, SAMPLE_FLOW

_SERVE = "--serve"
_ASKED, _KNOWN = b"\x1b[?2026$p", "\x1b[?2026;2$y"
"""The query that the app writes first, before which the program is imported, and a terminal's answer to it.

Without one a lone escape byte is held for 0.7 s in the first two seconds, whatever the program does.
"""
_GIVEN_BACK = b"\x1b[?1049l"
_SHORT_ESCAPE = {"ESCDELAY": "1"}
"""The program waits 100 ms for what may follow an escape byte, and works meanwhile; this is no delay."""
_LONGEST_S = 6.0
"""Latest moment of a key after the start of the app, in seconds."""
_TIMES = 12
ORDINARY = "an ordinary record"
_ALL = BOMBS | {ORDINARY: Bomb(_task)}


@dataclass(frozen=True, slots=True)
class Pressed:
    """What one key did."""

    wall_ms: float
    cpu_ms: float


def main(names: list[str]) -> None:
    """Print a row for each bomb."""
    chance = random.Random(7)
    for name in names or [*BOMBS, ORDINARY]:
        with _served(name) as url, TemporaryDirectory() as home:
            pressed = [_press(name, url, Path(home), chance.uniform(0.2, _LONGEST_S)) for _ in range(_TIMES)]
        rows = [
            f"{max(one.wall_ms for one in keys):.0f} ms | {max(one.cpu_ms for one in keys):.0f} ms"
            for keys in zip(*pressed, strict=True)
        ]
        print(f"| {name} | {' | '.join(rows)} |", flush=True)


def _press(name: str, url: str, home: Path, after_s: float) -> tuple[Pressed, Pressed]:
    """Open a bomb, press escape after some time, then ctrl+q."""
    bomb = _ALL[name]
    some_id = f"flow={SAMPLE_FLOW}" if name.startswith("flow") else SAMPLE
    view = ["--view", bomb.view] if bomb.view not in ("", "instance") else []
    with TimedTerminal([*PROGRAM, some_id, *view], profile(home, url) | _SHORT_ESCAPE) as terminal:
        while _ASKED not in terminal.written:
            time.sleep(0.001)
        terminal.type(_KNOWN)
        time.sleep(after_s)
        return _reaction(terminal, "escape"), _reaction(terminal, "ctrl+q")


def _reaction(terminal: TimedTerminal, key: str) -> Pressed:
    """Press a key and wait for what it does."""
    cpu_ms, size, began = _main_thread_ms(terminal.pid), terminal.size_bytes, time.monotonic()
    terminal.type(key)
    wanted = _GIVEN_BACK if key == "ctrl+q" else b""
    while terminal.size_bytes == size or wanted not in terminal.written:
        time.sleep(0.001)
    return Pressed((time.monotonic() - began) * 1000, _main_thread_ms(terminal.pid) - cpu_ms)


def _main_thread_ms(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/task/{pid}/schedstat").read_text().split()[0]) / 1e6
    except OSError:
        return 0.0


@contextmanager
def _served(name: str) -> Iterator[str]:
    """The gateway of one bomb in a process of its own; gives its address."""
    call = [sys.executable, "-m", "tests.bench.bomb_keys", _SERVE, name]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        yield process.stdout.readline().strip()
        process.stdin.close()


def _serve(name: str) -> None:
    bomb = _ALL[name]
    packed = gzip.compress(bomb.body(), 6)
    zone = b'{"code":0,"msg":"OK","data":{"timezone":"GMT+8"}}'
    nothing = b'{"code":62102,"msg":"no","data":null}'

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Answer the question of the bomb with it."""
            if f"action={bomb.action}&" in self.path:
                self._answer(packed, "Content-Encoding")
            else:
                self._answer(zone if "getTimeZone" in self.path else nothing)

        def do_POST(self) -> None:
            """Give a token, and list nothing."""
            self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(str(_TOKEN).replace("'", '"').encode() if "token" in self.path else nothing)

        def _answer(self, body: bytes, *packed: str) -> None:
            self.send_response(200)
            for header in packed:
                self.send_header(header, "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def handle(self) -> None:
            """Answer until the program hangs up, which it may do in the middle."""
            with suppress(OSError):
                super().handle()

        def log_message(self, format: str, *args: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    if sys.argv[1:2] == [_SERVE]:
        _serve(sys.argv[2])
    else:
        main(sys.argv[1:])
