"""The set-up form: fill in, test, save and connect, or try the demo."""

import stat
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from textual.widgets import Input, Static

from tests.harness import SAMPLE, Tui, running, running_for_real
from tests.stand_in import Served, serve
from tests.stand_in.gateway import StandIn
from tui_app.app.launch import Start
from tui_app.demo.reply import refusal
from tui_app.demo.transport import DEMO_PROFILE_FIELDS
from tui_app.demo.world import World
from tui_app.store.errors import NotConfigured
from tui_app.store.locations import Locations
from tui_app.store.locks import locked

ORDER = ("gateway", "access_key", "secret_key", "org_id", "user_id")


@contextmanager
def a_gateway() -> Iterator[tuple[Served, dict[str, str]]]:
    """A real loopback gateway, and the values that reach it."""
    with serve(
        StandIn(World(datetime.now(UTC)), lambda: int(datetime.now(UTC).timestamp() * 1000))
    ) as served:
        yield served, DEMO_PROFILE_FIELDS | {"gateway": served.base_url}


def unconfigured(open_text: str | None = None) -> Start:
    """A start without a profile, as the command line makes it."""
    problem = NotConfigured("Nothing is set up yet.", "default", ORDER)
    return Start(Locations.of_user(), problem=problem, open_text=open_text)


def outcome(tui: Tui) -> str:
    return str(tui.screen.query_one("#outcome", Static).content)


async def fill_in(tui: Tui, fields: dict[str, str]) -> None:
    """Type the fields in the order of the form, from the first one."""
    for key in ORDER:
        if fields[key]:
            await tui.paste(fields[key])
        await tui.press("enter")


async def test_the_set_up_form_says_where_each_value_is_found() -> None:
    async with running(start=unconfigured(), size=(80, 24)) as tui:
        await tui.comes_to("SetupScreen", "Fill in five settings", "Gateway", "Access key", "Secret key")
        await tui.reads(
            "Organisation id", "User id", "console:", "Help > Environment Information", "CA bundle"
        )
        assert tui.screen.query_one("#secret_key", Input).password


WRONG = [
    ("gateway", "apim.example.com"),
    ("gateway", "http://apim.example.com"),
    *((key, "") for key in ORDER[1:]),
]


async def test_a_refusal_names_the_field_and_saves_nothing() -> None:
    async with running(start=unconfigured()) as tui:
        await tui.comes_to("SetupScreen")
        await fill_in(tui, DEMO_PROFILE_FIELDS)
        for key, wrong in WRONG:
            field = tui.screen.query_one(f"#{key}", Input)
            field.value = wrong
            await tui.press("f2")
            await tui.until(lambda: key in outcome(tui), f"a complaint about {key}")  # noqa: B023
            field.value = DEMO_PROFILE_FIELDS[key]
        assert tui.kind == "SetupScreen"
        assert not Locations.of_user().config.exists()
        assert DEMO_PROFILE_FIELDS["secret_key"] not in tui.text


async def test_the_form_tests_saves_and_connects_over_a_real_socket() -> None:
    with a_gateway() as (served, fields):
        async with running_for_real(unconfigured()) as tui:
            await tui.comes_to("SetupScreen")
            await fill_in(tui, fields)
            await tui.press("f5")
            await tui.until(lambda: outcome(tui).startswith("✓ Connected."), "a good outcome")
            assert not Locations.of_user().config.exists(), "testing saves nothing"
            await tui.press("f2")
            await tui.comes_to("LookupScreen", "connected to 127.0.0.1", "default")
            await tui.paste(SAMPLE)
            await tui.comes_to("TaskScreen", "DataIntegration", "2 m 43 s", "cpu 0.6", "default")
        asked = [call.action for call in served.stand_in.calls if call.params.get("taskInstId") == SAMPLE]
        assert asked == ["get"]
    config = Locations.of_user().config
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    assert tomllib.loads(config.read_text())["profiles"]["default"] == fields


