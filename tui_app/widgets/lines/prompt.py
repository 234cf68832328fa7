"""A line below a pane that something about the pane is typed in, with a remark at its end."""

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.reactive import var
from textual.widgets import Input, Static

from ...commands.table import BACK, bindings
from ..text_field import TextField
from .view import LineView


class PromptLine(Horizontal):
    """Out of sight until it is opened; a subclass says what the text does to the pane."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(BACK)]
    DEFAULT_CSS = """
    PromptLine {
        height: 1;
        display: none;
        &.-open { display: block; }
        .sign { width: 2; color: $text-muted; }
        Input { width: 1fr; }
        .remark { width: 36; padding: 0 1; text-align: right; }
    }
    """
    SIGN: ClassVar[str]
    """Stands before the text; the key that opens the bar."""
    PURPOSE: ClassVar[str]
    """What the text is for, shown while there is none."""

    is_open: var[bool] = var(False, toggle_class="-open")
    """Is it on screen? It stays there after Enter, so that the remark can be read."""

    text = query_one(Input)
    remark = query_one(".remark", Static)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.view: LineView | None = None

    def typed(self, text: str) -> None:
        """The text is another one; empty takes all back."""
        raise NotImplementedError

    def begin(self, view: LineView, text: str, remark: str) -> None:
        """Type for a pane, beginning with the text that is in force there."""
        self.view = view
        if not self.children:
            self._fill()
        with self.prevent(Input.Changed):
            self.text.value = text
        self.say(remark)
        self.is_open = True
        self.text.focus()

    def say(self, remark: str) -> None:
        """Show another remark."""
        self.remark.update(remark, layout=False)

    def close(self) -> bool:
        """Take all back and go out of sight; False when it was so already."""
        was_open, self.is_open = self.is_open, False
        if was_open and self.view is not None:
            self.typed("")
            self.view.focus()
        return was_open

    def action_back(self) -> None:
        """Take all back."""
        self.close()

    def _fill(self) -> None:
        """Sign, text, remark: made when they are wanted, as most screens are left without a search."""
        text = TextField(compact=True, placeholder=self.PURPOSE)
        text.cursor_blink = False  # a blink is sent over the line twice a second
        remark = Static(classes="remark", markup=False)
        self.mount(Static(self.SIGN, classes="sign", markup=False), text, remark)

    @on(Input.Changed)
    def _type(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_open:
            self.typed(event.value)

    @on(Input.Submitted)
    def _accept(self, event: Input.Submitted) -> None:
        event.stop()
        if not event.value:
            self.close()
        elif self.view is not None:
            self.view.focus()
