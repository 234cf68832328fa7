"""``enos-tui get``: records on standard output, in the order of the ids."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timezone

from ..api.errors import GatewayError
from ..logic import sanitize
from ..logic.curl import curl
from ..logic.record_fields import FLOW_GROUPS, TASK_GROUPS, as_text
from ..logic.record_json import STATUS_NAME, as_json
from ..logic.redact import Redactor
from ..logic.summary import summary
from ..logic.text import did_you_mean
from ..models.ids import InstanceId
from ..models.lookup import Found, TaskLookup, kind_in_words
from ..models.profile import Profile
from ..services.concurrency import id_finder
from ..store.errors import SettingsError
from .connection import connect, name_of, print_each, profile_of, server_zone
from .ids import is_list
from .output import is_ascii_only, print_error, print_inconsistencies, print_json

_FORMS = ("json", "raw", "field", "curl")
_NO_CURL_IN_DEMO = "--curl needs a real gateway: no network leads to the demo."
_NO_CURL = '--curl signs its request; profile {!r}, with auth = "poseidon", does not. Leave --curl out.'


class UnknownField(Exception):
    """The record has no such field; the message names the likeliest one."""


@dataclass(frozen=True, slots=True)
class Form:
    """The form in which answers are printed."""

    name: str = "summary"
    """``summary``, ``json``, ``raw``, ``field`` or ``curl``."""

    field: str = ""
    """The field to print, with ``field``."""

    is_list: bool = False
    """Whether answers are one line each, or summaries with a blank line between."""


async def run(given: argparse.Namespace, redact: Redactor) -> int:
    """Print the records of the ids; the exit code."""
    if given.curl and given.demo:
        raise SettingsError(_NO_CURL_IN_DEMO)
    profile = profile_of(given)
    if given.curl and profile and profile.poseidon:
        raise SettingsError(_NO_CURL.format(profile.name))
    name = next((form for form in _FORMS if getattr(given, form)), "summary")
    return await print_all(profile, given.ids, Form(name, given.field or "", is_list(given)), redact)


async def print_all(profile: Profile | None, ids: Sequence[InstanceId], form: Form, redact: Redactor) -> int:
    """Read and print, each answer as soon as those before it are printed.

    Args:
        ids: the server is asked for a kind where that is not known.

    Returns:
        The exit code: 0, or the highest of all errors.
    """
    async with (
        connect(profile, redact) as explorer,
        server_zone(explorer) if form.name == "summary" else nullcontext() as zone,
    ):

        async def write(some_id: InstanceId, answer: Found | GatewayError) -> int:
            if form.is_list and zone and some_id is not ids[0]:
                print()
            if isinstance(answer, GatewayError):
                if form.name == "curl" and answer.request:
                    print(curl(answer.request), end="")
                return print_error(some_id, answer, is_list=form.is_list, as_json=form.name == "json")
            if answer.is_other_kind and not zone:
                print(f"{answer.id}: {kind_in_words(answer)}.", file=sys.stderr)
            if not zone:
                print_inconsistencies(answer)
            return _print(answer, await zone if zone else None, name_of(profile), form)

        return await print_each(ids, id_finder(explorer), write)


def _print(found: Found, zone: timezone | None, profile: str, form: Form) -> int:
    """Print one answer; the exit code."""
    match form.name:
        case "curl" if found.answer.request:
            print(curl(found.answer.request), end="")
        case "raw":
            if sys.stdout.isatty():
                print("\n".join(sanitize.lines(found.answer.text)))
            else:
                sys.stdout.buffer.write(found.answer.body + (b"\n" if form.is_list else b""))
        case "json":
            print_json(as_json(found), is_list=form.is_list)
        case "field":
            try:
                value = _field(found, form.field)
            except UnknownField as error:
                print(f"{found.id}: {error}" if form.is_list else error, file=sys.stderr)
                return 2
            print(f"{found.id}\t{sanitize.one_line(value)}" if form.is_list else value)
        case _:
            print(*summary(found, profile, zone, datetime.now(UTC), ascii_only=is_ascii_only()), sep="\n")
    return 0


def _field(found: Found, name: str) -> str:
    """One value as it was sent; on a terminal, sanitized.

    Raises:
        UnknownField: neither the record nor the vendor's page has it.
    """
    groups = TASK_GROUPS if isinstance(found, TaskLookup) else FLOW_GROUPS
    names = {key for _, fields in groups for key, _ in fields} | found.record.keys() | {STATUS_NAME}
    if name not in names:
        raise UnknownField(sanitize.one_line(f"There is no field {name}: {did_you_mean(name, names)}"))
    values = {STATUS_NAME: found.state.name, **found.record}
    text = as_text(values.get(name))
    return "\n".join(sanitize.lines(text)) if sys.stdout.isatty() else text
