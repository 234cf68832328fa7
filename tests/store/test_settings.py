"""File and environment become one checked profile, or one sentence that says where and what to do."""

import stat
from pathlib import Path

import pytest

from tui_app.models.profile import PoseidonKeys, SecretStr
from tui_app.store.errors import NotConfigured, SettingsError, StoreError
from tui_app.store.files import write_private
from tui_app.store.settings import profile_from, resolve, save_profile, sources

# Self-signed, made for this test, its key thrown away.
A_CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBdDCCARugAwIBAgIUaQl9nGUIYLt3fzcHfQuUsbxIX8QwCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEc2l0ZTAgFw0yNjExMjMxNDExNTlaGA8yMTI2MTAzMDE0MTE1
OVowDzENMAsGA1UEAwwEc2l0ZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPBg
zaUnURffLjVn5X6m+K+1f4qejU1XRKpGyvKgCvbI+QU7ZJ/zXs6sDPYGQMfOP/+W
Gp6GMOlof0fA0ZP9l4mjUzBRMB0GA1UdDgQWBBT0pkAy+syJz2hZTjq3bpmLVIW7
pTAfBgNVHSMEGDAWgBT0pkAy+syJz2hZTjq3bpmLVIW7pTAPBgNVHRMBAf8EBTAD
AQH/MAoGCCqGSM49BAMCA0cAMEQCIA/HwP1ceVD/Vs5ZyGLACJCasbqIa9QuZlfX
OTxn80s1AiBmqjaALV83q7uu2Pfku5aXprTy7CiPYLIs8xMTUgcXKA==
-----END CERTIFICATE-----
"""
SECRET = "s3cret-never-shown"
FULL = {
    "ENOS_GATEWAY": "https://apim.example.com",
    "ENOS_ACCESS_KEY": "key",
    "ENOS_SECRET_KEY": SECRET,
    "ENOS_ORG_ID": "o15",
    "ENOS_USER_ID": "u15",
}
UUID = "2f1e6a0c-6b2c-4a52-9c1b-1a2b3c4d5e6f"
FULL_OF_UUIDS = FULL | {"ENOS_ACCESS_KEY": UUID, "ENOS_SECRET_KEY": UUID.replace("2", "3")}
PEM = f"-----BEGIN PUBLIC KEY-----\n{'A' * 64}\n{'B' * 20}\n-----END PUBLIC KEY-----\n"
PROD = f"""\
# night shift
default_profile = "prod"

[profiles.prod]  # the plant
gateway = "https://apim.example.com:8443/"
access_key = "key"
secret_key = "{SECRET}"
org_id = "o15"
user_id = "u15"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "enos-tui" / "config.toml"


def complaint(config: Path, environment: dict[str, str] | None = None, profile: str | None = None) -> str:
    """The one sentence, with the file's folder cut off; never with the secret in it."""
    with pytest.raises(SettingsError) as caught:
        resolve(config, environment or {}, profile)
    assert SECRET not in str(caught.value) + repr(caught.value)
    return str(caught.value).replace(f"{config.parent}/", "")


def test_a_profile_comes_from_the_file(config: Path) -> None:
    write_private(config, PROD)
    profile = resolve(config, {})
    assert (profile.name, profile.gateway) == ("prod", "https://apim.example.com:8443")
    assert (profile.access_key, profile.org_id, profile.user_id) == ("key", "o15", "u15")
    assert profile.secret_key.get_secret_value() == SECRET
    assert SECRET not in repr(profile)


def test_a_profile_comes_from_the_environment_alone(config: Path) -> None:
    profile = resolve(config, FULL | {"ENOS_ORG_ID": " o15\n"})
    assert (profile.name, profile.gateway, profile.org_id) == ("default", "https://apim.example.com", "o15")


@pytest.mark.parametrize("variable", FULL)
def test_no_setting_is_taken_that_no_request_can_hold(config: Path, variable: str) -> None:
    assert (
        complaint(config, FULL | {variable: "x" * 5_000}) == f"{variable} holds more than 4,096 characters."
    )


@pytest.mark.parametrize(("name", "shown"), [("x" * 5_000, "xxxxx"), ("\udcff", "visible characters")])
def test_a_name_that_no_profile_can_have_is_not_repeated_in_full(config: Path, name: str, shown: str) -> None:
    write_private(config, PROD)
    sentence = complaint(config, {}, name)
    assert "A profile cannot be called" in sentence
    assert shown in sentence
    assert len(sentence) < 200


