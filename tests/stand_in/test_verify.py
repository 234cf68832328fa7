import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.stand_in.signing import sha256, token_body
from tests.stand_in.verify import (
    LIFETIME_S,
    WINDOW_MS,
    AmbiguousQuery,
    RequestRejected,
    TokenRefused,
    TokenService,
    signature,
)

KEY = "2f1e6a0c-6b2c-4a52-9c1b-1a2b3c4d5e6f"
SECRET = "6f5e4d3c-2b1a-4c9b-8a52-0c6e2f1e6a0c"
T = 1_700_000_000_000
TOKEN = "T0kenExample-0001"
ORG = "orgId=o17000000000000001"
USER = "userId=u17000000000000002"
SAMPLE = "taskInstId=118979-2021020211"

B0_BODY = '{\n  "count": 20,\n  "page": 1,\n  "desc": "描述"\n}'
B1 = f"action=get&{SAMPLE}&{USER}&{ORG}"
B3 = f"startTime=2023-11-14+22%3A13%3A20&name={quote('风机 A+B')}&{ORG}"
B5 = f"action=search&{ORG}"
B5_BODY = '{"pagination":{"pageNo":1,"pageSize":10},"desc":"描述"}'


@pytest.fixture
def tokens() -> TokenService:
    service = TokenService({KEY: SECRET})
    service.replace(KEY, T, TOKEN)
    return service


def request(at_ms: int = T, **changes: Any) -> bytes:
    return token_body(at_ms, KEY, SECRET, **changes)


def refusal(service: TokenService, body: bytes, now_ms: int = T, way: str = "get") -> int:
    with pytest.raises(TokenRefused) as refused:
        getattr(service, way)(body, now_ms)
    return refused.value.code


def headers(digest: str, token: str = TOKEN, timestamp: str = str(T), **more: str) -> dict[str, str]:
    return {"apim-accesstoken": token, "apim-timestamp": timestamp, "apim-signature": digest} | more


def test_the_vendors_own_digest_is_reproduced() -> None:
    digest = signature(
        "xxxxaaaxxxx", "k3=v3&k1=v1&k2=v2", B0_BODY.encode(), "1572574909697", "xxxappSecretxxx"
    )
    assert digest == b"59828328f6c1f9771015dc74e4929ae30f518a35a3d2353972c2ea46556fc981"


@pytest.mark.parametrize(
    ("query", "body", "digest"),
    [
        (B1, "", "0a948f30713be2e034cdb9769d2fd21842fedbee39f4c6d6d61a547926ac58c6"),
        (
            f"action=getLog&{SAMPLE}&maxLength=&{USER}&{ORG}",
            "",
            "a3bbf47626725c95c7ba6439395099c4f24e4c95ec136c69c3523af1d72b035c",
        ),
        (B3, "", "12bb51e410f8ae5c55a5d2c9922659a2caea02eb8fcbcd5713262f2121dc8846"),
        (
            "alpha=1&Zeta=2&_x=3&orgId=o1",
            "",
            "71e746de06b91be1ea54b94f8a27995ac6cc0561a31541f3369cdc846fd6352e",
        ),
        (B5, B5_BODY, "d0760175e954225b8a5ac50e4f19e582d58aef8108c52087ea4c440ad51e3616"),
        ("", "", "efc8b74b605cf0c56940336add786134bbdcda143cc0a12ba9021356513126fa"),
    ],
    ids=["B1", "B2 empty value", "B3 decoded values", "B4 ASCII order", "B5 JSON body", "B6 nothing"],
)
def test_a_rightly_signed_request_passes(tokens: TokenService, query: str, body: str, digest: str) -> None:
    tokens.check(f"/any/path?{query}", headers(digest), body.encode(), T)


def test_a_multipart_body_is_not_part_of_the_signature(tokens: TokenService) -> None:
    b7 = headers("270169bf5c29731313ad0c9edcc61d07811fdb727eb17972151842981c67d087")
    multipart = b7 | {"content-type": "multipart/form-data; boundary=x"}
    tokens.check(f"/?action=create&{ORG}&productKey=pk0001", multipart, b"--x--", T)


