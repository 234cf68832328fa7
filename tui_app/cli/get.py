"""``enos-tui get``: answers on standard output, in the order of the ids, no full screen."""

import asyncio
import sys
from collections.abc import Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timezone

from ..api.errors import GatewayError
from ..api.gateway import Retrying
from ..api.wire import unwrapped
from ..logic import sanitize
from ..logic.curl import curl
from ..logic.details import FLOW_GROUPS, TASK_GROUPS, as_text
from ..logic.redact import Redactor
from ..logic.sanitize import json_text
from ..logic.summary import summary
from ..logic.text import did_you_mean
from ..models.ids import InstanceId
from ..models.lookup import Found, TaskLookup, kind_in_words
from ..models.profile import DEMO_NAME, Profile
from ..services.concurrency import id_finder, in_order
from ..services.connect import gateway_for
from ..services.explorer import Explorer

_NESTED = ("runMode", "graph", "parameters")
_ZONE_WAIT_S = 2.0


class UnknownField(Exception):
    """The record has no such field; the message brings the likeliest one."""


@dataclass(frozen=True, slots=True)
class Form:
    """How answers are printed."""

    name: str = "summary"
    """``summary``, ``json``, ``raw``, ``field`` or ``curl``."""

    field: str = ""
    """The field to print, with ``field``."""

    is_list: bool = False
    """Several answers are told apart: one line each, or a blank line between summaries."""


def run(profile: Profile | None, ids: Sequence[InstanceId], form: Form, redact: Redactor) -> int:
    """Ask and print, each answer as soon as it and those before it are there.

    Args:
        profile: whom to ask as; None for the demo.
        ids: what to ask for; the server is asked for a kind where that is not known.
        form: how to print.
        redact: learns every secret of the connection.

    Returns:
        The exit code: 0, or the highest that an error says.
    """
    return asyncio.run(_run(profile, ids, form, redact))


async def _run(profile: Profile | None, ids: Sequence[InstanceId], form: Form, redact: Redactor) -> int:
    on_retry = _tell_retry if sys.stderr.isatty() else None
    gateway = gateway_for(profile, on_retry=on_retry, redact=redact, demo_latency_s=0)
    explorer = Explorer(gateway)
    zone = asyncio.create_task(_zone(explorer)) if form.name == "summary" else None
    worst = 0
    if profile and profile.warning:
        print(f"! {profile.warning}", file=sys.stderr)
    try:
        async with aclosing(in_order(ids, id_finder(explorer))) as answers:
            async for some_id, answer in answers:
                if form.is_list and form.name == "summary" and some_id is not ids[0]:
                    print()
                if isinstance(answer, GatewayError):
                    _print_refusal(some_id, answer, form)
                    code = answer.exit_code
                else:
                    where = await zone if zone else None
                    if answer.is_other_kind and form.name != "summary":
                        print(f"{answer.id}: {kind_in_words(answer)}.", file=sys.stderr)
                    code = _print(answer, where, profile.name if profile else DEMO_NAME, form)
                sys.stdout.flush()
                worst = max(worst, code)
    finally:
        if zone:
            zone.cancel()
        await gateway.aclose()
    return worst


async def _zone(explorer: Explorer) -> timezone | None:
    """The server's zone, which only makes the summary richer: not worth failing or waiting for."""
    await asyncio.sleep(0)  # what was asked for is sent first
    with suppress(GatewayError, TimeoutError):
        async with asyncio.timeout(_ZONE_WAIT_S):
            return await explorer.learn_zone()
    return None


def _tell_retry(retrying: Retrying | None) -> None:
    if retrying:
        print(
            f"{sanitize.one_line(retrying.reason)}: try {retrying.attempt} of {retrying.of} "
            f"in {retrying.wait_s:.0f} s …",
            file=sys.stderr,
        )


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
            opened = {k: unwrapped(v) if k in _NESTED else v for k, v in found.record.items()}
            print(json_text(opened, indent=None if form.is_list else 2, ascii_only=_is_plain()))
        case "field":
            try:
                value = _field(found, form.field)
            except UnknownField as error:
                print(f"{found.id}: {error}" if form.is_list else error, file=sys.stderr)
                return 2
            print(f"{found.id}\t{sanitize.one_line(value)}" if form.is_list else value)
        case _:
            print(*summary(found, profile, zone, datetime.now(UTC), ascii_only=_is_plain()), sep="\n")
    return 0


def _print_refusal(some_id: InstanceId, error: GatewayError, form: Form) -> None:
    """Print why there is no answer: to standard error, but in JSON lines in its place among the others."""
    if form.is_list and form.name == "json":
        refusal = {"id": some_id.text, "error": str(error), "code": error.code}
        print(json_text(refusal, ascii_only=_is_plain()))
        return
    if form.name == "curl" and error.request:
        print(curl(error.request), end="")
    sentence = f"{some_id}: {error}" if form.is_list else str(error)
    print("\n".join(filter(None, [sentence, error.hint])), file=sys.stderr)


def _is_plain() -> bool:
    """Can standard output carry the glyphs?"""
    try:
        "✓✗▶◌−".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return True
    return False


def _field(found: Found, name: str) -> str:
    """One value as it was sent; on a terminal, made safe to look at.

    Raises:
        UnknownField: neither the record nor the vendor's page has it.
    """
    groups = TASK_GROUPS if isinstance(found, TaskLookup) else FLOW_GROUPS
    names = {key for _, fields in groups for key, _ in fields} | found.record.keys()
    if name not in names:
        raise UnknownField(sanitize.one_line(f"There is no field {name}: {did_you_mean(name, names)}"))
    text = as_text(found.record.get(name))
    return "\n".join(sanitize.lines(text)) if sys.stdout.isatty() else text
