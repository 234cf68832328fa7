"""What was opened, the last first, once each."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.conftest import NOW, MakeEntry
from tui_app.models.saved_rows import Entry
from tui_app.store.errors import StoreError
from tui_app.store.history import History


def ids(history: History) -> list[int]:
    return [int(entry.id.partition("-")[0]) for entry in history.all()]


def opened(number: int) -> Entry:
    return Entry(id=f"{number}-2021020211", kind="task", profile="prod", seen_at=NOW)


def test_an_instance_opened_again_moves_to_the_top_with_its_new_state(
    tmp_path: Path, entry: MakeEntry
) -> None:
    history = History(tmp_path / "history.json")
    for one in (entry(1, mark="x"), entry(2), entry(1, 1, name="")):
        history.record(one)
    assert ids(history) == [1, 2]
    top = history.all()[0]
    assert (top.name, top.seen_at) == ("风机数据", entry(1, 1).seen_at)
    assert top.extra == {"mark": "x"}


@given(st.lists(st.integers(1, 9), max_size=12), st.integers(1, 5))
def test_history_is_the_last_distinct_ids_up_to_its_limit(numbers: list[int], limit: int) -> None:
    with TemporaryDirectory() as folder:
        history = History(Path(folder) / "history.json", limit)
        for number in numbers:
            history.record(opened(number))
        expected = list(dict.fromkeys(reversed(numbers)))[:limit]
        assert ids(history) == ids(History(history.path)) == expected


def test_what_could_not_be_written_is_shown_and_written_with_the_next(
    tmp_path: Path, entry: MakeEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = History(tmp_path / "history.json")
    history.record(entry(1))

    def full(*_: object) -> None:
        raise StoreError("the disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr("tui_app.store.row_file.write_private", full)
        with pytest.raises(StoreError, match="full"):
            history.record(entry(2))
        assert ids(history) == [2, 1]
        assert ids(History(history.path)) == [1]
    history.record(entry(3))
    assert ids(history) == ids(History(history.path)) == [3, 2, 1]
