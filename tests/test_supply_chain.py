"""What the program is made of is bounded, told with its licences, and can be had again as it was tested."""

import re
import tomllib
from importlib.metadata import distribution, metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

TOP = Path(__file__).parents[1]
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
LOCK: dict[str, Version] = {
    str(canonicalize_name(name)): Version(version)
    for line in (TOP / ".requirements.lock").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
    for name, _, version in [line.partition("==")]
}


def needed_by(requirements: list[str]) -> dict[str, list[Requirement]]:
    """Everything that is installed for these requirements, by name, with all that is required of it."""
    found: dict[str, list[Requirement]] = {}
    asked: set[str] = set()
    todo = [(Requirement(text), frozenset[str]()) for text in requirements]
    while todo:
        requirement, extras = todo.pop()
        marker = requirement.marker
        if marker and not any(marker.evaluate({"extra": extra}) for extra in extras | {""}):
            continue
        name = canonicalize_name(requirement.name)
        found.setdefault(name, []).append(requirement)
        if str(requirement) not in asked:
            asked.add(str(requirement))
            more = distribution(requirement.name).requires or []
            todo += [(Requirement(text), frozenset(requirement.extras)) for text in more]
    found.pop("enos-tui", None)
    return found


def test_every_dependency_has_an_upper_bound() -> None:
    for text in [*PROJECT["dependencies"], *(one for extra in EXTRAS.values() for one in extra)]:
        requirement = Requirement(text)
        operators = {specifier.operator for specifier in requirement.specifier}
        assert operators & {"<", "=="} or requirement.name == "enos-tui", text


def test_the_lock_names_all_that_is_installed_in_versions_that_fit() -> None:
    needed = needed_by([*PROJECT["dependencies"], *EXTRAS["test"]])
    needed |= {Requirement(text).name: [Requirement(text)] for text in EXTRAS["lint"]}
    assert needed.keys() <= LOCK.keys()
    for name, requirements in needed.items():
        for requirement in requirements:
            assert requirement.specifier.contains(LOCK[name], prereleases=True), requirement


def test_the_licences_are_those_of_the_packages() -> None:
    page = (TOP / ".github" / "LICENCES.md").read_text("utf-8")
    told = dict(re.findall(r"^\| `([\w-]+)` \| ([\w. -]+) \|$", page, re.M))
    assert told.keys() == needed_by(PROJECT["dependencies"]).keys()
    for name, licence in told.items():
        about = metadata(name)
        said = [
            one
            for field in ("License-Expression", "License", "Classifier")
            for one in about.get_all(field, [])
        ]
        assert any(licence.split("-")[0] in one for one in said), f"{name}: {said}"
