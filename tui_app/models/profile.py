"""One named way to reach one gateway as one application and user."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

DEMO_NAME = "demo"
"""What the demo's profile is called, on screen and in the files."""

TRUE = "true"
"""A flag that is set, among the texts a profile is made from."""

SIGNATURE, POSEIDON = "signature", "poseidon"
"""How requests get past the gateway: signed as documented, or as the vendor's own SDK does it."""

_POSEIDON = ("hmac_key", "public_key")


@dataclass(frozen=True, slots=True)
class SecretStr:
    """Prints as asterisks, also within another value; to import pydantic for its own costs 80 ms."""

    _text: str

    def get_secret_value(self) -> str:
        """The text itself, for the one place that needs it."""
        return self._text

    def __repr__(self) -> str:
        return "SecretStr('**********')"

    def __str__(self) -> str:
        return "**********"


# Both stand in every copy of the published package, one for all gateways. A private one may have its own.
_HMAC_KEY = SecretStr("knoczslufdasvhbivbewnrvuywachsrawqdpzesccknrhhetgmrcwfqfudywbeon")
_PUBLIC_KEY = SecretStr(
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAokFjy0wLMKH0/39hxPN6JYRkMDXzvVIGQh55Keo2LIsP/jRU/yZHT/Vk"
    "g34yU9koNjSaacPvooXEoI5eFGuRrsBMrotZ5xfejCrTbGvZqjhnMPBheDmxfflIZzRrF/zoQvF0nIbmGNkxEfROHtDDkgNuGRdt"
    "hXrNavCgfM2z3LNF83UT9CGpxJWBeKK3pXfYLsQ4f8uyrQRcy2BhKfJ/PKai1mocXYqr07JfQ0XZM4xIzuQ7E4ybNk5IFreDuuhF"
    "63wXAi1uonGzqjEYcbC1xT2boNiZORoOQWpAHhSbIRpljmW/uHBvoKZ573PQbbxE62hXv1Z1iVky0dtAV65dXwIDAQAB"
)


@dataclass(frozen=True, slots=True)
class PoseidonKeys:
    """The gateway's part in a token; as published unless set."""

    hmac_key: SecretStr = _HMAC_KEY
    """What both parts of a token are made with, ASCII."""

    public_key: SecretStr = _PUBLIC_KEY
    """RSA, what a token is encrypted for: SubjectPublicKeyInfo as DER in Base64, on one line."""


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
