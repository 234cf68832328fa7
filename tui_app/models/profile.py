"""One named way to reach one gateway as one application and user."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

DEMO_NAME = "demo"
"""Name of the demo's profile, on screen and in the files."""

TRUE = "true"
"""The text of a flag that is set."""

SIGNATURE, POSEIDON = "signature", "poseidon"
"""Ways to authenticate: signed requests as documented, or tokens as the vendor's own SDK makes them."""

OVERVIEW, OVERVIEW_OFF = "24h", "off"
"""The usual span of the overview, and the value that turns it off."""

_POSEIDON = ("hmac_key", "public_key")


@dataclass(frozen=True, slots=True)
class SecretStr:
    """A text that prints as asterisks; importing pydantic for its own type costs 80 ms."""

    _text: str

    def get_secret_value(self) -> str:
        """The text itself."""
        return self._text

    def __repr__(self) -> str:
        return "SecretStr('**********')"

    def __str__(self) -> str:
        return "**********"


# Both are in every copy of the published package, for all gateways. A private gateway may have its own.
_HMAC_KEY = SecretStr("knoczslufdasvhbivbewnrvuywachsrawqdpzesccknrhhetgmrcwfqfudywbeon")
_PUBLIC_KEY = SecretStr(
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAokFjy0wLMKH0/39hxPN6JYRkMDXzvVIGQh55Keo2LIsP/jRU/yZHT/Vk"
    "g34yU9koNjSaacPvooXEoI5eFGuRrsBMrotZ5xfejCrTbGvZqjhnMPBheDmxfflIZzRrF/zoQvF0nIbmGNkxEfROHtDDkgNuGRdt"
    "hXrNavCgfM2z3LNF83UT9CGpxJWBeKK3pXfYLsQ4f8uyrQRcy2BhKfJ/PKai1mocXYqr07JfQ0XZM4xIzuQ7E4ybNk5IFreDuuhF"
    "63wXAi1uonGzqjEYcbC1xT2boNiZORoOQWpAHhSbIRpljmW/uHBvoKZ573PQbbxE62hXv1Z1iVky0dtAV65dXwIDAQAB"
)


NOTIFY_OFF = "off"
NOTIFICATIONS = (NOTIFY_OFF, "osc9", "osc777")
"""The values of `Profile.notify`: no notification, or one by the operating system command of that number."""


@dataclass(frozen=True, slots=True)
class PoseidonKeys:
    """The gateway's keys for tokens; the published ones unless set."""

    hmac_key: SecretStr = _HMAC_KEY
    """Key for both parts of a token, ASCII."""

    public_key: SecretStr = _PUBLIC_KEY
    """RSA key that tokens are encrypted with: SubjectPublicKeyInfo as DER in Base64, on one line."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The settings of a connection, complete and checked by `store.settings_values`."""

    name: str
    """The name, shown on every screen so that plants are not confused."""

    gateway: str
    """``https://host[:port]``, no path, no trailing slash."""

    access_key: str
    """The application's access key (``appKey`` on the wire)."""

    secret_key: SecretStr
    """The application's secret key; never shown; hashed and never sent, unless `poseidon` is set."""

    org_id: str
    """Organisation the user belongs to, ``o`` and digits."""

    user_id: str
    """The platform user that requests are made as, ``u`` and digits."""

    ca_bundle: Path | None = None
    """PEM file of a private certificate authority, beside the system's own."""

    verify_tls: bool = True
    """Whether the gateway's certificate is verified."""

    plain_http: bool = False
    """Whether a gateway on another machine may be used without TLS."""

    prefetch: bool = True
    """Whether the reason of a failed run is read before a key asks for it."""

    overview: str = OVERVIEW
    """The span of the overview on the first screen, or `OVERVIEW_OFF`."""

    console: str = ""
    """Template of the address of a run in the web console, see `logic.console`; empty for none."""

    notify: str = NOTIFY_OFF
    """The escape sequence that reports the end of a run that was waited for: one of `NOTIFICATIONS`."""

    poseidon: PoseidonKeys | None = None
    """Keys for a token in every request, with the secret key encrypted in it; None for signed requests."""

    @property
    def warning(self) -> str:
        """A clause for every screen about an insecure connection; empty for a secure one."""
        if not self.verify_tls:
            return "TLS is not verified: anybody on the way can read and change everything"
        if self.plain_http and self.gateway.startswith("http:"):
            return "plain http: anybody on the way can read and change everything"
        return ""

    @classmethod
    def of(cls, name: str, fields: Mapping[str, str]) -> Self:
        """A profile from checked fields by name."""
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
            prefetch=texts.pop("prefetch", TRUE) == TRUE,
            poseidon=keys if texts.pop("auth", SIGNATURE) == POSEIDON else None,
            **texts,
        )
