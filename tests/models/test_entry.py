import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tui_app.models.entry import Entry, SavedSearch
from tui_app.models.ids import InvalidId

ENTRY = Entry("1-2021020211", "task", "prod", datetime(2026, 11, 23, tzinfo=UTC))


def test_the_first_screen_can_import_its_rows_without_pydantic() -> None:
    check = "import sys, tui_app.models.entry; sys.exit('pydantic' in sys.modules)"
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
