"""Logs: the platform's ruler, and the output of programs told from text files.

The header's form is restored from the vendor's sample log, which is printed without its back-slashes. How the
log of a retried task looks is documented nowhere; here every try adds a header and its output.
"""

import re
from datetime import UTC, datetime

from . import stamps
from .runs import TaskRun

_RULER = "=" * 60
_POSITION = re.compile(r"^@(\d+) ", re.MULTILINE)


def log_header(run: TaskRun, at: datetime) -> str:
    """The lines the platform writes before a task's own output; its time is in UTC."""
    lines = (
        _RULER,
        f"run  num:\t{run.run_num}",
        f"instance:\t{run.instance_id}",
        f"cmdline:\t{run.cmd}",
        f"submitter:\t{run.do_as}",
        f"current time:\t{stamps.java(at, 'UTC')}",
        _RULER,
    )
    return "\n".join(lines) + "\n"


def story(name: str, start: datetime, end: datetime, day: str = "") -> str:
    """The text of `data/<name>.txt`, set between two times.

    Args:
        name: of the file, without its extension.
        start: time of the lines that begin with ``@0``.
        end: time of the lines that begin with ``@100``; others lie between, in percent.
        day: put in the place of ``{day}``.
    """

    def moment(match: re.Match[str]) -> str:
        at = start + (end - start) * int(match[1]) / 100
        return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S},{at.microsecond // 1000:03d} "

    return _POSITION.sub(moment, _text(name)).replace("{day}", day)


def _text(name: str) -> str:
    # A demo that shows no log pays for neither the import nor the file.
    from importlib.resources import files

    return (files(__package__) / "data" / f"{name}.txt").read_text(encoding="utf-8")
