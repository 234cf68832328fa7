"""Textual's private parts: all that are used are listed, stand in one room, and are there as expected."""

import ast
import inspect
import textwrap
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest
import textual
from textual import binding
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import _toast

import tui_app

APP = Path(tui_app.__file__).parent
TOP = APP.parent

METHODS = {
    (App, "_register_child"): (
        "(self, parent: 'DOMNode', child: 'Widget', before: 'int | None', after: 'int | None') -> 'None'"
    ),
    (App, "_fatal_error"): "(self) -> 'None'",
    (App, "_print_error_renderables"): "(self) -> 'None'",
    (MessagePump, "_close_messages_no_wait"): "(self) -> 'None'",
    (Widget, "_check_refresh"): "(self) -> 'None'",
    (MessagePump, "_attach"): "(self, parent: 'MessagePump') -> 'None'",
    (DOMNode, "_get_component_classes"): "(cls) -> 'frozenset[str]'",
    (DOMNode, "_get_default_css"): "(self) -> 'list[tuple[CSSLocation, str, int, str]]'",
    (LinuxDriver, "_get_terminal_size"): "(self) -> 'tuple[int, int]'",
    (LinuxDriver, "run_input_thread"): "(self) -> 'None'",
    (LinuxDriver, "_sigtstp_application"): "(self, *_) -> 'None'",
    (LinuxDriver, "_sigcont_application"): "(self, *_) -> 'None'",
    (App, "_get_screen"): "(self, screen: 'Screen | str') -> 'tuple[Screen, AwaitMount]'",
    (App, "_load_screen_css"): "(self, screen: 'Screen')",
    (Screen, "_push_result_callback"): (
        "(self, requester: 'MessagePump', callback: 'ScreenResultCallbackType[ScreenResultType] | None', "
        "future: 'asyncio.Future[ScreenResultType | None] | None' = None) -> 'None'"
    ),
    (App, "_handle_exception"): "(self, error: 'Exception') -> 'None'",
    (XTermParser, "_sequence_to_key_events"): (
        "(self, sequence: 'str', alt: 'bool' = False) -> 'Iterable[events.Key]'"
    ),
}
"""Methods that are called or overridden, with their signatures."""

ATTRIBUTES = {
    (App, "_driver"),
    (App, "_exception"),
    (App, "_exit_renderables"),
    (App, "_screen_stack"),
    (DOMNode, "_bindings"),
    (DOMNode, "_inherit_bindings"),
    (DOMNode, "_component_styles"),
    (Driver, "_app"),
    (Driver, "_auto_restart"),
    (Driver, "_debug"),
    (Driver, "_loop"),
    (Driver, "_mouse"),
    (LinuxDriver, "_file"),
    (LinuxDriver, "_in_band_window_resize"),
    (LinuxDriver, "_key_thread"),
    (LinuxDriver, "_must_signal_resume"),
}
"""Attributes that are read or set."""

IMPORTS = {
    ("textual._styles_cache", "StylesCache"),
    ("textual._xterm_parser", "XTermParser"),
    ("textual._xterm_parser", "BRACKETED_PASTE_START"),
    ("textual._xterm_parser", "BRACKETED_PASTE_END"),
    ("textual._ansi_sequences", "ANSI_SEQUENCES_KEYS"),
    ("textual._ansi_sequences", "IGNORE_SEQUENCE"),
    ("textual._keyboard_protocol", "FUNCTIONAL_KEYS"),
    ("textual.widgets._toast", "Toast"),
    ("textual.widgets._toast", "ToastHolder"),
    ("textual.widgets._toast", "ToastRack"),
}
"""Names imported from private modules."""

LISTED = {name for _, name in [*METHODS, *ATTRIBUTES]}
CLASSES = (App, DOMNode, Driver, LinuxDriver, MessagePump, Screen, Stylesheet, Widget, XTermParser)
"""Textual's classes whose private parts the program could reach."""


def private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


