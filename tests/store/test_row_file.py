"""The file both lists share: cached, shared between programs, and never overwritten unread."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cost import cpu_s
from tests.store.conftest import ROW, MakeEntry
from tui_app.store.errors import StoreError
from tui_app.store.favourites import Favourites
from tui_app.store.history import History
from tui_app.store.locks import locked
from tui_app.store.rows_text import read_rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "enos-tui" / "favourites.json"


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
    monkeypatch.setattr("tui_app.store.row_file.read_regular", None)
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
        pytest.param(b"[" * 100_000, "is not JSON", id="deep"),
        (b"[]", "has a form this program cannot read (at the whole)"),
        (b'{"version":"x","entries":[]}', "has a form this program cannot read (at version)"),
        (b'{"version":1,"entries":{}}', "has a form this program cannot read (at entries)"),
        (b'{"version":1,"entries":{},} // mine', "has a form this program cannot read (at entries)"),
    ],
)
def test_a_file_of_which_nothing_can_be_read_stays_until_the_next_change_keeps_it(
    path: Path, entry: MakeEntry, content: bytes, reason: str
) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    favourites = Favourites(path)
    assert favourites.all() == favourites.all() == ()
    favourites.refresh_seen(entry(1))
    (notice,) = favourites.pop_notices()
    assert notice.startswith(f"{path} {reason}")
    assert notice.endswith("the next change keeps it under another name and begins a new one.")
    assert path.read_bytes() == content
    assert kept(path) == []
    favourites.add(entry(1))
    assert ids(Favourites(path)) == ["1"]
    (aside,) = kept(path)
    assert aside.read_bytes() == content
    assert favourites.pop_notices() == (f"{path} is written anew; it is kept as {aside.name} as it was.",)


def kept(path: Path) -> list[Path]:
    """Copies of a file that could not be read in full."""
    return list(path.parent.glob("*.unreadable-*"))


def _rows(*rows: str, head: str = '"version":1') -> str:
    return f'{{{head},"entries":[\n' + ",\n".join(rows) + "\n]}\n"


def _row(number: int, **fields: object) -> str:
    return json.dumps(ROW | {"id": f"{number}-2021020211"} | fields)


@pytest.mark.parametrize(
    ("text", "read", "fault"),
    [
        ("\ufeff" + _rows(_row(1), _row(2)), ["1", "2"], "line 1: a byte order mark"),
        (
            _rows("// night shift", _row(1), _row(2)).replace("shift,", "shift"),
            ["1", "2"],
            "line 2: a comment",
        ),
        (_rows(_row(1) + "# mine", _row(2)).replace("# mine,", ", # mine"), ["1", "2"], "line 2: a comment"),
        (_rows(_row(1), "/* {\n */" + _row(2)), ["1", "2"], "line 3: a comment"),
        (_rows(_row(1), _row(2) + ","), ["1", "2"], "line 3: a trailing comma"),
        (_rows(_row(1)[:-1] + ",}", _row(2)), ["1", "2"], "line 2: a trailing comma"),
        (_rows(_row(1), _row(2)).replace("},\n{", "}\n{"), ["1", "2"], "line 3: Expecting ',' delimiter"),
        (_rows(_row(1), _row(2)).replace("},\n{", "},,\n{"), ["1", "2"], "line 2: Expecting value"),
        (_rows(_row(1), _row(2))[:-4], ["1", "2"], "Expecting ',' delimiter"),
        ("<<<<<<< mine\n" + _rows(_row(1), _row(2)), ["1", "2"], "line 1: Expecting value"),
    ],
)
def test_what_is_no_json_costs_nothing_and_is_told_and_stays(
    path: Path, entry: MakeEntry, text: str, read: list[str], fault: str
) -> None:
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    favourites = Favourites(path)
    assert ids(favourites) == read
    favourites.refresh_seen(entry(1, 1))
    (notice,) = favourites.pop_notices()
    assert fault in notice
    assert notice.startswith(f"{path} is not quite JSON, and is read all the same (")
    assert path.read_text("utf-8") == text
    favourites.add(entry(3))
    assert ids(Favourites(path)) == ["3", *read]
    assert [aside.read_text("utf-8") for aside in kept(path)] == [text]
    favourites.add(entry(4))
    assert len(kept(path)) == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('{"id":"x"}', "kind: Field required"),
        ("7", "Input should be"),
        (_row(9, id="x"), "An id is a number, a dash"),
        (_row(9, seen_at="2026-11-23T01:30:00"), "a time has no zone"),
        (_row(9, kind="other"), "kind: Input should be 'task' or 'flow'"),
    ],
)
def test_a_row_that_is_not_valid_costs_itself_and_stays_in_the_file(
    path: Path, entry: MakeEntry, row: str, reason: str
) -> None:
    path.parent.mkdir()
    path.write_text(_rows(_row(1), row, _row(2)))
    favourites = Favourites(path)
    assert ids(favourites) == ["1", "2"]
    (notice,) = (one for one in favourites.pop_notices() if "cannot be read" in one)
    assert reason in notice
    assert notice.startswith(f"{path}, line 3: " if row != "7" else f"{path}: ")
    favourites.add(entry(3))
    rows = json.loads(path.read_text())["entries"]
    assert [one["id"] for one in rows[:-1]] == ["3-2021020211", "1-2021020211", "2-2021020211"]
    assert rows[-1] == json.loads(row)
    assert ids(Favourites(path)) == ["3", "1", "2"]


def test_rows_that_are_no_json_cost_themselves_alone_and_are_kept(path: Path, entry: MakeEntry) -> None:
    path.parent.mkdir()
    text = _rows(_row(1), _row(2)[:-9], _row(3), "{'id': 4}", _row(5))
    path.write_text(text)
    favourites = Favourites(path)
    assert ids(favourites) == ["1", "3", "5"]
    assert [one.partition(",")[2][:39] for one in favourites.pop_notices()[1:]] == [
        " line 3: an entry cannot be read and is",
        " line 5: an entry cannot be read and is",
    ]
    favourites.remove(entry(3).key)
    assert ids(Favourites(path)) == ["1", "5"]
    assert [aside.read_text() for aside in kept(path)] == [text]


def test_many_broken_rows_are_counted(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(_rows(*['{"id":"x"}'] * 40, _row(1)))
    favourites = Favourites(path)
    assert ids(favourites) == ["1"]
    *named, rest = favourites.pop_notices()
    assert len(named) == 3
    assert rest == f"{path}: 37 more entries cannot be read and are left out."


@given(st.data())
def test_a_file_cut_or_changed_anywhere_costs_at_most_the_rows_around(data: st.DataObject) -> None:
    rows = [_row(number, note='a \\ " { } , [ // # /* é') for number in range(1, 9)]
    content = _rows(*rows).encode()
    first = content.index(b"\n")
    at = data.draw(st.integers(first, len(content) - 1))
    more = data.draw(st.sampled_from([b"", b"}", b"{", b'"', b",", b"]", b"\xff", b"//", b"\\", b"\n"]))
    changed = content[:at] + more + content[at + (not more) :]
    touched = content.count(b"\n", 0, at)
    found = {
        row.value["id"]
        for row in read_rows(changed).rows
        if isinstance(row.value, dict) and "id" in row.value
    }
    unharmed = {
        json.loads(row)["id"] for number, row in enumerate(rows, 1) if number not in (touched, touched + 1)
    }
    assert unharmed <= found


def test_a_file_spoiled_while_the_program_runs_is_kept_by_the_next_change(
    path: Path, entry: MakeEntry
) -> None:
    favourites = Favourites(path)
    favourites.add(entry(1))
    path.write_text("spoiled")
    favourites.add(entry(2))
    assert ids(favourites) == ["2"]
    assert len(favourites.pop_notices()) == 2
    assert [aside.read_text() for aside in kept(path)] == ["spoiled"]


def test_an_unusable_file_that_cannot_be_kept_is_not_replaced(
    path: Path, entry: MakeEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir()
    path.write_text("spoiled")

    def refuse(place: Path) -> Path:
        raise StoreError(f"{place} cannot be kept under another name: Read-only file system.")

    monkeypatch.setattr("tui_app.store.row_file.keep_copy", refuse)
    favourites = Favourites(path)
    with pytest.raises(StoreError, match="cannot be kept under another name"):
        favourites.add(entry(1))
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