def test_the_environment_goes_over_the_file_and_a_blank_variable_says_nothing(config: Path) -> None:
    write_private(config, PROD)
    profile = resolve(config, {"ENOS_USER_ID": "u99", "ENOS_ORG_ID": "  "})
    assert (profile.user_id, profile.org_id) == ("u99", "o15")


@pytest.mark.parametrize(
    ("default", "names", "variable", "asked", "chosen"),
    [
        ("a", "ab", "b", "c", "c"),
        ("a", "ab", "b", None, "b"),
        ("a", "ab", None, None, "a"),
        (None, "b", None, None, "b"),
        (None, "", None, None, "default"),
        (None, "", "x", None, "x"),
        (None, "ab", None, None, "default"),
    ],
)
def test_the_profile_is_chosen_by_the_nearest_word(
    config: Path, default: str | None, names: str, variable: str | None, asked: str | None, chosen: str
) -> None:
    text = f'default_profile = "{default}"\n' if default else ""
    write_private(config, text + "".join(f"[profiles.{name}]\n" for name in names))
    environment = FULL | ({"ENOS_PROFILE": variable} if variable else {})
    assert resolve(config, environment, asked).name == chosen


def test_with_several_profiles_and_no_default_one_has_to_be_chosen(config: Path) -> None:
    write_private(config, PROD.replace("default_profile", "#") + '[profiles.test]\norg_id = "o1"\n')
    assert complaint(config) == (
        "config.toml has several profiles and no default: choose prod or test with --profile, "
        "ENOS_PROFILE or default_profile."
    )


def test_an_unknown_profile_brings_the_likeliest_one(config: Path) -> None:
    write_private(config, PROD)
    assert complaint(config, {}, "prdo") == "config.toml has no profile 'prdo': did you mean prod?"
    assert complaint(config, {"ENOS_PROFILE": "x"}) == "config.toml has no profile 'x': known are prod."
    write_private(config, PROD.replace('"prod"', '"prd"'))
    assert complaint(config) == "config.toml, line 2: there is no profile 'prd': did you mean prod?"


def test_nothing_configured_is_a_case_of_its_own(config: Path) -> None:
    with pytest.raises(NotConfigured) as caught:
        resolve(config, {}, "prod")
    assert caught.value.profile == "prod"
    assert caught.value.missing == ("gateway", "access_key", "secret_key", "org_id", "user_id")
    assert "[profiles.prod]" in str(caught.value)
    assert str(config) in str(caught.value)
    assert "ENOS_USER_ID" in str(caught.value)


def test_something_missing_is_named_with_both_places(config: Path) -> None:
    write_private(config, '[profiles."night shift"]\norg_id = "o15"\nuser_id = ""\n')
    environment = {name: value for name, value in FULL.items() if name != "ENOS_USER_ID"}
    assert complaint(config, environment) == (
        "Profile 'night shift' lacks user_id: add it under [profiles.\"night shift\"] in config.toml, "
        "or set ENOS_USER_ID."
    )
    assert complaint(config).startswith(
        "Profile 'night shift' lacks gateway, access_key, secret_key and user_id"
    )
    with pytest.raises(SettingsError) as caught:
        resolve(config, environment)
    assert not isinstance(caught.value, NotConfigured)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('org_id = "o15"', "org_id = 15", "config.toml, line 8: org_id must be text in quotes."),
        (
            'org_id = "o15"',
            'orgid = "o15"',
            "config.toml, line 8: unknown key 'orgid': did you mean org_id?",
        ),
        (
            "default_profile",
            "default_profil",
            "config.toml, line 2: unknown key 'default_profil': did you mean default_profile?",
        ),
        ('"prod"', "7", "config.toml, line 2: default_profile must be a name in quotes."),
        (
            "[profiles.prod]",
            "[profiles]",
            "config.toml, line 5: profile 'gateway' must be a table of its own",
        ),
        ("[profiles.prod]", "[[profiles]]", "config.toml, line 4: profiles must be tables"),
        (
            "[profiles.prod]",
            "[profile.prod]",
            "config.toml, line 4: unknown key 'profile': did you mean profiles?",
        ),
        ("access_key = ", "access_key ", "config.toml, line 6: Expected '='"),
        (SECRET + '"', SECRET, "config.toml, line 7: "),
        ('"o15"', '"o 15"', "config.toml, line 8: org_id must be one word"),
        (SECRET, SECRET + "\\n2", "config.toml, line 7: secret_key must be one line"),
        ("org_id", 'secret_command = "x"\norg_id', "config.toml, line 8: give secret_key or secret_command"),
        ("org_id", "secret_command = []\norg_id", "config.toml, line 8: secret_command must list words"),
        ("org_id", f"{'.'.join('a' * 5_000)} = 1\norg_id", "config.toml, line 8 holds more than 8,192"),
        ("org_id", f"a = {'9' * 5_000}\norg_id", "config.toml cannot be read: a number has too many digits."),
        ("org_id", f"a = {'[' * 5_000}\norg_id", "config.toml cannot be read: it is nested too deeply."),
    ],
)
def test_a_fault_in_the_file_is_told_with_its_line(
    config: Path, before: str, after: str, sentence: str
) -> None:
    assert before in PROD
    write_private(config, PROD.replace(before, after))
    assert complaint(config).startswith(sentence)


