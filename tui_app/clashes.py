"""Which commands can meet on one screen, and which of them a choice of keys would have share one.

The panes that a screen can have are those that its module imports. Textual's own bindings of screens count
too; those of its text fields do not, since a text field goes first as it does for letters.
"""

import pkgutil
import re
import sys
from collections.abc import Mapping
from importlib import import_module
from itertools import combinations

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from .commands import command_of, split_keys

_PACKAGE = __name__.rpartition(".")[0]


def clashes(chosen: Mapping[str, str]) -> dict[frozenset[str], tuple[str, str]]:
    """Pairs of names that share a key, with the key and the screen; some are meant, in the default keys."""
    from .app import ExplorerApp

    found: dict[frozenset[str], tuple[str, str]] = {}
    of_app = _rows(ExplorerApp)
    for screen in _screens():
        is_modal = issubclass(screen, ModalScreen)
        around = [*_rows(screen), *(row for row in of_app if row.priority or not is_modal)]
        panes: list[type[DOMNode]] = [DOMNode, *_panes(screen)]
        for rows in ([*(row for row in _rows(pane) if row.id), *around] for pane in panes):
            names: dict[str, set[str]] = {}
            for row in rows:
                for key in _keys(row, chosen):
                    names.setdefault(key, set()).add(_name(row))
            for key, several in names.items():
                for pair in combinations(sorted(several), 2):
                    found.setdefault(frozenset(pair), (key, _spoken(screen)))
    return found


def _screens() -> list[type[Screen[object]]]:
    """Every screen of the program."""
    from . import screens

    names = [one.name for one in pkgutil.iter_modules(screens.__path__)]
    modules = [import_module(f"{_PACKAGE}.screens.{name}") for name in names]
    return [
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type)
        and issubclass(kind, Screen)
        and kind.__module__ == module.__name__
        and not kind.__subclasses__()
    ]


def _panes(screen: type[Screen[object]]) -> set[type[Widget]]:
    """The panes a screen can have: those its module knows, and those that these know."""
    found: set[type[Widget]] = set()
    bases = [base.__module__ for base in screen.__mro__]
    modules = [name for name in bases if name.startswith(f"{_PACKAGE}.screens.")]
    while modules:
        for kind in vars(sys.modules[modules.pop()]).values():
            is_pane = isinstance(kind, type) and issubclass(kind, Widget) and kind not in found
            if is_pane and kind.__module__.startswith(f"{_PACKAGE}.widgets."):
                found.add(kind)
                modules.append(kind.__module__)
    return found


def _rows(kind: type[DOMNode]) -> list[Binding]:
    """The bindings of a class and those it inherits, also where another one hides them."""
    rows: list[Binding] = []
    for base in reversed(kind.__mro__):
        if issubclass(base, DOMNode):
            own = list(Binding.make_bindings(vars(base).get("BINDINGS", ())))
            rows = [*rows, *own] if base._inherit_bindings else own
    return rows


def _keys(row: Binding, chosen: Mapping[str, str]) -> list[str]:
    command = command_of(row.id)
    if command is None:
        return [row.key]
    keys = chosen.get(command.id, ",".join(split_keys(command.default))).split(",")
    if row.id == command.id:
        return keys
    # One row of the table may be several bindings, with a number each.
    number = int((row.id or "").rpartition("-")[2])
    return keys[number - 1 : number]


def _name(row: Binding) -> str:
    """The command as ``[keys]`` names it; a binding of Textual's own by what it does."""
    command = command_of(row.id)
    return command.id if command else f"“{row.description or row.action}”"


def _spoken(screen: type[Screen[object]]) -> str:
    return re.sub(r"Screen$", "", screen.__name__).lower()
