"""The two digests, as pure functions.

Source: the vendor pages "Token Authentication" and "Invoke an API with access token", 2.1.0 to 3.0.0.
"""

from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import parse_qsl


def encryption(app_key: str, timestamp_ms: int, app_secret: str) -> str:
    """The digest that a token call carries."""
    return sha256(f"{app_key}{timestamp_ms}{app_secret}".encode()).hexdigest()


def signature(
    token: str, params: Iterable[tuple[str, str]], body: bytes, timestamp_ms: int, secret: str
) -> str:
    """The digest that every other call carries.

    Args:
        params: names and decoded values of the query, in any order.
        body: a JSON body exactly as sent, empty for none.
        timestamp_ms: epoch milliseconds, the very number sent.
    """
    by_name = sorted((name.encode(), value.encode()) for name, value in params)
    signed = b"".join(name + value for name, value in by_name)
    return sha256(token.encode() + signed + body + f"{timestamp_ms}{secret}".encode()).hexdigest()


def signed_params(query: bytes) -> list[tuple[str, str]]:
    """The parameters of a query as the gateway reads them.

    Raises:
        ValueError: a parameter is repeated or has no ``=``; what the gateway would sign then is unknown.
    """
    params = parse_qsl(query.decode("ascii"), keep_blank_values=True, strict_parsing=True) if query else []
    if len({name for name, _ in params}) < len(params):
        raise ValueError("a query parameter is repeated")
    return params