def test_a_fault_is_found_under_quoted_dotted_and_inline_names(config: Path) -> None:
    write_private(config, '[profiles."a.b"]\norg_id = "o"\n[ profiles . \'c d\' ]\n"gatway" = "x"\n')
    assert complaint(config).startswith("config.toml, line 4: unknown key 'gatway'")
    write_private(config, '\nprofiles.a.org_id = "o"\nprofiles.a.oops = "x"\n')
    assert complaint(config).startswith("config.toml, line 3: unknown key 'oops'")
    write_private(config, '[profiles]\na = { org_id = "o", oops = "x" }\n')
    assert complaint(config).startswith("config.toml, line 2: unknown key 'oops'")


def test_a_file_that_is_no_text_or_cannot_be_opened_is_told(config: Path) -> None:
    config.mkdir(parents=True)
    assert complaint(config) == (
        "config.toml cannot be read: It is a directory, not a regular file; move it away or choose another "
        "name."
    )
    config.rmdir()
    config.write_bytes(b'org = "\xff"')
    assert complaint(config) == "config.toml is not UTF-8 text: save it as UTF-8."
    config.write_bytes(b"\xef\xbb\xbf" + PROD.encode())
    config.chmod(0o600)
    assert resolve(config, {}).name == "prod"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("apim.example.com", "ENOS_GATEWAY must start with https://: write https://apim.example.com."),
        (
            "apim.example.com:8443",
            "ENOS_GATEWAY must start with https://: write https://apim.example.com:8443.",
        ),
        ("apim x", "ENOS_GATEWAY must start with https://: write https://apim.example.com."),
        ("ftp://apim.example.com", "ENOS_GATEWAY must start with https://."),
        ("https://", "ENOS_GATEWAY names no host: write https://host or https://host:port."),
        ("https://a b", "ENOS_GATEWAY names no host: write https://host or https://host:port."),
        ("https://h:99999", "ENOS_GATEWAY is not an address: write https://host or https://host:port."),
        ("https://[::1", "ENOS_GATEWAY is not an address: write https://host or https://host:port."),
        ("https://h/batch", "ENOS_GATEWAY must end after host and port: write https://h."),
        ("https://h:1?", "ENOS_GATEWAY must end after host and port: write https://h:1."),
        ("https://h#x", "ENOS_GATEWAY must end after host and port: write https://h."),
        (
            f"https://me:{SECRET}@h",
            "ENOS_GATEWAY must not hold a user name or password: write https://host[:port].",
        ),
        (
            "http://apim.example.com",
            "ENOS_GATEWAY must start with https://: over plain http anybody on the way can read and change "
            "everything. To accept that, add plain_http = true to the profile in config.toml.",
        ),
    ],
)
def test_a_gateway_is_scheme_host_and_port_and_nothing_else(config: Path, text: str, sentence: str) -> None:
    assert complaint(config, FULL | {"ENOS_GATEWAY": text}) == sentence


