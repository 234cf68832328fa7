"""What can go wrong on the disk; `str(error)` is always one sentence that names the file and the fix."""


class StoreError(Exception):
    """A file could not be read or written; what was on the disk before is still there."""


class SettingsError(Exception):
    """A setting is wrong or missing; names the file and line, or the variable, never a secret's value."""


class NotConfigured(SettingsError):
    """Nothing is set at all: the time for the set-up form."""

    def __init__(self, message: str, profile: str, missing: tuple[str, ...]) -> None:
        super().__init__(message)
        self.profile = profile
        """The name the new profile would have."""
        self.missing = missing
        """Names of the fields of `models.profile.Profile` that have no value."""


class Notice(str):
    """One sentence the person is to read once; nothing failed that was asked for."""

    __slots__ = ()
