"""Very many: ids to ask for at once, and favourites and history entries to carry along."""

import statistics
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter

from tests.bench import gateway
from tests.bench.measures import BUDGET, INPUT, PROGRAM, Row, a_gateway, environment, profile
from tests.bench.painting import of_today
from tests.bench.terminal import TOP, TimedTerminal
from tui_app.models.saved_rows import Entry
from tui_app.models.status import Status
from tui_app.services.concurrency import AT_MOST

IDS, ENTRIES = 1_000, 10_000
FILTER_MS, START_RATIO, IDEAL_RATIO = 50, 1.1, 1.3


def ids(home: Path, *, is_quick: bool) -> Iterator[Row]:
    """A list of ids, each answered by itself: known ones take a question, unknown ones two."""
    suffix = of_today(900900).partition("-")[2]
    both = (("tasks", 910_000, 1, "SUCCESS"), ("unknown ids", 770_000, 2, "without an answer"))
    for what, first, questions, end in both[: 1 if is_quick else 2]:
        listed = "\n".join(f"{first + number}-{suffix}" for number in range(IDS))
        ideal_s = questions * IDS / AT_MOST * gateway.DELAY_S
        with a_gateway() as url:
            begin = time.monotonic()
            subprocess.run(
                [*PROGRAM, "get", "-", "--json"],
                input=listed.encode(),
                env=profile(home, url),
                cwd=TOP,
                stdout=subprocess.DEVNULL,
            )
            took_s = time.monotonic() - begin
        yield Row(f"get: {IDS:,} {what}", took_s, "s", f"{AT_MOST} at a time", ideal_s)
        with a_gateway() as url, TimedTerminal(PROGRAM, profile(home, url)) as terminal:
            terminal.shows(INPUT, "connected")
            begin = time.monotonic()
            terminal.type(f"\x1b[200~{listed}\x1b[201~")
            took_s = terminal.shows(f"{IDS:,} {end}") - begin
        yield Row(f"table: {IDS:,} {what}", took_s, "s", f"{AT_MOST} at a time", ideal_s)


def entries(home: Path, times: int) -> Iterator[Row]:
    """A start with many favourites and much history beside one with none; letters typed over them."""
    full, empty = home / "full", home / "empty"
    empty.mkdir()
    _fill(full)
    took: dict[Path, list[float]] = {full: [], empty: []}
    for _ in range(times):
        for one, measured in took.items():
            with TimedTerminal([*PROGRAM, "--demo"], environment(one)) as terminal:
                measured.append((terminal.shows(INPUT) - terminal.started) * 1000)
    mine, beside = (statistics.median(one) for one in took.values())
    yield Row(f"start with {ENTRIES:,} favourites and history", mine, "ms", "the same with none", beside)
    with TimedTerminal([*PROGRAM, "--demo"], environment(full)) as terminal:
        terminal.shows(INPUT, "Last 24h")
        terminal.type("\x14")
        terminal.shows(f"Favourites ({ENTRIES})")
        terminal.settles()
        # An empty input would show the overview again.
        typed = [*"hourly", *["backspace"] * 5, *"ourly"]
        key = terminal.react_often(typed)
        yield Row(f"letter over {ENTRIES:,} favourites", key.settled_ms, "ms", BUDGET, FILTER_MS)


def _fill(home: Path) -> None:
    now = datetime.now(UTC)
    names = ("hourly_load", "风电场_daily_report", "turbine_check", "export_to_hive")
    rows = [
        Entry(
            id=f"{100_000 + number}-2026010100",
            kind="task",
            profile="demo",
            name=f"{names[number % 4]}_{number:05}",
            status=Status.of(1),
            seen_at=now - timedelta(minutes=number),
            note="look again" if number % 7 == 0 else "",
        )
        for number in range(ENTRIES)
    ]
    text = TypeAdapter(dict[str, list[Entry]]).dump_json({"entries": rows}).decode()
    for folder, name in ((".config", "favourites"), (".local/state", "history")):
        path = home / folder / "enos-tui" / f"{name}.json"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
