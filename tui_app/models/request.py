"""One question as it was sent, without what signs it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RequestInfo:
    """Enough to put the question again, by other means too."""

    title: str
    """The vendor's name for it, such as ``Get Task Instance``."""

    url: str
    """The whole address with its query; neither key nor token is in it."""

    token_url: str
    """Where a token for it is had."""

    params: tuple[tuple[str, str], ...]
    """Names and values of the query, as they are signed: not encoded."""

    body: str
    """The JSON that is sent, ASCII; empty for none."""

    ca_bundle: Path | None
    """PEM file of a private certificate authority that the server needs."""

    verify_tls: bool = True
    """Is the server's certificate looked at?"""
