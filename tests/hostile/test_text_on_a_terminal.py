"""No sequence of a server, a file or a clipboard reaches the terminal, and nothing is swallowed.

One journey by keys through every screen over a gateway that is hostile in every field; then every byte the
program wrote is taken apart and held against the list of what it may write.
"""

import os
import re
from pathlib import Path

import pytest

from tests.hostile.gateway import FLOW, REFUSED, TASKS, HostileGateway, write_state
from tests.hostile.stream import copies, offences
from tests.hostile.texts import CRAFTED, FROM_FILES, Author
from tests.journey import PROGRAM, TOP, environment
from tests.pty_terminal import Terminal
from tests.stand_in import serve
from tui_app.logic import sanitize

SIZES = ((120, 40), (160, 24))
DOWN, F2, CTRL_T, CTRL_W, PAGE_DOWN, ESCAPE = "\x1b[B", "\x1bOQ", "\x14", "\x17", "\x1b[6~", "\x1b"
PAGE_UP, HOME, MOST_PAGES = "\x1b[5~", "\x1b[H", 200
COPIED = b"\x1b]52;c;"

# Terminals take the C0 controls out of a paste, since they would end it.
PASTED = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "", "".join(CRAFTED))


class Walk:
    """A terminal and the eyes before it: whatever is drawn after a key is looked at."""

    def __init__(self, terminal: Terminal, author: Author) -> None:
        self.terminal = terminal
        self.author = author
        self.seen: set[str] = set()
        self.whole: set[str] = set()
        self.misdrawn: list[str] = []

    def key(self, *keys: str, shows: str = "", hides: str = "") -> None:
        """Press keys, wait for a text to come or to go and until the program rests, and look.

        What is waited for must not be so before: then the wait would end before the keys are read.
        """
        before = self.terminal.text
        assert not shows or shows not in before, f"{shows!r} is on screen before {keys}:\n{before}"
        assert not hides or hides in before, f"{hides!r} is not on screen before {keys}:\n{before}"
        self.terminal.press(*keys)
        if shows:
            self.terminal.wait_for(shows)
        if hides:
            self.terminal.wait_for_no(hides)
        self.look(f"{keys}")

    def look(self, after: str) -> None:
        """Look at all that is drawn, once the program rests."""
        self.terminal.wait_for_rest()
        drawn = self.terminal.text
        self.seen |= self.author.marks_in(drawn)
        self.whole |= self.author.whole(self.terminal.rows, but=self.whole)
        self.misdrawn += [
            f"after {after}: {one}" for line in drawn.splitlines() for one in self.author.misdrawn(line)
        ]

    def page(self) -> None:
        """Read the pane from the beginning to the end."""
        self.dismiss_toasts()
        self.key(HOME)
        for _ in range(MOST_PAGES):
            before = self.terminal.text
            self.key(PAGE_DOWN)
            if self.terminal.text == before:
                return
        raise AssertionError(f"the pane never ends:\n{self.terminal.text}")

    def dismiss_toasts(self) -> None:
        """Click on each toast: it would hide the ends of lines for some seconds."""
        while edges := self._edges_of_toasts():
            (x, y), *_ = edges
            self.terminal.click(x + 1, y)
            self.terminal.wait_until(lambda: self._edges_of_toasts() != edges, "the end of a toast")
            self.terminal.wait_for_rest()

    def _edges_of_toasts(self) -> list[tuple[int, int]]:
        return [(row.index("▌"), y) for y, row in enumerate(self.terminal.rows) if "▌" in row]

    def open(self, text: str, shows: str) -> None:
        """Paste an id, which opens it from anywhere."""
        assert shows not in self.terminal.text
        self.terminal.paste(text)
        self.key(shows=shows)

    def copy(self, *keys: str) -> None:
        """Press keys that copy, and wait for a copy; the toast that tells of it may break anywhere."""
        before = self.terminal.sent.count(COPIED)
        self.terminal.press(*keys)
        self.terminal.wait_until(lambda: self.terminal.sent.count(COPIED) > before, f"a copy by {keys}")
        self.look(f"{keys}")


def from_the_files(walk: Walk) -> None:
    """The overview, favourites, history, saved searches; a note in a field; a hostile paste."""
    key = walk.key
    key(shows="3 failed")
    key(CTRL_T, shows="Favourites (2)")
    walk.terminal.paste(PASTED)
    key("\r", shows="no id in this text")
    key("\x15", shows="3 failed")
    key(CTRL_T, shows="Favourites (2)")
    key(DOWN, shows="f Star")
    key("e", shows="Tags, separated")
    key(ESCAPE, hides="Tags, separated")
    key("f", shows="no longer a favourite")
    key("H", shows="--view history")
    key("/", shows="↓ List")


def through_a_task(walk: Walk) -> None:
    """The record, the answer, runMode, why, the ticket, the runs before, what changed."""
    key = walk.key
    walk.open(TASKS[0], "startTime")
    walk.page()
    key("y", shows="command line")
    walk.copy("\r")
    key("\t")
    walk.page()
    key("i", shows="--view run-mode")
    key("+")
    walk.page()
    key("y", shows="all of it as received")
    walk.copy("\r")
    key("v", shows="exactly as received")
    walk.page()
    key(ESCAPE, hides="--view run-mode")
    key("J", shows="--view answer")
    key("+")
    walk.page()
    key("v", shows="exactly as received")
    walk.page()
    key(ESCAPE, hides="--view answer")
    key("x", shows="its record")
    walk.page()
    key("T", shows="secrets taken out")
    walk.copy("\r")
    key(ESCAPE, hides="secrets taken out")
    key(HOME)
    key(ESCAPE, hides="its record")
    key("b", shows="--view before")
    walk.page()
    key("y", shows="all rows")
    key(ESCAPE, hides="all rows")
    key(ESCAPE, hides="--view before")
    key("d", shows="--view changes")
    key("c", shows="task or flow instance id")
    walk.terminal.paste(TASKS[1])
    key(shows="difference")
    key("a")
    walk.page()
    key("y", shows="the whole comparison")
    walk.copy("\r")


