"""Where the files are, and a sentence where they cannot be anywhere."""

from pathlib import Path

import pytest

from tui_app.cli.main import main
from tui_app.services.doctor_files import check_files
from tui_app.store.errors import StoreError
from tui_app.store.files import keep_copy, write_private
from tui_app.store.locations import Locations
from tui_app.store.locks import locked


def test_the_environment_moves_all_three_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "s"))
    assert Locations.of_user() == Locations(
        tmp_path / "c" / "enos-tui" / "config.toml",
        tmp_path / "c" / "enos-tui" / "favourites.json",
        tmp_path / "s" / "enos-tui" / "history.json",
    )


def test_without_a_home_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    # What it does for a user id that no password file knows, as in containers.
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    with pytest.raises(StoreError, match="There is no home directory for the files: set HOME"):
        Locations.of_user()


def test_a_relative_folder_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: Path("relative"))
    with pytest.raises(StoreError, match="to an absolute path"):
        Locations.of_user()


@pytest.mark.parametrize("folder", ["x" * 5_000, "a" * 300 + "/b"])
def test_a_folder_that_cannot_exist_is_reported_as_any_missing_one(
    folder: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, f"/{folder}")
    assert main(["paths"]) == 0
    assert "missing" in capsys.readouterr().out
    assert 2 in {check.exit_code for check in check_files(Locations.of_user())}


def test_every_file_is_named_locks_and_rescued_ones_included(tmp_path: Path) -> None:
    locations = Locations(tmp_path / "config.toml", tmp_path / "favourites.json", tmp_path / "history.json")
    with locked(locations.history):
        write_private(locations.history, "")
    aside = keep_copy(locations.history)
    draft = tmp_path / ".history.json.abc"
    draft.touch()
    files = {aside, draft, locations.history, tmp_path / "history.json.lock"}
    assert set(tmp_path.iterdir()) == files
    assert set(tmp_path.iterdir()) < set(locations.files())
    assert locations.files()[:4] == [
        locations.config,
        locations.favourites,
        tmp_path / "searches.json",
        locations.history,
    ]