@pytest.mark.parametrize(
    ("text", "gateway"),
    [
        ("https://Apim.Example.com/", "https://apim.example.com"),
        ("https://10.0.0.1:8443", "https://10.0.0.1:8443"),
        ("https://[fe80::1]:8443", "https://[fe80::1]:8443"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.2:1", "http://127.0.0.2:1"),
        ("http://[::1]:1", "http://[::1]:1"),
    ],
)
def test_good_gateways_are_taken(config: Path, text: str, gateway: str) -> None:
    assert resolve(config, FULL | {"ENOS_GATEWAY": text}).gateway == gateway


def test_a_file_with_a_secret_that_others_may_read_is_refused(config: Path) -> None:
    write_private(config, PROD)
    config.chmod(0o640)
    assert complaint(config) == (
        f"config.toml holds a secret key and is open to other users: run chmod 600 {config}"
    ).replace(f"{config.parent}/", "")
    write_private(config, PROD.replace("secret_key", "# "))
    config.chmod(0o644)
    assert resolve(config, {"ENOS_SECRET_KEY": SECRET}).name == "prod"


def with_command(config: Path, command: str) -> Path:
    write_private(config, PROD.replace(f'secret_key = "{SECRET}"', f"secret_command = {command}"))
    return config


def test_a_file_whose_command_others_may_change_is_refused(config: Path) -> None:
    with_command(config, '"echo xyz"')
    config.chmod(0o644)
    assert resolve(config, {}).name == "prod"
    for mode in (0o620, 0o602):
        config.chmod(mode)
        assert complaint(config) == (
            "config.toml names a secret_command and can be changed by other users: "
            f"run chmod 600 {config}".replace(f"{config.parent}/", "")
        )


@pytest.mark.parametrize("key", ["auth", "poseidon_public_key"])
def test_a_file_that_says_how_the_secret_is_sent_must_not_be_changed_by_others(
    config: Path, key: str
) -> None:
    values = {"auth": "poseidon", "poseidon_public_key": "MIIB"}
    write_private(config, f'[profiles.prod]\n{key} = "{values[key]}"\n')
    config.chmod(0o644)
    assert resolve(config, FULL_OF_UUIDS).name == "prod"
    config.chmod(0o664)
    assert complaint(config, FULL_OF_UUIDS).startswith(
        "config.toml says how the secret key is sent and can be changed by other users: run chmod 600 "
    )


def test_a_file_with_an_hmac_key_must_be_ones_own(config: Path) -> None:
    write_private(config, f'[profiles.prod]\nposeidon_hmac_key = "{SECRET}"\n')
    config.chmod(0o640)
    assert complaint(config, FULL_OF_UUIDS).startswith(
        "config.toml holds a secret key and is open to other users: run chmod 600 "
    )


@pytest.mark.parametrize(
    "text", [PROD, PROD.replace(f'secret_key = "{SECRET}"', 'secret_command = "echo x"')]
)
def test_a_folder_where_anybody_may_replace_the_file_is_refused(config: Path, text: str) -> None:
    write_private(config, text)
    link = config.with_name("linked")
    link.symlink_to(config)
    for mode, is_open in [(0o700, False), (0o775, False), (0o1777, False), (0o707, True), (0o777, True)]:
        config.parent.chmod(mode)
        for path in (config, link):
            if is_open:
                with pytest.raises(SettingsError, match=r"can be replaced by other users: run chmod g?o-w "):
                    resolve(path, {})
            else:
                assert resolve(path, {}).name == "prod"


def test_a_secret_comes_from_a_command_as_text_or_as_a_list(config: Path) -> None:
    with_command(config, "\"printf ' %s\\\\n' 'a b;$HOME'\"")
    assert resolve(config, {}).secret_key.get_secret_value() == "a b;$HOME"
    with_command(config, '["printf", "%s", "x y"]')
    assert resolve(config, {}).secret_key.get_secret_value() == "x y"


def test_a_secret_in_the_environment_leaves_the_command_alone(config: Path, tmp_path: Path) -> None:
    with_command(config, f'"touch {tmp_path}/ran"')
    assert resolve(config, {"ENOS_SECRET_KEY": SECRET}).secret_key.get_secret_value() == SECRET
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (f'["sh", "-c", "echo {SECRET}; exit 3"]', "failed with exit code 3: run it by hand to see why."),
        ('"true"', "printed nothing: it must print the secret key."),
        ('"no-such-command-anywhere"', "cannot be run: No such file or directory."),
        ('"echo \'x"', "is not a command line: no closing quotation."),
        ('["printf", "\\\\377"]', "printed something that is not text."),
        (f'["sh", "-c", "echo {SECRET}; sleep 60"]', "did not end within 0.2 seconds."),
        ('["yes"]', "printed over 4,096 bytes: it must print the secret key only."),
        (
            '["head", "-c", "100000", "/dev/urandom"]',
            "printed over 4,096 bytes: it must print the secret key only.",
        ),
    ],
)
def test_a_command_that_gives_no_secret_is_told_without_its_output(
    config: Path, monkeypatch: pytest.MonkeyPatch, command: str, sentence: str
) -> None:
    if "sleep" in command:
        monkeypatch.setattr("tui_app.store.settings_values.COMMAND_TIMEOUT_S", 0.2)
    with_command(config, command)
    assert complaint(config) == f"config.toml, line 7: secret_command {sentence}"


