"""The base of all screens that load one answer: loading, retry, failure, refresh."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil
from typing import ClassVar, Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Container
from textual.reactive import var

from ..api.errors import GatewayError
from ..api.gateway import Retrying
from ..commands.table import BACK, COPY, REFRESH, Command, bindings
from ..logic import times
from ..models.request import RequestInfo
from ..models.view import View
from ..services.session import Session
from ..widgets.error_message import Problem
from ..widgets.instance_header import HeaderContent
from .base_data import DataScreen

Data = TypeVar("Data")

QUIET_S = 0.3
"""Grace period in seconds before "Refreshing…" is shown; avoids a flash on fast answers."""


@dataclass(frozen=True, slots=True)
class Loading:
    """The request is pending."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The answer is shown."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The request failed; the last answer, if any, stays on screen."""

    error: GatewayError


State = Loading | Ready | Failed


class QueryScreen(DataScreen, Generic[Data]):
    """A screen that shows one answer; subclasses load, draw and title it."""

    BINDINGS = bindings(REFRESH)

    WITHOUT_ANSWER: ClassVar[tuple[Command, ...]] = (BACK, REFRESH, COPY)
    """Commands of the screen that do something where the request has failed and nothing is shown."""

    # None of these is a `reactive`: that would draw the whole screen again, which the watchers do in part.
    state: var[State] = var[State](Loading(), init=False)
    """The state of the last request."""

    answer: var[Data | None] = var(None, init=False)
    """The last good answer; stays during a refresh."""

    is_slow: var[bool] = var(False, init=False)
    """Whether a refresh has been pending for longer than `QUIET_S`."""

    retrying: var[Retrying | None] = var[Retrying | None](None, init=False)
    """The rest of the pause before the next retry, if any."""

    _loaded_at: datetime
    """Time of the last good answer, aware."""

    _is_composed = False
    """Whether the widgets exist; an answer that is earlier waits for them."""

    def __init__(self, session: Session, view: View) -> None:
        super().__init__(session, view)
        self._has_ended = asyncio.Event()

    async def wait_until_loaded(self) -> None:
        """Wait until the first request has ended."""
        await self._has_ended.wait()

    def compose_body(self) -> ComposeResult:
        """Yield the error message, hidden until there is one, and the panes."""
        yield Problem()
        with Container(id="panes"):
            yield from self.compose_panes()

    def compose_panes(self) -> ComposeResult:
        """Yield the panes that show the answer."""
        raise NotImplementedError

    def heading_for(self, answer: Data | None) -> HeaderContent:
        """The content of the header for an answer, or without one."""
        raise NotImplementedError

    def request_info(self) -> RequestInfo | None:
        """The request that failed; screens with a single request override it."""
        return self.state.error.request if isinstance(self.state, Failed) else None

    async def load(self, fresh: bool) -> Data | None:
        """Load the answer, bypassing the cache if `fresh`; None keeps the screen as it is."""
        raise NotImplementedError

    def show(self, answer: Data) -> None:
        """Draw an answer."""
        raise NotImplementedError

    def key_hints(self, error: GatewayError) -> str:
        """The keys that help after an error."""
        return f"{REFRESH.key_name} try again · {BACK.key_name} back"

    def offers(self, action: str) -> bool:
        """Whether the footer names a command: without an answer only those that need none."""
        is_useful = not self.has_class("-unanswered") or action in {one.action for one in self.WITHOUT_ANSWER}
        return is_useful and super().offers(action)

    def start_loading(self) -> None:
        """Send the request at once: building the widgets takes about as long as an answer."""
        self.fetch()

    def on_mount(self) -> None:
        """Show what was loaded while the widgets were built."""
        self._is_composed = True
        self.redraw()
        self.watch_state()

    @property
    def _has_panes(self) -> bool:
        """Whether there is something to draw on: an answer may come while the screen is being removed."""
        return self._is_composed and self.has_widgets and bool(self.query(Problem))

    def redraw(self) -> None:
        """Draw the answer again after a change of context, such as the server's time zone."""
        if self._has_panes and self.answer is not None:
            self.show(self.answer)
            self.update_heading()

    @work(exclusive=True, group="ask")
    async def fetch(self, fresh: bool = False) -> None:
        """Load the answer in a worker; a second call cancels the first."""
        self.state = Loading()
        timer = self.set_timer(QUIET_S, self._mark_slow)
        try:
            answer = await self.load(fresh)
            if answer is not None:
                self.answer = answer
                self.state = Ready()
        except GatewayError as error:
            self.state = Failed(error)
        finally:
            timer.stop()
            self._has_ended.set()
            self.is_slow = False
            self.retrying = None

    def watch_answer(self, answer: Data | None) -> None:
        """Draw a new answer."""
        if answer is not None:
            self._loaded_at = self.session.explorer.now()
            if self._has_panes:
                self.show(answer)

    def watch_state(self) -> None:
        """Update header and error message; the message stays during a refresh."""
        if not self._has_panes:
            return
        self.update_heading()
        is_unanswered = isinstance(self.state, Failed) and self.answer is None
        if is_unanswered != self.has_class("-unanswered"):
            self.set_class(is_unanswered, "-unanswered")
            self.refresh_bindings()
        problem = self.query_one(Problem)
        match self.state:
            case Failed(error):
                problem.show_problem(str(error), error.hint, self.key_hints(error))
            case Loading() if self.answer is not None:
                pass
            case _:
                problem.hide()

    def set_retry(self, retrying: Retrying | None) -> None:
        """Update the pause before the next retry."""
        self.retrying = retrying

    def watch_retrying(self, before: Retrying | None, pause: Retrying | None) -> None:
        """Show the pause in the header and count it down."""
        self.update_heading()
        if pause is not None and pause.wait_s > 0:
            step_s = min(1, pause.wait_s)
            self.set_timer(step_s, lambda: self._count_down(pause, step_s))

    def _count_down(self, pause: Retrying, step_s: float) -> None:
        if self.retrying is pause:
            self.retrying = replace(pause, wait_s=pause.wait_s - step_s)

    def watch_is_slow(self) -> None:
        """Update the header."""
        self.update_heading()

    def heading(self) -> HeaderContent:
        """The content of the header; the state of a pending or failed request takes the second line."""
        heading = self.heading_for(self.answer if self._is_composed else None)
        if len(self.view.ids) == 1 and self.session.watcher.is_watching(self.view.id):
            heading = replace(heading, is_watched=True)
        if progress := self._state_text():
            return replace(heading, second=progress, reason="", is_alarming=isinstance(self.state, Failed))
        return heading

    def action_refresh(self) -> None:
        """Load again, bypassing the cache."""
        self.fetch(fresh=True)

    def action_back(self) -> None:
        """Cancel a running refresh, else go back."""
        if isinstance(self.state, Loading) and self.answer is not None:
            self.workers.cancel_group(self, "ask")
            self.state = Ready()
        else:
            super().action_back()

    def _mark_slow(self) -> None:
        self.is_slow = True

    def _state_text(self) -> str:
        match self.state:
            case Loading() if (pause := self.retrying) is not None:
                when = f"in {ceil(pause.wait_s)} s" if pause.wait_s > 0 else "…"
                return f"{pause.reason}: try {pause.attempt} of {pause.of} {when} ({BACK.key_name} cancels)"
            case Loading() if self.answer is None:
                return f"Loading… ({BACK.key_name} cancels)"
            case Loading():
                return f"Refreshing… ({BACK.key_name} cancels)" if self.is_slow else ""
            case Failed(error) if self.answer is None:
                return error.headline
            case Failed():
                age_s = (self.session.explorer.now() - self._loaded_at).total_seconds()
                return f"not refreshed: loaded {times.ago(age_s)}"
            case _:
                return ""
