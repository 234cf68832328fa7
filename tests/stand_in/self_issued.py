"""The gateway's side of tokens that callers make themselves: opened with a key pair of this gateway's own.

Written from the described form and apart from the client, as all checks here. How a real gateway knows that a
part has expired is unknown, since its time cannot be read back: here it has when a test says so.
"""

import re
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from typing import Literal

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .verify import PartExpired, RequestRejected

_PART = re.compile(r"[0-9a-f]{64}")


class SelfIssued:
    """Opens tokens and compares what is in them."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        """
        Args:
            keys: secret keys by access key.
        """
        self._keys = dict(keys)
        self._pair = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._expiring: Literal[4011, 4012] | None = None
        self._wanted = ""

    @property
    def public_key(self) -> str:
        """The key that callers encrypt with: DER in Base64."""
        der = self._pair.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return b64encode(der).decode()

    def expire(self, code: Literal[4011, 4012]) -> None:
        """Take the next token for expired; after a 4011 the one that follows must hold what is handed out."""
        self._expiring = code

    def opened(self, token: str) -> str:
        """The text of a token.

        Raises:
            RequestRejected: it was not made for this gateway.
        """
        oaep = padding.OAEP(padding.MGF1(SHA1()), SHA1(), None)
        try:
            return self._pair.decrypt(b64decode(token, validate=True), oaep).decode("ascii")
        except (NotBase64, ValueError):
            raise RequestRejected("apim-accesstoken cannot be opened") from None

    def check(self, token: str) -> None:
        """Check one request by its token, which is all it has.

        Raises:
            RequestRejected: the token is not right.
            PartExpired: it is, and `expire` was called.
        """
        fields = self.opened(token).split("$")
        if len(fields) != 5:
            raise RequestRejected("apim-accesstoken has not five fields")
        number, key, secret, *parts = fields
        if self._keys.get(key) != secret:
            raise RequestRejected("apim-accesstoken holds other keys")
        digits = str(int(key[9:13] + secret[9:13], base=16)).rjust(9, "0")
        if number != digits[:6]:
            raise RequestRejected("apim-accesstoken holds another pin")
        if not all(map(_PART.fullmatch, parts)):
            raise RequestRejected("apim-accesstoken holds a part that is not 64 hex digits")
        wanted, self._wanted = self._wanted, ""
        if wanted and parts[1] != wanted:
            raise RequestRejected("apim-accesstoken does not hold the refresh part that was handed out")
        if (code := self._expiring) is not None:
            self._expiring = None
            self._wanted = secrets.token_hex(32) if code == 4011 else ""
            raise PartExpired(code, self._wanted)
