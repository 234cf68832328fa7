"""Looks at everything between a person and an answer, one thing after the other.

Nothing here holds a secret: settings are told with where they come from, keys without their values.
"""

import platform
import ssl
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version

from ..api.client import HttpGateway
from ..api.errors import GatewayError
from ..api.gateway import FlowQuery
from ..logic import times
from ..logic.redact import Redactor
from ..models.check import CheckResult, CheckStatus, not_ok, note, ok
from ..models.profile import Profile
from ..store.errors import SettingsError
from ..store.locations import Locations
from ..store.settings import resolve, sources
from .clock import utc_now
from .connect import gateway_for
from .doctor_files import check_files
from .doctor_network import check_network
from .explorer import Explorer

_LIBRARIES = ("textual", "httpx", "pydantic")
_CLOCK_TOLERANCE_S = 60.0
_ANSWERS = ("token", "clock", "question")
_FETCHED = ok("token", "the token service gives one")
_ISSUED = ok("token", 'made by this program for each request, as auth = "poseidon" asks; no service gives it')


@dataclass(frozen=True, slots=True)
class Target:
    """Whom to run_checks."""

    locations: Locations
    environment: Mapping[str, str]
    profile_name: str | None = None
    """Named on the command line."""
    is_demo: bool = False
    """Nothing is set up, and nothing is asked over a network."""


async def run_checks(
    patient: Target, redact: Redactor, terminal: Iterable[CheckResult] = ()
) -> AsyncIterator[CheckResult]:
    """Look at one thing after the other; each is told as soon as it is known.

    Args:
        patient: whom to run_checks.
        redact: learns every secret of the connection.
        terminal: findings about the terminal, which this room knows nothing of.
    """
    yield _versions()
    for finding in terminal:
        yield finding
    for finding in check_files(patient.locations):
        yield finding
    profile: Profile | None = None
    if not patient.is_demo:
        try:
            profile = resolve(patient.locations.config, patient.environment, patient.profile_name)
        except SettingsError as error:
            yield not_ok("settings", str(error), "Mend that, or start enos-tui for the set-up form.", 2)
            for check in ("network", *_ANSWERS):
                yield CheckResult(check, CheckStatus.SKIPPED, "the settings come first")
            return
        for finding in _settings(patient, profile):
            yield finding
        is_there = True
        async for finding in check_network(profile):
            is_there = is_there and finding.verdict is not CheckStatus.NOT_OK
            yield finding
        if not is_there:
            for check in _ANSWERS:
                yield CheckResult(check, CheckStatus.SKIPPED, "the network comes first")
            return
    gateway = gateway_for(profile, redact=redact)
    try:
        async for finding in _look_at_answers(gateway, _ISSUED if profile and profile.poseidon else _FETCHED):
            yield finding
    finally:
        await gateway.aclose()


def _versions() -> CheckResult:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return note(
        "versions",
        f"enos-tui {version('enos-tui')}, Python {platform.python_version()}, {libraries}, "
        f"{ssl.OPENSSL_VERSION}, {platform.system()} {platform.release()}",
    )


def _settings(patient: Target, profile: Profile) -> Iterator[CheckResult]:
    yield ok("settings", f"profile {profile.name} is complete")
    if profile.warning:
        yield not_ok("safety", profile.warning, "Take verify_tls = false or plain_http = true out.", 0)
    told = sources(patient.locations.config, patient.environment, patient.profile_name)
    for key, one in told.items():
        yield note(key, f"{one.get('value', 'set, not shown')} ({one['from']})")
    if "secret_key" not in told:
        yield note("secret_key", "printed by secret_command, not shown")


async def _look_at_answers(gateway: HttpGateway, token: CheckResult) -> AsyncIterator[CheckResult]:
    """A token, said of it where all is well, the clock, and a question in the name of the user."""
    try:
        await gateway.warm_up()
    except GatewayError as error:
        yield _failed("token", error)
        yield _clock(gateway.clock_ahead_s)
        yield CheckResult("question", CheckStatus.SKIPPED, "the token comes first")
        return
    yield token
    try:
        zone = await Explorer(gateway).learn_zone()
        now = utc_now()
        first, last = (int((now - timedelta(hours=h)).timestamp() * 1000) for h in (1, 0))
        # Get Time Zone names no user: only a question that does finds out whether user and organisation fit.
        answer = await gateway.list_flow_instances(FlowQuery(first, last, page_size=1))
    except GatewayError as error:
        question = _failed("question", error)
    else:
        question = ok(
            "question",
            f"answered in {answer.elapsed_s * 1000:.0f} ms; user and organisation fit; "
            f"server times are {times.zone_in_words(zone)}",
        )
    yield _clock(gateway.clock_ahead_s)
    yield question


def _clock(ahead_s: float | None) -> CheckResult:
    if ahead_s is None:
        return CheckResult("clock", CheckStatus.SKIPPED, "no answer told the gateway's time")
    size = abs(ahead_s)
    if size <= _CLOCK_TOLERANCE_S:
        return ok("clock", f"within {_CLOCK_TOLERANCE_S:.0f} s of the gateway's")
    where = "ahead of" if ahead_s > 0 else "behind"
    return not_ok(
        "clock", f"{times.duration_text(size)} {where} the gateway's", "Set this machine's clock.", 4
    )


def _failed(check: str, error: GatewayError) -> CheckResult:
    return not_ok(check, str(error), error.hint, error.exit_code)
