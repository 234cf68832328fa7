"""For every test: no file, no setting and no terminal of the person who runs it."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, settings

from tests.idle import count_callbacks

_EXAMPLES = 25
"""Random examples of one property in the ordinary run."""
_LONGEST_IN_A_NAME = 200
"""Characters of a parameter that the name of its test quotes."""
_FORGOTTEN = ("ENOS_", "XDG_", "LC_", "SSH_", "NO_COLOR", "COLORFGBG", "STY", "PYTHONDONTWRITEBYTECODE")
"""Beginnings of variables; the last one would have every process that a test starts compile the program."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough",
        type=int,
        default=1,
        metavar="TIMES",
        help="try TIMES as many random examples, and as many more kills and hostile journeys (default: 1)",
    )


def pytest_configure(config: pytest.Config) -> None:
    settings.register_profile(
        "of this run",
        max_examples=_EXAMPLES * config.getoption("thorough"),
        # The same examples each time, so that a failure comes from the last change.
        derandomize=True,
        database=None,
        # A busy machine is no failure.
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("of this run")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked as thorough, unless `--thorough` asks for more than the ordinary run."""
    if config.getoption("thorough") == 1:
        left_out = [item for item in items if item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("thorough")]


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    # The name of a test travels to and fro between processes, and stands in the environment of its children.
    return argname if isinstance(val, str | bytes) and len(val) > _LONGEST_IN_A_NAME else None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    # What is imported and collected stays: to search it for garbage takes a quarter of the time of collecting
    # it, and later a tenth of that of the tests.
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


@pytest.fixture(autouse=True)
def _garbage_is_collected() -> Iterator[None]:
    """The command line turns it off for the start of the full screen, and the app turns it on again."""
    threshold = gc.get_threshold()
    yield
    gc.set_threshold(*threshold)
    gc.enable()


@pytest.fixture(autouse=True, scope="session")
def _pilots_count_callbacks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        count_callbacks(patch)
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_power_is_lost() -> Iterator[None]:
    """Leave out what guards files against a loss of power, which no test brings about: 5 ms a file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda handle: None)
        yield


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def a_home_of_its_own(_homes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home directory; what the environment says of EnOS, folders and the terminal is forgotten."""
    # The factory would list all the folders before, to number the next one.
    home = Path(mkdtemp(dir=_homes))
    for name in [name for name in os.environ if name.startswith(_FORGOTTEN)]:
        monkeypatch.delenv(name)
    for name, value in (("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("LANG", "C.UTF-8")):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("tui_app.commands.table._own_keys", {})
    monkeypatch.setenv("HOME", str(home))
    return home


@pytest.fixture
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retry at once what is refused: for tests that count neither tries nor pauses."""
    monkeypatch.setattr("tui_app.api.retry.FIRST_PAUSE_S", 0.001)
