"""Settings from file and environment, merged into one checked profile.

From lowest to highest: the profile's table in config.toml, the ``ENOS_…`` variables, the command line.
"""

import logging
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..logic.text import did_you_mean, listed
from ..models.profile import TRUE, Profile, SecretStr
from .errors import NotConfigured, SettingsError
from .files import write_private
from .locks import locked
from .settings_file import FLAGS, SettingsFile, read_settings, rewritten
from .settings_values import Given, checked, output_of

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

VARIABLES = {
    "gateway": "ENOS_GATEWAY",
    "access_key": "ENOS_ACCESS_KEY",
    "secret_key": "ENOS_SECRET_KEY",
    "org_id": "ENOS_ORG_ID",
    "user_id": "ENOS_USER_ID",
    "ca_bundle": "ENOS_CA_BUNDLE",
    "poseidon_hmac_key": "ENOS_POSEIDON_HMAC_KEY",
    "poseidon_public_key": "ENOS_POSEIDON_PUBLIC_KEY",
}
"""The environment variable of each field of a profile that has one."""

_LOG = logging.getLogger("enos_tui.store")

PROFILE_VARIABLE = "ENOS_PROFILE"
"""Variable that names the profile where the command line does not."""

REQUIRED = ("gateway", "access_key", "secret_key", "org_id", "user_id")
"""The five settings that every request needs."""

_LONGEST_NAME = 100
DEFAULT_NAME = "default"
"""Name of a profile without a name."""


def resolve(path: Path, environment: Mapping[str, str], profile: str | None = None) -> Profile:
    """The complete, checked profile to use.

    Args:
        path: config.toml, which need not exist.
        environment: variables by name; blank ones count as unset.
        profile: the name given on the command line.

    Raises:
        NotConfigured: none of the five required settings is given anywhere.
        SettingsError: one is missing or wrong, or there is no such profile.
    """
    file, name, given = _gathered(path, environment, profile)
    command = "" if "secret_key" in given else file.profiles.get(name, {}).get("secret_command", "")
    missing = tuple(key for key in REQUIRED if key not in given and not (key == "secret_key" and command))
    if missing:
        raise _lack(path, name, missing, nothing=not command and not given.keys() & set(REQUIRED))
    file.refuse_if_open()
    if command and not isinstance(command, bool):
        given["secret_key"] = output_of(
            command, f"{file.where('profiles', name, 'secret_command')}: secret_command"
        )
    _LOG.info("settings", {"profile": name, "file": str(path), "given": _origins(given)})
    return Profile.of(name, checked(given))


def profile_names(path: Path, environment: Mapping[str, str]) -> list[str]:
    """The names of all profiles of config.toml, in its order.

    Raises:
        SettingsError: the file cannot be read, it names none, or a variable overrides every profile.
    """
    variables = [VARIABLES[key] for key in REQUIRED if environment.get(VARIABLES[key], "").strip()]
    if variables:
        verb = "overrides" if len(variables) == 1 else "override"
        raise SettingsError(f"{listed(variables)} {verb} every profile: unset what belongs to one of them.")
    if not (names := list(read_settings(path).profiles)):
        raise SettingsError(f"{path} names no profile: add a [profiles.NAME] table.")
    return names


def resolve_all(path: Path, environment: Mapping[str, str]) -> dict[str, "Profile | SettingsError"]:
    """Every profile of config.toml by name in its order, or what is wrong with it.

    One after the other: a secret_command may ask for a password.

    Raises:
        SettingsError: the file cannot be read, it names none, or a variable overrides every profile.
    """

    def resolved(name: str) -> Profile | SettingsError:
        try:
            return resolve(path, environment, name)
        except SettingsError as error:
            return error

    return {name: resolved(name) for name in profile_names(path, environment)}


def usual_profile(
    path: Path, environment: Mapping[str, str], profiles: Mapping[str, "Profile | SettingsError"]
) -> Profile:
    """The profile among several that an id is opened with: the default one, else the first that is right.

    Raises:
        SettingsError: none is right.
    """
    name = environment.get(PROFILE_VARIABLE, "").strip() or read_settings(path).default_profile
    usable = {one: profile for one, profile in profiles.items() if isinstance(profile, Profile)}
    if not usable:
        raise next(error for error in profiles.values() if isinstance(error, SettingsError))
    return usable.get(name or "") or next(iter(usable.values()))


def sources(
    path: Path, environment: Mapping[str, str], profile: str | None = None
) -> dict[str, dict[str, str]]:
    """Origin (``from``) and, unless it is a key, ``value`` of each setting by name.

    Raises:
        SettingsError: the file cannot be read, or there is no such profile.
    """
    return _origins(_gathered(path, environment, profile)[2])


def _gathered(
    path: Path, environment: Mapping[str, str], profile: str | None
) -> tuple[SettingsFile, str, dict[str, Given]]:
    """The file, the profile's name, and its settings."""
    file = read_settings(path)
    from_environment = {
        key: Given(value.strip(), variable)
        for key, variable in VARIABLES.items()
        if (value := environment.get(variable, "")).strip()
    }
    name = _name(file, from_environment, profile or environment.get(PROFILE_VARIABLE, "").strip())
    _check_name(name)
    return file, name, _table(file, name) | from_environment


