"""What is written, how soon, and what is held in memory, when much is on the screen or nothing happens."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import gateway
from tests.bench.measures import BARE, BUDGET, INPUT, PROGRAM, TASKS, Row, a_gateway, environment, profile
from tests.bench.terminal import Reaction, TimedTerminal
from tui_app.demo.tour import examples

LINE, PAGE, FIRST = 600, 4_200, 16_000
"""Bytes that a line, a page and a first picture may take."""
KEY_MS, FOLD_MS = 35, 100


def of_today(number: int) -> str:
    """The id of one of the demo's examples."""
    return next(one.id for one in examples(datetime.now(UTC)) if one.id.startswith(f"{number}-"))


def quiet(home: Path, idle_s: float) -> Iterator[Row]:
    """While nobody does anything, and when an answer is asked for again that is the same."""
    command = [*PROGRAM, "--demo", TASKS[2]]
    with (
        TimedTerminal(command, environment(home)) as ours,
        TimedTerminal(BARE, environment(home)) as beside,
    ):
        ours.shows("startTime", "taskMode")
        beside.shows("a bare input")
        both = (ours, beside)
        for one in both:
            one.settles()
        before = [(one.size_bytes, one.cpu_s) for one in both]
        time.sleep(idle_s)
        (size, cpu_s), (other_size, other_cpu_s) = (
            (one.size_bytes - size, one.cpu_s - cpu_s)
            for one, (size, cpu_s) in zip(both, before, strict=True)
        )
        name = "bare Textual app"
        yield Row(f"a task on the screen, {idle_s:g} idle seconds", size, "bytes", name, other_size)
        percent, other_percent = 100 * cpu_s / idle_s, 100 * other_cpu_s / idle_s
        yield Row(f"CPU in {idle_s:g} idle seconds", percent, "%", name, other_percent)
        size = ours.size_bytes
        ours.type("r")
        time.sleep(1)
        yield Row("refresh that changes nothing", ours.size_bytes - size, "bytes")


def changes(home: Path) -> Iterator[Row]:
    """Another focus, another screen, and back."""
    with TimedTerminal([*PROGRAM, "--demo", TASKS[2]], environment(home)) as terminal:
        terminal.shows("startTime", "taskMode")
        terminal.settles()
        for what, key, *signs in (
            ("focus to the other pane", "tab", ".data.runMode"),
            ("up to the workflow", "u", "5 tasks", "flowName"),
            ("back to the task", "escape", "startTime", "taskMode"),
            ("open the log", "l", "--view log", "error"),
        ):
            yield from _both(what, terminal.opens(key, *signs), None, FIRST if len(signs) > 1 else None)


def moves(home: Path, times: int, size: tuple[int, int]) -> Iterator[Row]:
    """One line and one page down in what is long, and folds."""
    is_budgeted = size == (80, 24)
    at = "" if is_budgeted else f", {size[0]}x{size[1]}"
    for what, some_id, signs, key, opened, peak, first_ms in (
        (
            "inspector, 55,000 nodes",
            gateway.LARGE,
            ("▾ content",),
            "i",
            ("run-mode", "▾ 1 {4 keys}"),
            120,
            1000,
        ),
        ("log, 1 MiB", of_today(900702), ("startTime",), "l", ("row group 0187",), 80, 500),
        ("table, 2,000 tasks", of_today(900900), ("2,000 tasks", "step_25_WTG036"), "", (), None, None),
    ):
        is_large = some_id == gateway.LARGE
        command = [*PROGRAM, some_id] if is_large else [*PROGRAM, "--demo", some_id]
        with a_gateway(0) as url, TimedTerminal(command, profile(home, url), size) as terminal:
            terminal.shows(*signs)
            terminal.settles()
            if key:
                yield _against(f"{what}{at}: open", terminal.opens(key, *opened).settled_ms, "ms", first_ms)
            terminal.type("home")
            terminal.settles()
            line = terminal.react_often(["down"] * times)
            yield from _both(f"{what}{at}: line down", line, KEY_MS, LINE if is_budgeted else None)
            page = terminal.react_often(["pagedown"] * min(times, 10))
            yield from _both(f"{what}{at}: page down", page, None, PAGE if is_budgeted else None)
            if is_large:
                terminal.type("home")
                terminal.settles()
                folds = [terminal.react(one) for one in ("enter", "enter", "-", "+", "2", "3", "2", "+")]
                slowest = max(one.settled_ms for one in folds)
                yield _against(f"{what}{at}: slowest fold", slowest, "ms", FOLD_MS)
            yield _against(f"{what}{at}: peak memory", terminal.peak_mib, "MiB", peak)


def flow(home: Path) -> Iterator[Row]:
    """From Enter to the table of 2,000 tasks, the connection warm and the answer delayed."""
    with a_gateway() as url, TimedTerminal(PROGRAM, profile(home, url)) as terminal:
        terminal.shows(INPUT, "connected")
        terminal.type(of_today(900900))
        terminal.settles()
        opened = terminal.opens("enter", "2,000 tasks", "step_25_WTG036")
        what = f"Enter to the table of 2,000 tasks, {gateway.DELAY_S * 1000:g} ms answers"
        yield _against(what, opened.settled_ms, "ms", 1000)


def _both(what: str, reaction: Reaction, most_ms: float | None, most_bytes: float | None) -> Iterator[Row]:
    yield _against(what, reaction.settled_ms, "ms", most_ms)
    yield _against(what, reaction.size_bytes, "bytes", most_bytes)


def _against(what: str, value: float, unit: str, most: float | None) -> Row:
    return Row(what, value, unit) if most is None else Row(what, value, unit, BUDGET, most)
