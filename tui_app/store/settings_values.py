"""Single settings: their value, origin and checks."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from ..logic.console_link import problem_of
from ..logic.text import listed
from ..models.profile import NOTIFICATIONS, OVERVIEW_OFF, POSEIDON, SIGNATURE, TRUE
from .errors import SettingsError, reason_of
from .regular_files import check_regular

COMMAND_TIMEOUT_S = 60.0
"""Time limit of a secret command, seconds; the user may have to unlock a password store."""

MOST_CHARACTERS = 4096
"""Most characters of a setting; the longest is a public key of some hundreds."""

MOST_OUTPUT = 4096
"""Most bytes that are read of the output of a secret command."""

_POLL_S = 0.05
"""Pause between two looks whether the command has ended, seconds."""

_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_SPAN = re.compile(r"0*[1-9][0-9]{0,3}[mhdw]")
_BARE_HOST = re.compile(r"[\w.-]+(:[0-9]{1,5})?")
_HOST = re.compile(r"[\w.-]+|[0-9a-fA-F:.]+(%\w+)?")


@dataclass(frozen=True, slots=True)
class Given:
    """One setting as given."""

    value: str = field(repr=False)
    """The stripped text; never empty. May be a secret."""

    origin: str
    """Its origin as the subject of a sentence: ``ENOS_GATEWAY`` or ``…, line 4: gateway``."""

    folder: Path = Path()
    """Base of a relative file name."""


def checked(given: Mapping[str, Given]) -> dict[str, str]:
    """The settings, checked and normalised for `Profile.of`.

    Raises:
        SettingsError: one is wrong; names its origin and the fix.
    """
    for one in given.values():
        if len(one.value) > MOST_CHARACTERS:
            raise SettingsError(f"{one.origin} holds more than {MOST_CHARACTERS:,} characters.")
    clean = {key: _CHECKS[key](one) for key, one in given.items()}
    if clean.get("plain_http") != TRUE and is_open(clean.get("gateway", "")):
        raise SettingsError(
            f"{given['gateway'].origin} must start with https://: over plain http anybody on the way can "
            "read and change everything. To accept that, add plain_http = true to the profile in config.toml."
        )
    if clean.get("auth") == POSEIDON:
        for key in ("access_key", "secret_key"):
            if key in clean and not _UUID.fullmatch(clean[key]):
                raise SettingsError(
                    f'{given[key].origin} must be a UUID for auth = "poseidon": 32 hex digits, 8-4-4-4-12.'
                )
    return clean


def output_of(command: str | list[str], origin: str) -> Given:
    """The stripped output of a secret command.

    It runs without a shell and without input; its error output goes to the terminal for its questions.

    Raises:
        SettingsError: it could not be run, failed, took too long or printed nothing usable.
    """
    import shlex
    import subprocess

    try:
        words = shlex.split(command) if isinstance(command, str) else command
        output, code = _run(words)
        text = (
            output[:MOST_OUTPUT].decode(errors="strict" if len(output) <= MOST_OUTPUT else "ignore").strip()
        )
    except subprocess.TimeoutExpired:
        # Not chained: the exception holds the output of the command.
        raise SettingsError(f"{origin} did not end within {COMMAND_TIMEOUT_S:g} seconds.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{origin} printed something that is not text.") from None
    except ValueError as error:
        raise SettingsError(f"{origin} is not a command line: {str(error).lower()}.") from error
    except OSError as error:
        raise SettingsError(f"{origin} cannot be run: {error.strerror}.") from error
    if len(output) > MOST_OUTPUT:
        raise SettingsError(
            f"{origin} printed over {MOST_OUTPUT:,} bytes: it must print the secret key only."
        )
    if code:
        raise SettingsError(f"{origin} failed with exit code {code}: run it by hand to see why.")
    if not text:
        raise SettingsError(f"{origin} printed nothing: it must print the secret key.")
    return Given(text, f"the output of {origin}")


def _run(words: list[str]) -> tuple[bytes, int]:
    """The output and exit code of a command; one that prints too much is ended at once.

    A process that the command leaves behind may hold its output open: the command's own end is enough.

    Raises:
        subprocess.TimeoutExpired: it did not end in time.
        OSError, ValueError: it could not be run.
    """
    import selectors
    import subprocess
    from time import monotonic

    until, output = monotonic() + COMMAND_TIMEOUT_S, b""
    with subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        try:
            with selectors.DefaultSelector() as selector:
                assert process.stdout is not None
                selector.register(process.stdout, selectors.EVENT_READ)
                while len(output) <= MOST_OUTPUT:
                    has_ended = process.poll() is not None
                    if selector.select(0 if has_ended else _POLL_S):
                        piece = os.read(process.stdout.fileno(), MOST_OUTPUT)
                        output += piece
                        if not piece:
                            break
                    elif has_ended:
                        break
                    if monotonic() > until:
                        raise subprocess.TimeoutExpired(words, COMMAND_TIMEOUT_S)
            if len(output) <= MOST_OUTPUT:
                process.wait(max(0.0, until - monotonic()))
        finally:
            process.kill()
    return output, process.returncode


def _gateway(given: Given) -> str:
    text, origin = given.value, given.origin
    if "://" not in text:
        example = text if _BARE_HOST.fullmatch(text) else "apim.example.com"
        raise SettingsError(f"{origin} must start with https://: write https://{example}.")
    try:
        url = urlsplit(text)
        host, port = url.hostname or "", url.port
    except ValueError:
        raise SettingsError(f"{origin} is not an address: write https://host or https://host:port.") from None
    if url.scheme not in ("http", "https"):
        raise SettingsError(f"{origin} must start with https://.")
    if "@" in url.netloc:
        raise SettingsError(f"{origin} must not hold a user name or password: write https://host[:port].")
    if not _HOST.fullmatch(host):
        raise SettingsError(f"{origin} names no host: write https://host or https://host:port.")
    name = f"[{host}]" if ":" in host else host
    address = f"{url.scheme}://{name}" + (f":{port}" if port is not None else "")
    if text.rstrip("/").lower() != address:
        raise SettingsError(f"{origin} must end after host and port: write {address}.")
    return address


def is_open(address: str) -> bool:
    """Whether an address is reached over a network without TLS; False for an invalid address."""
    try:
        url = urlsplit(address)
        return url.scheme == "http" and not _is_loopback(url.hostname or "")
    except ValueError:
        return False


def _is_loopback(host: str) -> bool:
    from ipaddress import ip_address

    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _word(given: Given) -> str:
    if len(given.value.split()) != 1 or not given.value.isprintable():
        raise SettingsError(f"{given.origin} must be one word: it holds blanks or invisible characters.")
    return given.value


def _secret(given: Given) -> str:
    if not given.value.isprintable():
        raise SettingsError(f"{given.origin} must be one line without invisible characters.")
    return given.value


def _auth(given: Given) -> str:
    if given.value not in (SIGNATURE, POSEIDON):
        raise SettingsError(f'{given.origin} must be "{SIGNATURE}" or "{POSEIDON}".')
    return given.value


def _span(given: Given) -> str:
    if given.value != OVERVIEW_OFF and not _SPAN.fullmatch(given.value):
        raise SettingsError(f'{given.origin} must be a span such as "24h" or "7d", or "{OVERVIEW_OFF}".')
    return given.value


def _notification(given: Given) -> str:
    if given.value not in NOTIFICATIONS:
        raise SettingsError(f"{given.origin} must be one of {listed(NOTIFICATIONS, 'or')}.")
    return given.value


def _ascii(given: Given) -> str:
    if not given.value.isascii():
        raise SettingsError(f"{given.origin} must be ASCII.")
    return _word(given)


def _public_key(given: Given) -> str:
    """A key in Base64, with or without the lines that PEM puts around it."""
    import base64

    lines = [line.strip() for line in given.value.splitlines()]
    text = "".join(line for line in lines if not line.startswith("-----"))
    try:
        base64.b64decode(text, validate=True)
    except ValueError:
        raise SettingsError(f"{given.origin} must be a public key in Base64, such as PEM.") from None
    return text


def _certificates(given: Given) -> str:
    import ssl

    try:
        path = given.folder.absolute() / os.path.expanduser(given.value)
        check_regular(os.stat(path))
        # A default context would also open the file that SSLKEYLOGFILE names.
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except OSError as error:
        reason = reason_of(error) if type(error) is not ssl.SSLError else "no certificate in it"
        raise SettingsError(f"{given.origin} must name a readable PEM file: {reason}.") from error
    return str(path)


def _console(given: Given) -> str:
    if problem := problem_of(given.value):
        raise SettingsError(f"{given.origin} {problem}.")
    return given.value


_CHECKS: Mapping[str, Callable[[Given], str]] = {
    "gateway": _gateway,
    "access_key": _word,
    "secret_key": _secret,
    "org_id": _word,
    "user_id": _word,
    "ca_bundle": _certificates,
    "overview": _span,
    "console": _console,
    "notify": _notification,
    "auth": _auth,
    "poseidon_hmac_key": _ascii,
    "poseidon_public_key": _public_key,
    "verify_tls": lambda given: given.value,
    "plain_http": lambda given: given.value,
    "prefetch": lambda given: given.value,
}
