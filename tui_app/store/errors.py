"""Errors of files and settings; `str(error)` is one sentence that names the file and the fix."""

from collections.abc import Iterator
from contextlib import contextmanager


class StoreError(Exception):
    """A file could not be read or written; its former content is intact."""


class SettingsError(Exception):
    """A setting is wrong or missing; names the file and line, or the variable, never a secret's value."""


class NotConfigured(SettingsError):
    """No setting is given at all: the set-up form opens."""

    def __init__(self, message: str, profile: str, missing: tuple[str, ...]) -> None:
        super().__init__(message)
        self.profile = profile
        """Name of the profile to create."""
        self.missing = missing
        """Names of the fields of `models.profile.Profile` that have no value."""


class Notice(str):
    """One sentence to show the user once; the operation itself succeeded."""

    __slots__ = ()


@contextmanager
def store_errors(what: str, *passed_on: type[OSError]) -> Iterator[None]:
    """Turn an OSError into a StoreError, except for the types that the caller handles."""
    try:
        yield
    except passed_on:
        raise
    except OSError as error:
        raise StoreError(f"{what}: {reason_of(error)}.") from error


def reason_of(error: OSError) -> str:
    """The reason of the system, or of this program, without the path."""
    return error.strerror or type(error).__name__