def test_what_a_command_leaves_running_does_not_hold_it_up(config: Path) -> None:
    with_command(config, f'["sh", "-c", "sleep 20 & echo {SECRET}"]')
    assert resolve(config, {}).secret_key.get_secret_value() == SECRET


def test_a_command_must_print_one_line(config: Path) -> None:
    with_command(config, '["printf", "%s\\\\n%s", "a", "b"]')
    assert complaint(config) == (
        "the output of config.toml, line 7: secret_command must be one line without invisible characters."
    )


def test_a_private_certificate_authority_is_checked_before_it_is_needed(config: Path, tmp_path: Path) -> None:
    write_private(config, PROD + 'ca_bundle = "site.pem"\n')
    assert complaint(config) == (
        "config.toml, line 10: ca_bundle must name a readable PEM file: No such file or directory."
    )
    bundle = config.parent / "site.pem"
    bundle.write_text("not a certificate")
    assert complaint(config) == (
        "config.toml, line 10: ca_bundle must name a readable PEM file: no certificate in it."
    )
    bundle.write_text(A_CERTIFICATE)
    assert resolve(config, {}).ca_bundle == bundle


def test_a_form_is_checked_field_by_field() -> None:
    fields: dict[str, str | SecretStr] = {
        "gateway": "apim",
        "access_key": "key",
        "secret_key": SecretStr(SECRET),
        "org_id": "o15",
        "user_id": " ",
    }
    with pytest.raises(SettingsError, match=r"^user_id is missing\.$"):
        profile_from("prod", fields)
    with pytest.raises(SettingsError, match=r"^gateway must start with https://: write https://apim"):
        profile_from("prod", fields | {"user_id": "u15"})
    good = profile_from(" prod ", fields | {"user_id": "u15", "gateway": "https://apim"})
    assert (good.name, good.secret_key.get_secret_value()) == ("prod", SECRET)
    with pytest.raises(SettingsError, match="cannot be called"):
        profile_from("a\x1bb", fields)


GOOD_FIELDS: dict[str, str | SecretStr] = {
    "gateway": "https://apim.test",
    "access_key": "other",
    "secret_key": SecretStr('new "secret'),
    "org_id": "o1",
    "user_id": "u1",
    "ca_bundle": "",
}


def test_the_first_profile_saved_is_private_and_the_default(config: Path) -> None:
    save_profile(config, "night shift", GOOD_FIELDS)
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    profile = resolve(config, {})
    assert (profile.name, profile.gateway) == ("night shift", "https://apim.test")
    assert profile.secret_key.get_secret_value() == 'new "secret'


