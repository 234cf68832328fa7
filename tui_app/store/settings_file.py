"""config.toml: reading and rewriting; every error names its line."""

import re
import shlex
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..logic.text import did_you_mean
from ..models.preferences import AUTO, SIGNS, THEMES
from .errors import SettingsError, reason_of
from .file_permissions import weakness_of
from .regular_files import read_regular

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

PREFERENCE_KEYS = frozenset({"theme", "signs", "keys"})
"""Keys that concern no connection, see `models.preferences`."""

TOP_KEYS = PREFERENCE_KEYS | {"default_profile", "profiles"}
"""Keys allowed at the top."""

FLAGS = frozenset({"verify_tls", "plain_http", "prefetch"})
"""Keys of a profile that are true or false; they have no variable."""

PROFILE_KEYS = (
    frozenset({"gateway", "access_key", "secret_key", "secret_command", "org_id", "user_id", "ca_bundle"})
    | {"overview", "console", "notify", "auth", "poseidon_hmac_key", "poseidon_public_key"}
    | FLAGS
)
"""Keys allowed in a ``[profiles.NAME]`` table."""

MOST_BYTES = 1 << 20
"""Size limit of the file."""

_LONGEST_LINE = 8_192
"""Most characters of a line: twice as many as the longest setting may have."""

_SECRETS = frozenset({"secret_key", "poseidon_hmac_key"})
_SENDERS = _SECRETS | {"secret_command", "auth", "poseidon_public_key"}

_HEADER = re.compile(r"\s*\[.*\]")
_KEY = re.compile(r"""\s*((?:[\w.\s-]|"[^"]*"|'[^']*')+?)\s*=""")
_PLACE = re.compile(r" \(at line ([0-9]+), column [0-9]+\)$")


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """The content of config.toml, checked for known keys and their types."""

    path: Path
    text: str = field(default="", repr=False)
    """The text of the file; empty where there is none."""

    default_profile: str | None = None
    """The profile to use where none is named."""

    profiles: Mapping[str, Mapping[str, str | bool | list[str]]] = field(default_factory=dict, repr=False)
    """The tables by name; only ``secret_command`` may be a list, and only `FLAGS` are true or false."""

    preferences: Mapping[str, Any] = field(default_factory=dict)
    """The other keys: texts, and ``keys`` as a table of texts."""

    def where(self, *names: str) -> str:
        """File and line of a key; the file alone where the line is not found."""
        line = _line_of(self.text, names)
        return f"{self.path}, line {line}" if line else str(self.path)

    def refuse_if_open(self) -> None:
        """Raise an error if another user can read a secret key, or change its source or how it is sent.

        Raises:
            SettingsError: another user can; says how to change the mode of the file or folder.
        """
        keys = {key for table in self.profiles.values() for key in table}
        if not keys & _SENDERS:
            return
        try:
            mode, weakness = self.path.stat().st_mode, weakness_of(self.path)
        except OSError as error:
            raise SettingsError(f"{self.path} cannot be checked: {reason_of(error)}.") from error
        if keys & _SECRETS and mode & 0o077:
            raise SettingsError(
                f"{self.path} holds a secret key and is open to other users: "
                f"run chmod 600 {shlex.quote(str(self.path))}"
            )
        if mode & 0o022:
            what = "names a secret_command" if "secret_command" in keys else "says how the secret key is sent"
            raise SettingsError(
                f"{self.path} {what} and can be changed by other users: "
                f"run chmod 600 {shlex.quote(str(self.path))}"
            )
        if weakness is not None:
            raise SettingsError(f"{self.path} can be replaced by other users: {weakness}")


def read_settings(path: Path) -> SettingsFile:
    """Read config.toml; a missing file is empty.

    Raises:
        SettingsError: it cannot be read, is not TOML, or has a key or a type it should not have.
    """
    try:
        # Some editors write a byte order mark, which TOML does not allow.
        text = read_regular(path, MOST_BYTES)[0].decode("utf-8-sig")
        _check_lines(path, text)
        data = tomllib.loads(text)
    except FileNotFoundError:
        return SettingsFile(path)
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {reason_of(error)}.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 text: save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = f", line {place[1]}" if place else ""
        raise SettingsError(f"{path}{line}: {_PLACE.sub('', str(error))}.") from error
    except (ValueError, RecursionError) as error:
        what = "a number has too many digits" if isinstance(error, ValueError) else "it is nested too deeply"
        raise SettingsError(f"{path} cannot be read: {what}.") from error
    preferences = {key: data[key] for key in data.keys() & PREFERENCE_KEYS}
    file = SettingsFile(path, text, data.get("default_profile"), data.get("profiles", {}), preferences)
    for names, problem in _problems(data):
        raise SettingsError(f"{file.where(*names)}: {problem}")
    return file


