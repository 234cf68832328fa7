"""The user's own keys are checked, refused with the line, and in force on the screen."""

from pathlib import Path

import pytest

from tests import command_contexts
from tests.harness import SAMPLE, running
from tests.journey import PROGRAM, TOP, environment
from tests.pty_terminal import Terminal
from tui_app.cli import main
from tui_app.commands import keymap
from tui_app.commands.conflicts import conflicts, contexts
from tui_app.commands.table import COMMANDS, OPEN_LOG, REFRESH, set_own_keys, split_keys
from tui_app.models.preferences import Preferences
from tui_app.store.errors import SettingsError
from tui_app.store.files import write_private
from tui_app.store.locations import Locations
from tui_app.store.preferences import read_preferences


def config(text: str) -> Path:
    path = Locations.of_user().config
    write_private(path, text)
    return path


def complaint(text: str) -> str:
    """The error for a config.toml, without the name of the file."""
    path = config(text)
    with pytest.raises(SettingsError) as caught:
        set_own_keys(keymap.own_keys(read_preferences(path), path))
    message = str(caught.value)
    assert message.startswith(f"{path}, ")
    return message.removeprefix(f"{path}, ")


def test_every_default_key_is_valid_in_the_file() -> None:
    for command in COMMANDS.values():
        assert keymap._problem(command.default) == "", command.id


@pytest.mark.parametrize("preset", keymap.PRESETS)
def test_a_preset_is_valid_and_has_no_conflict(preset: str) -> None:
    preferences = Preferences(preset=preset, keys=keymap.PRESETS[preset])
    keymap.check_conflicts(keymap.keys_by_id(preferences), preferences)


def test_no_default_key_is_one_of_tmux_screen_or_flow_control() -> None:
    keys = [command.default for command in COMMANDS.values()]
    keys += [one for preset in keymap.PRESETS.values() for one in preset.values()]
    assert {"ctrl+a", "ctrl+b", "ctrl+s"} & {one for text in keys for one in split_keys(text)} == set()


def test_own_keys_override_the_preset() -> None:
    path = config('[keys]\npreset = "vim"\nopen-log = "f6,?"\nhelp = "f1"\n')
    set_own_keys(keymap.own_keys(read_preferences(path), path))
    assert COMMANDS["open-log"].key == "f6,question_mark"
    assert COMMANDS["go-last"].key == "end,G"
    assert COMMANDS["refresh"].key == "r"
    assert OPEN_LOG.key_name == "f6"


def test_two_commands_may_exchange_their_keys() -> None:
    path = config('[keys]\nopen-log = "i"\nopen-inspector = "l"\n')
    set_own_keys(keymap.own_keys(read_preferences(path), path))
    assert (COMMANDS["open-log"].key, COMMANDS["open-inspector"].key) == ("i", "l")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('preset = "vmi"', "unknown preset 'vmi': did you mean vim?"),
        ('opn-log = "L"', "unknown command 'opn-log': did you mean open-log?"),
        ('zzzz = "L"', "unknown command 'zzzz': enos-tui keys lists them."),
        ('open-log = "esc"', "open-log: unknown key 'esc': did you mean escape?"),
        (
            'open-log = "§§§§§§"',
            "open-log: unknown key '\\xa7\\xa7\\xa7\\xa7\\xa7\\xa7': "
            "name it as in L, f6, ctrl+x, pagedown or slash.",
        ),
        ('open-log = "ctl+k"', "open-log: unknown modifier 'ctl': did you mean ctrl?"),
        ('open-log = "ctrl+i"', "open-log: a terminal sends ctrl+i as tab: write tab."),
        ('open-log = "shift+l"', "open-log: write L in place of shift+l."),
        (
            'open-log = ""',
            "open-log: write keys with one comma between them; the comma itself is called comma.",
        ),
        (
            'open-log = "r"',
            "r cannot be open-log, it is refresh on the changes screen: move one of them.",
        ),
        (
            'copy = "ctrl+p"',
            "ctrl+p cannot be copy, it is command-palette on the changes screen: move one of them.",
        ),
        (
            'refresh = "tab"',
            "tab cannot be refresh, it is “Focus Next” on the changes screen: move one of them.",
        ),
        (
            'scroll-right = "l"',
            "l cannot be scroll-right, it is open-log on the changes screen: move one of them.",
        ),
    ],
)
def test_an_invalid_row_is_refused_with_its_line(row: str, says: str) -> None:
    assert complaint(f"[keys]\n{row}\n") == f"line 2: {says}"


