"""Drafts that killed programs left are removed; one that is being written is not."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tui_app.services.library import Library
from tui_app.store.favourites import Favourites
from tui_app.store.files import write_new, write_private
from tui_app.store.locations import Locations

from .conftest import MakeEntry

# Writes a draft and stops before it becomes the file.
WRITER = """
import os, sys, time
from pathlib import Path
from tui_app.store import files
def stop(*_):
    print("written", flush=True)
    time.sleep(600)
os.replace = os.link = stop
getattr(files, sys.argv[1])(Path(sys.argv[2]), "secret")
"""


def writer(path: Path, function: str = "write_private") -> subprocess.Popen[str]:
    """A program that is about to rename its draft."""
    program = subprocess.Popen(
        [sys.executable, "-c", WRITER, function, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "written\n"
    return program


def killed(path: Path, function: str = "write_private") -> None:
    with writer(path, function) as program:
        program.kill()
    assert drafts(path)


def drafts(path: Path) -> list[Path]:
    return list(path.parent.glob(f".{path.name}.*"))


@pytest.mark.parametrize("function", ["write_private", "write_new"])
def test_the_next_write_removes_the_draft_of_a_killed_run(tmp_path: Path, function: str) -> None:
    path = tmp_path / "rows.csv"
    killed(path, function)
    assert not path.exists()
    {"write_private": write_private, "write_new": write_new}[function](path, "text")
    assert os.listdir(tmp_path) == ["rows.csv"]


async def test_the_next_start_removes_the_draft_of_every_file() -> None:
    places = Locations.of_user()
    for path in places.own():
        path.parent.mkdir(parents=True, exist_ok=True)
        killed(path)
    await Library(places, "prod").load()
    assert [draft for path in places.own() for draft in drafts(path)] == []


def test_a_draft_that_is_being_written_stays(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    with writer(path) as program:
        write_private(path, "text")
        assert len(drafts(path)) == 1
        program.kill()
    write_private(path, "text")
    assert drafts(path) == []


def test_nothing_but_a_draft_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    others = {".rows.csv.swp", ".rows.csv.abcdefghi", ".rows.csv", "rows.csv.abcdefgh", ".row.csv.abcdefgh"}
    for name in others:
        (tmp_path / name).touch()
    os.mkfifo(tmp_path / ".rows.csv.abcdefgh")
    (tmp_path / ".rows.csv.abcdefg1").symlink_to(".rows.csv.swp")
    write_private(path, "text")
    assert set(os.listdir(tmp_path)) == {*others, ".rows.csv.abcdefgh", ".rows.csv.abcdefg1", "rows.csv"}


def test_where_locks_are_refused_only_an_old_draft_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", refuse)
    path = tmp_path / "rows.csv"
    for name, age_s in (("fresh000", 60), ("stale000", 7200)):
        draft = tmp_path / f".rows.csv.{name}"
        draft.touch()
        now = draft.stat().st_mtime
        os.utime(draft, (now - age_s, now - age_s))
    write_private(path, "text")
    assert [draft.name for draft in drafts(path)] == [".rows.csv.fresh000"]


def test_a_file_system_without_links_still_takes_new_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "rows.csv"
    write_new(path, "one")
    with pytest.raises(FileExistsError):
        write_new(path, "two")
    assert path.read_text() == "one"
    assert os.listdir(tmp_path) == ["rows.csv"]


def test_a_killed_change_leaves_no_lock_that_holds_up_the_next(tmp_path: Path, entry: MakeEntry) -> None:
    path = tmp_path / "favourites.json"
    Favourites(path).add(entry(1))
    killed(path)
    Favourites(path).add(entry(2))
    assert len(Favourites(path).all()) == 2
    assert drafts(path) == []
