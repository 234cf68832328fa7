"""The first screen while nothing is set up: five fields, each with the place where it is found."""

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
"""Typed to confirm."""

PLAIN_HTTP = Field("plain_http", "Plain http", "", f"{YES}, if anybody on the way may read and change it")
"""Stands below the gateway where that is without TLS."""


class SetupScreen(Screen[None]):
    """Fill in, test, save; or look at the demo first."""

    BINDINGS = bindings(TEST_CONNECTION, SAVE_SETTINGS, TRY_DEMO)
    CSS_PATH = "setup.tcss"

    def __init__(self, locations: Locations, profile_name: str) -> None:
        super().__init__()
        self._locations = locations
        self._profile_name = profile_name

    def compose(self) -> ComposeResult:
        """Header, fields, buttons, a line for the outcome."""
        yield InstanceHeader(self._profile_name, HeaderContent("set up enos-tui", second=_how()))
        with VerticalScroll(id="form"):
            for field in (FIELDS[0], PLAIN_HTTP, *FIELDS[1:]):
                with Horizontal(classes=f"field {field.key}"):
                    yield Label(field.label, classes="label")
                    yield TextField(
                        id=field.key, placeholder=field.example, password=field.is_secret, compact=True
                    )
                yield Label(field.where, classes=f"where {field.key}", markup=False)
        yield Static(
            f"Saving writes {self._locations.config}, readable by you alone.", id="outcome", markup=False
        )
        with Horizontal(id="buttons"):
            yield Button("Test the connection", id="test", compact=True)
            yield Button("Save", id="save", variant="primary", compact=True)
            yield Button("Try the demo", id="demo", compact=True)
        yield Footer()

    def on_mount(self) -> None:
        """Begin to type."""
        self.query_one("#gateway", Input).focus()

    @on(Input.Changed, "#gateway")
    def _ask_about_plain_http(self, event: Input.Changed) -> None:
        """Only where the gateway needs it; another gateway is not confirmed with it."""
        self.query_one("#plain_http", Input).clear()
        self.query_one("#form").set_class(is_open(event.value.strip()), "-open")

    @on(Input.Submitted)
    def _next_field(self, event: Input.Submitted) -> None:
        event.stop()
        self.focus_next()

    @on(Button.Pressed, "#test")
    def action_test_connection(self) -> None:
        """Ask with what is in the form, without saving it."""
        if (profile := self._profile()) is not None:
            self._test(profile)

    @on(Button.Pressed, "#save")
    def action_save_settings(self) -> None:
        """Write the profile and go on with it."""
        if (profile := self._profile()) is None:
            return
        try:
            save_profile(self._locations.config, self._profile_name, self._values())
        except (SettingsError, StoreError) as error:
            self._tell(str(error), is_bad=True)
            return
        self.post_message(ConnectTo(profile))

    @on(Button.Pressed, "#demo")
    def action_try_demo(self) -> None:
        """Look at the built-in world; nothing is saved."""
        self.post_message(TryDemo())

    @work(exclusive=True, group="test")
    async def _test(self, profile: Profile) -> None:
        self._tell(f"asking {profile.gateway} …")
        try:
            outcome = await check(profile)
        except GatewayError as error:
            self._tell(f"✗ {error} {error.hint}".strip(), is_bad=True)
        else:
            self._tell(f"✓ {outcome}")

    def _profile(self) -> Profile | None:
        values = self._values()
        if is_open(values.get("gateway", "")) and "plain_http" not in values:
            self._tell(f"gateway is plain http: write https://, or {YES} below it.", is_bad=True)
            return None
        try:
            return profile_from(self._profile_name, values)
        except SettingsError as error:
            self._tell(str(error), is_bad=True)
            return None

    def _values(self) -> dict[str, str]:
        values = {field.key: self.query_one(f"#{field.key}", Input).value.strip() for field in FIELDS}
        if self.query_one("#plain_http", Input).value.strip().lower() == YES:
            values["plain_http"] = TRUE
        return {key: value for key, value in values.items() if value}

    def _tell(self, text: str, is_bad: bool = False) -> None:
        outcome = self.query_one("#outcome", Static)
        outcome.update(sanitize.one_line(text))
        outcome.set_class(is_bad, "-bad")


def _how() -> str:
    return (
        f"Fill in five settings. {TEST_CONNECTION.key_name} tests them, {SAVE_SETTINGS.key_name} saves them, "
        f"{TRY_DEMO.key_name} opens the demo."
    )