def test_a_certificate_file_named_in_the_form_is_found_from_anywhere(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site.pem").write_text(A_CERTIFICATE)
    monkeypatch.chdir(tmp_path)
    save_profile(config, "prod", GOOD_FIELDS | {"ca_bundle": "site.pem"})
    monkeypatch.chdir("/")
    assert resolve(config, {}).ca_bundle == tmp_path / "site.pem"


def test_saving_keeps_comments_other_profiles_and_the_default(config: Path) -> None:
    config.parent.mkdir()
    config.write_text(PROD + "\n[profiles.old] # kept\n")
    config.chmod(0o644)
    save_profile(config, "test", GOOD_FIELDS)
    save_profile(config, "prod", GOOD_FIELDS | {"org_id": ""})
    text = config.read_text()
    assert text.startswith(
        '# night shift\ndefault_profile = "prod"\n\n[profiles.prod]  # the plant\ngateway = '
    )
    assert "[profiles.old] # kept" in text
    assert SECRET not in text
    prod, test = resolve(config, {}), resolve(config, {}, "test")
    assert (prod.user_id, prod.org_id, test.org_id) == ("u1", "o15", "o1")


@pytest.mark.parametrize(
    "before",
    [
        "",
        '[profiles]\nb = { org_id = "o" }\n',
        'profiles = { b = { org_id = "o" } }\n',
        '[profiles.b]\norg_id = "o"\n\n[profiles.c]\norg_id = "o"\n',
    ],
)
def test_a_profile_is_saved_into_any_way_of_writing_tables(config: Path, before: str) -> None:
    write_private(config, before)
    save_profile(config, "b", GOOD_FIELDS)
    save_profile(config, "new", GOOD_FIELDS)
    assert resolve(config, {}).name == "b"
    assert resolve(config, {}, "new").org_id == "o1"


def test_a_saved_secret_replaces_the_command(config: Path) -> None:
    with_command(config, '"false"')
    save_profile(config, "prod", GOOD_FIELDS)
    assert resolve(config, {}).secret_key.get_secret_value() == 'new "secret'


def test_a_broken_file_is_not_saved_over(config: Path) -> None:
    dotted = 'profiles.b.org_id = "o"\n'
    write_private(config, dotted)
    with pytest.raises(SettingsError, match="cannot be added to: turn dotted names"):
        save_profile(config, "new", GOOD_FIELDS)
    assert config.read_text() == dotted
    write_private(config, "= broken")
    with pytest.raises(SettingsError, match="line 1"):
        save_profile(config, "prod", GOOD_FIELDS)
    assert config.read_text() == "= broken"
    with pytest.raises(SettingsError, match=r"^gateway must"):
        save_profile(config, "prod", GOOD_FIELDS | {"gateway": "x"})


def test_a_full_disk_is_told_and_the_old_file_stays(config: Path) -> None:
    config.parent.parent.joinpath("enos-tui").write_text("")
    with pytest.raises(StoreError, match="cannot be changed"):
        save_profile(config, "prod", GOOD_FIELDS)


def test_plain_http_and_unverified_tls_count_in_the_file_alone_and_are_warned_of(config: Path) -> None:
    write_private(config, PROD.replace("https://", "http://"))
    with pytest.raises(SettingsError, match=r"line 5: gateway must .* add plain_http = true"):
        resolve(config, {"ENOS_PLAIN_HTTP": "true"})
    write_private(config, PROD.replace("https://", "http://") + "plain_http = true\n")
    profile = resolve(config, {})
    assert (profile.plain_http, profile.verify_tls) == (True, True)
    assert profile.warning == "plain http: anybody on the way can read and change everything"
    write_private(config, PROD + "verify_tls = false\nplain_http = true\n")
    assert resolve(config, {}).warning.startswith("TLS is not verified: ")
    write_private(config, PROD + "verify_tls = true\nplain_http = true\n")
    assert resolve(config, {"ENOS_VERIFY_TLS": "false"}).warning == ""
    save_profile(config, "prod", {"org_id": "o2"})
    assert "plain_http = true\n" in config.read_text()
    write_private(config, PROD + 'verify_tls = "no"\n')
    with pytest.raises(SettingsError, match="verify_tls must be true or false, without quotes"):
        resolve(config, {})


@pytest.mark.parametrize("address", ["http://localhost:1", "http://127.0.0.9", "http://[::1]:8080"])
def test_plain_http_to_this_machine_needs_no_word(config: Path, address: str) -> None:
    assert resolve(config, FULL | {"ENOS_GATEWAY": address}).warning == ""


def poseidon(config: Path, *lines: str) -> None:
    write_private(config, "\n".join(["[profiles.prod]", 'auth = "poseidon"', *lines, ""]))


def test_a_token_of_the_sdk_is_made_only_where_the_file_says_so(config: Path) -> None:
    keys = {"ENOS_POSEIDON_HMAC_KEY": "abc", "ENOS_POSEIDON_PUBLIC_KEY": "MIIB", "ENOS_AUTH": "poseidon"}
    assert resolve(config, FULL_OF_UUIDS | keys).poseidon is None
    write_private(config, '[profiles.prod]\nauth = "signature"\n')
    assert resolve(config, FULL_OF_UUIDS | keys).poseidon is None
    poseidon(config)
    assert resolve(config, FULL_OF_UUIDS).poseidon == PoseidonKeys()


def test_its_keys_come_from_the_file_and_the_environment_goes_over_it(config: Path) -> None:
    poseidon(config, 'poseidon_hmac_key = "abc"', f'poseidon_public_key = """\n{PEM}"""')
    profile = resolve(config, FULL_OF_UUIDS)
    assert profile.poseidon == PoseidonKeys(SecretStr("abc"), SecretStr("A" * 64 + "B" * 20))
    keys = {"ENOS_POSEIDON_HMAC_KEY": "def", "ENOS_POSEIDON_PUBLIC_KEY": "MIIB"}
    assert resolve(config, FULL_OF_UUIDS | keys).poseidon == PoseidonKeys(SecretStr("def"), SecretStr("MIIB"))
    told = sources(config, FULL_OF_UUIDS | keys)
    assert told["auth"]["value"] == "poseidon"
    assert told["poseidon_hmac_key"] == {"from": "ENOS_POSEIDON_HMAC_KEY"}
    assert told["poseidon_public_key"] == {"from": "ENOS_POSEIDON_PUBLIC_KEY"}


@pytest.mark.parametrize(
    ("environment", "line", "sentence"),
    [
        ({}, 'auth = "posidon"', 'config.toml, line 3: auth must be "signature" or "poseidon".'),
        ({}, "auth = true", "config.toml, line 3: auth must be text in quotes."),
        (
            {"ENOS_ACCESS_KEY": "key"},
            'auth = "poseidon"',
            'ENOS_ACCESS_KEY must be a UUID for auth = "poseidon": 32 hex digits, 8-4-4-4-12.',
        ),
        (
            {"ENOS_SECRET_KEY": SECRET},
            'auth = "poseidon"',
            'ENOS_SECRET_KEY must be a UUID for auth = "poseidon": 32 hex digits, 8-4-4-4-12.',
        ),
        ({}, 'poseidon_hmac_key = "é"', "config.toml, line 3: poseidon_hmac_key must be ASCII."),
        (
            {},
            'poseidon_public_key = "a file"',
            "config.toml, line 3: poseidon_public_key must be a public key in Base64, such as PEM.",
        ),
    ],
)
def test_what_cannot_be_right_for_it_is_told(
    config: Path, environment: dict[str, str], line: str, sentence: str
) -> None:
    write_private(config, f'default_profile = "prod"\n[profiles.prod]\n{line}\n')
    assert complaint(config, FULL_OF_UUIDS | environment) == sentence


def test_a_profile_that_is_saved_keeps_how_it_gets_past_the_gateway(config: Path) -> None:
    poseidon(config)
    fields = {name[5:].lower(): value for name, value in FULL_OF_UUIDS.items()}
    save_profile(config, "prod", fields)
    assert resolve(config, {}).poseidon == PoseidonKeys()


@pytest.mark.parametrize("span", ["24h", "7d", "90m", "off"])
def test_a_profile_says_which_span_the_overview_has(config: Path, span: str) -> None:
    write_private(config, PROD + f'overview = "{span}"\n')
    assert resolve(config, {}).overview == span


@pytest.mark.parametrize("span", ["0h", "1 day", "24", "2026-11-21"])
def test_another_span_is_refused_with_its_line(config: Path, span: str) -> None:
    write_private(config, PROD + f'overview = "{span}"\n')
    with pytest.raises(SettingsError, match=r'line \d+: overview must be a span such as "24h" or "7d"'):
        resolve(config, {})


@pytest.mark.parametrize(("line", "notify"), [("", "off"), ('notify = "osc777"', "osc777")])
def test_a_profile_says_how_to_notify(config: Path, line: str, notify: str) -> None:
    write_private(config, f"{PROD}{line}\n")
    assert resolve(config, {}).notify == notify


def test_another_way_to_notify_is_refused_with_its_line(config: Path) -> None:
    write_private(config, PROD + 'notify = "bell"\n')
    with pytest.raises(SettingsError, match=r"line \d+: notify must be one of off, osc9 or osc777"):
        resolve(config, {})


def test_without_a_word_the_overview_has_a_day(config: Path) -> None:
    write_private(config, PROD)
    assert resolve(config, {}).overview == "24h"


def test_a_console_template_is_checked_with_its_line(config: Path) -> None:
    template = "https://console.example.com/{orgId}/{flowInstId}"
    write_private(config, PROD + f'console = "{template}"\n')
    assert resolve(config, {}).console == template
    write_private(config, PROD + 'console = "https://console.example.com/{flow}"\n')
    with pytest.raises(SettingsError, match=r"line \d+: console must contain {flowInstId}"):
        resolve(config, {})
