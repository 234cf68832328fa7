"""Switches for behaviour that the vendor's pages leave open; tests run each."""

from dataclasses import dataclass
from typing import Literal

from tui_app.demo.handler import Conventions


@dataclass(frozen=True, slots=True)
class Habits(Conventions):
    """The conventions of the service and of the gateway before it; all of it is guessed."""

    rejection: Literal["kong", "1203 in 200", "not JSON"] = "kong"
    """Response to a request with a bad token, time or signature."""
