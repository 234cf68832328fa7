"""The set-up form: five fields, each with the place in the console where its value is."""

import asyncio
from dataclasses import dataclass

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Input, Label, Static

from ..api.errors import GatewayError
from ..commands.table import SAVE_SETTINGS, TEST_CONNECTION, TRY_DEMO, bindings
from ..logic import sanitize
from ..messages import ConnectTo, TryDemo
from ..models.profile import TRUE, Profile
from ..services.session import check
from ..store.errors import SettingsError, StoreError
from ..store.locations import Locations
from ..store.settings import profile_from, save_profile
from ..store.settings_values import is_open
from ..widgets.footer import Footer
from ..widgets.instance_header import HeaderContent, InstanceHeader
from ..widgets.text_field import TextField


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the form."""

    key: str
    label: str
    example: str
    where: str
    is_secret: bool = False


FIELDS = (
    Field(
        "gateway", "Gateway", "https://host[:port]", "console: Help > Environment Information > API Gateway"
    ),
    Field("access_key", "Access key", "", "console: Application Registration > application > AccessKey"),
    Field("secret_key", "Secret key", "", "same page > SecretKey; only its hash is sent", is_secret=True),
    Field("org_id", "Organisation id", "o…", "console: IAM > Organization Profile"),
    Field("user_id", "User id", "u…", "console: profile icon at the top right > User ID"),
    Field("ca_bundle", "CA bundle", "", "only for a private certificate authority: a PEM file"),
)

YES = "yes"
"""The word that confirms plain http."""

PLAIN_HTTP = Field("plain_http", "Plain http", "", f"{YES}, if anyone on the network may read and change it")
"""Shown below the gateway if that is without TLS."""


class SetupScreen(Screen[None]):
    """The first screen while there is no profile; tests and saves one, or starts the demo."""

    BINDINGS = bindings(TEST_CONNECTION, SAVE_SETTINGS, TRY_DEMO)
    CSS_PATH = "setup.tcss"

    def __init__(self, locations: Locations, profile_name: str) -> None:
        super().__init__()
        self._locations = locations
        self._profile_name = profile_name

    def compose(self) -> ComposeResult:
        """Yield header, fields, outcome and buttons."""
        how = (
            f"Fill in five settings: {TEST_CONNECTION.key_name} tests, {SAVE_SETTINGS.key_name} saves, "
            f"{TRY_DEMO.key_name} is a demo."
        )
        yield InstanceHeader(self._profile_name, HeaderContent("set up enos-tui", second=how))
        with VerticalScroll(id="form"):
            for field in (FIELDS[0], PLAIN_HTTP, *FIELDS[1:]):
                with Horizontal(classes=f"field {field.key}"):
                    yield Label(field.label, classes="label")
                    yield TextField(id=field.key, placeholder=field.example, password=field.is_secret)
                yield Label(field.where, classes=f"where {field.key}", markup=False)
        yield Static(
            f"Settings are saved to {self._locations.config}, which only you can read.",
            id="outcome",
            markup=False,
        )
        with Horizontal(id="buttons"):
            yield Button("Test the connection", id="test", compact=True)
            yield Button("Save", id="save", variant="primary", compact=True)
            yield Button("Try the demo", id="demo", compact=True)
        yield Footer()

    def on_mount(self) -> None:
        """Focus the first field."""
        self.query_one("#gateway", Input).focus()

    @on(Input.Changed, "#gateway")
    def _update_plain_http(self, event: Input.Changed) -> None:
        """Show the confirmation for a gateway without TLS; another gateway needs a new one."""
        self.query_one("#plain_http", Input).clear()
        self.query_one("#form").set_class(is_open(event.value.strip()), "-open")

    @on(Input.Submitted)
    def _next_field(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    @on(Button.Pressed, "#test")
    def action_test_connection(self) -> None:
        """Test the connection with the values of the form, without saving them."""
        if (profile := self._profile()) is not None:
            self._test(profile)

    @on(Button.Pressed, "#save")
    def action_save_settings(self) -> None:
        """Save the profile and connect with it."""
        if (profile := self._profile()) is not None:
            self._save(profile, self._values())

    @on(Button.Pressed, "#demo")
    def action_try_demo(self) -> None:
        """Start the demo; nothing is saved."""
        self.post_message(TryDemo())

    @work(exclusive=True, group="test")
    async def _test(self, profile: Profile) -> None:
        self._show_outcome(f"Connecting to {profile.gateway}…")
        try:
            outcome = await check(profile)
        except GatewayError as error:
            self._show_outcome(f"✗ {error} {error.hint}".strip(), is_bad=True)
        else:
            self._show_outcome(f"✓ {outcome}")

    @work(exclusive=True, group="save")
    async def _save(self, profile: Profile, values: dict[str, str]) -> None:
        """Write the file in a thread: another program may hold its lock for seconds."""
        self._show_outcome("Saving…")
        try:
            await asyncio.to_thread(save_profile, self._locations.config, self._profile_name, values)
        except (SettingsError, StoreError) as error:
            self._show_outcome(str(error), is_bad=True)
        else:
            self.post_message(ConnectTo(profile))

    def _profile(self) -> Profile | None:
        values = self._values()
        if is_open(values.get("gateway", "")) and "plain_http" not in values:
            self._show_outcome(f"gateway is plain http: use https://, or type {YES} below it.", is_bad=True)
            return None
        try:
            return profile_from(self._profile_name, values)
        except SettingsError as error:
            self._show_outcome(str(error), is_bad=True)
            return None

    def _values(self) -> dict[str, str]:
        values = {field.key: self.query_one(f"#{field.key}", Input).value.strip() for field in FIELDS}
        if self.query_one("#plain_http", Input).value.strip().lower() == YES:
            values["plain_http"] = TRUE
        return {key: value for key, value in values.items() if value}

    def _show_outcome(self, text: str, is_bad: bool = False) -> None:
        outcome = self.query_one("#outcome", Static)
        outcome.update(sanitize.one_line(text))
        outcome.set_class(is_bad, "-bad")
