"""The gateway's side of authentication: token service and signature check, from the raw bytes received.

Written from the documented rules and apart from the client on purpose: one mistake cannot then hide in both.
What is signed: token, the decoded query parameters sorted by name, the raw body, the timestamp, the secret.
Method, path, host and header order are not.

Guesses, since the vendor documents none of it: whether a refresh rotates the token, the code for a token
request outside the time window, and that the window reaches as far into the future as into the past.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import unquote_plus

WINDOW_MS = 15 * 60 * 1000
"""Largest difference between a timestamp and the gateway's clock, milliseconds."""

LIFETIME_S = 7200
"""Life of a new token, seconds."""

_MESSAGES = {
    1001: "encryption has been used",
    1002: "appKey does not exist",
    1003: "encryption is invalid",
    1004: "parameter is invalid",
    1202: "parameter is empty",
    1203: "access token expired",
    1204: "refresh access token failed",
}


class TokenRefused(Exception):
    """The token service says no; `code` is one of its documented numbers."""

    def __init__(self, code: int) -> None:
        super().__init__(_MESSAGES[code])
        self.code = code


class RequestRejected(Exception):
    """The gateway does not accept a request; the message says why, for tests only: the wire does not tell."""


class AmbiguousQuery(Exception):
    """A parameter is repeated or has no ``=``: what is signed then is documented nowhere."""


class PartExpired(Exception):
    """A good token must be made anew."""

    def __init__(self, code: Literal[4011, 4012], handed_out: str) -> None:
        super().__init__(f"apim_status {code}")
        self.code = code
        """4011 where the refresh part is still good, else 4012."""
        self.handed_out = handed_out
        """With 4011, what the next token must hold as its refresh part; else empty."""


@dataclass(frozen=True, slots=True)
class LiveToken:
    """The one token an application has."""

    text: str
    """The value of ``apim-accesstoken``."""

    expires_ms: int
    """Epoch milliseconds."""


