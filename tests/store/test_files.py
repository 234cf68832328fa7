"""Files are replaced whole, kept private, locked, and set aside rather than lost."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tui_app.store.errors import StoreError
from tui_app.store.files import keep_copy, write_new, write_private
from tui_app.store.locks import locked


def test_a_written_file_is_private_even_where_it_was_not_before(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "file.json"
    write_private(path, "one")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    write_private(path, "名\r\n")
    assert path.read_bytes() == "名\r\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["file.json"]


def test_a_symbolic_link_stays_and_the_file_behind_it_is_replaced(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "config.toml"
    real.parent.mkdir()
    real.write_text("old")
    link = tmp_path / "config.toml"
    link.symlink_to(real)
    write_private(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_a_failed_write_leaves_the_old_file_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.json"
    path.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(StoreError) as caught:
        write_private(path, "new")
    assert str(caught.value) == f"{path} cannot be written: No space left on device."
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["file.json"]


def test_file_and_folder_are_synced_in_the_order_that_survives_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, replace = os.fsync, os.replace

    def watched_sync(handle: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    def watched_replace(source: str, target: Path) -> None:
        steps.append("replace")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", watched_sync)
    monkeypatch.setattr(os, "replace", watched_replace)
    write_private(tmp_path / "file.json", "text")
    assert steps == ["file", "replace", "folder"]


def test_a_lock_keeps_others_out_and_says_so_after_a_while(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file.json"
    complaints: list[str] = []

    def second() -> None:
        try:
            with locked(path, timeout_s=0.05):
                pass
        except StoreError as error:
            complaints.append(str(error))

    with locked(path):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert len(complaints) == 1
    assert "another program has held file.json.lock for 0.05 seconds" in complaints[0]
    second()
    assert len(complaints) == 1


def test_a_folder_that_cannot_be_made_is_told_with_the_path(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    path = tmp_path / "taken" / "file.json"
    with pytest.raises(StoreError, match=r"taken/file\.json cannot be changed: "), locked(path):
        pass
    with pytest.raises(StoreError, match=r"taken/file\.json cannot be written: "):
        write_private(path, "")


def test_copies_kept_in_the_same_second_all_survive(tmp_path: Path) -> None:
    path = tmp_path / "history.json"
    places = []
    for number in range(4):
        path.write_text(str(number))
        places.append(keep_copy(path))
    assert [place.read_text() for place in places] == ["0", "1", "2", "3"]
    assert path.read_text() == "3"
    assert all(place.match("history.unreadable-????????-??????*.json") for place in places)


def test_a_copy_of_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be kept under another name: No such file"):
        keep_copy(tmp_path / "history.json")


WRITER = """
import sys
from pathlib import Path
from tui_app.store.files import write_private
letters = "ab"
number = 0
while True:
    write_private(Path(sys.argv[1]), letters[number % 2] * 200_000)
    number += 1
    if number == 3:
        print("writing", flush=True)
"""


def test_a_writer_killed_at_any_moment_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    for _ in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "writing\n"
            writer.kill()
        assert path.read_text() in ("a" * 200_000, "b" * 200_000)


def test_a_new_file_is_private_and_never_one_that_was_there(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    write_new(path, "one")
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("one", 0o600)
    with pytest.raises(FileExistsError):
        write_new(path, "two")
    assert path.read_text() == "one"


def test_a_new_file_that_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(StoreError, match=r"none/rows\.csv cannot be written: No such file or directory"):
        write_new(tmp_path / "none" / "rows.csv", "one")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        write_new(tmp_path / "rows.csv", "one")
    assert list(tmp_path.iterdir()) == []
