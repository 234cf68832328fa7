"""Answers made to take memory and time: peak memory, and the longest time in which no key is answered.

``python -m tests.bench.bombs [name …]`` tries each in a process of its own, through the screens, and prints a
table; stalls of the event loop are given as processor time and as time on the clock.
"""

import asyncio
import gzip
import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any

import httpx

from tests.harness import SAMPLE, SAMPLE_FLOW, Tui, over, running
from tui_app.messages import OpenView
from tui_app.models.ids import find_ids
from tui_app.models.view import View
from tui_app.screens.base_query import Loading, QueryScreen

Body = Callable[[], bytes]

_TOKEN = {
    "status": 0,
    "msg": "SUCCESS",
    "business": "b",
    "data": {"accessToken": "T0kenT0ken", "expire": 7200},
}
_HEAD = f'{{"instanceId":"{SAMPLE}",'.encode()
_ONE = "--one"
_BAR = " 42%|########          | 421/1000 [00:12<00:17, 33.1it/s]\r"
LONG_S = 0.04
_ROW = "| {name} | {packed} | {peak_mib} MiB | {stall_cpu_ms}/{stall_wall_ms} ms | {took_s} s | {said} |"


def _ok(data: Any) -> bytes:
    return json.dumps({"code": 0, "msg": "OK", "data": data}).encode()


def _within(inner: bytes) -> bytes:
    return b'{"code":0,"msg":"OK","data":' + inner + b"}"


def _task(**fields: Any) -> bytes:
    return _ok({"instanceId": SAMPLE, "taskName": "t", "status": -1, "flowInstId": SAMPLE_FLOW, **fields})


def _graph(tasks: int, edges: int, in_string: bool = True) -> bytes:
    chance = random.Random(7)
    suffix = SAMPLE_FLOW.partition("-")[2]
    nodes = [
        {
            "taskInstId": f"{n}-{suffix}",
            "nodeId": f"t_{n}",
            "taskName": f"task {n}",
            "status": "FAIL" if n == 5 else "SUCCESS",
        }
        for n in range(tasks)
    ]
    pairs = (sorted(chance.sample(range(tasks), 2)) for _ in range(edges))
    relations = [{"source": f"t_{a}", "target": f"t_{b}", "cycleGap": "D0", "rerun": True} for a, b in pairs]
    graph = {"tasks": nodes, "flows": [], "relations": relations}
    record = {"instanceId": SAMPLE_FLOW, "flowName": "f", "status": -1}
    return _ok(record | {"graph": json.dumps(graph) if in_string else graph})


def _graph_of(tasks: int, edges: list[tuple[int, int]], name: str = "task", same: bool = False) -> bytes:
    """A flow of some tasks, the last of which has failed, and its edges by their numbers."""
    suffix = SAMPLE_FLOW.partition("-")[2]
    nodes = [
        {
            "taskInstId": f"{1 if same else n}-{suffix}",
            "nodeId": f"t_{1 if same else n}",
            "taskName": f"{name} {n}",
            "status": "FAIL" if n in (0, tasks - 1) else "SUCCESS",
        }
        for n in range(tasks)
    ]
    relations = [{"source": f"t_{a}", "target": f"t_{b}", "cycleGap": "D0"} for a, b in edges]
    return _flow(graph=json.dumps({"tasks": nodes, "flows": [], "relations": relations}))


def _flow(**fields: Any) -> bytes:
    return _ok({"instanceId": SAMPLE_FLOW, "flowName": "f", "status": -1, **fields})


def _wrapped(times: int) -> str:
    text = '{"a":"b"}'
    for _ in range(times):
        text = json.dumps(text)
    return text


@dataclass(frozen=True, slots=True)
class Bomb:
    """One answer, and the way to it."""

    body: Body
    view: str = ""
    """The view that is opened; a task unless the name begins with ``flow``."""
    action: str = "get"
    """The request that it answers."""
    keys: tuple[str, ...] = ()
    """Pressed one after the other once there is an answer."""


