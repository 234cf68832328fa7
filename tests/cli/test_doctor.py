"""What stands between a person and an answer is found, told with what to do, and holds no secret."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.certificates import Kind, ca_file, server_context
from tests.stand_in import Served, serve
from tests.stand_in.gateway import StandIn
from tui_app.cli.main import main
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.demo.world import World
from tui_app.store.locations import Locations

SECRETS = (DEMO_PROFILE_FIELDS["access_key"], DEMO_PROFILE_FIELDS["secret_key"])


@contextmanager
def a_gateway(
    monkeypatch: pytest.MonkeyPatch, *, tls: bool = False, ahead: timedelta = timedelta()
) -> Iterator[Served]:
    def now() -> datetime:
        return datetime.now(UTC) + ahead

    with serve(StandIn(World(now()), lambda: int(now().timestamp() * 1000)), tls=tls) as served:
        for key, value in (DEMO_PROFILE_FIELDS | {"gateway": served.base_url}).items():
            monkeypatch.setenv(f"ENOS_{key.upper()}", value)
        monkeypatch.setenv("NO_PROXY", "*")
        yield served


def findings(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, dict[str, dict[str, str]]]:
    code = main(["doctor", "--json", *argv])
    out, err = capsys.readouterr()
    assert err == ""
    assert not any(secret in out for secret in SECRETS)
    return code, {one["check"]: one for one in json.loads(out)}


def verdicts(found: dict[str, dict[str, str]], *checks: str) -> dict[str, str]:
    return {check: found[check]["verdict"] for check in checks}


WAY = ("name", "connection", "TLS", "token", "clock", "request")


def test_all_is_well_on_the_way_to_a_gateway_with_a_private_authority(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with a_gateway(monkeypatch, tls=True) as served:
        monkeypatch.setenv("ENOS_CA_BUNDLE", str(ca_file(tmp_path)))
        code, found = findings(capsys)
    assert (code, set(verdicts(found, *WAY, "settings", "proxy").values())) == (0, {"ok"})
    assert found["gateway"]["says"] == f"{served.base_url} (ENOS_GATEWAY)"
    assert found["secret_key"]["says"] == "set, not shown (ENOS_SECRET_KEY)"
    assert "TLSv1.3" in found["TLS"]["says"] and "days)" in found["TLS"]["says"]
    assert "user and organisation fit; server times are GMT+8" in found["request"]["says"]
    assert found["config.toml"]["says"] == f"{Locations.of_user().config} does not exist yet"


def test_the_text_for_a_ticket_has_a_line_for_each_thing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_gateway(monkeypatch):
        assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith(("ok       ", "note     ")) for line in lines)
    assert "note     TLS: none: the gateway's address is plain http" in lines
    assert not any(secret in line for line in lines for secret in SECRETS)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("expired", "has expired"),
        ("self-signed", "is self-signed"),
        ("other host", "is for another name"),
        ("unknown authority", "comes from an authority this machine does not trust"),
    ],
)
def test_a_wrong_certificate_is_told_and_nothing_is_sent(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    kind: Kind,
    says: str,
) -> None:
    with a_gateway(monkeypatch, tls=True) as served:
        served.tls = server_context(kind)
        monkeypatch.setenv("ENOS_CA_BUNDLE", str(ca_file(tmp_path)))
        code, found = findings(capsys)
        assert served.stand_in.calls == []
    assert code == 5
    assert says in found["TLS"]["says"]
    assert found["TLS"]["do"]
    assert list(verdicts(found, *WAY).values()) == ["ok", "ok", "not ok", "skipped", "skipped", "skipped"]


def test_a_variable_that_takes_all_authorities_away_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with a_gateway(monkeypatch, tls=True):
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "gone.pem"))
        monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
        code, found = findings(capsys)
    assert (code, found["TLS"]["verdict"]) == (5, "not ok")
    assert "There is no certificate authority in" in found["TLS"]["says"]
    assert "SSL_CERT_FILE" in found["TLS"]["do"]


def test_a_port_where_nobody_listens(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_gateway(monkeypatch), socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("ENOS_GATEWAY", f"https://127.0.0.1:{taken.getsockname()[1]}")
        code, found = findings(capsys)
    assert code == 5
    assert "refuses the connection" in found["connection"]["says"]
    assert list(verdicts(found, *WAY).values()) == [
        "ok",
        "not ok",
        "skipped",
        "skipped",
        "skipped",
        "skipped",
    ]


@pytest.mark.parametrize(("minutes", "where"), [(16, "behind"), (-16, "ahead of")])
def test_a_clock_that_is_off_is_told_with_how_far(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, minutes: int, where: str
) -> None:
    with a_gateway(monkeypatch, ahead=timedelta(minutes=minutes)):
        code, found = findings(capsys)
    assert code == 4
    assert verdicts(found, "token", "clock", "request") == {
        "token": "not ok",
        "clock": "not ok",
        "request": "skipped",
    }
    assert where in found["clock"]["says"]
    assert found["clock"]["do"] == "Set this machine's clock."


@pytest.mark.parametrize(
    ("variable", "value", "checks"),
    [
        ("ENOS_SECRET_KEY", "not-the-secret-key", {"token": "not ok", "clock": "ok", "request": "skipped"}),
        ("ENOS_USER_ID", "u999", {"token": "ok", "clock": "ok", "request": "not ok"}),
    ],
)
def test_wrong_keys_and_a_wrong_user_are_told_apart(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    value: str,
    checks: dict[str, str],
) -> None:
    with a_gateway(monkeypatch):
        monkeypatch.setenv(variable, value)
        code, found = findings(capsys)
    assert (code, verdicts(found, *checks)) == (4, checks)


def test_settings_that_are_not_complete_come_first(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = findings(capsys)
    assert (code, found["settings"]["verdict"], found["network"]["verdict"]) == (2, "not ok", "skipped")
    assert "ENOS_GATEWAY" in found["settings"]["says"]


def test_a_proxy_is_named_without_its_password(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_gateway(monkeypatch) as served:
        port = served.server_port
        monkeypatch.delenv("NO_PROXY")
        monkeypatch.setenv("http_proxy", f"http://me:pass-word-9@127.0.0.1:{port}")
        _, found = findings(capsys)
    assert found["proxy"]["says"].startswith(
        f"the connection goes through http://127.0.0.1:{port} (http_proxy)"
    )
    assert "pass-word-9" not in str(found)


def test_files_are_looked_at_and_left_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    places = Locations.of_user()
    places.favourites.parent.mkdir(parents=True)
    places.favourites.write_text("{")
    places.searches.write_text("{}")
    places.searches.chmod(0o600)
    places.config.write_text("")
    places.config.chmod(0o644)
    code, found = findings(capsys, "--demo")
    assert code == 2
    assert found["favourites.json"]["says"].startswith(f"{places.favourites} is not JSON (EOF")
    assert found["locks"]["says"] == f"granted in {places.config.parent}"
    assert found["searches.json"]["says"] == f"{places.searches}, mode 0600, 2 bytes"
    assert found["config.toml"]["says"] == f"{places.config}, mode 0644: other users can read it"
    assert places.favourites.read_text() == "{"