def _origins(given: Mapping[str, Given]) -> dict[str, dict[str, str]]:
    """The origin of each setting, and its value unless it is a key."""
    return {
        key: {"from": one.origin} | ({} if key.endswith("_key") else {"value": one.value})
        for key, one in given.items()
    }


def profile_from(name: str, fields: Mapping[str, str | SecretStr]) -> Profile:
    """A profile from the fields of a form; errors name the field.

    Raises:
        SettingsError: a field is missing or wrong, or the name cannot be one.
    """
    given = _typed(name, fields)
    missing = [key for key in REQUIRED if key not in given]
    if missing:
        raise SettingsError(f"{listed(missing)} {'is' if len(missing) == 1 else 'are'} missing.")
    return Profile.of(name.strip(), checked(given))


def save_profile(path: Path, profile_name: str, fields: Mapping[str, str | SecretStr]) -> None:
    """Write one profile into config.toml; comments and other profiles stay, the file becomes private.

    Blank fields are left as they are in the file. The first profile saved becomes the default one.

    Raises:
        SettingsError: a field is wrong, or the file cannot be read; nothing is written.
        StoreError: the disk refused; the old file is still there.
    """
    texts = checked(_typed(profile_name, fields))
    values = {key: text == TRUE if key in FLAGS else text for key, text in texts.items()}
    with locked(path):
        write_private(path, _with_profile(read_settings(path), profile_name.strip(), values))


def _with_profile(file: SettingsFile, name: str, values: Mapping[str, str | bool]) -> str:
    """The file's text with one profile changed or added."""
    default = file.default_profile or name
    new = dict(file.profiles.get(name, {})) | dict(values)
    if "secret_key" in values:
        new.pop("secret_command", None)

    def change(document: "TOMLDocument") -> None:
        from tomlkit import table

        document["default_profile"] = default
        profile = document.setdefault("profiles", table(is_super_table=True)).setdefault(name, {})
        for key in profile.keys() - new.keys():
            del profile[key]
        profile.update(new)

    profiles = {**file.profiles, name: new}
    return rewritten(file, change, {**file.preferences, "default_profile": default, "profiles": profiles})


def _name(file: SettingsFile, from_environment: Mapping[str, Given], requested: str) -> str:
    """The profile's name; the file must have it unless it has none or the environment sets everything."""
    if requested:
        _check_name(requested)
    only = next(iter(file.profiles)) if len(file.profiles) == 1 else ""
    name = requested or file.default_profile or only or DEFAULT_NAME
    if not file.profiles or name in file.profiles or from_environment.keys() >= set(REQUIRED):
        return name
    likely = did_you_mean(name, file.profiles)
    if requested:
        raise SettingsError(f"{file.path} has no profile {name!r}: {likely}")
    if file.default_profile:
        raise SettingsError(f"{file.where('default_profile')}: there is no profile {name!r}: {likely}")
    raise SettingsError(
        f"{file.path} has several profiles and no default: choose {listed(file.profiles, 'or')} "
        f"with --profile, {PROFILE_VARIABLE} or default_profile."
    )


def _check_name(name: str) -> None:
    if len(name) > _LONGEST_NAME:
        raise SettingsError(
            f"A profile cannot be called {name[:20]!r}…: use at most {_LONGEST_NAME} characters."
        )
    if not name.strip() or not name.isprintable():
        raise SettingsError(f"A profile cannot be called {name!r}: use visible characters.")


def _table(file: SettingsFile, name: str) -> dict[str, Given]:
    return {
        key: Given(text, f"{file.where('profiles', name, key)}: {key}", file.path.parent)
        for key, value in file.profiles.get(name, {}).items()
        for text in [str(value).lower() if isinstance(value, bool) else str(value).strip()]
        if key != "secret_command" and text
    }


def _typed(name: str, fields: Mapping[str, str | SecretStr]) -> dict[str, Given]:
    _check_name(name)
    texts = {
        key: value.get_secret_value() if isinstance(value, SecretStr) else value
        for key, value in fields.items()
    }
    return {key: Given(text.strip(), key) for key, text in texts.items() if text.strip()}


def _lack(path: Path, name: str, missing: tuple[str, ...], *, nothing: bool) -> SettingsError:
    table = name if re.fullmatch(r"[\w-]+", name, re.ASCII) else f'"{name}"'
    them = "it" if len(missing) == 1 else "them"
    variables = listed(VARIABLES[key] for key in missing)
    fix = f"add {them} under [profiles.{table}] in {path}, or set {variables}."
    if nothing:
        lack = f"Nothing is set up yet: {listed(missing)} are missing."
        return NotConfigured(f"{lack} Run enos-tui for a form, {fix}", name, missing)
    return SettingsError(f"Profile {name!r} lacks {listed(missing)}: {fix}")