BOMBS: dict[str, Bomb] = {
    "20 million empty objects": Bomb(lambda: _within(b"[" + b"{}," * 20_000_000 + b"{}]")),
    "10 million empty objects": Bomb(lambda: _within(b"[" + b"{}," * 10_000_000 + b"{}]")),
    "240,000 empty objects in a record": Bomb(
        lambda: _within(_HEAD + b'"x":[' + b"{}," * 240_000 + b"{}]}"),
        keys=("J",),
    ),
    "10 million lists": Bomb(lambda: _within(b"[" + b"[]," * 10_000_000 + b"[]]")),
    "a million keys": Bomb(
        lambda: _within(b"{" + b",".join(b'"k%d":1' % n for n in range(1_000_000)) + b"}")
    ),
    "400,000 keys": Bomb(
        lambda: _within(
            b'{"instanceId":"'
            + SAMPLE.encode()
            + b'",'
            + b",".join(b'"k%d":1' % n for n in range(400_000))
            + b"}"
        ),
        keys=("J",),
    ),
    "30 million brackets": Bomb(lambda: _within(b"[" * 30_000_000)),
    "a number of 30 million digits": Bomb(lambda: _within(b'{"status":' + b"1" * 30_000_000 + b"}")),
    "a number of 60,000 digits": Bomb(
        lambda: _within(_HEAD + b'"status":' + b"1" * 60_000 + b"}"),
        keys=("J",),
    ),
    "a value of 50 MB": Bomb(lambda: _task(cmd="x" * 50_000_000)),
    "a value of 30 MB": Bomb(lambda: _task(cmd="x" * 30_000_000), keys=("J", "v")),
    "a value of 15 MB of line ends": Bomb(lambda: _task(cmd="\n" * 14_000_000), keys=("J", "v")),
    "a value of 10 MB of emoji": Bomb(
        lambda: _task(cmd="x").replace(b'"x"', b'"' + "\U0001f600".encode() * 2_500_000 + b'"'),
        keys=("J", "v"),
    ),
    "a runMode of 30 MB": Bomb(lambda: _task(runMode=json.dumps({"a": "x" * 30_000_000})), keys=("i",)),
    "a runMode of 400,000 numbers": Bomb(
        lambda: _task(runMode=json.dumps(list(range(400_000)))), keys=("i",)
    ),
    "a name of 30 MB": Bomb(lambda: _task(taskName="x" * 30_000_000)),
    "a log line of 60 MB": Bomb(lambda: _ok({"log": "x" * 60_000_000}), "log", "getLog"),
    "a log line of 30 MB": Bomb(lambda: _ok({"log": "x" * 30_000_000}), "log", "getLog", keys=("e", "G")),
    "a log of 14 million lines": Bomb(
        lambda: _ok({"log": "\n" * 14_000_000}), "log", "getLog", keys=("e", "G")
    ),
    "a log of 100 MB of progress bars": Bomb(lambda: _ok({"log": _BAR * 1_700_000}), "log", "getLog"),
    "a log of 28 MB of progress bars": Bomb(
        lambda: _ok({"log": _BAR * 480_000}), "log", "getLog", keys=("e", "V", "G")
    ),
    "a log of 28 MB of progress bars on a line each": Bomb(
        lambda: _ok({"log": (_BAR * 10 + "\n") * 48_000}), "log", "getLog", keys=("e", "V", "G")
    ),
    "a log of 20 MB of errors": Bomb(
        lambda: _ok({"log": "2026-11-22 10:00:00 ERROR KeyError: 'x'\n" * 500_000}),
        "log",
        "getLog",
        keys=("e", "G"),
    ),
    "a log of 20 MB of Chinese": Bomb(
        lambda: _within(b'{"log":"' + ("风机" * 50 + "\\n").encode() * 66_000 + b'"}'),
        "log",
        "getLog",
        keys=("e",),
    ),
    "a page of 30 MB as HTTP 500": Bomb(lambda: b"<html>" + b"x" * 30_000_000),
    "not JSON, 30 MB": Bomb(lambda: _within(b'{"a":' + b" " * 30_000_000 + b"x}")),
    "flow: 10,000 tasks, 20,000 edges": Bomb(lambda: _graph(10_000, 20_000), "graph", keys=("w", "w", "J")),
    "flow: 10,000 tasks, 90,000 edges": Bomb(lambda: _graph(10_000, 90_000), "graph", keys=("w", "w", "J")),
    "flow: 10,000 tasks, 90,000 edges, why": Bomb(lambda: _graph(10_000, 90_000), "why"),
    "flow: 10,000 tasks, 90,000 edges, table": Bomb(lambda: _graph(10_000, 90_000), "instance"),
    "flow: 10,000 tasks, 8,000 edges": Bomb(lambda: _graph(10_000, 8_000), "instance", keys=("w", "w")),
    "flow: 2,400 tasks, 4,900 edges": Bomb(lambda: _graph(2_400, 4_900), "graph", keys=("w", "w")),
    "flow: 100 tasks, 4,900 edges": Bomb(lambda: _graph(100, 4_900), "graph", keys=("w", "w")),
    "flow: 300 tasks, 90,000 edges": Bomb(lambda: _graph(300, 90_000), "graph"),
    "flow: 500 tasks, 1,500 edges": Bomb(lambda: _graph(500, 1_500), "graph", keys=("w",)),
    "flow: 450 tasks, 600 edges": Bomb(lambda: _graph(450, 600), "graph", keys=("w",)),
    "a runMode wrapped in strings 16 times": Bomb(lambda: _task(runMode=_wrapped(16)), keys=("i", "v")),
    "objects 150 deep, 1,500 times": Bomb(
        lambda: _task(runMode="[" + ",".join(['{"a":' * 150 + "1" + "}" * 150] * 1_500) + "]"),
        keys=("i", "J"),
    ),
    "a key 300,000 times": Bomb(
        lambda: _within(_HEAD + b",".join([b'"taskName":"t"'] * 300_000) + b"}"), keys=("J",)
    ),
    "a key of 10 MB": Bomb(lambda: _task(**{"k" * 10_000_000: 1}), keys=("J", "v")),
    "1e999999 everywhere": Bomb(
        lambda: _within(
            _HEAD
            + b'"status":1e999999,"triggerTime":1e999999,"startTime":-1e999999,'
            + b'"endTime":9e99,"rerunNum":1e999999}'
        ),
        keys=("J",),
    ),
    "flow: a cron text of 1 MB": Bomb(
        lambda: _flow(scheduleExpression="0 " * 500_000, cron="*/" * 500_000, triggerTime="9" * 1_000_000),
        "instance",
        keys=("D",),
    ),
    "a log of 10 million short lines": Bomb(
        lambda: _ok({"log": "x\n" * 10_000_000}), "log", "getLog", keys=("e", "G")
    ),
    "a log line of 6 million overstrikes": Bomb(
        lambda: _ok({"log": "x\bx" * 6_000_000}), "log", "getLog", keys=("e", "V")
    ),
    "a log line of a million coloured overstrikes": Bomb(
        lambda: _ok({"log": "\x1b[1mx\bx\x1b[0m" * 1_000_000}), "log", "getLog", keys=("e",)
    ),
    "a log of 3 million colours": Bomb(
        lambda: _ok({"log": "\x1b[31m" * 3_000_000}), "log", "getLog", keys=("e",)
    ),
    "a log line of 2 million cursor moves": Bomb(
        lambda: _ok({"log": "\x1b[5Gab\x1b[K" * 1_000_000}), "log", "getLog", keys=("e",)
    ),
    "a letter with 8 million accents": Bomb(
        lambda: _within(b'{"log":"a' + "\u0301".encode() * 8_000_000 + b'"}'),
        "log",
        "getLog",
        keys=("e", "w"),
    ),
    "8 million characters of no width": Bomb(
        lambda: _within(b'{"log":"' + "\u200b\u2066".encode() * 4_000_000 + b'"}'),
        "log",
        "getLog",
        keys=("e", "w"),
    ),
    "a log line of 8 million wide characters": Bomb(
        lambda: _within(b'{"log":"' + "风".encode() * 8_000_000 + b'"}'),
        "log",
        "getLog",
        keys=("e", "w", "end"),
    ),
    "a log of NUL and escape bytes": Bomb(
        lambda: _ok({"log": "\x00\x1b\x9b\x07" * 1_000_000}), "log", "getLog", keys=("e",)
    ),
    "flow: a chain of 7,900": Bomb(
        lambda: _graph_of(7_901, [(n, n + 1) for n in range(7_900)]), "graph", keys=("w", "w")
    ),
    "flow: a chain of 7,900, why": Bomb(lambda: _graph_of(7_901, [(n, n + 1) for n in range(7_900)]), "why"),
    "flow: a star of 7,900": Bomb(
        lambda: _graph_of(7_901, [(0, n + 1) for n in range(7_900)]), "graph", keys=("w", "w")
    ),
    "flow: 89 tasks before 89": Bomb(
        lambda: _graph_of(178, [(a, 89 + b) for a in range(89) for b in range(89)]), "graph", keys=("w", "w")
    ),
    "flow: a circle of 7,900": Bomb(
        lambda: _graph_of(7_900, [(n, (n + 1) % 7_900) for n in range(7_900)]), "why", keys=("escape",)
    ),
    "flow: 400 tasks in a chain": Bomb(
        lambda: _graph_of(400, [(n, n + 1) for n in range(399)]), "graph", keys=("w", "G", "w")
    ),
    "flow: one task before 399": Bomb(
        lambda: _graph_of(400, [(0, n + 1) for n in range(399)]), "graph", keys=("w", "G", "w")
    ),
    "flow: 100,000 tasks": Bomb(lambda: _graph_of(100_000, []), "instance", keys=("w", "w", "G")),
    "flow: 25 names of 1 MB": Bomb(
        lambda: _graph_of(25, [(n, n + 1) for n in range(24)], name="n" * 1_000_000),
        "graph",
        keys=("w", "w", "T"),
    ),
    "flow: one task listed 50,000 times": Bomb(
        lambda: _graph_of(50_000, [], same=True), "instance", keys=("w", "w")
    ),
}


