"""Digests against the vectors of the authentication page."""

import hashlib

import httpx
import pytest

from tests.api.doubles import KEY, SECRET
from tui_app.api.signing import encryption, signature, signed_params

T = 1700000000000
TOKEN = "T0kenExample-0001"
ORG, USER = ("orgId", "o17000000000000001"), ("userId", "u17000000000000002")
ID = ("taskInstId", "118979-2021020211")
B1 = [("action", "get"), ID, USER, ORG]
B5_BODY = '{"pagination":{"pageNo":1,"pageSize":10},"desc":"描述"}'.encode()


def test_the_vendors_own_vector_b0_comes_out() -> None:
    body = '{\n  "count": 20,\n  "page": 1,\n  "desc": "描述"\n}'
    params = [("k3", "v3"), ("k1", "v1"), ("k2", "v2")]

    def signed(text: str) -> str:
        return signature("xxxxaaaxxxx", params, text.encode(), 1572574909697, "xxxappSecretxxx")

    assert signed(body) == "59828328f6c1f9771015dc74e4929ae30f518a35a3d2353972c2ea46556fc981"
    assert signed(body.replace("描述", "description")) == (
        "ad6dc6fc97f4290f3724e94eab38168d8613c41c3a4569b4b8b0efbce96a816c"
    )
    assert signed(body.replace("描述", "Description")) == (
        "01585cdfb5f355f29eb74c7285c6ba457f45783c39bc496062823341d50a03c7"
    )


@pytest.mark.parametrize(
    ("timestamp", "digest"),
    [
        (1700000000000, "d16e21365d5abd72c6844b682b52409325808cb46b98d3577f71d25f63aad6ab"),
        (1700006600000, "11830bf418b628a4036917bd791d1de439f7e227012f73944996831ebaa1f847"),
        (1700000000001, "b4c1d95014a8d09fcb74185b7797b78a5a42ff78b727863541ad4dc2de5999bc"),
    ],
)
def test_token_vectors_a_come_out(timestamp: int, digest: str) -> None:
    assert encryption(KEY, timestamp, SECRET) == digest


@pytest.mark.parametrize(
    ("params", "body", "digest"),
    [
        (B1, b"", "0a948f30713be2e034cdb9769d2fd21842fedbee39f4c6d6d61a547926ac58c6"),
        (
            [("action", "getLog"), ID, ("maxLength", ""), USER, ORG],
            b"",
            "a3bbf47626725c95c7ba6439395099c4f24e4c95ec136c69c3523af1d72b035c",
        ),
        (
            [("startTime", "2023-11-14 22:13:20"), ("name", "风机 A+B"), ORG],
            b"",
            "12bb51e410f8ae5c55a5d2c9922659a2caea02eb8fcbcd5713262f2121dc8846",
        ),
        (
            [("alpha", "1"), ("Zeta", "2"), ("_x", "3"), ("orgId", "o1")],
            b"",
            "71e746de06b91be1ea54b94f8a27995ac6cc0561a31541f3369cdc846fd6352e",
        ),
        (
            [("action", "search"), ORG],
            B5_BODY,
            "d0760175e954225b8a5ac50e4f19e582d58aef8108c52087ea4c440ad51e3616",
        ),
        ([], b"", "efc8b74b605cf0c56940336add786134bbdcda143cc0a12ba9021356513126fa"),
        (
            [("action", "create"), ORG, ("productKey", "pk0001")],
            b"",
            "270169bf5c29731313ad0c9edcc61d07811fdb727eb17972151842981c67d087",
        ),
    ],
    ids=["B1", "B2", "B3", "B4", "B5", "B6", "B7"],
)
def test_signature_vectors_b_come_out_in_any_order(
    params: list[tuple[str, str]], body: bytes, digest: str
) -> None:
    assert signature(TOKEN, params, body, T, SECRET) == digest
    assert signature(TOKEN, params[::-1], body, T, SECRET) == digest


def test_the_wrong_vectors_stay_wrong() -> None:
    unsorted = "".join(name + value for name, value in B1)
    wrong_b1 = hashlib.sha256(f"{TOKEN}{unsorted}{T}{SECRET}".encode()).hexdigest()
    assert wrong_b1 == "70b7f326e28ccbd801470aab4bfe8a6aed252b6131ef894d7237d131cf98800d"
    assert signature(TOKEN, B1, b"", T, SECRET) != wrong_b1

    spaced = B5_BODY.replace(b":", b": ").replace(b",", b", ")
    wrong_b5 = "417c89e22c8afc2a2882b1c1e006f65db4d4544761d2eb443cb4a7c19c47603f"
    assert signature(TOKEN, [("action", "search"), ORG], spaced, T, SECRET) == wrong_b5
    assert signature(TOKEN, [("action", "search"), ORG], B5_BODY, T, SECRET) != wrong_b5


def test_values_are_signed_as_decoded_from_the_url_sent() -> None:
    url = httpx.URL("https://gw/", params=[("startTime", "2023-11-14 22:13:20"), ("name", "风机 A+B"), ORG])
    assert b"%2B" in url.query
    digest = signature(TOKEN, signed_params(url.query), b"", T, SECRET)
    assert digest == "12bb51e410f8ae5c55a5d2c9922659a2caea02eb8fcbcd5713262f2121dc8846"
    assert digest != "2fd3ab9ed786d9f8f2ae16550586a38d612c75a74100b45b7f6555858b65b96f"


@pytest.mark.parametrize("query", [b"a=1&a=2", b"flag", b"a=1&flag"])
def test_repeated_and_valueless_parameters_are_refused(query: bytes) -> None:
    with pytest.raises(ValueError):
        signed_params(query)


def test_an_empty_value_and_an_empty_query_are_signed() -> None:
    assert signed_params(b"maxLength=") == [("maxLength", "")]
    assert signed_params(b"") == []
