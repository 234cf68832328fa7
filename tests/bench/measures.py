"""What is measured: each gives rows of the report."""

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.bench import bare, gateway
from tests.bench.terminal import TimedTerminal
from tui_app.api.client import HttpGateway
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.models.ids import TaskInstanceId
from tui_app.models.profile import Profile

PYTHON = sys.executable
PROGRAM = [PYTHON, "-m", "tui_app"]
BARE = [PYTHON, bare.__file__]
INPUT = "task or flow instance id"
LISTS = "Last 24h"
"""The first words that the app draws, and not the frame before it."""
TASKS = [f"{number}-2021020211" for number in range(118977, 118982)]
"""The tasks of the sample; their `runMode` is alike."""
BUDGET = "budget"
TERMINAL = {"TERM": "xterm-256color", "LANG": "C.UTF-8"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report."""

    what: str
    value: float
    unit: str
    beside: str = ""
    """What it is compared with, or `BUDGET`."""
    other: float | None = None
    """The same of that, or the most it may be."""


def environment(home: Path, **more: str) -> dict[str, str]:
    """A terminal and a home, and nothing else of the person who runs this."""
    return {"PATH": os.environ["PATH"], "HOME": str(home)} | TERMINAL | more


def start(home: Path, times: int, idle_s: float) -> Iterator[Row]:
    """From the start to an input that can be used, and what the program does when nobody does anything."""
    with a_gateway() as url:
        ours = ([*PROGRAM], profile(home, url), LISTS)
        demo = ([*PROGRAM, "--demo"], environment(home), LISTS)
        other = (BARE, environment(home), "a bare input")
        rounds = [[_start(*one, idle_s) for one in (ours, demo, other)] for _ in range(times)]
    mine, in_demo, beside = (
        [statistics.median(run[place] for run in runs) for place in range(5)]
        for runs in zip(*rounds, strict=True)
    )
    name = "bare Textual app"
    yield Row("start to the app's first frame, a profile", mine[0], "ms", name, beside[0])
    yield Row("start to the app's first frame, --demo", in_demo[0], "ms", name, beside[0])
    yield Row("first picture", mine[1], "bytes", name, beside[1])
    yield Row(f"written in {idle_s:g} idle seconds", mine[2], "bytes", name, beside[2])
    yield Row(f"CPU in {idle_s:g} idle seconds", mine[3] * 1000, "ms", name, beside[3] * 1000)
    yield Row("peak memory, first screen, a profile", mine[4], "MiB", name, beside[4])
    yield Row("peak memory, first screen, --demo", in_demo[4], "MiB", name, beside[4])


def record(home: Path, times: int) -> Iterator[Row]:
    """From the start with an id to its painted record, and when the terminal is the program's."""
    with a_gateway(0) as near, a_gateway() as far:
        bare_app = (BARE, environment(home), ("a bare input",))
        nothing = ([PYTHON, "-c", "print('x', end='', flush=True)"], environment(home), ("x",))
        words = ("SUCCESS", "taskMode")
        calls = {
            "bare": bare_app,
            "nothing": nothing,
            "frame": ([*PROGRAM], profile(home, near), ("look up", INPUT)),
            "lists": ([*PROGRAM], profile(home, near), (INPUT, "connected", LISTS, "failed")),
            "near": ([*PROGRAM, TASKS[0]], profile(home, near), words),
            "far": ([*PROGRAM, TASKS[0]], profile(home, far), words),
        }
        rounds = [{name: _first_and_shown_ms(*call) for name, call in calls.items()} for _ in range(times)]
        typed = [_takes_text_ms(profile(home, near)) for _ in range(times)]
        opened = [_opens_typed_id_ms(profile(home, near)) for _ in range(times)]
    first, shown = (
        {name: statistics.median(one[name][place] for one in rounds) for name in calls} for place in range(2)
    )
    bare_ms, empty, delay_ms = shown["bare"], first["nothing"], gateway.DELAY_S * 1000
    app = "bare Textual app"
    yield Row("first byte", first["frame"], "ms", app, first["bare"])
    yield Row("frame of the first screen", shown["frame"], "ms", app, bare_ms)
    yield Row("frame of the first screen beyond python -c pass", shown["frame"] - empty, "ms", BUDGET, 60)
    yield Row("text typed at the first byte is in the input", statistics.median(typed), "ms", app, bare_ms)
    yield Row("enos-tui to settled lists, loopback", shown["lists"], "ms", app, bare_ms)
    what = "enos-tui, id and Enter typed at the first byte, to painted record, loopback"
    yield Row(what, statistics.median(opened), "ms", app, bare_ms)
    yield Row("enos-tui ID to painted record, loopback", shown["near"], "ms", app, bare_ms)
    trips = shown["far"] - 2 * delay_ms
    yield Row(f"enos-tui ID to painted record, {delay_ms:g} ms answers", shown["far"], "ms")
    yield Row("the same less two answers", trips, "ms", app, bare_ms)


def command_lines(home: Path, times: int) -> Iterator[Row]:
    """Calls that do not take the screen."""
    calls = {
        "pass": [PYTHON, "-c", "pass"],
        "httpx": [PYTHON, "-c", "import httpx"],
        "--version": [*PROGRAM, "--version"],
        "--help": [*PROGRAM, "--help"],
        "get --demo": [*PROGRAM, "get", TASKS[2], "--demo"],
    }
    with a_gateway(0) as url:
        at = {"get": profile(home, url)}
        calls["get"] = [*PROGRAM, "get", TASKS[2]]
        rounds = [
            {name: run_ms(call, at.get(name, environment(home))) for name, call in calls.items()}
            for _ in range(times)
        ]
    ms = {name: statistics.median(one[name] for one in rounds) for name in calls}
    for name in ("--version", "--help"):
        yield Row(f"enos-tui {name}", ms[name], "ms", "python -c pass", ms["pass"])
    for name, where in (("get --demo", ""), ("get", ", loopback")):
        yield Row(f"enos-tui {name}{where}", ms[name], "ms", 'python -c "import httpx"', ms["httpx"])


def enter(home: Path, times: int) -> Iterator[Row]:
    """From Enter to painted details, the connection warm and every answer delayed."""
    ours: list[float] = []
    firsts: list[float] = []
    others: list[float] = []
    with a_gateway() as url, httpx.Client() as client:
        question = _signed_question(url)
        client.send(question).raise_for_status()
        for _ in range(-(-times // len(TASKS))):
            with TimedTerminal(PROGRAM, profile(home, url)) as terminal:
                terminal.shows(INPUT, "connected")
                for task in TASKS:
                    (firsts if task == TASKS[0] else ours).append(_enter_ms(terminal, task))
                    begin = time.monotonic()
                    client.send(question).raise_for_status()
                    others.append((time.monotonic() - begin) * 1000)
    what, beside = f"{gateway.DELAY_S * 1000:g} ms answers", statistics.median(others)
    for measured, which in ((ours, "Enter"), (firsts, "first Enter of a session")):
        yield Row(
            f"{which} to painted details, {what}", statistics.median(measured), "ms", "bare httpx GET", beside
        )


def _start(
    command: list[str], settings: Mapping[str, str], sign: str, idle_s: float
) -> tuple[float, int, int, float, float]:
    """Milliseconds to the input, bytes till then and till idle; bytes, CPU and memory afterwards."""
    with TimedTerminal(command, settings) as terminal:
        usable = terminal.shows(sign) - terminal.started
        terminal.settles()
        painted = terminal.size_bytes
        time.sleep(idle_s / 3)
        before, cpu_s = terminal.size_bytes, terminal.cpu_s
        time.sleep(idle_s)
        return (
            usable * 1000,
            painted,
            terminal.size_bytes - before,
            terminal.cpu_s - cpu_s,
            terminal.peak_mib,
        )


def _first_and_shown_ms(
    command: list[str], settings: Mapping[str, str], signs: tuple[str, ...]
) -> tuple[float, float]:
    """Milliseconds to the first byte, and to words on the screen."""
    with TimedTerminal(command, settings) as terminal:
        shown = terminal.shows(*signs)
        return (terminal.first_byte - terminal.started) * 1000, (shown - terminal.started) * 1000


def _takes_text_ms(settings: Mapping[str, str]) -> float:
    """Milliseconds from the start until a text that was typed at the first byte stands in the input."""
    with TimedTerminal(PROGRAM, settings) as terminal:
        terminal.shows("look up")
        terminal.type(TASKS[0])
        return (terminal.shows(TASKS[0]) - terminal.started) * 1000


def _opens_typed_id_ms(settings: Mapping[str, str]) -> float:
    """Milliseconds from the start until a record is painted whose id was typed at the first byte."""
    with TimedTerminal(PROGRAM, settings) as terminal:
        terminal.shows("look up")
        terminal.type(f"{TASKS[0]}\r")
        return (terminal.shows("SUCCESS", "taskMode") - terminal.started) * 1000


def _enter_ms(terminal: TimedTerminal, task: str) -> float:
    """Type an id, press Enter, wait for the details; then go back to an empty input."""
    terminal.type(task)
    terminal.settles()
    begin = time.monotonic()
    terminal.type("enter")
    painted = terminal.shows("SUCCESS", "taskMode")
    terminal.settles()
    terminal.react("escape")
    terminal.react("escape")
    terminal.shows(INPUT)
    return (painted - begin) * 1000


def run_ms(call: list[str], settings: Mapping[str, str]) -> float:
    begin = time.monotonic()
    subprocess.run(call, check=True, stdout=subprocess.DEVNULL, env=settings)
    return (time.monotonic() - begin) * 1000


def profile(home: Path, url: str) -> dict[str, str]:
    fields = DEMO_PROFILE_FIELDS | {"gateway": url}
    return environment(home, **{f"ENOS_{key.upper()}": value for key, value in fields.items()})


@contextmanager
def a_gateway(delay_s: float = gateway.DELAY_S) -> Iterator[str]:
    """A gateway in another process, so that it takes no time from what measures; gives its address."""
    call = [PYTHON, "-m", "tests.bench.gateway", str(delay_s)]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        yield process.stdout.readline().strip()
        process.stdin.close()


class _Recorder(httpx.AsyncHTTPTransport):
    """Keeps the last request, to be sent again by a client that does nothing else."""

    last: httpx.Request

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.last = request
        return await super().handle_async_request(request)


def _signed_question(url: str) -> httpx.Request:
    recorder = _Recorder()

    async def ask() -> None:
        profile = Profile.of("bench", DEMO_PROFILE_FIELDS | {"gateway": url})
        asking = HttpGateway(profile, transport=recorder)
        await asking.get_task_instance(TaskInstanceId(TASKS[2]))
        await asking.aclose()

    asyncio.run(ask())
    return httpx.Request("GET", recorder.last.url, headers=recorder.last.headers)