async def test_keys_work_while_saving_waits_for_the_lock_of_another_program() -> None:
    async with running(start=unconfigured()) as tui:
        await tui.comes_to("SetupScreen")
        await fill_in(tui, DEMO_PROFILE_FIELDS)
        config = Locations.of_user().config
        config.parent.mkdir(parents=True)
        with locked(config):
            await tui.press("f2")
            await tui.until(lambda: outcome(tui) == "Saving…")
            tui.screen.query_one("#org_id", Input).focus()
            await tui.type("zzz")
            await tui.until(lambda: tui.screen.query_one("#org_id", Input).value.endswith("zzz"))
            assert (tui.kind, config.exists()) == ("SetupScreen", False)
        await tui.comes_to("LookupScreen")
    assert tomllib.loads(config.read_text())["profiles"]["default"] == DEMO_PROFILE_FIELDS


async def test_plain_http_is_saved_only_if_confirmed() -> None:
    plain = DEMO_PROFILE_FIELDS | {"gateway": "http://apim.example.com"}
    async with running(start=unconfigured()) as tui:
        await tui.comes_to("SetupScreen")
        assert "Plain http" not in tui.text
        await tui.paste(plain["gateway"])
        await tui.reads("Plain http", "yes, if anyone on the network may read and change it")
        await tui.press("enter", "enter")
        for key in ORDER[1:]:
            await tui.paste(plain[key])
            await tui.press("enter")
        await tui.press("f2")
        await tui.until(lambda: outcome(tui) == "gateway is plain http: use https://, or type yes below it.")
        field = tui.screen.query_one("#plain_http", Input)
        field.value = "yes"
        tui.screen.query_one("#gateway", Input).value = "http://other.example.com"
        await tui.until(lambda: field.value == "", "the question to be open again")
        field.value = " Yes "
        await tui.press("f2")
        await tui.comes_to("LookupScreen", "! plain http: anybody on the way can read and change everything")
    saved = tomllib.loads(Locations.of_user().config.read_text())["profiles"]["default"]
    assert saved == plain | {"gateway": "http://other.example.com", "plain_http": True}


async def test_a_failing_test_says_what_is_wrong_and_what_to_do() -> None:
    with a_gateway() as (served, fields):
        async with running_for_real(unconfigured()) as tui:
            await tui.comes_to("SetupScreen")
            await fill_in(tui, fields | {"secret_key": "not-the-secret-at-all"})
            await tui.press("f5")
            await tui.until(lambda: "✗ The secret key does not fit the access key" in outcome(tui))
            assert "Check the access key and the secret key" in outcome(tui)
            assert "not-the-secret" not in tui.text
            served.stand_in.script(refusal(62101, "userId does not match orgId"), to="flowInstances.search")
            tui.screen.query_one("#secret_key", Input).value = fields["secret_key"]
            await tui.press("f5")
            await tui.until(lambda: "✗ The user id is unknown" in outcome(tui))


async def test_the_id_of_the_command_line_is_opened_once_set_up() -> None:
    with a_gateway() as (_, fields):
        async with running_for_real(unconfigured(open_text=SAMPLE)) as tui:
            await tui.comes_to("SetupScreen")
            await fill_in(tui, fields)
            await tui.press("f2")
            await tui.comes_to("TaskScreen", "DataIntegration", "cpu 0.6")


async def test_the_demo_can_be_tried_and_saves_nothing() -> None:
    async with running(start=unconfigured()) as tui:
        await tui.comes_to("SetupScreen")
        await tui.press("f8")
        await tui.comes_to("LookupScreen", "demo", "Examples in the demo")
        await tui.paste(SAMPLE)
        await tui.comes_to("TaskScreen", "DataIntegration", "cpu 0.6")
        assert not Locations.of_user().config.exists()


async def test_keys_that_need_a_connection_are_refused_on_the_form() -> None:
    async with running(start=unconfigured()) as tui:
        await tui.comes_to("SetupScreen")
        await tui.press(*["shift+tab"])
        await tui.press("g")
        await tui.notifies("Set up a connection or try the demo first.")
        assert tui.kind == "SetupScreen"
