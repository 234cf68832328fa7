"""Finds the commands that are active together on one screen, from the program itself.

``python -m tests.command_contexts`` writes it down.

The panes that a screen can have are those that its module imports, late or early.
"""

import ast
import json
import pkgutil
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import resolve_name
from inspect import getsource

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from tui_app import screens
from tui_app.app.explorer_app import ExplorerApp
from tui_app.commands.conflicts import CONTEXTS, Contexts, ScreenContext
from tui_app.commands.table import command_of


def found() -> Contexts:
    """The commands that are active together, as the file must have them."""
    around: dict[str, ScreenContext] = {}
    panes: dict[str, str] = {}
    for screen in screens_of_the_program():
        of_screen = {pane.__name__: ids for pane in panes_of(screen) if (ids := _ids(_rows(pane)))}
        panes |= of_screen
        is_modal = issubclass(screen, ModalScreen)
        of_app = [row for row in _rows(ExplorerApp) if row.priority or not is_modal]
        own = _ids([*_rows(screen), *of_app])
        around[_spoken(screen)] = {"commands": own, "panes": " ".join(sorted(of_screen))}
    keys = {row.key: row.description for row in _rows(Screen) if row.id is None}
    return {"screens": around, "panes": panes, "textual": keys}


def screens_of_the_program() -> list[type[Screen[object]]]:
    """Every screen, without what several are made from."""
    modules = [
        import_module(f"{screens.__name__}.{one.name}") for one in pkgutil.iter_modules(screens.__path__)
    ]
    return [
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type)
        and issubclass(kind, Screen)
        and kind.__module__ == module.__name__
        and not kind.__subclasses__()
    ]


def panes_of(screen: type[Screen[object]]) -> set[type[Widget]]:
    """The panes a screen can have: those its module imports, and those that these import."""
    found: set[type[Widget]] = set()
    modules = [base.__module__ for base in screen.__mro__]
    while modules:
        for kind in _imported(modules.pop()):
            if isinstance(kind, type) and issubclass(kind, Widget) and kind not in found:
                found.add(kind)
                modules.append(kind.__module__)
    return found


def _imported(module: str) -> Iterator[object]:
    """What a module imports of the widgets; nothing for a module of another program."""
    if not module.startswith("tui_app."):
        return
    source = import_module(module)
    for node in ast.walk(ast.parse(getsource(source))):
        if isinstance(node, ast.ImportFrom) and node.level:
            name = resolve_name("." * node.level + (node.module or ""), source.__package__ or "")
            if name.startswith("tui_app.widgets."):
                yield from (getattr(import_module(name), alias.name) for alias in node.names)


def _rows(kind: type[DOMNode]) -> list[Binding]:
    """The bindings of a class and those it inherits, also where another one hides them."""
    rows: list[Binding] = []
    for base in reversed(kind.__mro__):
        if issubclass(base, DOMNode):
            own = list(Binding.make_bindings(vars(base).get("BINDINGS", ())))
            rows = [*rows, *own] if base._inherit_bindings else own
    return rows


def _ids(rows: Iterable[Binding]) -> str:
    commands = (command_of(row.id) for row in rows)
    return " ".join(sorted({command.id for command in commands if command is not None}))


def _spoken(screen: type[Screen[object]]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", screen.__name__.removesuffix("Screen")).lower()


if __name__ == "__main__":
    CONTEXTS.write_text(json.dumps(found(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