def _check_lines(path: Path, text: str) -> None:
    """Refuse a line that no setting needs: a name of 100,000 parts takes minutes to parse.

    Raises:
        SettingsError: there is one.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > _LONGEST_LINE:
            raise SettingsError(f"{path}, line {number} holds more than {_LONGEST_LINE:,} characters.")


def rewritten(
    file: SettingsFile, change: "Callable[[TOMLDocument], object]", meant: Mapping[str, Any]
) -> str:
    """The file's text after a change; comments and order stay.

    Args:
        change: edits the document.
        meant: the content the text must have in the end.

    Raises:
        SettingsError: the file is written in a way that cannot be changed safely.
    """
    import tomlkit

    document = tomlkit.parse(file.text)
    change(document)
    text = tomlkit.dumps(document)
    # tomlkit misreads some rare spellings of tables, and would then write something else.
    if _read(text) != meant:
        raise SettingsError(f"{file.path} cannot be added to: turn dotted names into [profiles.NAME] tables.")
    return text


def _read(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}


def _problems(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every error in the file's form: the key's full name, and the message."""
    for key in data.keys() - TOP_KEYS:
        yield (key,), f"unknown key {key!r}: {did_you_mean(key, TOP_KEYS)}"
    if not isinstance(data.get("default_profile", ""), str):
        yield ("default_profile",), "default_profile must be a name in quotes."
    yield from _preference_problems(data)
    profiles = data.get("profiles", {})
    if not isinstance(profiles, dict):
        yield ("profiles",), "profiles must be tables, such as [profiles.prod]."
        return
    for name, table in profiles.items():
        if not isinstance(table, dict):
            yield ("profiles", name), f"profile {name!r} must be a table of its own, [profiles.{name}]."
            continue
        for key, value in table.items():
            if problem := _problem(key, value):
                yield ("profiles", name, key), problem
        if "secret_key" in table and "secret_command" in table:
            yield ("profiles", name, "secret_command"), "give secret_key or secret_command, not both."


def _preference_problems(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, known in (("theme", THEMES), ("signs", SIGNS)):
        name = data.get(key, AUTO)
        if not isinstance(name, str):
            yield (key,), f"{key} must be a name in quotes."
        elif name not in known:
            yield (key,), f"unknown {key} {name!r}: {did_you_mean(name, known)}"
    keys = data.get("keys", {})
    if not isinstance(keys, dict):
        yield ("keys",), "keys must be a table, [keys]."
        return
    for name, value in keys.items():
        if not isinstance(value, str):
            yield ("keys", name), f"{name} must be a key, or several with commas between, in quotes."


def _problem(key: str, value: Any) -> str:
    if key not in PROFILE_KEYS:
        return f"unknown key {key!r}: {did_you_mean(key, PROFILE_KEYS)}"
    if key in FLAGS:
        return "" if isinstance(value, bool) else f"{key} must be true or false, without quotes."
    if key == "secret_command" and isinstance(value, list):
        return (
            ""
            if value and all(isinstance(word, str) for word in value)
            else f"{key} must list words in quotes."
        )
    return "" if isinstance(value, str) else f"{key} must be text in quotes."


def _line_of(text: str, names: tuple[str, ...]) -> int | None:
    """The line of a key or table, else the first line of its table."""
    if not names:
        return None
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            table = found = _names(header[0])
        elif key := _KEY.match(line):
            found = (*table, *_names(f"{key[1]} = 0"))
        else:
            continue
        if found[: len(names)] == names:
            return number
    return _line_of(text, names[:-1])


def _names(snippet: str) -> tuple[str, ...]:
    """The parts of a dotted name, quoted ones included, as the TOML reader splits them."""
    try:
        inner: Any = tomllib.loads(snippet)
    except tomllib.TOMLDecodeError:
        return ()
    names: list[str] = []
    while isinstance(inner, dict) and inner:
        name, inner = next(iter(inner.items()))
        names.append(name)
    return tuple(names)