class _Stream(httpx.AsyncByteStream):
    """A body in pieces as a socket gives them."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for start in range(0, len(self._body), 1 << 16):
            yield self._body[start : start + (1 << 16)]
            await asyncio.sleep(0)

    async def aclose(self) -> None:
        self._body = b""


def _transport(bomb: Bomb, packed: bytes, status: int) -> httpx.MockTransport:
    def answer(request: httpx.Request) -> httpx.Response:
        action = request.url.params.get("action", "")
        if "token" in request.url.path:
            return httpx.Response(200, json=_TOKEN)
        if action == "getTimeZone":
            return httpx.Response(200, json={"code": 0, "msg": "OK", "data": {"timezone": "GMT+8"}})
        if action != bomb.action:
            return httpx.Response(200, json={"code": 62102, "msg": "no", "data": None})
        return httpx.Response(status, headers={"content-encoding": "gzip"}, stream=_Stream(packed))

    return httpx.MockTransport(answer)


class Stalls:
    """The longest time between two turns of the event loop, and what held it up for longer than `LONG_S`."""

    def __init__(self) -> None:
        self.wall_s = 0.0
        self.cpu_s = 0.0
        self.places: list[str] = []
        """Each long time, with the functions of the program that were seen at work then."""
        self._turn = time.perf_counter()
        self._loop = threading.get_ident()
        self._seen: list[str] = []

    async def run(self) -> None:
        """Note each turn until cancelled."""
        threading.Thread(target=self._sample, daemon=True).start()
        wall, cpu = time.perf_counter(), time.thread_time()
        while True:
            await asyncio.sleep(0.002)
            self.wall_s = max(self.wall_s, time.perf_counter() - wall - 0.002)
            took_s = time.thread_time() - cpu
            self.cpu_s = max(self.cpu_s, took_s)
            if took_s > LONG_S:
                most = Counter(self._seen).most_common(3)
                self.places.append(f"{took_s * 1000:.0f} ms: " + ", ".join(f"{n}x {one}" for one, n in most))
            self._seen.clear()
            self._turn = wall = time.perf_counter()
            cpu = time.thread_time()

    def _sample(self) -> None:
        """Note what the loop's thread does once it is late."""
        while True:
            time.sleep(0.005)
            if time.perf_counter() - self._turn > 0.02:
                self._seen.append(_place(sys._current_frames()[self._loop]))


