import json
import string
from collections.abc import Callable
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cost import costs_in_proportion
from tui_app.logic.redact import REDACTED, Redactor

redact = Redactor()
# A capital and a digit at the front, so that no part of a template can be taken for the secret.
SECRETS = st.text(
    string.ascii_letters + string.digits + "!#$%*+,-./:;=?^_{|}~()[]", min_size=6, max_size=30
).map("Q7".__add__)
WORDS = """password PASSWORD db_passwd javax.jdo.option.ConnectionPassword pwd secret client_secret appSecret
    token access_token accessToken accessKey access_key AWS_SECRET_ACCESS_KEY fs.s3a.access.key appKey api-key
    credentials private_key"""
NAMES = st.sampled_from(WORDS.split())
TEMPLATES = st.sampled_from(
    [
        "{name}={value}",
        "{name} = {value} and more",
        "export {name}='{value}'",
        '{name}: "{value}"',
        "{name}: {value}",
        '{{"a": 1, "{name}": "{value}", "b": 2}}',
        '{{\\"{name}\\":\\"{value}\\"}}',
        "{name} => {value}",
        "--{name} {value} --other 1",
        "['run', '--{name}', '{value}']",
        "<{name}>v{value}</{name}>",
        "<name>{name}</name><value>{value}</value>",
        "Authorization: Bearer {value}",
        '-H "Authorization: Basic {value}"',
        "'Authorization': 'Digest {value}'",
        "apim-accesstoken: {value}",
        '"apim-signature": "{value}"',
    ]
)


@given(TEMPLATES, NAMES, SECRETS)
def test_a_value_after_a_secret_name_is_removed(template: str, name: str, value: str) -> None:
    if template.startswith("<"):
        value = value.replace("<", "")
    text = redact("before " + template.format(name=name, value=value) + "\nafter")
    assert value not in text
    assert value[:6] not in text
    assert REDACTED in text
    assert text.startswith("before ")
    assert text.endswith("after")


@given(NAMES, st.text(min_size=5, max_size=20).map("Q7".__add__))
def test_any_text_in_json_or_in_json_within_json_is_taken_out(name: str, value: str) -> None:
    once = json.dumps({"a": 1, name: value})
    written = json.dumps(value)[1:-1]
    assert written not in redact(once)
    twice = json.dumps(json.dumps({"a": 1, name: value}))
    assert json.dumps(written)[1:-1] not in redact(twice)


@given(
    st.text(string.ascii_letters + string.digits + "%!$&*+,;=:._~-/", min_size=3, max_size=20).map(
        "Q7".__add__
    )
)
def test_the_login_of_a_url_is_removed(value: str) -> None:
    for text in (f"jdbc:mysql://user:{value}@db:3306/x?a=1", f"see https://user:{value}@host/path"):
        assert value not in redact(text)
        assert redact(text).startswith(text.partition("user")[0])
    assert value not in redact(f"jdbc:oracle:thin:scott/{value.replace('/', '')}@db:1521")


@given(st.text(min_size=4).filter(lambda value: value not in REDACTED), st.text(), st.text())
def test_the_profiles_own_values_are_taken_out_wherever_they_stand(
    value: str, before: str, after: str
) -> None:
    assert value not in Redactor([value, ""])(f"Zz{before}{value}{after}").replace(REDACTED, "\0")


