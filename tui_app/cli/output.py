"""Prints JSON and errors in the form that all commands share."""

import sys

from ..api.errors import BadReply, GatewayError
from ..logic.safe_json import dumps
from ..models.ids import InstanceId
from ..models.lookup import Found, LogLookup


def print_json(value: object, *, is_list: bool) -> None:
    """Print a value as JSON: on one line in a list, else one entry a line."""
    print(dumps(value, indent=None if is_list else 2, ascii_only=is_ascii_only()))


def print_error(some_id: InstanceId, error: GatewayError, *, is_list: bool, as_json: bool = False) -> int:
    """Print why there is no answer; the exit code.

    It goes to standard error, but in a list of JSON lines to its place among the others.
    """
    if is_list and as_json:
        print_json({"id": some_id.text, "error": str(error), "code": error.code}, is_list=True)
    else:
        sentence = f"{some_id}: {error}" if is_list else str(error)
        print("\n".join(filter(None, [sentence, error.hint])), file=sys.stderr)
    return error.exit_code


def print_inconsistencies(found: Found | LogLookup) -> int:
    """Print what in an answer contradicts the question to standard error; the exit code for it."""
    for doubt in found.inconsistencies:
        print(f"{found.id}: {doubt}", file=sys.stderr)
    return BadReply.exit_code if found.inconsistencies else 0


def is_ascii_only() -> bool:
    """Whether standard output cannot encode the glyphs."""
    try:
        "✓✗▶◌−".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return True
    return False
