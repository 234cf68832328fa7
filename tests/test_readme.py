"""The README promises nothing that the program does not do, and leaves out nothing a person can set."""

import itertools
import os
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from screenshots import keys
from tests.certificates import ca_file
from tui_app.api import errors
from tui_app.api.operations import Operation
from tui_app.cli import arguments, faults, main
from tui_app.cli.command_words import split
from tui_app.models.view_names import VIEWS, WITHOUT_ID
from tui_app.screens.setup import FIELDS
from tui_app.store.history import HISTORY_LIMIT
from tui_app.store.installation import CACHE_VARIABLE, bundle_caches
from tui_app.store.locations import Locations
from tui_app.store.settings import PROFILE_VARIABLE, REQUIRED, VARIABLES, resolve
from tui_app.store.settings_file import PROFILE_KEYS, TOP_KEYS
from tui_app.terminal.driver import DIFF_VARIABLE

TOP = Path(__file__).resolve().parent.parent
README = (TOP / "README.md").read_text(encoding="utf-8")
PAGES = ("SETTINGS", "GUIDE", "KEYS", "SHELL", "INSTALL", "README.zh")
SETTINGS, GUIDE, KEYS, SHELL_PAGE, INSTALL, CHINESE = (
    (TOP / ".github" / f"{name}.md").read_text(encoding="utf-8") for name in PAGES
)
DOCS = README + SETTINGS + GUIDE + SHELL_PAGE + INSTALL + CHINESE
SHELL = [line for block in re.findall(r"^```sh\n(.*?)^```", DOCS, re.M | re.S) for line in block.splitlines()]


def section(title: str) -> str:
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def program_calls() -> list[list[str]]:
    """The arguments of every call of the program in the README's shell lines, as a shell would split them."""
    calls = []
    for line in SHELL:
        for is_glue, words in itertools.groupby(shlex.split(line), {"&&", "|", ">", "<"}.__contains__):
            program, *arguments = words
            if not is_glue and program.endswith("enos-tui"):
                calls.append(arguments)
    return calls


def test_the_table_of_keys_is_the_table_of_commands() -> None:
    written = KEYS.split(keys.BEGIN)[1].split(keys.END)[0]
    assert written == keys.table(), "run python screenshots/keys.py"


def test_every_key_in_the_table_is_shown_as_it_is_typed() -> None:
    shown = re.findall(r"`([^`]+)`", keys.table())
    assert [key for key in shown if "_" in key] == []


@pytest.mark.parametrize("words", program_calls(), ids=" ".join)
def test_the_command_line_understands_every_call_in_it(words: list[str]) -> None:
    command, rest = split(words)
    make_parser, _ = main._COMMAND_TABLE[command]
    make_parser().parse_args(rest)


def test_it_shows_every_command_and_every_option() -> None:
    calls = [word for call in program_calls() for word in call]
    options = re.findall(
        r"--[a-z]+", " ".join(make().format_help() for make, _ in main._COMMAND_TABLE.values())
    )
    assert {name for name in main._COMMAND_TABLE if name} <= set(calls)
    assert set(options) - {"--help", "--version"} <= set(re.findall(r"--[a-z]+", DOCS))


def test_its_two_promises_are_one_line_each_and_the_test_command_is_marked() -> None:
    promises = [line for line in SHELL if line.startswith("python3 -m venv .venv && .venv/bin/pip install ")]
    assert [line.split(" && ")[-1] for line in promises] == [".venv/bin/enos-tui --demo", ".venv/bin/pytest"]
    assert f"<!-- test-command -->\n```sh\n{promises[1]}\n```\n" in README


def test_the_variables_in_it_are_those_the_program_reads() -> None:
    others = {PROFILE_VARIABLE, DIFF_VARIABLE, CACHE_VARIABLE}
    assert set(re.findall(r"\bENOS_[A-Z_]+", DOCS)) == {*VARIABLES.values(), *others}
    for key in REQUIRED:
        assert f"| `{key}` | `{VARIABLES[key]}` |" in README


