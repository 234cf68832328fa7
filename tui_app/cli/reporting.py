"""Reports faults and writes the debug log, without the secrets of this run."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from ..logic.redact import Redactor, proxy_passwords


@contextmanager
def reporting(given: argparse.Namespace) -> Iterator[Redactor]:
    """Report faults, and write what is done to a file where ``--debug`` names one."""
    redact = Redactor(proxy_passwords(os.environ))
    sys.excepthook = partial(_print_fault, redact)
    if given.debug is None:
        yield redact
        return
    from pathlib import Path

    from ..store.debug_log import writing

    with writing(Path(given.debug), redact):
        yield redact


def _print_fault(redact: Redactor, _: object, error: BaseException, __: object) -> None:
    from ..logic.sanitize import traceback_text

    print(traceback_text(error, redact), file=sys.stderr)