@pytest.mark.parametrize(
    ("query", "body", "digest"),
    [
        (B1, "", "70b7f326e28ccbd801470aab4bfe8a6aed252b6131ef894d7237d131cf98800d"),
        (B3, "", "2fd3ab9ed786d9f8f2ae16550586a38d612c75a74100b45b7f6555858b65b96f"),
        (B5, B5_BODY, "417c89e22c8afc2a2882b1c1e006f65db4d4544761d2eb443cb4a7c19c47603f"),
        (B1, "", "0A948F30713BE2E034CDB9769D2FD21842FEDBEE39F4C6D6D61A547926AC58C6"),
        (B1, "", "é"),
    ],
    ids=["B1 unsorted", "B3 percent-encoded", "B5 other spaces", "upper case", "not hex"],
)
def test_a_wrongly_signed_request_is_rejected(
    tokens: TokenService, query: str, body: str, digest: str
) -> None:
    with pytest.raises(RequestRejected, match="signature is wrong"):
        tokens.check(f"/any/path?{query}", headers(digest), body.encode(), T)


@pytest.mark.parametrize("missing", ["apim-accesstoken", "apim-timestamp", "apim-signature"])
def test_all_three_headers_are_needed(tokens: TokenService, missing: str) -> None:
    sent = headers("0a948f30713be2e034cdb9769d2fd21842fedbee39f4c6d6d61a547926ac58c6")
    del sent[missing]
    with pytest.raises(RequestRejected, match=missing):
        tokens.check(f"/?{B1}", sent, b"", T)


@pytest.mark.parametrize("query", ["a=1&a=2", "flag", "a=1&%61=2"])
def test_a_query_nobody_knows_how_to_sign_is_refused_as_such(tokens: TokenService, query: str) -> None:
    with pytest.raises(AmbiguousQuery):
        tokens.check(f"/?{query}", headers("0" * 64), b"", T)


@pytest.mark.parametrize("minutes", [-16, -14, 14, 16])
def test_a_request_counts_within_fifteen_minutes_of_its_own_time(tokens: TokenService, minutes: int) -> None:
    b1 = headers("0a948f30713be2e034cdb9769d2fd21842fedbee39f4c6d6d61a547926ac58c6")
    now_ms = T + minutes * 60_000
    if abs(minutes) < 15:
        tokens.check(f"/?{B1}", b1, b"", now_ms)
    else:
        with pytest.raises(RequestRejected, match="outside the window"):
            tokens.check(f"/?{B1}", b1, b"", now_ms)


@pytest.mark.parametrize(
    "timestamp", ["1700000000", "17000000000000", "1700000000.00", "１７００００００００００００"]
)
def test_the_timestamp_has_thirteen_ascii_digits(tokens: TokenService, timestamp: str) -> None:
    digest = sha256(f"{TOKEN}{timestamp}{SECRET}")
    with pytest.raises(RequestRejected, match="13 digits"):
        tokens.check("/", headers(digest, timestamp=timestamp), b"", T)


def test_unknown_and_expired_tokens_are_rejected(tokens: TokenService) -> None:
    unknown = headers(sha256(f"other{T}{SECRET}"), token="other")
    with pytest.raises(RequestRejected, match="unknown"):
        tokens.check("/", unknown, b"", T)
    later = T + LIFETIME_S * 1000
    with pytest.raises(RequestRejected, match="expired"):
        tokens.check("/", headers(sha256(f"{TOKEN}{later}{SECRET}"), timestamp=str(later)), b"", later)


def test_a_token_is_only_good_with_the_secret_of_its_own_application() -> None:
    service = TokenService({"other": "another secret", KEY: SECRET})
    service.replace(KEY, T, TOKEN)
    service.check("/", headers(sha256(f"{TOKEN}{T}{SECRET}")), b"", T)
    with pytest.raises(RequestRejected, match="signature"):
        service.check("/", headers(sha256(f"{TOKEN}{T}another secret")), b"", T)