def test_the_repr_of_a_redactor_shows_no_secret() -> None:
    assert "hunter22" not in repr(Redactor(["hunter22"]))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("key AKIAIOSFODNN7EXAMPLE used", f"key {REDACTED} used"),
        ("Aliyun LTAI5tQ7abcdEFGH1234", f"Aliyun {REDACTED}"),
        ("sent eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", f"sent {REDACTED}"),
        ("a Bearer 0123456789abcdef", f"a Bearer {REDACTED}"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
         f"-----BEGIN RSA PRIVATE KEY-----{REDACTED}-----END RSA PRIVATE KEY-----"),
        ("https://ghp_0123456789@git.example.com/x", f"https://{REDACTED}@git.example.com/x"),
        ("?token=abc&x=1", f"?token={REDACTED}"),
    ],
)  # fmt: skip
def test_known_forms_are_taken_out(text: str, left: str) -> None:
    assert redact(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "KeyError: 'ActivePower_avg'",
        "Traceback (most recent call last):",
        "process exited with code 137",
        "ParseException line 3:7 unexpected token: FROM near 'x'",
        "read hdfs:///ods/scada/10min and http://host:8080/a@b from a@b.example",
        '{"taskMode":1,"keyType":0,"datasourceId":0}',
        "clean_turbine_data 900103-2026112100 2026-11-22 23:18:00",
        "primary key of the table; the monkey: banana",
        "Access denied for user 'root'",
        "the password is wrong",
    ],
)
def test_ordinary_lines_stay_as_they_are(text: str) -> None:
    assert redact(text) == text


@given(st.text(string.ascii_lowercase + " =:\"'\\<>@/.-\n", max_size=200), NAMES, SECRETS)
def test_a_second_pass_finds_nothing_more(text: str, name: str, value: str) -> None:
    once = redact(f"{text} {name}={value} {text}")
    assert redact(once) == once


@pytest.mark.parametrize(
    "piece", ["password", "a", "://", "-", "\\", 'token="', "<", "-----BEGIN PRIVATE KEY-----", "x:@"]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def read(length: int) -> None:
        text = piece * (length // len(piece))
        redact(text)
        Redactor([KEY]).mask(text)

    assert costs_in_proportion(read, 80_000)


KEY = "6f5e4d3c-2b1a-4c9b-8a52-0c6e2f1e6a0c"


def spelt_by_numbers(text: str) -> str:
    return "".join(f"\\u{ord(letter):04X}" for letter in text)


@pytest.mark.parametrize("secret", [KEY, 'p/a"ss\\word%1', "geheim/è\u5bc6\u94a5xx"])
@pytest.mark.parametrize(
    "spelling",
    [
        str,
        lambda text: json.dumps({"msg": text}),
        lambda text: json.dumps({"msg": text}, ensure_ascii=False),
        lambda text: json.dumps({"runMode": json.dumps({"cmd": text})}),
        lambda text: json.dumps({"msg": text}).replace("/", "\\/"),
        lambda text: f"https://host/?key={quote(text, safe='')}",
    ],
)
def test_a_mask_knows_its_own_values_however_they_are_spelt(
    spelling: Callable[[str], str], secret: str
) -> None:
    shown = Redactor([secret]).mask(spelling(secret))
    assert REDACTED in shown
    for text in (shown, unquote(shown), shown.encode().decode("unicode_escape")):
        assert secret not in text


@pytest.mark.parametrize("prefix", ["", "\\", "\\\\\\"])
def test_a_mask_knows_letters_that_are_spelt_by_their_numbers(prefix: str) -> None:
    spelt = spelt_by_numbers(KEY[:4]).replace("\\", prefix + "\\") + KEY[4:]
    assert Redactor([KEY]).mask(f'{{"msg": "{spelt}\\u003d"}}') == f'{{"msg": "{REDACTED}\\u003d"}}'


@given(st.text())
def test_a_mask_leaves_all_else_as_it_was_sent(text: str) -> None:
    sent = f"{text} password=hunter2 Authorization: Basic dXNlcjpwYXNz {text} \\u003d"
    assert Redactor([KEY]).mask(sent) == sent


def test_a_mask_removes_learnt_secrets_but_no_short_words() -> None:
    redactor = Redactor(["app1"])
    assert redactor.mask("app1 has token T0ken-0001") == "app1 has token T0ken-0001"
    redactor.learn("T0ken-0001")
    assert redactor.mask("app1 has token T0ken-0001") == f"app1 has token {REDACTED}"
    assert redactor.mask("signed 0a948f30", "0a948f30") == f"signed {REDACTED}"
    assert redactor("app1") == REDACTED
