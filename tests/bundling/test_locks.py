"""The locks of the bundle name what is bundled, with hashes, in the versions that the checks passed with."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

from bundling.debian import PACKAGES, read_lock
from bundling.platforms import PLATFORMS
from bundling.wheels import LEFT_OUT, name_and_version
from tests.test_supply_chain import EXTRAS, LOCK, PROJECT, needed_by

HERE = Path(__file__).parents[2] / ".ci" / "bundling"
WHEELS = (HERE / "wheels.lock").read_text("utf-8")


def test_every_package_of_debian_is_locked_for_every_machine() -> None:
    locked = read_lock(HERE / "debian.lock")
    wanted = {(one.debian, name) for one in PLATFORMS.values() for name in PACKAGES}
    assert {(package.architecture, package.name) for package in locked} == wanted
    assert all(re.fullmatch(r"[0-9a-f]{64}", package.sha256) for package in locked)


def test_one_version_of_a_package_is_locked_for_all_machines() -> None:
    locked = {(package.name, package.version) for package in read_lock(HERE / "debian.lock")}
    assert len(locked) == len(PACKAGES)


def test_all_that_the_program_and_its_extras_need_is_locked_or_left_out() -> None:
    needed = needed_by([*PROJECT["dependencies"], *EXTRAS["socks"], *EXTRAS["poseidon"]])
    locked = set(re.findall(r"^([a-z0-9-]+)==", WHEELS, re.MULTILINE))
    assert locked == needed.keys() - LEFT_OUT
    assert needed.keys() >= LEFT_OUT


def test_the_wheels_are_those_that_the_checks_passed_with() -> None:
    for requirement in re.findall(r"^(\S+==\S+) ", WHEELS, re.MULTILINE):
        found = Requirement(requirement)
        assert found.specifier.contains(LOCK[found.name], prereleases=True), requirement


def test_every_wheel_has_a_hash() -> None:
    blocks = WHEELS.split("\n", 1)[1].replace(" \\\n", " ").strip().splitlines()
    assert all(re.fullmatch(r"\S+==\S+( +--hash=sha256:[0-9a-f]{64})+", block) for block in blocks), blocks


def test_the_minor_of_the_interpreter_is_one_that_the_program_runs_on() -> None:
    project = tomllib.loads((HERE.parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == ">=3.11"
    assert "python3.11-minimal" in PACKAGES


def test_the_name_of_a_wheel_is_normalized() -> None:
    path = Path("typing_extensions-4.16.0-py3-none-any.whl")
    assert name_and_version(path) == ("typing-extensions", "4.16.0")
