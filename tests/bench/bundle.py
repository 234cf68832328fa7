"""The one file beside the same program in an environment of its own."""

import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measures import INPUT, PROGRAM, TASKS, Row, environment, run_ms
from tests.bench.terminal import TimedTerminal
from tests.system.busybox_root import build

_BESIDE = "the same, installed"


def starts(home: Path, times: int) -> Iterator[Row]:
    """Its size, its first start, and its later ones."""
    bundle = build(home / "dist")
    yield Row("the one file, x86-64", bundle.stat().st_size / 1024**2, "MiB")
    firsts = []
    for number in range(3):
        new = home / f"first-{number}"
        firsts.append(run_ms([str(bundle), "version"], environment(new)))
    yield Row("the one file: first start", statistics.median(firsts), "ms")
    call, at = ["get", TASKS[2], "--demo"], environment(home)
    pairs = [(run_ms([str(bundle), *call], at), run_ms([*PROGRAM, *call], at)) for _ in range(times)]
    mine, other = (statistics.median(values) for values in zip(*pairs, strict=True))
    yield Row("the one file: get --demo", mine, "ms", _BESIDE, other)
    opened = [(_opened_ms([str(bundle)], home), _opened_ms([*PROGRAM], home)) for _ in range(times)]
    mine, other = (statistics.median(values) for values in zip(*opened, strict=True))
    yield Row("the one file: start to usable input, --demo", mine, "ms", _BESIDE, other)


def _opened_ms(program: list[str], home: Path) -> float:
    with TimedTerminal([*program, "--demo"], environment(home)) as terminal:
        return (terminal.shows(INPUT) - terminal.started) * 1000
