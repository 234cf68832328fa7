"""The wheel holds only the program, the sdist passes its tests, a wheelhouse needs no network."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.journey import TOP, environment
from tui_app.cli.arguments import SHELLS

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, the wheel, and the wheels that it needs."""
    folder = tmp_path_factory.mktemp("built")
    run("git", "clone", "--quiet", TOP, str(folder / "clone"))
    run(sys.executable, "-m", "venv", str(folder / "venv"))
    run(str(folder / "venv/bin/pip"), "install", "--quiet", "hatchling")
    run(str(folder / "venv/bin/python"), "-m", "hatchling", "build", "-d", str(folder), cwd=folder / "clone")
    (wheel,) = folder.glob("*.whl")
    wheels = ["wheel", "--quiet", "--wheel-dir", str(folder / "wheelhouse")]
    run(sys.executable, "-m", "pip", *wheels, f"{wheel}[socks,poseidon]")
    return folder


def run(*command: str, cwd: Path | None = None) -> str:
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_only_the_program(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"tui_app", "enos_tui"}
    kinds = {Path(name).suffix for name in names if name.startswith("tui_app/")}
    scripts = {f".{one}" for one in SHELLS}
    assert kinds <= {".py", ".tcss", ".typed", "", ".json", ".tsv", ".txt", ".log"} | scripts, kinds


def test_the_sdist_passes_its_own_tests(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as tar:
        tar.extractall(built / "sdist", filter="data")
    (folder,) = (built / "sdist").iterdir()
    # Collecting imports all of them, and reads the tables that they are made from.
    pytest_ = [sys.executable, "-m", "pytest", "-n0", "-p", "no:cacheprovider", "--assert=plain"]
    run(*pytest_, "--collect-only", "-m", "system or not system", cwd=folder)
    some = ["tests/test_readme.py", "tests/test_supply_chain.py", "tests/test_layers.py", "tests/bundling"]
    run(*pytest_, *some, "tests/models", "tests/store/test_settings.py", cwd=folder)


def test_a_wheelhouse_installs_without_a_network(built: Path) -> None:
    venv = built / "offline"
    script = (
        f"{sys.executable} -m venv {venv} && {venv}/bin/pip install --quiet --no-index "
        f"--find-links {built / 'wheelhouse'} 'enos-tui[socks,poseidon]' && {venv}/bin/enos-tui doctor --demo"
    )
    command = ["unshare", "-rn", "sh", "-c", script]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"installed: in a virtual environment: {venv}/lib" in done.stdout
