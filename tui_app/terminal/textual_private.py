"""The private parts of Textual that this program uses, each with the reason.

Only this room touches any; beside this module, `driver` and `input_parser` subclass Textual's driver and
parser, and `key_reports` reads its tables. A new release may change them without notice; a contract test
checks each against the installed one.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from rich.text import Text
from textual._styles_cache import StylesCache
from textual.app import App
from textual.binding import Binding, BindingsMap, BindingType
from textual.color import Color
from textual.css.styles import RenderStyles
from textual.dom import DOMNode
from textual.driver import Driver
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar, ScrollBarCorner
from textual.style import Style
from textual.widget import Widget
from textual.widgets._toast import Toast, ToastHolder, ToastRack

MADE_BY_TEXTUAL: tuple[type[Widget], ...] = (ScrollBar, ScrollBarCorner, Toast, ToastHolder, ToastRack)
"""Widgets that Textual makes on any screen; the classes of toasts are private."""


_colours_of = StylesCache.get_inner_outer.__wrapped__


@lru_cache(1024)
def _inner_outer(base: Color, background: Color) -> tuple[Style, Style]:
    return _colours_of(None, base, background)


def release_removed_widgets() -> None:
    """Let removed widgets go with all that they have drawn.

    Textual keeps the last 1,024 answers of one method by the object that was asked, which it does not need:
    up to 25 MiB of lines of screens that were left long ago.
    """

    def get_inner_outer(_: StylesCache, base: Color, background: Color) -> tuple[Style, Style]:
        return _inner_outer(base, background)

    StylesCache.get_inner_outer = get_inner_outer  # type: ignore[method-assign, assignment]


class HookedApp(App[int]):
    """An app with public hooks where Textual has private methods."""

    def node_registered(self, node: DOMNode) -> None:
        """Handle a screen or widget that has just become part of the app."""

    def describe_fault(self, error: BaseException) -> str:
        """The text to leave on the terminal after a fault of this program."""
        raise NotImplementedError

    def release_terminal(self) -> None:
        """Give the terminal back, should a driver that has failed not have done so."""
        raise NotImplementedError

    def _print_error_renderables(self) -> None:
        self.release_terminal()
        super()._print_error_renderables()

    def _register_child(self, parent: DOMNode, child: Widget, before: int | None, after: int | None) -> None:
        # The one place that every screen and widget passes before it gets a key.
        super()._register_child(parent, child, before, after)
        self.node_registered(child)

    def _fatal_error(self) -> None:
        # Textual's own prints a traceback with local variables, tokens among them; after several faults, how
        # to see them in a development console.
        self.bell()
        error = self._exception or sys.exc_info()[1]
        if error is not None and not self._exit_renderables:
            self._exit_renderables.append(Text(self.describe_fault(error), no_wrap=True, overflow="ignore"))
        self._close_messages_no_wait()


class LazyScrollView(ScrollView):
    """A scrolling pane that computes the styles of a component class when it is first drawn.

    Textual computes those of all component classes: a third of the time to make a pane, and again at each
    change of the focus.
    """

    def get_component_styles(self, *names: str) -> RenderStyles:
        """Styles of some component classes."""
        for name in names:
            if name not in self._component_styles and name in super()._get_component_classes():
                part = DOMNode(classes=name)
                part._attach(self)
                self.app.stylesheet.apply(part)
                self._component_styles[name] = part.styles
        return super().get_component_styles(*names)

    def _get_component_classes(self) -> frozenset[str]:  # type: ignore[override]
        """The component classes drawn so far."""
        return frozenset(self._component_styles)


def refresh_now(widget: Widget) -> None:
    """Draw a widget with the next frame, instead of when its own message queue is empty."""
    widget._check_refresh()


def allow_pop(screen: Screen[Any]) -> None:
    """Let the default screen be popped and switched as one that was pushed."""
    screen._push_result_callback(screen.app, None)


def put_below(app: App[int], screen: Screen[Any]) -> None:
    """Put a screen under all others; it is made at once, and shown when those above are gone."""
    app._get_screen(screen)
    app._load_screen_css(screen)
    app._screen_stack.insert(0, screen)


def default_css(kind: type[Widget]) -> Iterator[tuple[tuple[str, str], str, int, str]]:
    """The default CSS of a widget class and its bases: location, CSS, tie breaker and scope."""
    # The class alone decides; an instance that was never initialised is enough.
    yield from object.__new__(kind)._get_default_css()


def rebind(node: DOMNode, change: Callable[[Iterable[BindingType]], Iterable[BindingType]]) -> None:
    """Bind the keys of a node anew.

    Textual's own keymap (`App.set_keymap`) will not do: it is applied after a focused text field has removed
    the default keys that it consumes, so that a command moved from a letter to f6 has no key there at all.

    Args:
        change: gives the bindings in place of those in one class's ``BINDINGS``.
    """
    keys: dict[str, list[Binding]] = {}
    for base in reversed(type(node).__mro__):
        if issubclass(base, DOMNode):
            if not base._inherit_bindings:
                keys.clear()
            keys |= BindingsMap(change(vars(base).get("BINDINGS", ()))).key_to_bindings
    node._bindings = BindingsMap.from_keys(keys)


def driver_of(app: App[int]) -> Driver | None:
    """The driver of a running app."""
    return app._driver


def first_fault(app: App[Any]) -> Exception | None:
    """The fault that ended an app; closing it after one may fail as well."""
    return app._exception


def end_with_fault(app: App[Any], error: Exception) -> None:
    """End an app as a fault of its own does; Textual's own end for the input thread has exit code 0."""
    app._handle_exception(error)


def send(app: App[int], sequence: str) -> None:
    """Send a sequence that draws nothing; Textual has no call for these."""
    if (driver := app._driver) is not None:
        driver.write(sequence)


def set_mouse(app: App[int], enabled: bool) -> None:
    """Set whether the driver turns the mouse on when the program is resumed after ctrl+z."""
    if (driver := app._driver) is not None:
        driver._mouse = enabled
