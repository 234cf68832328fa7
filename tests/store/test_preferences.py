"""Looks and keys come from config.toml, and changing one leaves everything else as it was."""

from pathlib import Path

import pytest

from tui_app.models.preferences import Preferences
from tui_app.store.errors import SettingsError
from tui_app.store.files import write_private
from tui_app.store.preferences import read_preferences, save_preference
from tui_app.store.settings import save_profile

FILE = """\
# night shift
theme = "dark"  # for the wall

[keys]
preset = "vim"
open-log = "L,f6"  # as at home

[profiles.prod]
org_id = "o1"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_without_a_file_everything_is_as_it_comes(config: Path) -> None:
    assert read_preferences(config) == Preferences()


def test_they_stand_beside_the_profiles(config: Path) -> None:
    write_private(config, FILE)
    assert read_preferences(config) == Preferences("dark", "auto", "vim", {"open-log": "L,f6"})


def test_saving_one_leaves_the_rest_and_every_comment(config: Path) -> None:
    write_private(config, FILE)
    save_preference(config, "theme", "light")
    assert config.read_text() == FILE.replace('"dark"', '"light"')
    save_preference(config, "signs", "ascii")
    assert read_preferences(config) == Preferences("light", "ascii", "vim", {"open-log": "L,f6"})
    assert "# as at home" in config.read_text()


def test_saving_makes_a_file_where_there_is_none(config: Path) -> None:
    save_preference(config, "theme", "light")
    assert config.read_text() == 'theme = "light"\n'


def test_a_saved_profile_leaves_them_alone(config: Path) -> None:
    write_private(config, FILE)
    save_profile(config, "prod", {"org_id": "o2"})
    assert read_preferences(config) == Preferences("dark", "auto", "vim", {"open-log": "L,f6"})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("theme = 7", "line 1: theme must be a name in quotes."),
        ("\nsigns = true", "line 2: signs must be a name in quotes."),
        ('theme = "drak"', "line 1: unknown theme 'drak': did you mean dark?"),
        ('signs = "asci"', "line 1: unknown signs 'asci': did you mean ascii?"),
        ("keys = 1", "line 1: keys must be a table, [keys]."),
        (
            '[keys]\nopen-log = ["L"]',
            "line 2: open-log must be a key, or several with commas between, in quotes.",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(config: Path, text: str, says: str) -> None:
    write_private(config, text)
    with pytest.raises(SettingsError, match=r"config\.toml, ") as caught:
        read_preferences(config)
    assert str(caught.value) == f"{config}, {says}"
