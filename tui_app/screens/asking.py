"""What the screens share that put one question to the server: asking, waiting, failing, asking again."""

from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.reactive import reactive, var
from textual.screen import Screen
from textual.widgets import Footer, Static

from ..api.errors import GatewayError
from ..api.gateway import Retrying
from ..commands import BACK, REFRESH, bindings
from ..services.session import Session
from ..widgets.instance_header import Heading, InstanceHeader

Answered = TypeVar("Answered")


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


class AskingScreen(Screen[None], Generic[Answered]):
    """A screen about one answer. A subclass says what to ask, how to show it, and what to call it."""

    BINDINGS = bindings(BACK, REFRESH)
    HORIZONTAL_BREAKPOINTS: ClassVar = [(0, "-narrow"), (100, "-wide")]

    state: reactive[State] = reactive[State](Loading(), init=False)
    """Where the question stands."""

    answer: var[Answered | None] = var(None, init=False)
    """The last good answer; stays while another is on its way."""

    retrying: reactive[Retrying | None] = reactive[Retrying | None](None, init=False)
    """The pause before the next try, while there is one."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        """Header, body, a place for what went wrong, footer."""
        yield InstanceHeader(self.session.profile_name, self.heading())
        yield Static(id="problem", markup=False)
        yield from self.compose_body()
        yield Footer(show_command_palette=False, compact=True)

    def compose_body(self) -> ComposeResult:
        """What fills the screen between header and footer."""
        yield from ()

    async def ask(self, fresh: bool) -> Answered:
        """Put the question; `fresh` accepts no remembered answer."""
        raise NotImplementedError

    def show(self, answer: Answered) -> None:
        """Draw an answer."""
        raise NotImplementedError

    def heading(self) -> Heading:
        """What the header says in the present state."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Ask at once; what Textual mounts is empty till then."""
        self.set_class(True, "-empty")
        self.fetch()

    @work(exclusive=True, group="ask")
    async def fetch(self, fresh: bool = False) -> None:
        """Ask the server; a second call cancels the first."""
        self.state = Loading()
        try:
            self.answer = await self.ask(fresh)
            self.state = Ready()
        except GatewayError as error:
            self.state = Failed(error)
        finally:
            self.retrying = None

    def watch_answer(self, answer: Answered | None) -> None:
        """A new answer is drawn; nothing else draws one."""
        if answer is not None:
            self.set_class(False, "-empty")
            self.show(answer)

    def watch_state(self) -> None:
        """Header and problem line follow the state."""
        self.update_heading()
        problem = self.query_one("#problem", Static)
        if isinstance(self.state, Failed):
            again = "r asks again, escape goes back."
            problem.update(f"{self.state.error}\n{self.state.error.hint}\n{again}".replace("\n\n", "\n"))
        problem.set_class(isinstance(self.state, Failed), "-shown")

    def watch_retrying(self) -> None:
        """A pause is told in the header."""
        self.update_heading()

    def update_heading(self) -> None:
        """Bring the header up to date, the state of the question before everything else."""
        heading = self.heading()
        said = self._in_words()
        if said:
            heading = Heading(heading.name, heading.id, heading.status, said, isinstance(self.state, Failed))
        self.query_one(InstanceHeader).heading = heading

    def action_refresh(self) -> None:
        """Ask again, without the memory."""
        self.fetch(fresh=True)

    def action_back(self) -> None:
        """Cancel a running refresh; else leave."""
        if isinstance(self.state, Loading) and self.answer is not None:
            self.workers.cancel_group(self, "ask")
            self.state = Ready()
        else:
            self.app.pop_screen()

    def _in_words(self) -> str:
        match self.state:
            case Loading() if (pause := self.retrying) is not None:
                coming = f"try {pause.attempt} of {pause.of} in {pause.wait_s:.1f} s"
                return f"{pause.reason}: {coming}, escape cancels"
            case Loading():
                return "asking …" if self.answer is None else "asking again …"
            case Failed(error):
                return "no answer" if self.answer is None else f"not refreshed: {error}"
            case _:
                return ""
