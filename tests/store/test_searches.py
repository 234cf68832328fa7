"""Saved searches in their file."""

import json
from pathlib import Path

import pytest

from tui_app.store.searches import Searches


@pytest.fixture
def searches(tmp_path: Path) -> Searches:
    kept = Searches(tmp_path / "searches.json")
    for name in ("a", "b", "c"):
        kept.save(name, "prod", f"{name} when:24h")
    return kept


def names(searches: Searches) -> list[str]:
    return [search.name for search in searches.all()]


def test_the_last_saved_comes_first_and_replaces_its_namesake(searches: Searches) -> None:
    assert names(searches) == ["c", "b", "a"]
    searches.save(" a ", "prod", "other")
    assert names(searches) == ["a", "c", "b"]
    assert searches.all()[0].words == "other"


def test_a_name_changes_in_place_and_pushes_its_namesake_out(searches: Searches) -> None:
    _, b, a = searches.all()
    searches.rename(b, "B")
    assert names(searches) == ["c", "B", "a"]
    searches.rename(a, "c")
    assert names(searches) == ["B", "c"]
    searches.rename(searches.all()[0], "B")
    assert names(searches) == ["B", "c"], "the same name changes nothing"


def test_what_is_gone_is_neither_renamed_nor_removed(searches: Searches) -> None:
    c, *_ = searches.all()
    searches.remove(c.key)
    searches.rename(c, "a")
    searches.remove(c.key)
    assert names(searches) == ["b", "a"]


def test_the_same_name_in_another_profile_is_another_search(searches: Searches) -> None:
    searches.save("a", "staging", "when:7d")
    searches.remove(searches.all()[0].key)
    assert names(searches) == ["c", "b", "a"]


def test_the_file_is_versioned_and_keeps_what_a_newer_program_wrote(searches: Searches) -> None:
    data = json.loads(searches.path.read_text("utf-8"))
    assert data["version"] == 1
    data["entries"][0]["colour"] = "red"
    data["theme"] = 1
    searches.path.write_text(json.dumps(data))
    searches.save("d", "prod", "x")
    data = json.loads(searches.path.read_text("utf-8"))
    assert (data["theme"], data["entries"][1]["colour"]) == (1, "red")


def test_half_a_character_does_not_keep_a_search_from_being_saved(searches: Searches) -> None:
    searches.save("\ud83c", "prod", "\ud83c when:24h")
    searches.rename(searches.all()[0], "x\ud83c")
    assert names(Searches(searches.path))[0] == "x?"
