"""The stand-in gateway opens self-issued tokens that are right, and no others."""

import json
from base64 import b64decode, b64encode
from functools import cache
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tests.stand_in.conftest import NOW
from tests.stand_in.gateway import StandIn
from tests.stand_in.self_issued import SelfIssued
from tests.stand_in.signing import BASE, WHO
from tests.stand_in.verify import PartExpired, RequestRejected
from tui_app.demo.application import ACCESS_KEY, SECRET_KEY
from tui_app.demo.reply import Reply
from tui_app.demo.world import World

# The groups 6b2c and 2b1a of vector D1.
KEY, SECRET, PIN = "2f1e6a0c-6b2c-4a52-9c1b-1a2b3c4d5e6f", "6f5e4d3c-2b1a-4c9b-8a52-0c6e2f1e6a0c", "179805"
A, B = "a" * 64, "b" * 64
# Of the demo's keys 0x1c1e0000 is 471728128.
DEMO_TEXT = f"471728${ACCESS_KEY}${SECRET_KEY}${A}${B}"


@cache
def opener() -> SelfIssued:
    """A key pair takes its time."""
    return SelfIssued({KEY: SECRET, ACCESS_KEY: SECRET_KEY})


def sealed(text: str, kind: type[HashAlgorithm] = SHA1) -> str:
    key = load_der_public_key(b64decode(opener().public_key))
    assert isinstance(key, rsa.RSAPublicKey)
    return b64encode(key.encrypt(text.encode(), padding.OAEP(padding.MGF1(kind()), kind(), None))).decode()


def token(number: str = PIN, key: str = KEY, secret: str = SECRET, access: str = A, refresh: str = B) -> str:
    return sealed("$".join([number, key, secret, access, refresh]))


def test_a_good_token_is_let_in_as_often_as_it_comes() -> None:
    again = token()
    for one in (again, again, token()):
        opener().check(one)


def test_a_pin_below_nine_digits_is_padded() -> None:
    key, secret = "2f1e6a0c-0001-4a52-9c1b-1a2b3c4d5e6f", "6f5e4d3c-00ff-4c9b-8a52-0c6e2f1e6a0c"
    issued = SelfIssued({key: secret})
    issued._pair = opener()._pair
    issued.check(token("000065", key, secret))
    with pytest.raises(RequestRejected, match="pin"):
        issued.check(token("65791", key, secret))


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: "", "cannot be opened"),
        (lambda: "not Base64!", "cannot be opened"),
        (lambda: b64encode(b"x" * 256).decode(), "cannot be opened"),
        (lambda: sealed("$".join([PIN, KEY, SECRET, "a", "b"]), SHA256), "cannot be opened"),
        (lambda: sealed(f"{PIN}${KEY}${SECRET}${A}"), "not five fields"),
        (lambda: token(key="nobody"), "other keys"),
        (lambda: token(secret=ACCESS_KEY), "other keys"),
        (lambda: token("179806"), "another pin"),
        (lambda: token(access="A" * 64), "not 64 hex digits"),
        (lambda: token(refresh="b" * 63), "not 64 hex digits"),
    ],
)
def test_a_token_that_is_not_right_is_rejected(make: "type[str]", why: str) -> None:
    with pytest.raises(RequestRejected, match=why):
        opener().check(make())


def test_after_a_4011_the_next_token_must_hold_what_was_handed_out() -> None:
    for follows_the_rule in (True, False):
        opener().expire(4011)
        with pytest.raises(PartExpired) as caught:
            opener().check(token())
        assert caught.value.code == 4011
        if follows_the_rule:
            opener().check(token(refresh=caught.value.handed_out))
            opener().check(token())
        else:
            with pytest.raises(RequestRejected, match="handed out"):
                opener().check(token())


def test_after_a_4012_the_next_token_is_as_good_as_any() -> None:
    opener().expire(4012)
    with pytest.raises(PartExpired) as caught:
        opener().check(token())
    assert (caught.value.code, caught.value.handed_out) == (4012, "")
    opener().check(token())


def asked(stand_in: StandIn, **headers: str) -> Reply:
    query = urlencode(WHO | {"action": "get", "taskInstId": "118979-2021020211"})
    return stand_in.handle("GET", f"{BASE}taskInstances?{query}", headers, b"")


def test_the_gateway_opens_tokens_only_where_it_is_meant_to_and_where_nothing_is_signed(
    stand_in: StandIn,
) -> None:
    headers = {"Apim-AccessToken": sealed(DEMO_TEXT)}
    assert asked(stand_in, **headers).status == 401
    other = StandIn(World(NOW), lambda: int(NOW.timestamp() * 1000), self_issued=opener())
    assert json.loads(asked(other, **headers).body)["code"] == 0
    opener().expire(4011)
    said = json.loads(asked(other, **headers).body)
    assert said["apim_status"] == 4011
    assert len(said["apim_refreshtoken"]) == 64
    assert asked(other, **headers).status == 401
    assert asked(other, **headers, **{"apim-timestamp": "1"}).status == 401
    assert asked(other).status == 401
    assert "holds the refresh" not in other.rejections[0]
    assert [why.split(" ", 1)[0] for why in other.rejections] == [
        "apim-accesstoken",
        "no",
        "apim-accesstoken",
    ]