def test_the_documented_token_digest_is_accepted() -> None:
    a1 = "d16e21365d5abd72c6844b682b52409325808cb46b98d3577f71d25f63aad6ab"
    body = json.dumps({"appKey": KEY, "timestamp": T, "encryption": a1}).encode()
    answer = TokenService({KEY: SECRET}).get(body, T)
    assert (answer["status"], answer["msg"], answer["business"]) == (0, "SUCCESS", "apim-token-service")
    assert answer["data"]["expire"] == LIFETIME_S


def test_asking_again_gives_the_same_token_with_less_life(tokens: TokenService) -> None:
    first = tokens.get(request(T), T)["data"]
    again = tokens.get(request(T + 60_000), T + 60_000)["data"]
    assert first == {"accessToken": TOKEN, "expire": 7200}
    assert again == {"accessToken": TOKEN, "expire": 7140}


def test_an_expired_token_is_followed_by_another(tokens: TokenService) -> None:
    later = T + LIFETIME_S * 1000
    fresh = tokens.get(request(later), later)["data"]
    assert fresh["accessToken"] != TOKEN
    assert fresh["expire"] == LIFETIME_S


@pytest.mark.parametrize("rotates", [True, False])
def test_a_refresh_gives_the_full_life_and_rotates_the_token_or_keeps_it(rotates: bool) -> None:
    service = TokenService({KEY: SECRET}, rotates=rotates)
    service.replace(KEY, T, TOKEN, life_s=60)
    renewed = service.refresh(request(accessToken=TOKEN), T)["data"]
    assert renewed["expire"] == LIFETIME_S
    assert (renewed["accessToken"] != TOKEN) is rotates


def test_only_the_live_token_can_be_refreshed_and_only_while_it_lives(tokens: TokenService) -> None:
    assert refusal(tokens, request(T, accessToken="another"), way="refresh") == 1204
    later = T + LIFETIME_S * 1000
    assert refusal(tokens, request(later, accessToken=TOKEN), later, way="refresh") == 1203


def test_a_digest_is_good_for_one_use(tokens: TokenService) -> None:
    tokens.get(request(), T)
    assert refusal(tokens, request()) == 1001
    assert refusal(tokens, request(accessToken=TOKEN), way="refresh") == 1001


@pytest.mark.parametrize("timestamp", [T, str(T)])
def test_the_timestamp_may_be_a_number_or_text(tokens: TokenService, timestamp: int | str) -> None:
    assert tokens.get(request(timestamp=timestamp), T)["status"] == 0


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (token_body(T, "nobody", SECRET), 1002),
        (token_body(T, KEY, "wrong secret"), 1003),
        (request(encryption="é"), 1003),
        (b"not JSON", 1004),
        (b"[]", 1004),
        (request(timestamp="yesterday"), 1004),
        (request(timestamp=1.7e12), 1004),
        (request(timestamp=True), 1004),
        (request(appKey=""), 1202),
        (request(encryption=None), 1202),
        (b"{}", 1202),
    ],
)
def test_a_bad_token_request_gets_its_documented_code(tokens: TokenService, body: bytes, code: int) -> None:
    assert refusal(tokens, body) == code


def test_a_refresh_needs_a_token(tokens: TokenService) -> None:
    assert refusal(tokens, request(), way="refresh") == 1202


@pytest.mark.parametrize("skew_ms", [WINDOW_MS + 1, -WINDOW_MS - 1])
def test_the_code_for_a_token_request_out_of_time_can_be_chosen(skew_ms: int) -> None:
    service = TokenService({KEY: SECRET}, skew_code=1003)
    assert refusal(service, request(T + skew_ms)) == 1003
    assert service.get(request(T + WINDOW_MS), T)["status"] == 0