def test_it_names_the_places_in_the_console_that_the_form_names() -> None:
    asked = section("Connect it")
    places = [re.sub(r"^.*console: ", "", field.where).split(" > ")[0] for field in FIELDS[:5]]
    assert [field.key for field in FIELDS[:5]] == list(REQUIRED)
    assert all(place in asked for place in places if "same page" not in place), places


def test_its_example_of_settings_is_one_the_program_accepts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = re.findall(r"^```toml\n(.*?)^```", SETTINGS, re.M | re.S)[0]
    monkeypatch.chdir(tmp_path)
    ca_file(tmp_path).rename(tmp_path / "staging-ca.pem")
    config = tmp_path / "config.toml"
    config.touch(mode=0o600)
    config.write_text(example.replace("pass show", "echo"), encoding="utf-8")
    assert resolve(config, {}).secret_key.get_secret_value() == "enos/prod"
    assert resolve(config, {}, "staging").ca_bundle == tmp_path / "staging-ca.pem"
    tables = tomllib.loads(example)
    used = {key for table in tables["profiles"].values() for key in table}
    assert set(tables) == TOP_KEYS
    assert used == PROFILE_KEYS


def test_its_exit_codes_are_those_of_the_help_and_of_the_errors() -> None:
    told = dict(re.findall(r"^\| (\d+) \| (.*?) \|$", section("In the shell"), re.M))
    helped = dict(re.findall(r"(\d+)  (\S+(?: \S+)*)", arguments.EXIT_CODES))
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    raised = {str(kind.exit_code) for kind in kinds if issubclass(kind, errors.GatewayError)}
    assert told == helped
    assert set(told) == raised | {"0", "2", "6", "7", str(faults.FAULT), str(faults.NO_OUTPUT)}


def test_the_files_in_it_are_those_the_program_uses(a_home_of_its_own: Path) -> None:
    told = [Path(name).expanduser() for name in re.findall(r"^\| `(~[^`]+)` \|", section("Files"), re.M)]
    assert told == list(Locations.of_user().own())
    removed = next(shlex.split(line)[2:] for line in SHELL if line.startswith("rm -rf .venv "))
    cache = bundle_caches(os.environ)[0]
    assert {Path(name).expanduser() for name in removed[2:]} == {cache, *(path.parent for path in told)}
    assert f"the last {HISTORY_LIMIT:,} instances" in README


def test_the_questions_in_it_are_the_allow_list() -> None:
    never = " ".join(section("What it never does").split())
    assert ", ".join(operation.title for operation in Operation) in never


def test_every_code_it_explains_is_one_the_program_knows() -> None:
    rows = re.findall(r"^\| code ([\d, ]+) \|", section("When it does not work"), re.M)
    codes = [int(code) for row in rows for code in row.split(",")]
    assert codes
    assert set(codes) <= errors._BY_CODE.keys()


def test_every_file_it_links_to_is_there() -> None:
    for page in (TOP / "README.md", *(TOP / ".github").glob("*.md")):
        links = re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
        assert [link for link in links if not (page.parent / link).exists()] == [], page.name


def test_the_chinese_page_has_the_same_five_settings() -> None:
    rows = re.findall(r"^\| (`\w+` \| `ENOS_\w+`) \|", CHINESE, re.M)
    assert rows == re.findall(r"^\| (`\w+` \| `ENOS_\w+`) \|", section("Connect it"), re.M)
    assert len(rows) == len(REQUIRED)


def test_it_is_short_enough_to_be_read() -> None:
    assert README.count("\n") < 200


def test_the_views_in_it_are_those_of_the_program() -> None:
    told = GUIDE.split("`--view` opens one of ")[1].split("\n\n")[0]
    with_id, without_id = (set(re.findall(r"`([a-z-]+)`", part)) for part in told.split("without an id"))
    assert with_id == VIEWS.keys() - WITHOUT_ID
    assert without_id == WITHOUT_ID
