"""For every test: no file and no setting of the person who runs it."""

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def a_home_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home directory; what the environment says of EnOS and of folders is forgotten."""
    home = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith(("ENOS_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    return home
