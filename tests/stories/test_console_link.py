"""The id in the header is a link to the page of its run in the web console, which the terminal opens."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from tests.journey import PROGRAM, TOP, a_gateway, environment
from tests.pty_terminal import Terminal
from tui_app.demo.stamps import night_suffix
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.store.files import write_private
from tui_app.store.locations import Locations

BEGIN = re.compile(rb"\x1b\]8;[^;]*;([^\x1b]+)\x1b\\")
END = b"\x1b]8;;\x1b\\"
CONSOLE = "https://console.example.com/风/{orgId}?flow={flowInstId}&task={taskInstId}"


@contextmanager
def opened(console: str, **variables: str) -> Iterator[tuple[Terminal, str]]:
    """The program at last night's failed task, and the suffix of its ids."""
    now = datetime.now(UTC)
    suffix = night_suffix(now)
    config = Locations.of_user().config
    config.parent.mkdir(parents=True)
    with a_gateway(now) as served:
        fields = DEMO_PROFILE_FIELDS | {"gateway": served.base_url}
        lines = ["[profiles.default]", *(f'{key} = "{value}"' for key, value in fields.items())]
        lines += [f'console = "{console}"'] if console else []
        write_private(config, "\n".join(lines) + "\n")
        argv = [*PROGRAM, f"900103-{suffix}"]
        with Terminal(argv, environment() | variables, TOP, (120, 36)) as terminal:
            terminal.wait_for("FAIL", "startTime", "KeyError")
            terminal.wait_for_rest()
            yield terminal, suffix


@pytest.mark.parametrize("diff", ["1", "0"])
@pytest.mark.usefixtures("a_home_of_its_own")
def test_the_id_in_the_header_is_a_link_to_the_console(diff: str) -> None:
    with opened(CONSOLE, ENOS_TUI_DIFF=diff) as (terminal, suffix):
        org = DEMO_PROFILE_FIELDS["org_id"]
        task = f"https://console.example.com/%E9%A3%8E/{org}?flow=900100-{suffix}&task=900103-{suffix}"
        assert task.encode() in BEGIN.findall(terminal.sent)
        terminal.press("u")
        terminal.wait_for("8 tasks")
        terminal.wait_for_rest()
        assert f"https://console.example.com/%E9%A3%8E/{org}?flow=900100-{suffix}&task=".encode() in set(
            BEGIN.findall(terminal.sent)
        )
        assert len(BEGIN.findall(terminal.sent)) == terminal.sent.count(END), "every link ends"


@pytest.mark.usefixtures("a_home_of_its_own")
def test_a_link_costs_its_address_once_and_nothing_where_the_header_stays() -> None:
    with opened(CONSOLE) as (terminal, suffix):
        targets = [one for one in BEGIN.findall(terminal.sent) if suffix.encode() in one]
        assert len(targets) == 1, "the first header has none, as it is not known yet where the task ran"
        sent = len(terminal.sent)
        terminal.press("down", "down", "tab", "down")
        terminal.wait_for_rest()
        assert b"\x1b]8;" not in terminal.sent[sent:]


@pytest.mark.usefixtures("a_home_of_its_own")
def test_without_a_template_no_byte_of_a_link_is_sent() -> None:
    with opened("") as (terminal, _):
        assert b"\x1b]8;" not in terminal.sent
