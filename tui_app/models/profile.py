"""One named way to reach one gateway as one application and user."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from .poseidon import PoseidonKeys
from .secret import SecretStr

DEMO_NAME = "demo"
"""What the demo's profile is called, on screen and in the files."""

TRUE = "true"
"""A flag that is set, among the texts a profile is made from."""

SIGNATURE, POSEIDON = "signature", "poseidon"
"""How requests get past the gateway: signed as documented, or as the vendor's own SDK does it."""

_POSEIDON = ("hmac_key", "public_key")


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
    """The application's secret key; never shown; hashed and never sent, unless `poseidon` is set."""

    org_id: str
    """Organisation the user belongs to, ``o`` and digits."""

    user_id: str
    """The platform user in whose name is read, ``u`` and digits."""

    ca_bundle: Path | None = None
    """PEM file of a private certificate authority, beside the system's own."""

    verify_tls: bool = True
    """Look at the gateway's certificate?"""

    plain_http: bool = False
    """Is a gateway without TLS accepted, on another machine than this?"""

    poseidon: PoseidonKeys | None = None
    """Set where every request is to carry a token made with these, the secret key encrypted in it."""

    @property
    def warning(self) -> str:
        """What every screen must say of this connection, a clause; empty where there is nothing to fear."""
        if not self.verify_tls:
            return "TLS is not verified: anybody on the way can read and change everything"
        if self.plain_http and self.gateway.startswith("http:"):
            return "plain http: anybody on the way can read and change everything"
        return ""

    @classmethod
    def of(cls, name: str, fields: Mapping[str, str]) -> Self:
        """A profile from the fields that were checked, by name."""
        texts = dict(fields)
        secret, bundle = texts.pop("secret_key"), texts.pop("ca_bundle", None)
        given = {key: texts.pop(f"poseidon_{key}", "") for key in _POSEIDON}
        keys = PoseidonKeys(**{key: SecretStr(text) for key, text in given.items() if text})
        return cls(
            name,
            secret_key=SecretStr(secret),
            ca_bundle=Path(bundle) if bundle else None,
            verify_tls=texts.pop("verify_tls", TRUE) == TRUE,
            plain_http=texts.pop("plain_http", "") == TRUE,
            poseidon=keys if texts.pop("auth", SIGNATURE) == POSEIDON else None,
            **texts,
        )
