"""Arguments, settings, exit codes; nothing is imported that is not needed."""

import io
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_app import __version__
from tui_app.app.launch import Start
from tui_app.cli.command_words import split
from tui_app.cli.main import _COMMAND_TABLE, main
from tui_app.logic.flow_search import FlowSearch, parse
from tui_app.models.ids import find_ids
from tui_app.store.errors import NotConfigured
from tui_app.store.files import keep_copy, write_private
from tui_app.store.locations import Locations
from tui_app.store.locks import locked

SAMPLE = "118979-2021020211"
HEAVY = ["asyncio", "httpx", "platformdirs", "pydantic", "textual", "tomlkit", "filelock"]
SETTINGS = {
    "ENOS_GATEWAY": "https://apim.example.com",
    "ENOS_ACCESS_KEY": "key",
    "ENOS_SECRET_KEY": "s3cret-never-shown",
    "ENOS_ORG_ID": "o15",
    "ENOS_USER_ID": "u15",
}


def outcome(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    try:
        code = main(argv)
    except SystemExit as end:
        code = int(end.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Start]:
    """What the full screen was started with, on what passes for a terminal."""
    starts: list[Start] = []

    def run(start: Start) -> int:
        starts.append(start)
        return 7

    monkeypatch.setattr("tui_app.app.launch.open_screen", run)
    monkeypatch.setattr("tui_app.cli.screen._has_terminal", lambda: True)
    return starts


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(
    "argv",
    [
        ["--help"],
        ["--version"],
        ["get", "--help"],
        ["keys", "--help"],
        *([command, "--help"] for command in ("why", "log", "ticket", "wait", "find", "doctor")),
        ["help"],
        ["help", "wait"],
        ["version"],
        ["wiat"],
        ["get", "nothing"],
        ["paths", "--help"],
        ["get"],
        ["get", "--json"],
    ],
)
def test_help_and_usage_import_nothing_heavy(argv: list[str]) -> None:
    program = (
        "import sys\nfrom tui_app.cli.main import main\n"
        f"try: main({argv})\n"
        "except SystemExit: pass\n"
        f"print('HEAVY', [name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("HEAVY []\n")


def test_help_shows_examples_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = outcome(capsys, "--help")
    assert (code, err) == (0, "")
    assert f"enos-tui get {SAMPLE} --json" in out
    lines = (
        "0  found",
        "6  wait: one ended otherwise",
        "7  wait: the time was up",
        "2  wrong usage or settings",
        "3  no such instance",
        "4  refused",
        "5  network",
    )
    for line in lines:
        assert line in out
    assert outcome(capsys, "get", "--help")[1].startswith("usage: enos-tui get ID")


@pytest.mark.parametrize("word", ["--version", "-V", "version"])
def test_version_is_the_packages_own(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(capsys, word) == (0, f"enos-tui {__version__}\n", "")


@pytest.mark.parametrize("command", sorted(_COMMAND_TABLE))
def test_help_describes_each_command(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = outcome(capsys, "help", *filter(None, [command]))
    assert asked == outcome(capsys, *filter(None, [command]), "--help")
    assert asked[1].startswith(f"usage: enos-tui {command}")


@pytest.mark.parametrize(
    ("argv", "command"),
    [
        (["--view", "find", "status:FAIL"], ""),
        (["--view", "log", SAMPLE], ""),
        (["--demo", "find", "log"], "find"),
        (["--profile", "wait", "log", SAMPLE], "log"),
        (["--timeout", "2h", "wait", SAMPLE], "wait"),
    ],
)
def test_the_value_of_an_option_is_no_command(argv: list[str], command: str) -> None:
    assert split(argv) == (command, [word for word in argv if word != command])


@given(st.lists(st.text(max_size=12)))
def test_no_argument_is_lost_beside_the_command(words: list[str]) -> None:
    command, rest = split(words)
    assert sorted([*rest, *filter(None, [command])]) == sorted(words)


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize(
    ("argv", "text"),
    [
        ([], None),
        ([SAMPLE], SAMPLE),
        ([f"- alert: taskInstId={SAMPLE} failed"], f"- alert: taskInstId={SAMPLE} failed"),
        (["--profile", "get", SAMPLE], SAMPLE),
        ([SAMPLE, "--profile=get"], SAMPLE),
    ],
)
def test_anything_but_a_command_opens_the_screen(
    argv: list[str], text: str | None, started: list[Start]
) -> None:
    assert main(argv) == 7
    (start,) = started
    assert start.open_text == text
    assert start.profile is not None
    assert start.profile.name == ("get" if len(argv) > 1 else "default")
    assert (start.problem, start.demo) == (None, False)
    assert "s3cret" not in repr(start)


def test_the_demo_needs_no_settings_and_ignores_wrong_ones(
    started: list[Start], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENOS_GATEWAY", "wrong")
    assert main(["--demo", SAMPLE]) == 7
    (start,) = started
    assert start == Start(
        Locations.of_user(), demo=True, open_text=SAMPLE, view_name="instance", program="enos-tui --demo"
    )


def test_without_settings_the_screen_starts_with_what_is_missing(started: list[Start]) -> None:
    assert main(["--profile", "prod"]) == 7
    (start,) = started
    assert start.profile is None
    assert isinstance(start.problem, NotConfigured)
    assert start.problem.profile == "prod"


@pytest.mark.usefixtures("configured")
def test_wrong_settings_are_told_before_the_screen_is_taken_over(
    started: list[Start], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENOS_GATEWAY", "apim.example.com")
    expected = (2, "", "ENOS_GATEWAY must start with https://: write https://apim.example.com.\n")
    assert outcome(capsys) == expected
    assert outcome(capsys, "get", SAMPLE) == expected
    assert started == []


@pytest.mark.parametrize(
    ("argv", "view_name"),
    [
        ([], "lookup"),
        ([SAMPLE], "instance"),
        ([SAMPLE, SAMPLE], "instance"),
        ([f"taskInstId={SAMPLE}, flowInstId=8435-2021020211"], "many"),
        ([SAMPLE, "flow=8435-2021020211"], "many"),
        ([SAMPLE, "--view", "many"], "many"),
        ([SAMPLE, "8435-2021020211", "--view", "watched"], "watched"),
        (["--view", "watched"], "watched"),
        (["--view", "history"], "history"),
        (["--view", "find"], "find"),
    ],
)
def test_the_view_is_the_one_that_fits_the_ids_unless_another_is_named(
    argv: list[str], view_name: str, started: list[Start]
) -> None:
    assert main(["--demo", *argv]) == 7
    assert started[0].view_name == view_name


@pytest.mark.parametrize(
    ("texts", "search"),
    [
        (["status:FAIL when:7d"], FlowSearch(statuses=(-1,), when="7d")),
        (["wind farm", "owner:li na"], FlowSearch("wind farm", owner="li na")),
        (["118979-2021020211"], FlowSearch("118979-2021020211")),
    ],
)
def test_a_view_that_searches_is_given_words(
    texts: list[str], search: FlowSearch, started: list[Start]
) -> None:
    main(["--demo", "--view", "find", *texts])
    assert parse(started[0].open_text or "") == search


def test_a_dash_stands_for_the_ids_of_standard_input(
    started: list[Start], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = io.TextIOWrapper(io.BytesIO(b"1-2021020211\r\n\xff broken\n2-2021020211\n"))
    monkeypatch.setattr("tui_app.cli.screen._read_keys_from_terminal", lambda: None)
    monkeypatch.setattr(sys, "stdin", given)
    assert main(["--demo", "3-2021020211", "-"]) == 7
    assert [one.text[0] for one in find_ids(started[0].open_text or "")] == ["3", "1", "2"]


@pytest.mark.parametrize(
    ("argv", "program"),
    [
        ([], "enos-tui"),
        (["--profile", "staging"], "enos-tui --profile staging"),
        (["--profile", "my plant's"], "enos-tui --profile 'my plant'\"'\"'s'"),
    ],
)
def test_the_program_is_called_again_by_the_words_it_was_called_by(
    argv: list[str], program: str, started: list[Start]
) -> None:
    main(argv)
    assert started[0].program == program
    assert shlex.split(program) == ["enos-tui", *argv]


@pytest.mark.parametrize(
    ("argv", "complaint"),
    [
        (["--demo"], "The full screen needs a terminal; in scripts and pipes use enos-tui get ID.\n"),
        (
            ["pahts"],
            "'pahts' is neither a command nor an id; did you mean paths?\nThe commands are completion, ",
        ),
        (["whi", SAMPLE, "--json"], "'whi' is neither a command nor an id; did you mean why?\n"),
        (
            ["\x1bzzz"],
            "'\\x1bzzz' is neither a command nor an id.\nThe commands are completion, doctor, ",
        ),
        (["help", "wiat"], "'wiat' is neither a command nor an id; did you mean wait?\n"),
        (
            ["no id in here"],
            "There is no instance id in what was given. An id is a number, a dash and",
        ),
        (["wait", SAMPLE, "--timeout", "2x"], "'2x' is not a time such as 90s, 30m, 2h or 1h30m"),
        (["log", SAMPLE, "--max-length", "0"], "'0' is not a number of characters from 1 to 67108864"),
        (["log", "--demo", SAMPLE, "--follow", "--errors"], "--follow prints one log as it grows: leave out"),
        (["find", "--demo", "status:FAILED"], "There is no status 'FAILED'; did you mean FAIL?"),
        (["find", "--demo", "when:soon"], "A window is 24h, 7d, 2026-11-21,"),
        (["get", "--demo", "none"], "There is no instance id in what was given."),
        (["get", SAMPLE, "pahts\x1b"], "There is no instance id in 'pahts\\x1b'."),
        ([SAMPLE, "1-2021020211", "--view", "log"], "The view 'log' is about one instance, and these are 2."),
        (
            [SAMPLE, "1-2021020211", "2-2021020211", "--view", "changes"],
            "The view 'changes' compares two instances, and these are 3.",
        ),
        ([SAMPLE, "--view", "history"], "The view 'history' is not about one instance: leave the id out."),
        (["--view", "many"], "The view 'many' needs an id."),
        (["--view", "find", "status:FAILED"], "There is no status 'FAILED'; did you mean FAIL?"),
        (["--view", "may", SAMPLE], "There is no view 'may'; did you mean many?"),
        (["get"], "the following arguments are required: ID"),
        (["get", SAMPLE, "--json", "--raw"], "argument --raw: not allowed with argument --json"),
        (["get", SAMPLE, "--demo", "--profile", "x"], "argument --profile: not allowed with argument --demo"),
        (["get", SAMPLE, "--field"], "argument --field: expected one argument"),
        (["--prof", "x"], "unrecognized arguments: --prof"),
        (["get", SAMPLE], "Nothing is set up yet: gateway, access_key, secret_key, org_id and user_id are"),
    ],
)
def test_wrong_usage_is_told_and_exits_with_2(
    argv: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = outcome(capsys, *argv)
    assert (code, out) == (2, "")
    assert complaint in err


def test_paths_names_every_file_and_whether_it_is_there(
    a_home_of_its_own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    locations = Locations.of_user()
    assert all(a_home_of_its_own in path.parents for path in locations.files())
    code, out, _ = outcome(capsys, "paths")
    assert code == 0
    assert out.splitlines() == [f"missing  {path}" for path in locations.files()]
    with locked(locations.history):
        write_private(locations.history, "")
    aside = keep_copy(locations.history)
    write_private(locations.config, "")
    lines = outcome(capsys, "paths")[1].splitlines()
    assert f"there    {locations.config}" in lines
    assert f"there    {locations.history}" in lines
    assert f"missing  {locations.favourites}" in lines
    assert f"there    {locations.history}.lock" in lines
    assert f"there    {aside}" in lines


@pytest.mark.parametrize("argv", [["--help"], ["get", "--help"], ["paths"]])
def test_a_terminal_without_unicode_is_no_reason_to_fail(argv: list[str], a_home_of_its_own: Path) -> None:
    environment = {"PYTHONIOENCODING": "ascii", "HOME": str(a_home_of_its_own / "机房")}
    done = subprocess.run([sys.executable, "-m", "tui_app", *argv], env=environment, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()


def test_without_a_home_there_is_a_sentence_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    code, out, err = outcome(capsys, "paths")
    assert (code, out) == (2, "")
    assert err.startswith("There is no home directory")


def test_ctrl_c_is_quiet(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("tui_app.cli.get.print_all", interrupted)
    assert outcome(capsys, "get", "--demo", SAMPLE) == (130, "", "")


def test_ids_through_a_pipe_need_a_terminal_all_the_same() -> None:
    call = [sys.executable, "-m", "tui_app", "--demo", "-"]
    done = subprocess.run(call, input=SAMPLE.encode(), capture_output=True, start_new_session=True)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"The full screen needs a terminal;")
