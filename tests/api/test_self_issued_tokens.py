"""The token of the vendor's SDK: vectors D of the authentication page, and what the gateway says to it."""

import base64
import builtins
import hashlib
import sys
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.api.doubles import KEY, SECRET, Clocks, Script, ok
from tui_app.api.client import HttpGateway
from tui_app.api.errors import BadCredentials, GatewayError
from tui_app.api.gateway import FlowQuery
from tui_app.api.self_issued_tokens import part, pin, plaintext
from tui_app.logic.redact import Redactor
from tui_app.models.ids import TaskInstanceId
from tui_app.models.profile import PoseidonKeys, Profile, SecretStr

T = 1700000000000
TASK = TaskInstanceId("118979-2021020211")
PUBLISHED = PoseidonKeys()
HMAC_KEY = PUBLISHED.hmac_key.get_secret_value()
ACCESS_PART = "2d6933f5cbaca192edf4b3f6c32ae0495254a9174ed7024001b4b078d65c8933"
REFRESH_PART = "2b26d31a2b18f3d9ad24cb999b991ae8f44f458115719476b1b58e96a6d01849"
HANDED_OUT = "0" * 63 + "1"
QUERY = FlowQuery(0, 1)
D5 = "9d3140b0cf3a1107219f9d5d1131fb0d167c1fc4d886c90f9e0eae3b5f5f54e5"
D6 = "722404965197212601d8a3fcb11d9e62579f2d8a519d6d1a1c2fb0e54aded77c"
PAIR = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def as_told(pair: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    der = pair.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(der).decode()


KEYS = PoseidonKeys(public_key=SecretStr(as_told(PAIR)))


def decrypted(request: httpx.Request, kind: type[HashAlgorithm] = SHA1) -> str:
    token = request.headers["apim-accesstoken"]
    oaep = padding.OAEP(padding.MGF1(kind()), kind(), None)
    return PAIR.decrypt(base64.b64decode(token, validate=True), oaep).decode()


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def asked_anew(code: int, **more: Any) -> httpx.Response:
    return httpx.Response(200, json={"apim_status": code, "message": "no"} | more)


@pytest.fixture
def redact() -> Redactor:
    return Redactor()


@pytest.fixture
async def gateway(
    profile: Profile, script: Script, clocks: Clocks, redact: Redactor
) -> AsyncIterator[HttpGateway]:
    profile = replace(profile, poseidon=KEYS)
    transport = httpx.MockTransport(script)
    async with aclosing(
        HttpGateway(profile, transport=transport, clock=clocks.wall, redact=redact)
    ) as gateway:
        yield gateway


def test_the_published_keys_are_those_of_the_package() -> None:
    der = base64.b64decode(PUBLISHED.public_key.get_secret_value(), validate=True)
    assert hashlib.sha256(der).hexdigest() == (
        "247ec3b97452ed80d088d009229d27c036959733513eb8c8f5854098c9a94ac9"
    )
    assert (len(der), len(HMAC_KEY)) == (294, 64)
    assert not {HMAC_KEY, PUBLISHED.public_key.get_secret_value()} & set(repr(PUBLISHED).split("'"))


@pytest.mark.parametrize(
    ("of_key", "of_secret", "digits"),
    [
        ("6b2c", "2b1a", "179805"),
        ("0001", "00ff", "000065"),
        ("0500", "0000", "083886"),
        ("05f5", "e0ff", "099999"),
        ("05f5", "e100", "100000"),
        ("ffff", "ffff", "429496"),
    ],
)
def test_pin_vectors_d1_and_d2_come_out(of_key: str, of_secret: str, digits: str) -> None:
    assert pin(f"00000000-{of_key}-4a52-9c1b-1a2b3c4d5e6f", f"0-{of_secret}-4c9b") == digits


def test_part_vectors_d3_and_d4_come_out() -> None:
    assert part(HMAC_KEY, "179805", 1700007200000) == ACCESS_PART
    assert part(HMAC_KEY, "179805", 1702592000000) == REFRESH_PART


def test_plaintext_vector_d5_comes_out() -> None:
    text = plaintext(KEY, SECRET, HMAC_KEY, T)
    assert text == f"179805${KEY}${SECRET}${ACCESS_PART}${REFRESH_PART}"
    assert (len(text), sha256(text)) == (210, D5)


def test_plaintext_vector_d6_comes_out() -> None:
    text = plaintext(KEY, SECRET, HMAC_KEY, 1700007300000, HANDED_OUT)
    assert text.split("$")[3] == "1596ccc56759b8270f9153c34cc63ae3d41f4d354d3bfcc27f1ac4fe866a467a"
    assert sha256(text) == D6


async def test_each_request_carries_a_token_of_its_own_and_nothing_else(
    gateway: HttpGateway, script: Script
) -> None:
    await gateway.warm_up()
    assert script.requests == []
    await gateway.get_task_instance(TASK)
    await gateway.get_time_zone()
    assert script.paths == ["v2.1/taskInstances", "v2.1/time"]
    for request in script.requests:
        assert [name for name in request.headers if name.startswith("apim-")] == ["apim-accesstoken"]
        assert len(request.headers["apim-accesstoken"]) == 344
        assert sha256(decrypted(request)) == D5
        with pytest.raises(ValueError, match="Decryption"):
            decrypted(request, SHA256)
    assert len({request.headers["apim-accesstoken"] for request in script.requests}) == 2


async def test_a_profile_that_does_not_ask_for_it_signs(profile: Profile, script: Script) -> None:
    async with aclosing(HttpGateway(profile, transport=httpx.MockTransport(script))) as gateway:
        await gateway.get_time_zone()
    assert script.paths == ["token/get", "v2.1/time"]
    assert "apim-signature" in script.requests[-1].headers


async def test_another_hmac_key_makes_other_parts(profile: Profile, script: Script, clocks: Clocks) -> None:
    keys = replace(KEYS, hmac_key=SecretStr("another"))
    profile, transport = replace(profile, poseidon=keys), httpx.MockTransport(script)
    async with aclosing(HttpGateway(profile, transport=transport, clock=clocks.wall)) as gateway:
        await gateway.get_time_zone()
    assert decrypted(script.requests[0]) == plaintext(KEY, SECRET, "another", T)


def _later(clocks: Clocks, reply: httpx.Response) -> Callable[[httpx.Request], httpx.Response]:
    def answer(_: httpx.Request) -> httpx.Response:
        clocks.now_s += 7300
        return reply

    return answer


async def test_after_a_4011_the_refresh_part_is_the_gateways_and_the_access_part_new(
    gateway: HttpGateway, script: Script, clocks: Clocks
) -> None:
    script.replies = [_later(clocks, asked_anew(4011, apim_refreshtoken=HANDED_OUT)), ok("fine")]
    assert (await gateway.get_task_instance(TASK)).data == "fine"
    assert [sha256(decrypted(request)) for request in script.requests] == [D5, D6]
    await gateway.get_task_instance(TASK)
    assert decrypted(script.requests[-1]) == plaintext(KEY, SECRET, HMAC_KEY, T + 7_300_000)


@pytest.mark.parametrize(
    "reply",
    [
        asked_anew(4012),
        asked_anew(4012, apim_refreshtoken=HANDED_OUT),
        asked_anew(4011),
        asked_anew(4011, apim_refreshtoken=5),
        asked_anew(4011, apim_refreshtoken="a$b"),
        asked_anew(4011, apim_refreshtoken="描述"),
        asked_anew(4011, apim_refreshtoken="f" * 65),
    ],
)
async def test_after_a_4012_or_without_a_part_that_could_be_one_both_parts_are_new(
    gateway: HttpGateway, script: Script, clocks: Clocks, reply: httpx.Response
) -> None:
    script.replies = [_later(clocks, reply), ok("fine")]
    assert (await gateway.list_flow_instances(QUERY)).data == "fine"
    assert decrypted(script.requests[1]) == plaintext(KEY, SECRET, HMAC_KEY, T + 7_300_000)
    first, second = (request.content for request in script.requests)
    assert first == second != b""


@pytest.mark.parametrize("code", [4011, 4012])
async def test_a_second_request_is_the_last(gateway: HttpGateway, script: Script, code: int) -> None:
    script.replies = [asked_anew(code, apim_refreshtoken=HANDED_OUT)] * 2
    with pytest.raises(BadCredentials, match="even a fresh access token") as caught:
        await gateway.get_task_instance(TASK)
    assert len(script.requests) == 2
    assert "poseidon_public_key" in caught.value.hint


@pytest.mark.parametrize(
    "reply",
    [httpx.Response(401, json={"message": "no"}), httpx.Response(200, json={"status": 1203, "msg": "gone"})],
)
async def test_any_other_rejection_is_told_at_once(
    gateway: HttpGateway, script: Script, reply: httpx.Response
) -> None:
    script.replies = [reply, ok("never asked for")]
    with pytest.raises(BadCredentials) as caught:
        await gateway.get_task_instance(TASK)
    assert len(script.requests) == 1
    assert "poseidon_public_key" in caught.value.hint


async def test_no_answer_shows_a_token_a_part_handed_out_or_a_key(
    gateway: HttpGateway, script: Script, redact: Redactor
) -> None:
    def repeat(_: httpx.Request) -> httpx.Response:
        tokens = [request.headers["apim-accesstoken"] for request in script.requests]
        return ok([SECRET, KEY, HANDED_OUT, HMAC_KEY, as_told(PAIR), *tokens])

    script.replies = [asked_anew(4011, apim_refreshtoken=HANDED_OUT), repeat]
    answer = await gateway.get_task_instance(TASK)
    assert answer.data == ["[redacted]"] * 7
    assert redact(f"x {HMAC_KEY} {as_told(PAIR)}") == "x [redacted] [redacted]"


async def test_no_error_shows_a_token(gateway: HttpGateway, script: Script) -> None:
    def repeat(request: httpx.Request) -> httpx.Response:
        return httpx.Response(401, json={"message": f"{request.headers['apim-accesstoken']} go away"})

    script.replies = [repeat]
    with pytest.raises(BadCredentials, match="go away") as caught:
        await gateway.get_task_instance(TASK)
    shown = "".join(traceback.format_exception(caught.value)) + f"{gateway._auth!r} {gateway._profile!r}"
    for secret in (script.requests[0].headers["apim-accesstoken"], SECRET, HMAC_KEY, as_told(PAIR)):
        assert secret not in shown


@pytest.mark.parametrize(
    "public_key",
    [
        base64.b64encode(b"no key").decode(),
        as_told(ec.generate_private_key(ec.SECP256R1())),
        as_told(rsa.generate_private_key(public_exponent=65537, key_size=1024)),
    ],
    ids=["no key", "not RSA", "too short"],
)
async def test_a_public_key_that_will_not_do_is_told(
    profile: Profile, script: Script, public_key: str
) -> None:
    profile = replace(profile, poseidon=replace(KEYS, public_key=SecretStr(public_key)))
    async with aclosing(HttpGateway(profile, transport=httpx.MockTransport(script))) as gateway:
        for ask in (gateway.warm_up, gateway.get_time_zone):
            with pytest.raises(GatewayError) as caught:
                await ask()
            assert str(caught.value) == "poseidon_public_key is not a public RSA key of 2048 bits or more."
            assert public_key not in caught.value.hint
    assert script.requests == []


async def test_without_the_package_there_is_a_sentence(
    gateway: HttpGateway, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] == "cryptography":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    for ask in (gateway.warm_up, gateway.get_time_zone):
        with pytest.raises(GatewayError) as caught:
            await ask()
        assert str(caught.value) == (
            'The profile says auth = "poseidon", and the package that encrypts its tokens is missing.'
        )
        assert caught.value.hint == f"Install it: {sys.executable} -m pip install cryptography."
    assert script.requests == []
