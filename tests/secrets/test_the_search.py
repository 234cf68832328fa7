"""The search itself: it finds what is there, in every form, or it would prove nothing."""

import base64
import json
from urllib.parse import quote

import pytest

from tests.secrets.planted import OWN, THEIRS, drawn, found

SECRET = OWN["secret key"]


def test_twenty_secrets_are_planted() -> None:
    made_at_the_gateway = ("token", "another token", "signatures", "digests")
    assert len(OWN) + len(THEIRS) + len(made_at_the_gateway) == 20
    assert len({*OWN.values(), *THEIRS.values()}) == len(OWN) + len(THEIRS)


@pytest.mark.parametrize(
    "output",
    [
        SECRET,
        SECRET.upper(),
        SECRET[::-1],
        json.dumps({"x": SECRET}),
        quote(f"?{SECRET}"),
        *(base64.b64encode(b"x" * n + SECRET.encode() + b"yy").decode() for n in range(5)),
        SECRET.encode().hex(),
        "".join(f"\\u{ord(one):04X}" for one in SECRET),
    ],
)
def test_it_finds_a_secret_in_every_form(output: str) -> None:
    assert found(OWN, f"before {output} after") == ["secret key"]


def test_it_finds_what_a_terminal_was_sent_in_parts_and_in_a_copy() -> None:
    parts = f"{SECRET[:9]}\x1b[0m\x1b[3;1H{SECRET[9:]}".encode()
    copy = b"\x1b]52;c;" + base64.b64encode(f"xx {SECRET}".encode()) + b"\x07"
    assert found(OWN, drawn(parts)) == ["secret key"]
    assert found(OWN, drawn(copy)) == ["secret key"]
    assert found(OWN, drawn(b"nothing of the kind")) == []