def _place(frame: FrameType | None) -> str:
    """The innermost functions of the program on a stack, else of the libraries."""
    ours, others = list[str](), list[str]()
    while frame is not None:
        code = frame.f_code
        name = f"{code.co_filename.rpartition('/')[2]}:{code.co_name}"
        (ours if "tui_app" in code.co_filename else others).append(name)
        frame = frame.f_back
    return " < ".join([*others[:1], *ours[:3]])


async def measure(name: str) -> dict[str, Any]:
    """Open one bomb, press its keys, and give the figures."""
    bomb = BOMBS[name]
    packed = gzip.compress(bomb.body(), 6)
    status = 500 if "HTTP 500" in name else 200
    id_text = f"flowInstId={SAMPLE_FLOW}" if name.startswith("flow") else f"taskInstId={SAMPLE}"
    stalls, said, beats = Stalls(), [], []
    async with running(over(_transport(bomb, packed, status))) as tui:
        await tui.is_connected()
        _reset_peak()
        beats.append(asyncio.create_task(stalls.run()))
        began = time.perf_counter()
        for key in (None, *bomb.keys):
            if key is None:
                (some_id,) = find_ids(id_text)
                tui.app.post_message(OpenView(View.of(some_id, bomb.view or "instance")))
            else:
                tui.app.simulate_key(key)
            await _quiet(tui)
            stall = f"{stalls.cpu_s * 1000:.0f}/{stalls.wall_s * 1000:.0f}"
            said.append(f"{key or 'open'} {stall}, {_peak_mib():.0f} MiB")
        took_s = time.perf_counter() - began
        beats[0].cancel()
        text = tui.text
    return {
        "name": name,
        "packed": len(packed),
        "peak_mib": round(_peak_mib()),
        "stall_cpu_ms": round(stalls.cpu_s * 1000),
        "stall_wall_ms": round(stalls.wall_s * 1000),
        "took_s": round(took_s, 1),
        "said": " | ".join(said),
        "places": stalls.places,
        "text": "\n".join(text.splitlines()[:9]),
    }