def test_commands_without_a_common_screen_may_share_a_key() -> None:
    path = config('[keys]\nnext-error = "f"\n')  # a log has no star
    set_own_keys(keymap.own_keys(read_preferences(path), path))


async def test_the_panes_found_for_a_screen_include_its_real_ones() -> None:
    async with running(open_text=SAMPLE) as tui:
        await tui.comes_to("TaskScreen", "startTime")
        for key, kind in {
            "H": "LookupScreen",
            "u": "FlowScreen",
            "l": "LogScreen",
            "S": "FindScreen",
        }.items():
            await tui.press(key)
            await tui.comes_to(kind)
            focusable = {type(one) for one in tui.screen.focus_chain}
            own = {one for one in focusable if one.__module__.startswith("tui_app.")}
            assert own
            assert own <= command_contexts.panes_of(type(tui.screen))
            await tui.press("escape")
            await tui.comes_to("TaskScreen")


def test_the_stored_contexts_are_up_to_date() -> None:
    assert command_contexts.found() == contexts(), "run python -m tests.command_contexts"


def test_a_conflict_names_its_screen() -> None:
    assert conflicts({"save": "t"})[frozenset({"save", "toggle-follow"})] == ("t", "log")


def test_keys_lists_every_command_with_the_keys_in_force(capsys: pytest.CaptureFixture[str]) -> None:
    path = config('[keys]\npreset = "vim"\n')
    assert main.main(["keys"]) == 0
    out = capsys.readouterr().out
    rows = {line.split()[0]: line for line in out.splitlines() if line[:1].isalpha()}
    assert COMMANDS.keys() <= rows.keys()
    assert rows["open-log"].split(maxsplit=2) == ["open-log", "L", "Read the task's log. (default l)"]
    assert rows["search"].split()[1] == "/"
    assert f"Other keys stand in {path}" in out


def test_a_wrong_key_is_reported_on_the_usual_screen() -> None:
    config('[keys]\nopen-log = "r"\n')
    with Terminal([*PROGRAM, "--demo"], environment(), TOP) as terminal:
        assert terminal.wait_for_exit() == 2
        # Without blanks: the terminal breaks the line where the name of the folder ends it.
        assert "line2:rcannotbeopen-log" in "".join(terminal.text.split())
        assert b"line 2" in terminal.sent.rpartition(b"\x1b[?1049l")[2]
        assert terminal.modes == terminal.modes_before


def test_keys_by_id_do_their_work_and_are_named_in_footer_help_and_sentences() -> None:
    config('[keys]\npreset = "vim"\nopen-history = "f6"\nedit-note = "z"\nleave-anywhere = "ctrl+x"\n')
    with Terminal([*PROGRAM, "--demo", SAMPLE], environment(), TOP) as terminal:
        terminal.wait_for("startTime", "L Log")
        terminal.press("f")
        terminal.wait_for("is a favourite: z adds a note")
        terminal.press("l", "L")
        terminal.wait_for("--view log")
        terminal.press("G", "g", "?")
        terminal.wait_for("Keys of this screen")
        terminal.press("?", ":")
        terminal.wait_for("^x Quit")
        # A letter is text here, a function key is not, though its command has a letter by default.
        terminal.press("\x1b[17~")
        terminal.wait_for("--view history")
        terminal.press("\x18")
        assert terminal.wait_for_exit() == 0


def test_a_sentence_names_the_key_in_force() -> None:
    set_own_keys({"refresh": "question_mark,f5"})
    assert REFRESH.key_name == "?"


@pytest.mark.parametrize("former", keymap.FORMER_IDS)
def test_a_command_can_still_be_rebound_by_its_former_id(former: str) -> None:
    chosen = keymap.keys_by_id(Preferences(keys={former: "f12"}))
    assert chosen == {keymap.FORMER_IDS[former]: "f12"}
    assert keymap.FORMER_IDS[former] in COMMANDS
