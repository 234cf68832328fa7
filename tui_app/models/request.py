"""One request as it was sent, without its authentication."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RequestInfo:
    """The parts needed to repeat a request, also with another program."""

    title: str
    """The vendor's name for it, such as ``Get Task Instance``."""

    url: str
    """The whole address with its query; neither key nor token is in it."""

    token_url: str
    """Address of the token service for it."""

    params: tuple[tuple[str, str], ...]
    """Names and values of the query, as they are signed: not encoded."""

    body: str
    """The JSON that is sent, ASCII; empty for none."""

    ca_bundle: Path | None
    """PEM file of a private certificate authority that the server needs."""

    verify_tls: bool = True
    """Whether the server's certificate is verified."""
