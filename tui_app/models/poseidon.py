"""What the vendor's own SDK makes its tokens with."""

from dataclasses import dataclass

from .secret import SecretStr

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