def through_a_log(walk: Walk, saved: Path) -> None:
    """A log, searched, filtered, selected, copied, saved."""
    key = walk.key
    walk.open(f"taskInstId={TASKS[1]}", "startTime")
    walk.page()
    key("J", shows="--view answer")
    key("+", "w")
    walk.page()
    key(ESCAPE, hides="--view answer")
    key("l", shows="w Wrap")
    for _ in range(4):
        key(PAGE_UP)
    key("/", shows="Search this pane")
    walk.terminal.paste("\u202eZ")
    key(shows="/ \\u202eZ")
    key("\r", shows="w Wrap")
    key(ESCAPE, hides="/ \\u202eZ")
    key("&", shows="Show lines containing")
    key("Z", shows="& Z")
    key("\r")
    key("v", "j", "y", shows="selected lines")
    walk.copy("\r")
    key(ESCAPE, hides="selected,")
    key(ESCAPE, hides="& Z")
    key("s", shows="enter saves")
    key("\x15", hides=f"{TASKS[1]}.log")
    walk.terminal.paste(str(saved))
    key(shows=saved.name)
    key("\r", shows="saved to")
    key(ESCAPE, hides="w Wrap")


def through_a_workflow(walk: Walk) -> None:
    """Table, graph, timeline, record, search, favourites and watches."""
    key = walk.key
    walk.open(f"flowInstId={FLOW}", "3 tasks: ")
    key("w", shows="waits for nothing")
    key(DOWN)
    key("w", shows="critical path")
    key(DOWN)
    key("w", hides="critical path")
    key("\t")
    walk.page()
    key("y", shows="command line")
    key(ESCAPE, hides="command line")
    key("J", shows="data {")
    key("+")
    walk.page()
    assert "the end of it all" in walk.terminal.text
    key("w")
    walk.page()
    key("v", shows="exactly as received")
    walk.page()
    key(ESCAPE, hides="--view answer")
    key("f", shows="is a favourite")
    key("e", shows="Tags, separated")
    key(ESCAPE, hides="Tags, separated")
    walk.open(f"taskInstId={TASKS[2]}", "task 3 of 3")
    key("W", shows="Watching")
    key(CTRL_W, shows="--view watched")
    key("S", shows="--view find")
    key("\r", shows="S changes the search")
    walk.page()
    key("y", shows="all ids")
    key(ESCAPE, hides="all ids")
    key(F2, shows="Save this search")
    key(ESCAPE, hides="Save this search")


def through_refusals(walk: Walk) -> None:
    """An error's words in the pane, in a toast, in the table of many, in the list of what is watched."""
    key = walk.key
    walk.open(f"taskInstId={REFUSED}", "code 62777")
    key("J", shows="raw answer for")
    key("v", shows="exactly as received")
    walk.open(" ".join([REFUSED, *TASKS, FLOW]), "5 instances")
    walk.page()
    key("s", shows="enter saves")
    key(ESCAPE, hides="enter saves")
    key("?", shows="Keys of this screen")
    key(ESCAPE, hides="Keys of this screen")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each seed puts other texts into the fields; odd ones are told on another screen."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(metafunc.config.getoption("thorough")))


@pytest.mark.thorough
def test_no_sequence_reaches_the_terminal_and_nothing_is_swallowed(seed: int, tmp_path: Path) -> None:
    author, size, saved = Author(seed), SIZES[seed % 2], tmp_path / "saved.log"
    write_state(Path(os.environ["HOME"]), author, "default")
    with (
        serve(HostileGateway(author)) as served,
        Terminal(PROGRAM, environment(served.base_url), TOP, size) as terminal,
    ):
        walk = Walk(terminal, author)
        from_the_files(walk)
        through_a_task(walk)
        through_a_log(walk, saved)
        through_a_workflow(walk)
        through_refusals(walk)
        terminal.press("\x11")
        assert terminal.wait_for_exit() == 0
    assert offences(terminal.sent, size) == []
    assert walk.misdrawn == []
    assert walk.seen >= author.fields()
    # What comes from files is seen in lists alone, which cut it.
    assert walk.whole >= author.fields() - set(FROM_FILES)
    for copied in copies(terminal.sent):
        assert sanitize.clipboard_text(copied) == copied
    # Carriage returns and backspaces stay in a log, as in what `enos-tui log` writes.
    in_file = saved.read_bytes().decode()
    rest = in_file.replace("\r", "").replace("\b", "")
    assert sanitize.clipboard_text(rest) == rest


GET_FORMS: tuple[list[str], ...] = ([], ["--json"], ["--raw"], ["--field", "doAs"], ["--field", "unheard of"])


@pytest.mark.parametrize("form", GET_FORMS, ids=lambda form: " ".join(form) or "summary")
def test_get_prints_nothing_active_on_a_terminal(form: list[str]) -> None:
    author, size = Author(7), (200, 40)
    with serve(HostileGateway(author)) as served:
        for ids in ([TASKS[1]], [f"flowInstId={FLOW}"], [REFUSED, *TASKS]):
            with Terminal(
                [*PROGRAM, "get", *ids, *form], environment(served.base_url), TOP, size
            ) as terminal:
                terminal.wait_for_exit()
            assert offences(terminal.sent, size, also="\t") == []
            assert "unheard of" in form or author.marks_in(terminal.sent.decode())
