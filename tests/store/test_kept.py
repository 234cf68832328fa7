"""What was reported as saved is never lost: not by a kill, a full disk, a second program or a newer one."""

import json
import os
import random
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from tui_app.store.errors import StoreError
from tui_app.store.favourites import Favourites
from tui_app.store.files import write_private
from tui_app.store.history import History
from tui_app.store.preferences import read_preferences, save_preference
from tui_app.store.searches import Searches
from tui_app.store.settings import save_profile
from tui_app.store.settings_file import read_settings

from .conftest import ROW, MakeEntry

# Saves one thing after the other with the store named, and tells each once it is saved.
SAVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tui_app.models.saved_rows import Entry
from tui_app.store.favourites import Favourites
from tui_app.store.history import History
from tui_app.store.searches import Searches
from tui_app.store.locks import locked
from tui_app.store.settings import save_profile

# Nobody saves without a pause as this program does: two of them wait for each other as long as it takes.
locked.__wrapped__.__defaults__ = (600.0,)
folder, store, first, many = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
favourites = Favourites(folder / "favourites.json")
history = History(folder / "history.json")
searches = Searches(folder / "searches.json")

def entry(number):
    return Entry(id=f"{number}-2021020211", kind="task", profile="p", seen_at=datetime.now(UTC))

save = {
    "favourites": lambda number: favourites.add(entry(number)),
    "history": lambda number: history.record(entry(number)),
    "searches": lambda number: searches.save(str(number), "p", "when:24h"),
    "settings": lambda number: save_profile(folder / "config.toml", str(number), {"org_id": f"o{number}"}),
}[store]
for number in range(first, first + many):
    save(number)
    print(number, flush=True)
"""
KILLS = settings().max_examples // 12
"""Of each store; two in the ordinary run."""
WRITES_BEFORE_A_KILL = 26
ADDED = 4 * settings().max_examples


def saver(folder: Path, store: str, first: int, many: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SAVER, str(folder), store, str(first), str(many)],
        stdout=subprocess.PIPE,
        text=True,
    )


def saved(folder: Path, store: str) -> set[int]:
    """The numbers of what is found again; a file that had to be set aside would be told."""
    if store == "settings":
        return {int(name) for name in read_settings(folder / "config.toml").profiles}
    if store == "searches":
        searches = Searches(folder / "searches.json")
        found = {int(search.name) for search in searches.all()}
        assert searches.pop_notices() == ()
        return found
    kept = (Favourites if store == "favourites" else History)(folder / f"{store}.json")
    found = {int(entry.id.partition("-")[0]) for entry in kept.all()}
    assert kept.pop_notices() == ()
    return found


@pytest.mark.random
@pytest.mark.parametrize("store", ["favourites", "history", "searches", "settings"])
def test_killed_at_any_moment_everything_reported_is_there(tmp_path: Path, store: str) -> None:
    chance = random.Random(store)
    reported: set[int] = set()
    for kill in range(KILLS):
        with saver(tmp_path, store, 1000 * (kill + 1), 10_000) as program:
            assert program.stdout is not None
            for _ in range(WRITES_BEFORE_A_KILL):
                reported.add(int(program.stdout.readline()))
            # The next write is under way by now, or not: that moment is the chance of each kill.
            for _ in range(chance.randrange(200_000)):
                pass
            program.send_signal(signal.SIGKILL)
            reported |= {int(line) for line in program.stdout if line.endswith("\n")}
        assert reported <= saved(tmp_path, store)
    assert len(reported) >= KILLS * WRITES_BEFORE_A_KILL


@pytest.mark.random
def test_two_programs_that_add_at_once_lose_nothing(tmp_path: Path) -> None:
    programs = [saver(tmp_path, "favourites", first, ADDED) for first in (1_000, 100_000)]
    for program in programs:
        program.communicate()
    assert [program.returncode for program in programs] == [0, 0]
    assert saved(tmp_path, "favourites") == {
        *range(1_000, 1_000 + ADDED),
        *range(100_000, 100_000 + ADDED),
    }


@contextmanager
def disk_that_takes(size: int) -> Iterator[None]:
    """Make the system itself refuse every byte beyond the first `size` of a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


