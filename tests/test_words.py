"""The worst of unplain language does not come back; this is no grammar."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import tui_app

APP = Path(tui_app.__file__).parent
MODULES = sorted(APP.rglob("*.py"))
QUESTION = re.compile(
    r"(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|has|have|had|does|do|did|may|might|can"
    r"|could|should|would|will|shall|must)\b",
    re.IGNORECASE,
)
"""Words no docstring begins with."""

RETIRED = re.compile(
    r"arrive|arriving|asked|doubts?|heed|keeping|looking|meetings|patience|patient|pictures?|sheets|sketch"
    r"|standing|tells?|thrift|thrifty|told|web"
)
"""Words no public name is made of; each stood for something that has a name in the field."""


def docstrings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The line and text of every docstring, those below fields and constants too."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else ():
            match statement:
                case ast.Expr(ast.Constant(str(text))):
                    yield statement.lineno, text.strip()


def public_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The line and name of every public class, function, field and constant."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name
        if isinstance(node, ast.Module | ast.ClassDef):
            for statement in node.body:
                if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                    yield statement.lineno, statement.target.id
                elif isinstance(statement, ast.Assign):
                    targets = [target for target in statement.targets if isinstance(target, ast.Name)]
                    yield from ((statement.lineno, target.id) for target in targets)


def words_of(name: str) -> set[str]:
    """The words a name is made of, in lower case."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(APP)))
def test_no_docstring_is_a_question(path: Path) -> None:
    found = docstrings(ast.parse(path.read_text(encoding="utf-8")))
    firsts = [(line, text.split("\n\n")[0]) for line, text in found]
    assert [(line, text) for line, text in firsts if QUESTION.match(text) or text.endswith("?")] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(APP)))
def test_no_public_name_uses_a_retired_word(path: Path) -> None:
    names = [*public_names(ast.parse(path.read_text(encoding="utf-8"))), (1, path.stem)]
    public = [(line, name) for line, name in names if not name.startswith("_")]
    assert [(line, name) for line, name in public if any(map(RETIRED.fullmatch, words_of(name)))] == []
