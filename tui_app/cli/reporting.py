"""Reports faults and writes the debug log, without the secrets of this run."""

import argparse
import logging
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from ..logic.redact import Redactor, proxy_passwords
from ..store.errors import SettingsError, StoreError
from .faults import ReportedFault
from .streams import output_error


@contextmanager
def reporting(given: argparse.Namespace) -> Iterator[Redactor]:
    """Write what is done to a file where ``--debug`` names one, and word faults.

    Raises:
        ReportedFault: the block has failed in a way that no command expects.
    """
    redact = Redactor(proxy_passwords(os.environ))
    if not logging.root.handlers:
        # Without a handler, logging writes warnings and tracebacks to standard error.
        logging.root.addHandler(logging.NullHandler())
    try:
        with _debug_log(given, redact):
            yield redact
    except (SettingsError, StoreError, BrokenPipeError):
        raise
    except Exception as error:
        if output_error(error):
            raise
        from ..logic.fault_report import fault_text

        raise ReportedFault(fault_text(error, redact)) from None


def _debug_log(given: argparse.Namespace, redact: Redactor) -> AbstractContextManager[None]:
    if given.debug is None:
        return nullcontext()
    from ..store.debug_log import writing

    return writing(Path(given.debug), redact)