@cache
def members(kind: type) -> frozenset[str]:
    """Private methods and attributes that a class itself defines, those it sets on instances too."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    names = set(vars(kind))
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(ast.Name("self"), name, ast.Store()):
                names.add(name)
    return frozenset(filter(private, names))


def textuals(kind: type) -> set[str]:
    """The same of all of Textual's classes that a class derives from."""
    bases = [base for base in kind.__mro__ if base.__module__.partition(".")[0] == "textual"]
    return set[str]().union(*map(members, bases))


def modules() -> list[Path]:
    return sorted(APP.rglob("*.py"))


def attributes(tree: ast.AST) -> Iterator[ast.Attribute]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and private(node.attr))


def classes_of(path: Path) -> Iterator[tuple[type, ast.ClassDef]]:
    """Classes of a module that derive from one of Textual's, with their source."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    if any(isinstance(node, ast.ClassDef) for node in tree.body) and "textual" in path.read_text("utf-8"):
        module = import_module(".".join(path.relative_to(TOP).with_suffix("").parts))
        for node in nodes:
            kind = getattr(module, node.name, None)
            if isinstance(kind, type) and textuals(kind):
                yield kind, node


def used(kind: type, node: ast.ClassDef) -> set[str]:
    """Textual's private names that a class overrides, reads or sets on itself."""
    names = {one.attr for one in attributes(node) if _is_own(one.value)}
    for statement in node.body:
        match statement:
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.AnnAssign(ast.Name(name)):
                names.add(name)
            case ast.Assign(targets):
                names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names & textuals(kind)


@pytest.mark.parametrize(("place", "signature"), METHODS.items(), ids=lambda one: str(one)[:60])
def test_each_private_method_has_the_expected_signature(place: tuple[type, str], signature: str) -> None:
    kind, name = place
    method = vars(kind)[name]
    function = method.__func__ if isinstance(method, classmethod) else method
    assert str(inspect.signature(function)) == signature


@pytest.mark.parametrize(("kind", "name"), sorted(ATTRIBUTES, key=str), ids=str)
def test_each_private_attribute_exists(kind: type, name: str) -> None:
    assert name in members(kind)


@pytest.mark.parametrize(("module", "name"), sorted(IMPORTS))
def test_each_private_import_exists(module: str, name: str) -> None:
    assert hasattr(import_module(module), name)


def test_the_parser_of_input_is_fed_text_and_ticked() -> None:
    parser = XTermParser(False)
    assert [str(getattr(key, "key", "")) for key in [*parser.feed("a"), *parser.tick()]] == ["a"]
    assert issubclass(_toast.Toast, Widget)


def test_the_bindings_of_a_node_are_a_map_from_keys() -> None:
    assert isinstance(DOMNode()._bindings, binding.BindingsMap)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(APP)))
def test_no_other_private_part_of_textual_is_used(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        (node.module or "", alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual")
        for alias in node.names
        if any(map(private, [*(node.module or "").split("."), alias.name]))
    }
    of_others = {one.attr for one in attributes(tree) if not _is_own(one.value)}
    known = set[str]().union(*map(members, CLASSES))
    names = (of_others & known if "textual" in path.read_text("utf-8") else set[str]()).union(
        *(used(kind, node) for kind, node in classes_of(path))
    )
    if path.parent.name == "terminal":
        assert names <= LISTED
        assert imported <= IMPORTS
    else:
        assert names == set(), "use or add a helper in terminal/textual_private.py"
        assert imported == set()


def _is_own(value: ast.expr) -> bool:
    return isinstance(value, ast.Name) and value.id in ("self", "cls")


def test_every_listed_part_is_used() -> None:
    text = "".join(path.read_text("utf-8") for path in (APP / "terminal").glob("*.py"))
    unused = {name for name in LISTED | {name for _, name in IMPORTS} if name not in text}
    assert unused == set()


def test_the_allowed_range_of_textual_is_the_minor_that_is_tested() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    major, minor, *_ = version("textual").split(".")
    assert f"textual>={major}.{minor},<{major}.{int(minor) + 1}" in project["dependencies"]
    assert Path(textual.__file__).is_file()
