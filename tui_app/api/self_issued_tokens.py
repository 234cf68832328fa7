"""The token that the vendor's own SDK makes for each request, in place of a token service and a signature.

Source: what the published Python packages send, 2019 to 2022; no page of the vendor describes it. The token
holds the secret key, encrypted for the gateway, and is good for any request: whoever catches one can use it.
"""

import hmac
from base64 import b64decode, b64encode
from collections.abc import AsyncGenerator, Callable
from functools import cached_property

import httpx

from ..models.profile import PoseidonKeys, Profile
from ..store.installation import installation
from . import envelope
from .auth import Authenticator, add_secrets
from .errors import SHORT_PART_GONE, TOKEN_PARTS_GONE, GatewayError

SHORT_LIFE_MS = 7_200_000
"""Life of a token's access part, milliseconds: two hours."""

LONG_LIFE_MS = 2_592_000_000
"""Life of its refresh part, milliseconds: thirty days."""

LEAST_BITS = 2048
"""Size of the smallest RSA key that a token fits under."""

_PART_LENGTH = 64


def pin(access_key: str, secret_key: str) -> str:
    """Six digits from the second groups of both keys, which are UUIDs."""
    second = "".join(key.split("-")[1] for key in (access_key, secret_key))
    return f"{int(second, 16):09}"[:6]


def part(hmac_key: str, pin: str, expires_ms: int) -> str:
    """One part of a token: 64 hex digits.

    Args:
        hmac_key: ASCII.
        pin: see there.
        expires_ms: epoch milliseconds; can be read back by nobody.
    """
    return hmac.digest(hmac_key.encode(), f"{pin}{expires_ms}".encode(), "sha256").hex()


def plaintext(access_key: str, secret_key: str, hmac_key: str, now_ms: int, handed_out: str = "") -> str:
    """The text of a token before it is encrypted.

    Args:
        access_key: a UUID.
        secret_key: a UUID.
        hmac_key: ASCII.
        now_ms: epoch milliseconds.
        handed_out: the refresh part, where the gateway gave one.
    """
    number = pin(access_key, secret_key)
    access = part(hmac_key, number, now_ms + SHORT_LIFE_MS)
    refresh = handed_out or part(hmac_key, number, now_ms + LONG_LIFE_MS)
    return "$".join((number, access_key, secret_key, access, refresh))


class SelfIssuedTokens(Authenticator):
    """Makes a token for each request, and a second one if the gateway rejects the first as expired."""

    advice = (
        "Check the access key and the secret key of this profile. If they are right, the gateway may have "
        "keys of its own: set poseidon_public_key and poseidon_hmac_key, or remove auth from the profile."
    )

    def __init__(self, profile: Profile, keys: PoseidonKeys, *, wall_ms: Callable[[], int]) -> None:
        self._profile = profile
        self._keys = keys
        self._wall_ms = wall_ms

    async def warm_up(self) -> None:
        """Check that a token can be made; sends nothing.

        Raises:
            GatewayError: the package for it is missing, or the public key is none.
        """
        self._token()

    async def aclose(self) -> None:
        """Return at once: there is no pending work."""

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Send the request with a token, and repeat it once if the token has expired.

        Raises:
            GatewayError: as `warm_up`.
        """
        response = yield self._with_token(request)
        code = envelope.short_code(response.content, response.charset_encoding)
        if code in TOKEN_PARTS_GONE:
            yield self._with_token(request, _handed_out(response) if code == SHORT_PART_GONE else "")

    def _with_token(self, request: httpx.Request, handed_out: str = "") -> httpx.Request:
        token = self._token(handed_out)
        request.headers["apim-accesstoken"] = token
        add_secrets(request, token, *filter(None, [handed_out]))
        return request

    def _token(self, handed_out: str = "") -> str:
        text = plaintext(
            self._profile.access_key,
            self._profile.secret_key.get_secret_value(),
            self._keys.hmac_key.get_secret_value(),
            self._wall_ms(),
            handed_out,
        )
        return b64encode(self._encrypt(text.encode("ascii"))).decode("ascii")

    @cached_property
    def _encrypt(self) -> Callable[[bytes], bytes]:
        """RSA with OAEP, SHA-1 in both places: the gateway accepts nothing else."""
        try:
            from cryptography.exceptions import UnsupportedAlgorithm
            from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
            from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
            from cryptography.hazmat.primitives.hashes import SHA1
            from cryptography.hazmat.primitives.serialization import load_der_public_key
        except ImportError as error:
            raise GatewayError(
                'The profile says auth = "poseidon", and the package that encrypts its tokens is missing.',
                installation().how_to_add("cryptography"),
            ) from error
        try:
            key = load_der_public_key(b64decode(self._keys.public_key.get_secret_value()))
        except (ValueError, UnsupportedAlgorithm):
            key = None
        if not isinstance(key, RSAPublicKey) or key.key_size < LEAST_BITS:
            raise GatewayError(
                f"poseidon_public_key is not a public RSA key of {LEAST_BITS} bits or more.",
                "Give the gateway's, as PEM or as its Base64 alone; without one the published key is used.",
            )
        return lambda text: key.encrypt(text, OAEP(mgf=MGF1(SHA1()), algorithm=SHA1(), label=None))


def _handed_out(response: httpx.Response) -> str:
    """The refresh part in a response with code 4011; empty where there is no usable one."""
    text = envelope.decoded(response.content, response.charset_encoding)[1].get("apim_refreshtoken")
    # More letters than a part has would not fit under the key; the sign would end the part.
    is_part = isinstance(text, str) and text.isascii() and len(text) <= _PART_LENGTH and "$" not in text
    return text if is_part else ""
