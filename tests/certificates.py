"""A certificate authority made for the run, and the certificates gateways show, right and wrong."""

import ssl
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

import trustme

NAMES = ("127.0.0.1", "localhost", "gateway.test")
"""What a right certificate is good for."""

Kind = Literal["right", "expired", "not yet valid", "other host", "self-signed", "unknown authority"]


@cache
def authority() -> trustme.CA:
    """The private authority; no machine trusts it by itself."""
    return trustme.CA()


def ca_file(folder: Path) -> Path:
    """The authority as a PEM file, for a client to trust it."""
    path = folder / "ca.pem"
    authority().cert_pem.write_to_path(path)
    return path


@cache
def server_context(kind: Kind = "right") -> ssl.SSLContext:
    """What a server on loopback needs to speak TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    now, day = datetime.now(UTC), timedelta(days=1)
    match kind:
        case "right":
            shown = authority().issue_cert(*NAMES)
        case "expired":
            shown = authority().issue_cert(*NAMES, not_before=now - 9 * day, not_after=now - 2 * day)
        case "not yet valid":
            shown = authority().issue_cert(*NAMES, not_before=now + day, not_after=now + 9 * day)
        case "other host":
            shown = authority().issue_cert("other.test")
        case "unknown authority":
            shown = trustme.CA().issue_cert(*NAMES)
        case "self-signed":
            alone = trustme.CA()
            shown = trustme.LeafCert(alone.private_key_pem.bytes(), alone.cert_pem.bytes(), [])
    shown.configure_cert(context)
    return context
