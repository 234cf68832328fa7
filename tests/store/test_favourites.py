"""Stars, notes and tags."""

import json
from pathlib import Path

import pytest

from tests.store.conftest import MakeEntry
from tui_app.store.favourites import Favourites


@pytest.fixture
def favourites(tmp_path: Path) -> Favourites:
    return Favourites(tmp_path / "favourites.json")


def test_a_star_goes_on_and_off(favourites: Favourites, entry: MakeEntry) -> None:
    assert favourites.toggle(entry()) is True
    (starred,) = favourites.all()
    assert starred.added_at is not None
    assert starred.added_at.utcoffset() is not None
    assert favourites.toggle(entry()) is False
    assert favourites.all() == ()


def test_starring_twice_keeps_the_first_star_and_its_note(favourites: Favourites, entry: MakeEntry) -> None:
    favourites.add(entry(1))
    favourites.annotate(entry(1).key, "mine", ["wind"])
    favourites.add(entry(2))
    before = favourites.all()
    favourites.add(entry(1, 1))
    assert favourites.all() == before


def test_a_note_is_trimmed_and_tags_are_said_once(favourites: Favourites, entry: MakeEntry) -> None:
    favourites.add(entry(1))
    favourites.add(entry(2))
    favourites.annotate(entry(1).key, " 夜班\n", ["wind", " ", "wind ", "\ud83d"])
    two, one = favourites.all()
    assert (one.note, one.tags) == ("夜班", ("wind", "?"))
    assert (two.note, two.tags) == ("", ())
    assert Favourites(favourites.path).all() == (two, one)


def test_a_note_to_what_is_no_favourite_any_more_is_dropped(favourites: Favourites, entry: MakeEntry) -> None:
    favourites.annotate(entry().key, "note", [])
    assert favourites.all() == ()


def test_a_newer_sight_changes_looks_and_nothing_else(favourites: Favourites, entry: MakeEntry) -> None:
    favourites.add(entry())
    favourites.annotate(entry().key, "mine", ["wind"])
    favourites.refresh_seen(entry(sight=1, name="", note="theirs"))
    (seen,) = favourites.all()
    assert seen.status is not None
    assert seen.status.name == "SUCCESS"
    assert (seen.name, seen.note, seen.tags) == ("风机数据", "mine", ("wind",))
    assert seen.seen_at == entry(sight=1).seen_at


def test_a_sight_of_something_else_writes_nothing(favourites: Favourites, entry: MakeEntry) -> None:
    favourites.refresh_seen(entry())
    assert not favourites.path.exists()


def test_an_undone_star_comes_back_as_it_was(favourites: Favourites, entry: MakeEntry) -> None:
    favourites.add(entry())
    favourites.annotate(entry().key, "mine", ["wind"])
    (kept,) = favourites.all()
    favourites.toggle(kept)
    favourites.toggle(kept)
    assert (favourites.all()[0].note, favourites.all()[0].tags) == ("mine", ("wind",))
    assert json.loads(favourites.path.read_text("utf-8"))["entries"][0]["tags"] == ["wind"]
