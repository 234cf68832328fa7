"""Favourites and history of one profile, as the screens use them."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.harness import NOW
from tui_app.models.ids import TaskInstanceId
from tui_app.models.lookup import Response, TaskLookup
from tui_app.models.saved_rows import Entry
from tui_app.models.task_instance import TaskInstance
from tui_app.services.library import Library
from tui_app.store.errors import StoreError
from tui_app.store.locations import Locations


def found(number: int = 118979, name: str = "DataIntegration", status: int = 1) -> TaskLookup:
    record = {"taskName": name, "status": status}
    answer = Response(b"", "", record, NOW, 0.1)
    task = TaskInstance.model_validate(record)
    return TaskLookup(TaskInstanceId(f"{number}-2021020211"), task, record, ".data", answer)


def library(folder: Path, profile: str = "prod") -> Library:
    locations = Locations(folder / "config.toml", folder / "favourites.json", folder / "history.json")
    return Library(locations, profile)


def ids(entries: Iterable[Entry]) -> list[str]:
    return [entry.id for entry in entries]


async def test_nothing_is_known_before_the_files_are_read(tmp_path: Path) -> None:
    await library(tmp_path).record(found())
    other = library(tmp_path)
    assert ids(other.history) == []
    await other.load()
    assert ids(other.history) == ["118979-2021020211"]


async def test_the_last_opened_and_the_last_starred_come_first(tmp_path: Path) -> None:
    mine = library(tmp_path)
    for number in (1, 2, 1):
        await mine.record(found(number))
    assert ids(mine.history) == ["1-2021020211", "2-2021020211"]
    for number in (1, 2):
        assert await mine.toggle(mine.entry_of(found(number)))
    assert ids(mine.favourites) == ["2-2021020211", "1-2021020211"]


async def test_a_star_taken_away_comes_back_with_its_note(tmp_path: Path) -> None:
    mine = library(tmp_path)
    entry = mine.entry_of(found())
    await mine.annotate(entry, "look here", ["nightly"])
    assert mine.is_favourite(found())
    assert not await mine.toggle(mine.entry_of(found()))
    assert not mine.is_favourite(found())
    assert await mine.toggle(mine.entry_of(found()))
    (kept,) = mine.favourites
    assert (kept.note, kept.tags) == ("look here", ("nightly",))


async def test_a_favourite_keeps_up_with_what_is_seen(tmp_path: Path) -> None:
    mine = library(tmp_path)
    await mine.toggle(mine.entry_of(found(status=2)))
    await mine.record(found(name="renamed", status=1))
    (kept,) = mine.favourites
    assert kept.name == "renamed"
    assert kept.status == found(status=1).task.state


async def test_profiles_do_not_see_each_other(tmp_path: Path) -> None:
    mine, other = library(tmp_path, "prod"), library(tmp_path, "test")
    await mine.record(found())
    await mine.toggle(mine.entry_of(found()))
    await other.load()
    assert (other.favourites, other.history) == ((), ())
    assert not other.is_favourite(found())


async def test_steps_that_come_at_once_are_all_kept(tmp_path: Path) -> None:
    mine = library(tmp_path)
    await asyncio.gather(*(mine.record(found(number)) for number in range(1, 20)))
    assert len(mine.history) == 19


async def test_what_cannot_be_written_is_shown_all_the_same_and_told_once(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.write_text("a file where a folder should be")
    mine = library(folder)
    await mine.record(found())
    assert ids(mine.history) == ["118979-2021020211"]
    complaints = mine.pop_notices()
    assert complaints
    assert all(str(folder) in complaint for complaint in complaints)
    assert mine.pop_notices() == []
    with pytest.raises(StoreError):
        await mine.toggle(mine.entry_of(found()))
    assert ids(mine.favourites) == []


async def test_a_file_that_cannot_be_read_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "favourites.json").write_text("{")
    mine = library(tmp_path)
    await mine.load()
    (notice,) = mine.pop_notices()
    assert "favourites" in notice
    assert mine.pop_notices() == []


async def test_searches_of_this_profile_are_kept_renamed_and_dropped(tmp_path: Path) -> None:
    mine, theirs = library(tmp_path), library(tmp_path, "staging")
    await mine.save_search("night", "status:FAIL when:24h")
    await theirs.save_search("night", "when:7d")
    (search,) = mine.searches
    assert (search.name, search.words) == ("night", "status:FAIL when:24h")
    await mine.rename_search(search, "failures")
    assert [one.name for one in mine.searches] == ["failures"]
    await mine.remove_search(mine.searches[0])
    await theirs.load()
    assert (mine.searches, [one.name for one in theirs.searches]) == ((), ["night"])


async def test_an_unreadable_file_of_searches_is_told_too(tmp_path: Path) -> None:
    (tmp_path / "searches.json").write_text("{")
    kept = library(tmp_path)
    await kept.load()
    assert ["searches.json" in notice for notice in kept.pop_notices()] == [True]
