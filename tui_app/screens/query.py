"""What the screens share that put one question to the server: asking, waiting, failing, asking again."""

from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil
from typing import Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Container
from textual.reactive import reactive, var

from ..api.errors import GatewayError
from ..api.gateway import Retrying
from ..commands.table import BACK, REFRESH, bindings
from ..logic import times
from ..models.request import RequestInfo
from ..widgets.instance_header import HeaderContent
from ..widgets.problem import Problem
from .data import DataScreen

Answered = TypeVar("Answered")

QUIET_S = 0.3
"""An answer that comes within this is simply there: to say that one asks would be drawn and taken back."""


@dataclass(frozen=True, slots=True)
class Loading:
    """The question is on its way."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The answer is shown."""


@dataclass(frozen=True, slots=True)
class Failed:
    """There is no answer; the last good one, if any, stays on screen."""

    error: GatewayError


State = Loading | Ready | Failed


class QueryScreen(DataScreen, Generic[Answered]):
    """A screen about one answer. A subclass says what to ask, how to show it, and what to call it."""

    BINDINGS = bindings(REFRESH)

    state: reactive[State] = reactive[State](Loading(), init=False)
    """Where the question stands."""

    answer: var[Answered | None] = var(None, init=False)
    """The last good answer; stays while another is on its way."""

    is_slow: reactive[bool] = reactive(False, init=False)
    """Does the answer to a second question take so long that there is to be said why nothing happens?"""

    retrying: reactive[Retrying | None] = reactive[Retrying | None](None, init=False)
    """What is left of the pause before the next try, while there is one."""

    _answered_at: datetime
    """When the last good answer came, aware."""

    _is_made = False
    """Are there widgets to show an answer with? Before, it is kept for them."""

    def compose_body(self) -> ComposeResult:
        """What went wrong, out of sight till then, and the panes."""
        yield Problem()
        with Container(id="panes"):
            yield from self.compose_panes()

    def compose_panes(self) -> ComposeResult:
        """The panes that show the answer."""
        raise NotImplementedError

    def heading_for(self, answer: Answered | None) -> HeaderContent:
        """What the header says of an answer, or of the id while there is none."""
        raise NotImplementedError

    def asked(self) -> RequestInfo | None:
        """What got no answer; a screen whose answer is that of one question says which."""
        return self.state.error.request if isinstance(self.state, Failed) else None

    async def ask(self, fresh: bool) -> Answered | None:
        """Put the question; `fresh` accepts no remembered answer. None: another screen takes over."""
        raise NotImplementedError

    def show(self, answer: Answered) -> None:
        """Draw an answer."""
        raise NotImplementedError

    def key_hints(self, error: GatewayError) -> str:
        """Which keys help when there is no answer, as a sentence."""
        return f"{REFRESH.key_name} asks again, {BACK.key_name} goes back."

    def begin(self) -> None:
        """Ask at once: to make the widgets takes about as long as an answer."""
        self.fetch()

    def on_mount(self) -> None:
        """Show what has come meanwhile."""
        self._is_made = True
        self.redraw()
        self.watch_state()

    def redraw(self) -> None:
        """Draw the answer again: something it is explained with, such as the server's zone, has changed.

        The connection may settle while the person leaves, and the panes are gone already.
        """
        if self._is_made and self.is_attached and self.answer is not None:
            self.show(self.answer)
            self.update_heading()

    @work(exclusive=True, group="ask")
    async def fetch(self, fresh: bool = False) -> None:
        """Ask the server; a second call cancels the first."""
        self.state = Loading()
        patience = self.set_timer(QUIET_S, self._lose_patience)
        try:
            answer = await self.ask(fresh)
            if answer is not None:
                self.answer = answer
                self.state = Ready()
        except GatewayError as error:
            self.state = Failed(error)
        finally:
            patience.stop()
            self.is_slow = False
            self.retrying = None

    def watch_answer(self, answer: Answered | None) -> None:
        """A new answer is drawn; nothing else draws one."""
        if answer is not None:
            self._answered_at = self.session.explorer.now()
            if self._is_made:
                self.show(answer)

    def watch_state(self) -> None:
        """Header and problem follow the state; above an older answer the problem stays while it is asked."""
        if not self._is_made:
            return
        self.update_heading()
        self.set_class(isinstance(self.state, Failed) and self.answer is None, "-unanswered")
        problem = self.query_one(Problem)
        match self.state:
            case Failed(error):
                problem.show_problem(str(error), error.hint, self.key_hints(error))
            case Loading() if self.answer is not None:
                pass
            case _:
                problem.hide()

    def set_retry(self, retrying: Retrying | None) -> None:
        """Keep the pause, for the header."""
        self.retrying = retrying

    def watch_retrying(self, before: Retrying | None, pause: Retrying | None) -> None:
        """A pause is told in the header, and counted down."""
        self.update_heading()
        if pause is not None and pause.wait_s > 0:
            step_s = min(1, pause.wait_s)
            self.set_timer(step_s, lambda: self._count_down(pause, step_s))

    def _count_down(self, pause: Retrying, step_s: float) -> None:
        if self.retrying is pause:
            self.retrying = replace(pause, wait_s=pause.wait_s - step_s)

    def watch_is_slow(self) -> None:
        """So is that the answer takes long."""
        self.update_heading()

    def heading(self) -> HeaderContent:
        """The state of the question comes before what there is to say of the answer."""
        heading = self.heading_for(self.answer if self._is_made else None)
        if len(self.view.ids) == 1 and self.session.watcher.is_watching(self.view.id):
            heading = replace(heading, is_watched=True)
        if said := self._in_words():
            return replace(heading, second=said, is_alarming=isinstance(self.state, Failed))
        return heading

    def action_refresh(self) -> None:
        """Ask again, without the memory."""
        self.fetch(fresh=True)

    def action_back(self) -> None:
        """Cancel a running refresh; else as everywhere."""
        if isinstance(self.state, Loading) and self.answer is not None:
            self.workers.cancel_group(self, "ask")
            self.state = Ready()
        else:
            super().action_back()

    def _lose_patience(self) -> None:
        self.is_slow = True

    def _in_words(self) -> str:
        match self.state:
            case Loading() if (pause := self.retrying) is not None:
                when = f"in {ceil(pause.wait_s)} s" if pause.wait_s > 0 else "…"
                return f"{pause.reason}: try {pause.attempt} of {pause.of} {when}, {BACK.key_name} cancels"
            case Loading() if self.answer is None:
                return "asking …"
            case Loading():
                return f"asking again …, {BACK.key_name} cancels" if self.is_slow else ""
            case Failed() if self.answer is None:
                return "no answer"
            case Failed():
                age_s = (self.session.explorer.now() - self._answered_at).total_seconds()
                return f"not refreshed: this was answered {times.ago(age_s)}"
            case _:
                return ""
