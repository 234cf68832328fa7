import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tui_app.models.flow_instance import FlowInstance
from tui_app.models.ids import FlowInstanceId, InvalidId
from tui_app.models.listed_run import ListedRun
from tui_app.models.saved_rows import MOST_CHARACTERS, Entry, SavedSearch

ENTRY = Entry("1-2021020211", "task", "prod", datetime(2026, 11, 23, tzinfo=UTC))


def test_the_first_screen_can_import_its_rows_without_pydantic() -> None:
    check = "import sys, tui_app.models.saved_rows; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_an_entry_needs_an_id_and_times_with_a_zone() -> None:
    with pytest.raises(InvalidId):
        replace(ENTRY, id="x")
    with pytest.raises(ValueError, match="no zone"):
        replace(ENTRY, seen_at=datetime(2026, 11, 23))
    with pytest.raises(ValueError, match="no zone"):
        replace(ENTRY, added_at=datetime(2026, 11, 23))
    with pytest.raises(ValueError, match="no zone"):
        SavedSearch("name", "prod", "words", datetime(2026, 11, 23))


@pytest.mark.parametrize("name", ["x" * 1_000_000, "名" * 1_000_000, "\ud83c" * 1_000_000])
def test_what_a_server_sends_is_cut_before_it_is_kept(name: str) -> None:
    flow = FlowInstance.model_validate({"flowName": name, "status": name})
    entry = Entry.of_run(listed(flow), "prod", ENTRY.seen_at)
    assert entry.status is not None
    for kept in (entry.name, entry.status.name):
        assert len(kept.replace("\\ud83c", "x").replace("\\UD83C", "X")) == MOST_CHARACTERS
        assert kept.endswith("…")
        kept.encode()
    short = FlowInstance.model_validate({"flowName": name[:MOST_CHARACTERS]})
    assert not Entry.of_run(listed(short), "prod", ENTRY.seen_at).name.endswith("…")


def listed(flow: FlowInstance) -> ListedRun:
    return ListedRun(FlowInstanceId("1-2021020211"), flow.flow_name or "", flow.state)
