"""A bundle notices that its unpacked files are damaged, and puts fresh ones in their place."""

import fcntl
import os
from pathlib import Path

import pytest

from bundling.inside import finish, start
from bundling.pack import write_manifest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small unpacked bundle that is not finished."""
    folder = tmp_path / "unpacking.abc"
    for name in ("lib/a", "site/b/c", "site/d"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    write_manifest(folder)
    return folder


@pytest.fixture
def placed(folder: Path) -> Path:
    """The same, finished and in its place."""
    finish.write_complete(str(folder))
    target = folder.with_name("x86_64-1")
    finish.place(str(folder), str(target))
    return target


def test_a_finished_folder_is_whole(placed: Path) -> None:
    assert start.is_whole(str(placed))
    assert start.is_whole(str(placed))


@pytest.mark.parametrize("name", ["lib/a", "site/b/c", "site/d", "complete", "manifest"])
def test_a_removed_file_is_noticed(placed: Path, name: str) -> None:
    (placed / name).unlink()
    assert not start.is_whole(str(placed))


def test_a_cut_file_is_noticed_at_the_first_start_after_a_boot(
    placed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert start.is_whole(str(placed))
    (placed / "lib" / "a").write_text("")
    monkeypatch.setattr(start, "boot_id", lambda: "the next boot")
    assert not start.is_whole(str(placed))


def test_a_manifest_that_is_not_one_is_noticed(placed: Path) -> None:
    (placed / "manifest").write_bytes(b"\0\0\0\n")
    assert not start.is_whole(str(placed))


def test_a_cut_archive_is_not_put_in_place(folder: Path) -> None:
    (folder / "site" / "d").write_text("")
    with pytest.raises(ValueError, match="site/d is cut"):
        finish.check(str(folder))


def test_the_folder_of_another_start_stays_where_it_is_whole(folder: Path, placed: Path) -> None:
    was = placed.stat().st_ino
    (folder / "lib").mkdir(parents=True)
    finish.place(str(folder), str(placed))
    assert placed.stat().st_ino == was
    assert not folder.exists()


@pytest.mark.parametrize("damage", ["a file", "the mode", "a link"])
def test_a_damaged_or_planted_folder_is_replaced(folder: Path, placed: Path, damage: str) -> None:
    match damage:
        case "a file":
            (placed / "lib" / "a").unlink()
        case "the mode":
            placed.chmod(0o777)
        case _:
            placed.rename(placed.with_name("elsewhere"))
            placed.symlink_to("elsewhere")
    (folder / "lib").mkdir(parents=True)
    (folder / "lib" / "fresh").write_text("")
    finish.place(str(folder), str(placed))
    assert (placed / "lib" / "fresh").exists()
    assert not list(placed.parent.glob("unpacking.*"))


def test_versions_that_nothing_runs_from_are_removed(placed: Path) -> None:
    for name in ("x86_64-0", "x86_64-2", "aarch64-0"):
        (placed.parent / name).mkdir()
        (placed.parent / name / "complete").touch()
    with (placed.parent / "x86_64-2" / "complete").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        finish.remove_older(str(placed))
    assert {path.name for path in placed.parent.iterdir()} == {"x86_64-1", "x86_64-2", "aarch64-0"}


def test_what_was_never_finished_is_removed_after_an_hour(placed: Path) -> None:
    for name in ("unpacking.old", "unpacking.new", "unpacking.damaged-1"):
        (placed.parent / name).mkdir()
    os.utime(placed.parent / "unpacking.old", (0, 0))
    finish.remove_older(str(placed))
    assert {path.name for path in placed.parent.iterdir()} == {"x86_64-1", "unpacking.new"}
