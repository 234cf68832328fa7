"""Prints the errors that no command expects: faults of this program, and output that cannot be written."""

import os
import sys

from . import streams

FAULT, NO_OUTPUT, BROKEN_PIPE = 1, 8, 141
"""Exit codes of a fault of this program, of output that cannot be written, and of output nobody reads."""


class ReportedFault(Exception):
    """A fault of this program; the message is the sentence for the user, without secrets."""


def print_unexpected(error: Exception) -> int:
    """Print one sentence about an error that no command expects; the exit code."""
    output = streams.output_error(error)
    if output is None and not isinstance(error, BrokenPipeError):
        print(_sentence(error), file=sys.stderr)
        return FAULT
    streams.discard_output()
    if output is None or output.is_broken_pipe:
        return BROKEN_PIPE
    print(output, file=sys.stderr)
    return NO_OUTPUT


def _sentence(error: Exception) -> str:
    if isinstance(error, ReportedFault):
        return str(error)
    from ..logic.fault_report import fault_text
    from ..logic.redact import Redactor, proxy_passwords

    return fault_text(error, Redactor(proxy_passwords(os.environ)))