async def _quiet(tui: Tui) -> None:
    """Wait until the answer is drawn and nothing runs."""
    await asyncio.sleep(0.3)
    for _ in range(1200):
        screen = tui.screen
        is_loading = isinstance(screen, QueryScreen) and isinstance(screen.state, Loading)
        if not is_loading and not [
            one for one in tui.app.workers if not one.is_finished and one.group != "times"
        ]:
            return
        await asyncio.sleep(0.1)


def _reset_peak() -> None:
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")


def _peak_mib() -> float:
    with open("/proc/self/status") as file:
        (line,) = (line for line in file if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main(names: list[str], is_verbose: bool) -> None:
    """Measure each in a process of its own."""
    for name in names or BOMBS:
        command = [sys.executable, "-m", "tests.bench.bombs", _ONE, name]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=240)
        except subprocess.TimeoutExpired:
            print(f"{name}: no end within 240 s", flush=True)
            continue
        if done.returncode:
            print(f"{name}: {done.stderr[-600:]}", flush=True)
            continue
        figures = json.loads(done.stdout.splitlines()[-1])
        print(_ROW.format(**figures), flush=True)
        if is_verbose:
            print(figures["text"], flush=True)
            print(*figures["places"], sep="\n    ", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == [_ONE]:
        print(json.dumps(asyncio.run(measure(sys.argv[2]))))
    else:
        main([one for one in sys.argv[1:] if one != "-v"], "-v" in sys.argv)
