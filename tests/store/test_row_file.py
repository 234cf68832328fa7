"""The file both lists share: cached, shared between programs, and never overwritten unread."""

import json
from pathlib import Path

import pytest

from tests.cost import cpu_s
from tests.store.conftest import ROW, MakeEntry
from tui_app.store.errors import StoreError
from tui_app.store.favourites import Favourites
from tui_app.store.files import locked
from tui_app.store.history import History


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "enos-tui" / "favourites.json"


def _file(**fields: str) -> bytes:
    return json.dumps({"version": 1, "entries": [ROW | fields]}).encode()


def ids(file: Favourites | History) -> list[str]:
    return [entry.id.partition("-")[0] for entry in file.all()]


def test_no_file_is_an_empty_list_and_no_notice(path: Path, entry: MakeEntry) -> None:
    favourites = Favourites(path)
    assert favourites.all() == ()
    assert favourites.find(entry(1).key) is None
    assert favourites.pop_notices() == ()
    assert not path.parent.exists()


def test_the_file_is_versioned_json_with_one_line_an_entry(path: Path, entry: MakeEntry) -> None:
    Favourites(path).add(entry(1))
    Favourites(path).add(entry(2))
    data = json.loads(path.read_text("utf-8"))
    assert data["version"] == 1
    assert data["entries"][1] | {"added_at": ""} == {
        "id": "1-2021020211",
        "kind": "task",
        "profile": "prod",
        "name": "风机数据",
        "status": {"code": 2, "name": "RUNNING"},
        "seen_at": "2026-11-23T01:30:00Z",
        "added_at": "",
    }
    assert len(path.read_text("utf-8").splitlines()) == 4


def test_a_change_by_another_program_is_noticed(path: Path, entry: MakeEntry) -> None:
    mine, theirs = Favourites(path), Favourites(path)
    mine.add(entry(1))
    assert ids(theirs) == ["1"]
    mine.add(entry(2))
    theirs.add(entry(3))
    assert ids(mine) == ids(theirs) == ["3", "2", "1"]
    mine.remove(entry(2).key)
    assert ids(theirs) == ["3", "1"]
    path.unlink()
    assert ids(mine) == []


def test_an_unchanged_file_is_read_once(
    path: Path, entry: MakeEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    Favourites(path).add(entry(1))
    reader = Favourites(path)
    first = reader.all()
    monkeypatch.setattr(Path, "open", None)
    assert reader.all() == first


def test_the_same_id_of_another_profile_or_kind_is_another_entry(path: Path, entry: MakeEntry) -> None:
    favourites = Favourites(path)
    for one in (entry(1), entry(1, profile="test"), entry(1, kind="flow")):
        favourites.add(one)
    favourites.remove(entry(1).key)
    assert [(one.profile, one.kind) for one in favourites.all()] == [("prod", "flow"), ("test", "task")]
    assert favourites.find(entry(1, kind="flow").key) is not None
    assert favourites.find(entry(1).key) is None


def test_what_a_newer_minor_version_added_is_kept(path: Path, entry: MakeEntry) -> None:
    Favourites(path).add(entry(1, colour={"r": [1]}))
    data = json.loads(path.read_text("utf-8")) | {"sorted_by": "name"}
    path.write_text(json.dumps(data), "utf-8")
    favourites = Favourites(path)
    favourites.annotate(entry(1).key, "note", [])
    favourites.refresh_seen(entry(1, 1))
    favourites.add(entry(2))
    data = json.loads(path.read_text("utf-8"))
    assert data["entries"][1]["colour"] == {"r": [1]}
    assert data["sorted_by"] == "name"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not JSON"),
        (b'{"version":1,"entries":[{"id":', "is not JSON"),
        (b"\xff\xfe\x00", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "has a form this program cannot read (at the whole)"),
        (b'{"version":1,"entries":[{"id":"x"}]}', "has a form this program cannot read (at entries.0.kind)"),
        (b'{"version":1,"entries":[7]}', "has a form this program cannot read (at entries.0)"),
        (b'{"version":1,"entries":{}}', "has a form this program cannot read (at entries)"),
        (_file(id="x"), "has a form this program cannot read (at entries.0)"),
        (_file(seen_at="2026-11-23T01:30:00"), "has a form this program cannot read (at entries.0)"),
        (_file(kind="other"), "has a form this program cannot read (at entries.0.kind)"),
    ],
)
def test_a_file_that_cannot_be_used_is_set_aside_and_told_once(
    path: Path, entry: MakeEntry, content: bytes, reason: str
) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    favourites = Favourites(path)
    assert favourites.all() == favourites.all() == ()
    (notice,) = favourites.pop_notices()
    (aside,) = path.parent.glob("favourites.unreadable-*.json")
    assert aside.read_bytes() == content
    assert notice.startswith(f"{path} {reason}")
    assert notice.endswith(f"it is kept as {aside.name}, and a new one is begun.")
    assert favourites.pop_notices() == ()
    favourites.add(entry(1))
    assert ids(Favourites(path)) == ["1"]
    assert aside.read_bytes() == content


def test_a_file_spoiled_while_the_program_runs_is_set_aside_by_the_next_change(
    path: Path, entry: MakeEntry
) -> None:
    favourites = Favourites(path)
    favourites.add(entry(1))
    path.write_text("spoiled")
    favourites.add(entry(2))
    assert ids(favourites) == ["2"]
    assert len(favourites.pop_notices()) == 1
    assert [aside.read_text() for aside in path.parent.glob("*.unreadable-*")] == ["spoiled"]


def test_a_file_that_cannot_be_opened_is_told_and_never_replaced(path: Path, entry: MakeEntry) -> None:
    path.mkdir(parents=True)
    favourites = Favourites(path)
    assert favourites.all() == ()
    assert favourites.pop_notices() == (f"{path} cannot be read: Is a directory.",)
    with pytest.raises(StoreError, match="cannot be read: Is a directory"):
        favourites.add(entry(1))
    assert path.is_dir()


def test_an_unusable_file_that_cannot_be_set_aside_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir()
    path.write_text("spoiled")

    def refuse(place: Path) -> Path:
        raise StoreError(f"{place} cannot be set aside: Read-only file system.")

    monkeypatch.setattr("tui_app.store.row_file.set_aside", refuse)
    favourites = Favourites(path)
    assert favourites.all() == ()
    assert favourites.pop_notices() == (f"{path} cannot be set aside: Read-only file system.",)
    assert path.read_text() == "spoiled"


def test_a_locked_file_can_still_be_read(path: Path, entry: MakeEntry) -> None:
    Favourites(path).add(entry(1))
    with locked(path):
        assert ids(Favourites(path)) == ["1"]


def test_ten_thousand_entries_are_read_once_while_their_file_is_the_same(
    path: Path, entry: MakeEntry
) -> None:
    path.parent.mkdir()
    rows = [ROW | {"id": f"{number}-2021020211"} for number in range(10_000)]
    path.write_text(json.dumps({"version": 1, "entries": rows}), "utf-8")
    favourites = Favourites(path)
    first = cpu_s(lambda: Favourites(path).all())
    assert len(favourites.all()) == 10_000
    assert favourites.toggle(entry(10_001)) is True
    assert cpu_s(lambda: [favourites.all() for _ in range(20)]) < first
