"""The overview on standard output, and its exit codes."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journey import a_gateway
from tests.stand_in import Served
from tui_app.cli.main import main
from tui_app.demo import reply
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.store.files import write_private
from tui_app.store.locations import Locations

FAILED = 6


def printed(capsys: pytest.CaptureFixture[str], *argv: str, code: int = FAILED) -> str:
    assert main(["overview", "--demo", *argv]) == code
    return capsys.readouterr().out


def test_the_text_names_the_counts_and_below_each_failure_its_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = printed(capsys).splitlines()
    assert lines[0].startswith("demo, scheduled runs of the last 24h: ")
    assert " failed, " in lines[0]
    report = next(at for at, line in enumerate(lines) if "wind_daily_report" in line)
    assert lines[report].startswith("✗ FAIL")
    assert "try 4 of 4" in lines[report]
    assert lines[report + 1] == "    清洗风机数据 clean_turbine_data: KeyError: 'ActivePower_avg'"


def test_json_is_one_object_with_the_rows_failed_first(capsys: pytest.CaptureFixture[str]) -> None:
    said = json.loads(printed(capsys, "--json"))
    assert list(said) == ["profile", "since", "counts", "isComplete", "rows"]
    failed = [row for row in said["rows"] if row["statusName"] in ("FAIL", "TIMEOUT")]
    assert failed == said["rows"][: len(failed)]
    assert all(row["reason"] and row["taskId"] for row in failed)
    assert sum(row["runs"] for row in said["rows"]) == sum(said["counts"].values())


def test_markdown_is_a_table_of_what_failed(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, "--markdown").splitlines()
    assert lines[0].startswith("## demo, scheduled runs of the last 24h: ")
    assert "| status | workflow | id | planned | took | try | why |" in lines
    assert sum("| ✗ " in line for line in lines) == len(failed_rows(capsys))


def failed_rows(capsys: pytest.CaptureFixture[str]) -> list[str]:
    rows = json.loads(printed(capsys, "--json"))["rows"]
    return [row["id"] for row in rows if row["statusName"] in ("FAIL", "TIMEOUT")]


def test_the_exit_code_is_0_where_nothing_failed(capsys: pytest.CaptureFixture[str]) -> None:
    assert "nothing failed" in printed(capsys, "--since", "10m", code=0)


def test_a_span_is_a_number_and_a_unit(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["overview", "--demo", "--since", "yesterday"])
    assert ended.value.code == 2
    assert "'yesterday' is not a span such as 90m, 24h or 7d" in capsys.readouterr().err


@pytest.mark.usefixtures("short_pauses")
def test_a_list_that_cannot_be_read_has_the_exit_code_of_its_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = ("GATEWAY", "ACCESS_KEY", "SECRET_KEY", "ORG_ID", "USER_ID")
    for name, value in zip(fields, ("http://127.0.0.1:1", "a", "b", "o1", "u1"), strict=True):
        monkeypatch.setenv(f"ENOS_{name}", value)
    assert main(["overview"]) == 5
    assert capsys.readouterr().err


@pytest.fixture
def two_plants(a_home_of_its_own: Path) -> Iterator[tuple[Served, Served]]:
    """Two profiles, each with a gateway of its own."""
    with a_gateway() as north, a_gateway() as south:
        tables = [
            f"[profiles.{name}]\n" + "".join(f'{key} = "{value}"\n' for key, value in fields.items())
            for name, served in (("north", north), ("south", south))
            for fields in [DEMO_PROFILE_FIELDS | {"gateway": served.base_url}]
        ]
        config = Locations.of_user().config
        config.parent.mkdir(parents=True)
        write_private(config, "\n".join(tables))
        yield north, south


@pytest.mark.usefixtures("two_plants")
def test_all_profiles_put_their_failures_in_one_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["overview", "--all-profiles"]) == FAILED
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(",")[0] for line in lines[:2]] == ["north", "south"]
    failures = [line for line in lines if "wind_daily_report" in line]
    assert [line.split()[0] for line in failures] == ["north", "south"]
    assert lines.count("    清洗风机数据 clean_turbine_data: KeyError: 'ActivePower_avg'") == 2
    assert main(["overview", "--all-profiles", "--markdown"]) == FAILED
    out = capsys.readouterr().out
    assert "| profile | status |" in out
    assert "| north | ✗ FAIL |" in out


def test_a_profile_that_cannot_be_listed_hides_no_other(
    capsys: pytest.CaptureFixture[str], two_plants: tuple[Served, Served]
) -> None:
    two_plants[0].stand_in.script(reply.refusal(62103, "no right"), to="flowInstances.search")
    assert main(["overview", "--all-profiles", "--json"]) == FAILED
    north, south = map(json.loads, capsys.readouterr().out.splitlines())
    assert (north["profile"], north["code"]) == ("north", 62103)
    assert south["counts"]["failed"] == 3


@pytest.mark.usefixtures("two_plants")
def test_a_variable_that_overrides_every_profile_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENOS_ORG_ID", "o2")
    assert main(["overview", "--all-profiles"]) == 2
    assert "ENOS_ORG_ID overrides every profile" in capsys.readouterr().err
