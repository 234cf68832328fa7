"""``enos-tui overview``: the runs of the last hours, and why those failed that did."""

import argparse
import os
import sys
from contextlib import aclosing

from ..logic.redact import Redactor, redacted
from ..logic.runs.overview import failed_ids, overview_rows
from ..logic.runs.overview_export import (
    Night,
    as_lines,
    as_markdown,
    as_values,
    failures_as_lines,
    failures_as_markdown,
)
from ..logic.sanitize import one_line
from ..models.profile import OVERVIEW, OVERVIEW_OFF, Profile
from ..services.combined_overview import PROFILES_AT_ONCE
from ..services.concurrency import in_order
from ..services.overview import Overview
from ..store.errors import SettingsError
from ..store.locations import Locations
from ..store.settings import resolve_all
from .connection import connect, name_of, profile_of, server_zone
from .output import print_json

SOMETHING_FAILED = 6
MOST_REASONS = 100
"""Failures whose reasons are read."""


async def run(given: argparse.Namespace, redact: Redactor) -> int:
    """Print the overview; the exit code: 0, 6 where something failed, or that of an error."""
    if given.all_profiles:
        return await _run_all(given, redact)
    profile = profile_of(given)
    night = await read_night(profile, given.since, redact)
    if given.json:
        print_json(redacted(as_values(night), redact), is_list=False)
    elif given.markdown:
        print(redact(as_markdown(night)), end="")
    else:
        print(redact("\n".join(as_lines(night))))
    return _exit_code(night)


async def _run_all(given: argparse.Namespace, redact: Redactor) -> int:
    """Print the failures of every profile; the highest exit code. What cannot be listed hides no other."""
    config = Locations.of_user().config
    all_profiles = resolve_all(config, os.environ)
    profiles = [one for one in all_profiles.values() if isinstance(one, Profile)]

    async def read(profile: Profile) -> Night:
        return await read_night(profile, given.since, redact)

    nights, codes = [], [0]
    for name, problem in all_profiles.items():
        if isinstance(problem, SettingsError):
            codes.append(2)
            _print_problem(given, name, problem, "")
    async with aclosing(in_order(profiles, read, PROFILES_AT_ONCE)) as answers:
        async for profile, answer in answers:
            if isinstance(answer, Night):
                nights.append(answer)
                codes.append(_exit_code(answer))
                if given.json:
                    print_json(redacted(as_values(answer), redact), is_list=True)
                continue
            codes.append(answer.exit_code)
            _print_problem(given, profile.name, answer, answer.hint, answer.code)
    if given.markdown:
        print(redact(failures_as_markdown(nights)), end="")
    elif not given.json:
        print(redact("\n".join(failures_as_lines(nights))))
    return max(codes)


def _print_problem(
    given: argparse.Namespace, name: str, problem: Exception, hint: str, code: int | None = None
) -> None:
    """Print why a profile is not listed."""
    if given.json:
        print_json({"profile": name, "error": str(problem), "code": code}, is_list=True)
    else:
        print("\n".join(map(one_line, filter(None, [f"{name}: {problem}", hint]))), file=sys.stderr)


def _exit_code(night: Night) -> int:
    return SOMETHING_FAILED if failed_ids(night.flows) else 0


async def read_night(profile: Profile | None, since: str | None, redact: Redactor) -> Night:
    """The runs of one profile, and the reasons of their failures.

    Raises:
        GatewayError: the runs cannot be listed.
    """
    async with connect(profile, redact) as explorer:
        overview = Overview(explorer, since or _span(profile))
        async with server_zone(explorer) as zone:
            runs = [so_far async for so_far in overview.load()][-1]
            await zone
            rows = overview_rows(runs.flows, explorer.server_zone, explorer.now())
            failed = [row.id for row in rows if row.has_failed and row.id is not None]
            reasons = {}
            async with aclosing(overview.read_reasons(failed[:MOST_REASONS])) as answers:
                async for some_id, reason in answers:
                    reasons[some_id] = reason
    for doubt in runs.inconsistencies:
        print(f"{name_of(profile)}: {doubt}", file=sys.stderr)
    return Night(name_of(profile), runs.span, runs.flows, rows, reasons, runs.has_more)


def _span(profile: Profile | None) -> str:
    """The span of the profile; the usual one where its overview is off."""
    return OVERVIEW if profile is None or profile.overview == OVERVIEW_OFF else profile.overview
