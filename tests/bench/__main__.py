"""What the program costs: ``python -m tests.bench [--quick]`` prints a table, and judges nothing.

Everything is measured as a person meets it, from outside, in a terminal of 80x24 unless a row says otherwise;
what it is compared with runs in turn with it, so that both meet the same machine.
"""

import argparse
import platform
from pathlib import Path
from tempfile import TemporaryDirectory

import textual

from tests.bench import crowds, measures, painting
from tests.bench.measures import Row


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="What the program costs.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    quick = parser.parse_args().quick
    times, presses, idle_s = (3, 20, 1.5) if quick else (9, 100, 6.0)
    long_idle_s = 6.0 if quick else 60.0
    print(f"Python {platform.python_version()}, Textual {textual.__version__}, 80x24; medians of {times}\n")
    print("| What | enos-tui | Beside it | | Ratio |")
    print("|---|---:|---|---:|---:|")
    with TemporaryDirectory() as folder:
        home = Path(folder)
        for rows in (
            measures.start(home, times, idle_s),
            measures.enter(home, times),
            measures.command_lines(home, times),
            painting.quiet(home, long_idle_s),
            painting.changes(home),
            painting.moves(home, presses, (80, 24)),
            painting.moves(home, presses // 2, (120, 40)),
            painting.flow(home),
            crowds.entries(home, times),
            crowds.ids(home, is_quick=quick),
        ):
            for row in rows:
                print(_line(row), flush=True)


def _line(row: Row) -> str:
    other = "" if row.other is None else _shown(row.other, row.unit)
    ratio = f"{row.value / row.other:.2f}" if row.other else ""
    return f"| {row.what} | {_shown(row.value, row.unit)} | {row.beside} | {other} | {ratio} |"


def _shown(value: float, unit: str) -> str:
    digits = 1 if unit in ("ms", "MiB", "%", "s") and value < 100 else 0
    return f"{value:,.{digits}f} {unit}"


if __name__ == "__main__":
    main()
