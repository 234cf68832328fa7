"""The screens and widgets keep clear of Textual's private attributes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.screen import ModalScreen

import tui_app

APP = Path(tui_app.__file__).parent
OVERRIDDEN = {"_get_component_classes"}
"""Private methods of Textual that are overridden on purpose."""


def private_names(tree: ast.AST) -> Iterator[str]:
    """The private attributes and methods that the classes of a module define."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(ast.Name("self"), name, ast.Store()):
                yield name
            case ast.ClassDef():
                yield from (
                    one.name for one in node.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
                )


@pytest.mark.parametrize(
    "path",
    [*sorted(APP.glob("screens/*.py")), *sorted(APP.rglob("widgets/**/*.py"))],
    ids=lambda path: path.stem,
)
def test_no_private_attribute_of_textual_is_overwritten(path: Path) -> None:
    textuals = {*dir(ModalScreen), *vars(ModalScreen())} - OVERRIDDEN
    names = {name for name in private_names(ast.parse(path.read_text(encoding="utf-8")))}
    assert {name for name in names if name.startswith("_") and not name.startswith("__")} & textuals == set()
