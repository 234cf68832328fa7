"""The program knows how it was installed, and gives the advice that fits."""

import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tui_app.cli.main import main
from tui_app.store.installation import Installation, Way, _way, bundle_caches, installation


@pytest.mark.parametrize(
    ("file", "package", "way"),
    [
        ("pipx_metadata.json", "lib/site-packages/tui_app", Way.PIPX),
        ("uv-receipt.toml", "lib/site-packages/tui_app", Way.UV),
        ("other", "lib/site-packages/tui_app", Way.VIRTUAL_ENVIRONMENT),
        ("other", "work/tui_app", Way.SOURCE),
    ],
)
def test_the_environment_tells_the_way(file: str, package: str, way: Way, tmp_path: Path) -> None:
    (tmp_path / file).touch()
    assert _way(str(tmp_path), "/usr", tmp_path / package) is way


def test_a_package_without_an_environment_is_the_interpreters_own() -> None:
    assert _way("/usr", "/usr", Path("/usr/lib/python3/dist-packages/tui_app")) is Way.SYSTEM


@pytest.mark.parametrize(
    ("way", "sentence"),
    [
        (Way.PIPX, "Install it: pipx inject enos-tui socksio."),
        (Way.UV, "Install it: uv pip install --python '/a b/python' socksio."),
        (Way.VIRTUAL_ENVIRONMENT, "Install it: '/a b/python' -m pip install socksio."),
        (Way.BUNDLE, "The file should contain socksio: copy it again, or report this as a fault."),
    ],
)
def test_the_advice_fits_the_way(way: Way, sentence: str) -> None:
    assert Installation(way, "/place", "/a b/python").how_to_add("socksio") == sentence


def test_the_tests_run_from_a_source_folder() -> None:
    found = installation()
    assert (found.way, found.interpreter, found.cache) == (Way.SOURCE, sys.executable, None)


def test_a_bundle_names_its_file_and_its_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = ModuleType("enos_tui_bundle")
    vars(bundle).update(file="/opt/enos-tui.run", folder="/home/u/.cache/enos-tui/x86_64-1")
    monkeypatch.setitem(sys.modules, "enos_tui_bundle", bundle)
    found = installation()
    assert (found.way, found.place) == (Way.BUNDLE, "/opt/enos-tui.run")
    assert found.cache == Path("/home/u/.cache/enos-tui/x86_64-1")


def test_the_caches_are_tried_in_the_order_of_the_script() -> None:
    spare = Path(f"/var/tmp/enos-tui-{os.geteuid()}")
    environ = {"ENOS_TUI_CACHE": "/own", "XDG_CACHE_HOME": "/xdg", "HOME": "/home/u"}
    folders = [Path("/own"), Path("/xdg/enos-tui"), Path("/home/u/.cache/enos-tui"), spare]
    assert bundle_caches(environ)[:4] == folders
    assert bundle_caches({"XDG_CACHE_HOME": "relative"})[0] == spare


def test_paths_names_the_cache_that_is_there(
    a_home_of_its_own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cache = a_home_of_its_own / ".cache" / "enos-tui"
    main(["paths"])
    assert str(cache) not in capsys.readouterr().out
    cache.mkdir(parents=True)
    main(["paths"])
    assert f"there    {cache}\n" in capsys.readouterr().out
