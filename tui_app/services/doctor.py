"""``enos-tui doctor``: checks everything between the user and a response, in order.

No result holds a secret: settings are listed with their origin, keys without their values.
"""

import platform
import ssl
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from .. import __version__
from ..api.client import HttpGateway
from ..api.errors import GatewayError
from ..logic import times
from ..logic.redact import Redactor
from ..models.check import CheckResult, CheckStatus, not_ok, note, ok
from ..models.profile import Profile
from ..store.errors import SettingsError
from ..store.installation import Installation, installation
from ..store.locations import Locations
from ..store.settings import resolve, sources
from .connect import gateway_for
from .doctor_files import check_files
from .doctor_network import check_network
from .explorer import Explorer

_LIBRARIES = ("textual", "httpx", "pydantic")
_CLOCK_TOLERANCE_S = 60.0
_RESPONSES = ("token", "clock", "request")
_FETCHED = ok("token", "fetched from the token service")
_ISSUED = ok("token", 'made by this program for each request, because of auth = "poseidon"')


@dataclass(frozen=True, slots=True)
class Target:
    """The subject of the checks."""

    locations: Locations
    environment: Mapping[str, str]
    profile_name: str | None = None
    """Name given on the command line."""
    is_demo: bool = False
    """Whether to check the demo, which needs neither settings nor a network."""


async def run_checks(
    target: Target, redact: Redactor, terminal: Iterable[CheckResult] = ()
) -> AsyncIterator[CheckResult]:
    """Run the checks in order; yields each result as soon as it is known.

    Args:
        redact: learns every secret of the connection.
        terminal: results of the checks of the terminal, which this room cannot run.
    """
    yield _versions()
    yield _installed(installation())
    for result in terminal:
        yield result
    for result in check_files(target.locations):
        yield result
    profile: Profile | None = None
    if not target.is_demo:
        try:
            profile = resolve(target.locations.config, target.environment, target.profile_name)
        except SettingsError as error:
            yield not_ok("settings", str(error), "Correct that, or start enos-tui for the set-up form.", 2)
            for check in ("network", *_RESPONSES):
                yield CheckResult(check, CheckStatus.SKIPPED, "needs valid settings")
            return
        for result in _settings(target, profile):
            yield result
        is_reachable = True
        async for result in check_network(profile):
            is_reachable = is_reachable and result.verdict is not CheckStatus.NOT_OK
            yield result
        if not is_reachable:
            for check in _RESPONSES:
                yield CheckResult(check, CheckStatus.SKIPPED, "needs the network")
            return
    gateway = gateway_for(profile, redact=redact)
    try:
        async for result in _check_responses(gateway, _ISSUED if profile and profile.poseidon else _FETCHED):
            yield result
    finally:
        await gateway.aclose()


def _versions() -> CheckResult:
    libraries = ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)
    return note(
        "versions",
        f"enos-tui {__version__}, Python {platform.python_version()}, {libraries}, "
        f"{ssl.OPENSSL_VERSION}, {platform.system()} {platform.release()}, {platform.machine()}",
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # A copy of the packages without their metadata runs all the same.
        return "(version unknown)"


def _installed(found: Installation) -> CheckResult:
    unpacked = f", unpacked to {found.cache}" if found.cache else f", run by {found.interpreter}"
    return note("installed", f"{found.way}: {found.place}{unpacked}")


def _settings(target: Target, profile: Profile) -> Iterator[CheckResult]:
    yield ok("settings", f"profile {profile.name} is complete")
    if profile.warning:
        yield not_ok("safety", profile.warning, "Remove verify_tls = false or plain_http = true.", 0)
    origins = sources(target.locations.config, target.environment, target.profile_name)
    for key, one in origins.items():
        yield note(key, f"{one.get('value', 'set, not shown')} ({one['from']})")
    if "secret_key" not in origins:
        yield note("secret_key", "printed by secret_command, not shown")


async def _check_responses(gateway: HttpGateway, token: CheckResult) -> AsyncIterator[CheckResult]:
    """Check the token, the clock, and a request as the user; `token` is the result of a good token."""
    try:
        await gateway.warm_up()
    except GatewayError as error:
        yield _failed("token", error)
        yield _clock(gateway.clock_ahead_s)
        yield CheckResult("request", CheckStatus.SKIPPED, "needs a token")
        return
    yield token
    try:
        explorer = Explorer(gateway)
        zone, answer = await explorer.learn_zone(), await explorer.probe()
    except GatewayError as error:
        request = _failed("request", error)
    else:
        request = ok(
            "request",
            f"answered in {answer.elapsed_s * 1000:.0f} ms; user and organisation fit; "
            f"server times are {times.zone_in_words(zone)}",
        )
    yield _clock(gateway.clock_ahead_s)
    yield request


def _clock(ahead_s: float | None) -> CheckResult:
    if ahead_s is None:
        return CheckResult("clock", CheckStatus.SKIPPED, "no response gave the gateway's time")
    size = abs(ahead_s)
    if size <= _CLOCK_TOLERANCE_S:
        return ok("clock", f"within {_CLOCK_TOLERANCE_S:.0f} s of the gateway's")
    where = "ahead of" if ahead_s > 0 else "behind"
    return not_ok(
        "clock", f"{times.duration_text(size)} {where} the gateway's", "Set this machine's clock.", 4
    )


def _failed(check: str, error: GatewayError) -> CheckResult:
    return not_ok(check, str(error), error.hint, error.exit_code)