Change = Callable[[Path, MakeEntry], None]
CHANGES: dict[str, Change] = {
    "favourites.json": lambda path, entry: Favourites(path).add(entry(2)),
    "history.json": lambda path, entry: History(path).record(entry(2)),
    "searches.json": lambda path, _: Searches(path).save("two", "prod", "when:7d"),
    "config.toml": lambda path, _: save_profile(path, "two", {"org_id": "o2"}),
    "theme/config.toml": lambda path, _: save_preference(path, "theme", "light"),
}
FIRST: dict[str, Change] = {
    "favourites.json": lambda path, entry: Favourites(path).add(entry(1)),
    "history.json": lambda path, entry: History(path).record(entry(1)),
    "searches.json": lambda path, _: Searches(path).save("one", "prod", "when:24h"),
    "config.toml": lambda path, _: save_profile(path, "one", {"org_id": "o1"}),
    "theme/config.toml": lambda path, _: save_preference(path, "theme", "dark"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_full_disk_is_told_and_what_was_saved_stays(tmp_path: Path, entry: MakeEntry, name: str) -> None:
    path = tmp_path / name
    FIRST[name](path, entry)
    before = path.read_bytes()
    files = sorted(os.listdir(path.parent))
    for size in (0, 1, len(before) // 2, len(before)):
        with disk_that_takes(size), pytest.raises(StoreError) as caught:
            CHANGES[name](path, entry)
        assert str(caught.value) == f"{path} cannot be written: File too large."
        assert path.read_bytes() == before
        assert sorted(os.listdir(path.parent)) == files
    CHANGES[name](path, entry)
    assert path.read_bytes() != before


@pytest.mark.parametrize("name", CHANGES)
def test_a_file_that_is_a_link_stays_one_and_no_link_leads_astray(
    tmp_path: Path, entry: MakeEntry, name: str
) -> None:
    real = tmp_path / "dotfiles" / "real"
    FIRST[name](real, entry)
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(real)
    before = real.read_bytes()
    CHANGES[name](path, entry)
    assert path.is_symlink()
    assert path.read_bytes() == real.read_bytes() != before


def test_a_link_to_nowhere_begins_the_file_there(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.symlink_to(tmp_path / "new" / "real.toml")
    save_preference(path, "theme", "dark")
    assert read_preferences(tmp_path / "new" / "real.toml").theme == "dark"


def test_a_file_of_the_time_before_versions_is_read_and_goes_on(tmp_path: Path, entry: MakeEntry) -> None:
    path = tmp_path / "favourites.json"
    write_private(path, json.dumps({"entries": [ROW | {"note": "as it was"}]}))
    favourites = Favourites(path)
    favourites.add(entry(2))
    assert [row.note for row in favourites.all()] == ["", "as it was"]
    assert favourites.pop_notices() == ()


@pytest.mark.parametrize("rows", ['[{"id":"1-2021020211","kind":"task","profile":"prod",', '[{"new":1,'])
def test_a_file_of_a_newer_version_is_read_as_far_as_can_be_and_never_changed(
    tmp_path: Path, entry: MakeEntry, rows: str
) -> None:
    path = tmp_path / "favourites.json"
    text = f'{{"version":2,"entries":{rows}"seen_at":"2026-11-23T01:30:00Z","shape":{{"a":1}}}}]}}'
    write_private(path, text)
    favourites = Favourites(path)
    assert [row.id for row in favourites.all()] == (["1-2021020211"] if "id" in rows else [])
    assert favourites.pop_notices() == (
        f"{path} is of a newer version of this program: it is read, not changed.",
    )
    for _ in range(2):
        with pytest.raises(StoreError, match=r"was not changed: a newer version .*; update this one\.$"):
            favourites.add(entry(2))
    assert path.read_text() == text
    assert favourites.pop_notices() == ()
    path.unlink()
    favourites.add(entry(2))
    assert [row.id for row in favourites.all()] == ["2-2021020211"]


def test_a_folder_that_cannot_be_synced_is_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync
    told = 0

    def broken(handle: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{handle}"):
            raise OSError(told, os.strerror(told))
        sync(handle)

    monkeypatch.setattr(os, "fsync", broken)
    told = 5
    with pytest.raises(StoreError, match=r"cannot be written: Input/output error"):
        write_private(tmp_path / "file", "text")
    told = 22  # Some network file systems know no folders that can be synced.
    write_private(tmp_path / "file", "more")
