"""The direction of imports is a test, so that it does not rest on memory."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tui_app

APP = Path(tui_app.__file__).parent
ORDER = Path(__file__).parents[1] / ".github" / "CONTRIBUTING.md"
"""The contributor's map, whose first block of code gives the order of the rooms."""


def rooms() -> list[set[str]]:
    """Rooms from the bottom up, those on one line beside each other."""
    block = ORDER.read_text(encoding="utf-8").partition("```text\n")[2].partition("```")[0]
    return [set(line.partition("  ")[0].split(", ")) for line in block.strip().split("\n")][::-1]


LEVEL = {room: level for level, several in enumerate(rooms()) for room in several}
MAY_NOT_KNOW_TEXTUAL = {"models", "logic", "store", "api", "demo", "services", "cli"}
OTHER_SCREEN_BASES = {"dialog", "overview"}


def modules() -> list[Path]:
    return [path for path in sorted(APP.rglob("*.py")) if path.name not in ("__init__.py", "__main__.py")]


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Level and dotted name of everything a module imports, the lazy imports too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.level, node.module or ""
        elif isinstance(node, ast.Import):
            yield from ((0, name.name) for name in node.names)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(APP)))
def test_imports_point_down(path: Path) -> None:
    place = path.relative_to(APP).with_suffix("").parts
    room = place[0]
    for level, name in imported(path):
        head = name.split(".")[0]
        if level == len(place) and head:
            assert LEVEL[head] <= LEVEL[room], f"{room} imports {head}"
        if level == 0:
            assert head != "tui_app", "import relatively"
            assert head != "textual" or room not in MAY_NOT_KNOW_TEXTUAL, f"{room} imports textual"


@pytest.mark.parametrize("path", sorted((APP / "screens").glob("*.py")), ids=lambda path: path.stem)
def test_screens_do_not_import_each_other(path: Path) -> None:
    siblings = [name for level, name in imported(path) if level == 1]
    assert {name for name in siblings if not name.startswith("base")} <= OTHER_SCREEN_BASES


def test_the_demo_shares_no_code_with_the_client() -> None:
    for path in sorted((APP / "demo").glob("*.py")):
        assert not any(level == 2 for level, _ in imported(path)), path.name


def test_no_module_is_longer_than_400_lines() -> None:
    assert not {path.name: n for path in modules() if (n := path.read_text().count("\n")) > 400}
