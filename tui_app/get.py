"""``enos-tui get``: one question, one answer on standard output, no full screen."""

import asyncio
import json
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timezone
from typing import Any

from .api.errors import GatewayError
from .api.gateway import Retrying
from .api.wire import unwrapped
from .logic import plain
from .logic.details import FLOW_GROUPS, TASK_GROUPS, as_text
from .logic.suggest import did_you_mean
from .logic.summary import summary
from .models.ids import InstanceId
from .models.lookup import Found, TaskLookup
from .models.profile import Profile
from .services.connect import DEMO_NAME, gateway_for
from .services.explorer import Explorer

_NESTED = ("runMode", "graph", "parameters")
_ZONE_WAIT_S = 2.0
# What json.dumps leaves as it is although a terminal would act on it, or a file could not hold it.
_UNSAFE = re.compile(r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


class UnknownField(Exception):
    """The record has no such field; the message brings the likeliest one."""


def run(profile: Profile | None, some_id: InstanceId, form: str, field: str = "") -> int:
    """Ask and print.

    Args:
        profile: whom to ask as; None for the demo.
        some_id: what to ask for; the server is asked for its kind where that is not known.
        form: ``summary``, ``json``, ``raw`` or ``field``.
        field: the field to print, with ``field``.

    Returns:
        The exit code: 0, or what the error says.
    """
    try:
        found, zone = asyncio.run(_ask(profile, some_id, wants_zone=form == "summary"))
        _print(found, zone, profile.name if profile else DEMO_NAME, form, field)
    except GatewayError as error:
        print("\n".join(filter(None, [str(error), error.hint])), file=sys.stderr)
        return error.exit_code
    except UnknownField as error:
        print(error, file=sys.stderr)
        return 2
    return 0


async def _ask(
    profile: Profile | None, some_id: InstanceId, *, wants_zone: bool
) -> tuple[Found, timezone | None]:
    gateway = gateway_for(profile, on_retry=_tell_retry if sys.stderr.isatty() else None)
    explorer = Explorer(gateway)
    zone = asyncio.create_task(_zone(explorer)) if wants_zone else None
    try:
        found = await explorer.find(some_id)
        return found, await zone if zone else None
    finally:
        if zone:
            zone.cancel()
        await gateway.aclose()


async def _zone(explorer: Explorer) -> timezone | None:
    """The server's zone, which only makes the summary richer: not worth failing or waiting for."""
    with suppress(GatewayError, TimeoutError):
        async with asyncio.timeout(_ZONE_WAIT_S):
            return await explorer.learn_zone()
    return None


def _tell_retry(retrying: Retrying | None) -> None:
    if retrying:
        print(
            f"{plain.one_line(retrying.reason)}: try {retrying.attempt} of {retrying.of} "
            f"in {retrying.wait_s:.0f} s …",
            file=sys.stderr,
        )


def _print(found: Found, zone: timezone | None, profile: str, form: str, field: str) -> None:
    if form == "raw":
        sys.stdout.buffer.write(found.answer.body)
        return
    match form:
        case "json":
            print(_json(found.record))
        case "field":
            print(_field(found, field))
        case _:
            print(*summary(found, profile, zone, datetime.now(UTC), ascii_only=_is_plain()), sep="\n")


def _is_plain() -> bool:
    """Can standard output carry the glyphs?"""
    try:
        "✓✗▶◌−".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return True
    return False


def _json(record: Mapping[str, Any]) -> str:
    opened = {key: unwrapped(value) if key in _NESTED else value for key, value in record.items()}
    text = json.dumps(opened, indent=2, ensure_ascii=_is_plain())
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _field(found: Found, name: str) -> str:
    """One value as it was sent; on a terminal, made safe to look at.

    Raises:
        UnknownField: neither the record nor the vendor's page has it.
    """
    groups = TASK_GROUPS if isinstance(found, TaskLookup) else FLOW_GROUPS
    names = {key for _, fields in groups for key, _ in fields} | found.record.keys()
    if name not in names:
        raise UnknownField(f"There is no field {plain.one_line(name)}: {did_you_mean(name, names)}")
    text = as_text(found.record.get(name))
    return "\n".join(plain.lines(text)) if sys.stdout.isatty() else text
