"""Measure the program: ``python -m tests.bench`` writes RESULTS.md, ``--quick`` prints fewer rounds.

Everything is measured as a user meets it, from outside, in a terminal of 80x24 unless a row says otherwise.
Program and reference run in turn, so that both meet the same machine. Nothing here passes or fails.
"""

import argparse
import os
import platform
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import textual

from tests.bench import bundle, crowds, measures, painting
from tests.bench.measures import Row

RESULTS = Path(__file__).with_name("RESULTS.md")
_ABOUT = """\
# What it costs

Written by `python -m tests.bench`. Everything is measured from outside, in a terminal of 80x24 unless a
row says otherwise, in turn with the program it is compared with. Medians of {times} rounds on {day};
{cores} shared cores, Python {python}, Textual {textual}.

"""
_HEAD = ("| What | Ratio | enos-tui | Beside it |", "|---|---:|---:|---|")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the program.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds; write nothing")
    quick = parser.parse_args().quick
    times = 3 if quick else 9
    about = _ABOUT.format(
        times=times,
        day=date.today(),
        cores=os.cpu_count(),
        python=platform.python_version(),
        textual=textual.__version__,
    )
    lines = [*_HEAD]
    print(about, *_HEAD, sep="\n")
    with TemporaryDirectory() as folder:
        for row in _rows(Path(folder), times, quick):
            lines.append(_line(row))
            print(lines[-1], flush=True)
    if not quick:
        RESULTS.write_text(about + "\n".join(lines) + "\n", encoding="utf-8")


def _rows(home: Path, times: int, quick: bool) -> Iterator[Row]:
    presses, idle_s, long_idle_s = (20, 1.5, 6.0) if quick else (100, 6.0, 60.0)
    yield from measures.start(home, times, idle_s)
    yield from measures.record(home, times)
    yield from measures.enter(home, times)
    yield from measures.command_lines(home, times)
    yield from painting.quiet(home, long_idle_s)
    yield from painting.changes(home)
    yield from painting.moves(home, presses, (80, 24))
    yield from painting.moves(home, presses // 2, (120, 40))
    yield from painting.flow(home)
    yield from crowds.entries(home, times)
    yield from crowds.ids(home, is_quick=quick)
    yield from bundle.starts(home, times)


def _line(row: Row) -> str:
    other = "" if row.other is None else _shown(row.other, row.unit)
    ratio = f"{row.value / row.other:.2f}" if row.other else ""
    return f"| {row.what} | {ratio} | {_shown(row.value, row.unit)} | {row.beside} {other} |"


def _shown(value: float, unit: str) -> str:
    digits = 1 if unit in ("ms", "MiB", "%", "s") and value < 100 else 0
    return f"{value:,.{digits}f} {unit}"


if __name__ == "__main__":
    main()
