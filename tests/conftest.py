"""For every test: no file, no setting and no terminal of the person who runs it."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("ci", derandomize=True, deadline=None, database=None)
settings.register_profile(
    "thorough",
    max_examples=20_000,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

_FORGOTTEN = ("ENOS_", "XDG_", "LC_", "SSH_", "NO_COLOR", "COLORFGBG", "STY")


@pytest.fixture(autouse=True)
def a_home_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home directory; what the environment says of EnOS, folders and the terminal is forgotten."""
    home = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith(_FORGOTTEN)]:
        monkeypatch.delenv(name)
    for name, value in (("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("LANG", "C.UTF-8")):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("tui_app.logic.sanitize._ascii_only", False)
    monkeypatch.setenv("HOME", str(home))
    return home