class TokenService:
    """Hands out one live token per application and checks what is signed with it."""

    def __init__(self, secrets: Mapping[str, str], *, rotates: bool = True, skew_code: int = 1004) -> None:
        self._secrets = dict(secrets)
        self.rotates = rotates
        """Whether a refresh replaces the token; a guess either way."""
        self.skew_code = skew_code
        """Code for a token request outside the time window; a guess."""
        self._live: dict[str, LiveToken] = {}
        self._seen: set[str] = set()
        self._made = 0

    def get(self, body: bytes, now_ms: int) -> dict[str, Any]:
        """``token/get``: the live token with the life that is left, or a new one.

        Raises:
            TokenRefused: with 1001, 1002, 1003, 1004 or 1202.
        """
        key = self._checked(body, now_ms)["appKey"]
        token = self._live.get(key)
        if token is None or token.expires_ms <= now_ms:
            token = self.replace(key, now_ms)
        return _answer(token, now_ms)

    def refresh(self, body: bytes, now_ms: int) -> dict[str, Any]:
        """``token/refresh``: the full life again, with the same or another token.

        Raises:
            TokenRefused: as `get`; 1204 for a token that is not the live one, 1203 for one past its time.
        """
        request = self._checked(body, now_ms, "accessToken")
        key, token = request["appKey"], self._live.get(request["appKey"])
        if token is None or token.text != request["accessToken"]:
            raise TokenRefused(1204)
        if token.expires_ms <= now_ms:
            raise TokenRefused(1203)
        return _answer(self.replace(key, now_ms, None if self.rotates else token.text), now_ms)

    def replace(self, key: str, now_ms: int, text: str | None = None, life_s: int = LIFETIME_S) -> LiveToken:
        """Give an application another token, as another process does that shares it."""
        self._made += 1
        text = text or hashlib.sha256(f"{key}/{self._made}".encode()).hexdigest()[:40]
        self._live[key] = LiveToken(text, now_ms + life_s * 1000)
        return self._live[key]

    def check(self, raw_target: str, headers: Mapping[str, str], body: bytes, now_ms: int) -> None:
        """Check one API request; `headers` have lower-case names.

        Raises:
            RequestRejected: a header is missing, or token, time or signature are wrong.
            AmbiguousQuery: see there.
        """
        query = raw_target.partition("?")[2]
        names = ("apim-accesstoken", "apim-timestamp", "apim-signature")
        if missing := [name for name in names if not headers.get(name)]:
            raise RequestRejected(f"no {', '.join(missing)}")
        token, timestamp, signed = (headers[name] for name in names)
        secret = self._secret_of(token, now_ms)
        if not (len(timestamp) == 13 and timestamp.isascii() and timestamp.isdigit()):
            raise RequestRejected("apim-timestamp is not 13 digits")
        if abs(int(timestamp) - now_ms) > WINDOW_MS:
            raise RequestRejected("apim-timestamp is outside the window")
        if headers.get("content-type", "").startswith("multipart/"):
            body = b""
        if not hmac.compare_digest(signature(token, query, body, timestamp, secret), signed.encode()):
            raise RequestRejected("apim-signature is wrong")

    def _secret_of(self, token: str, now_ms: int) -> str:
        for key, live in self._live.items():
            if hmac.compare_digest(live.text.encode(), token.encode()):
                if live.expires_ms <= now_ms:
                    raise RequestRejected("apim-accesstoken has expired")
                return self._secrets[key]
        raise RequestRejected("apim-accesstoken is unknown")

    def _checked(self, body: bytes, now_ms: int, *more: str) -> dict[str, str]:
        """The fields of a token request, all as text, once its digest has been found right."""
        request = _fields(body, ("appKey", "encryption", "timestamp", *more))
        key, encryption, timestamp = request["appKey"], request["encryption"], request["timestamp"]
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) == 13):
            raise TokenRefused(1004)
        if key not in self._secrets:
            raise TokenRefused(1002)
        right = hashlib.sha256((key + timestamp + self._secrets[key]).encode()).hexdigest()
        if not hmac.compare_digest(right.encode(), encryption.encode()):
            raise TokenRefused(1003)
        if abs(int(timestamp) - now_ms) > WINDOW_MS:
            raise TokenRefused(self.skew_code)
        if encryption in self._seen:
            raise TokenRefused(1001)
        self._seen.add(encryption)
        return request


def signature(token: str, raw_query: str, body: bytes, timestamp: str, secret: str) -> bytes:
    """The lower-case hex digest that belongs to a request, as ASCII bytes.

    Raises:
        AmbiguousQuery: see there.
    """
    pairs = [part.partition("=") for part in raw_query.split("&") if part]
    decoded = {unquote_plus(name).encode(): unquote_plus(value).encode() for name, _, value in pairs}
    if len(decoded) != len(pairs) or not all(equals for _, equals, _ in pairs):
        raise AmbiguousQuery(raw_query)
    digest = hashlib.sha256(token.encode())
    for name in sorted(decoded):
        digest.update(name + decoded[name])
    digest.update(body + timestamp.encode() + secret.encode())
    return digest.hexdigest().encode()


def _fields(body: bytes, names: tuple[str, ...]) -> dict[str, str]:
    try:
        request = json.loads(body)
    except ValueError as error:
        raise TokenRefused(1004) from error
    if not isinstance(request, dict):
        raise TokenRefused(1004)
    values = {name: request.get(name) for name in names}
    if any(value is None or value == "" for value in values.values()):
        raise TokenRefused(1202)
    number_allowed = {"timestamp"}
    if any(type(v) is not str and not (type(v) is int and n in number_allowed) for n, v in values.items()):
        raise TokenRefused(1004)
    return {name: str(value) for name, value in values.items()}


def _answer(token: LiveToken, now_ms: int) -> dict[str, Any]:
    left_s = (token.expires_ms - now_ms) // 1000
    return {
        "status": 0,
        "msg": "SUCCESS",
        "business": "apim-token-service",
        "data": {"accessToken": token.text, "expire": left_s},
    }
