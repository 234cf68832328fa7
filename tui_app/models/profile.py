"""One named way to reach one gateway as one application and user."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from .secret import SecretStr

DEMO_NAME = "demo"
"""What the demo's profile is called, on screen and in the files."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything a connection needs; complete and checked by `store.settings_values`."""

    name: str
    """Shown on every screen, so that nobody reads one plant's run as another's."""

    gateway: str
    """``https://host[:port]``, no path, no trailing slash."""

    access_key: str
    """The application's access key (``appKey`` on the wire)."""

    secret_key: SecretStr
    """The application's secret key; hashed, never sent, never shown."""

    org_id: str
    """Organisation the user belongs to, ``o`` and digits."""

    user_id: str
    """The platform user in whose name is read, ``u`` and digits."""

    ca_bundle: Path | None = None
    """PEM file of a private certificate authority, beside the system's own."""

    @classmethod
    def of(cls, name: str, fields: Mapping[str, str]) -> Self:
        """A profile from the fields that were checked, by name."""
        texts = dict(fields)
        secret, bundle = texts.pop("secret_key"), texts.pop("ca_bundle", None)
        return cls(name, secret_key=SecretStr(secret), ca_bundle=Path(bundle) if bundle else None, **texts)
