"""One named way to reach one gateway as one application and user."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, SecretStr


class Profile(BaseModel):
    """Everything a connection needs; complete and checked once it exists."""

    model_config = ConfigDict(frozen=True, extra="forbid")

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
