"""The commands of a screen, as help and palette list them."""

from collections.abc import Iterator

from textual.app import App, SystemCommand
from textual.screen import Screen

from ..commands.table import COMMANDS, command_of

_FEW_KEYS = 4


def keys_of(app: App[int], screen: Screen[object]) -> list[tuple[str, str]]:
    """Keys in force on a screen, each with its help, in the order of the table of commands."""
    keys: dict[str, list[str]] = {name: [] for name in COMMANDS}
    for active in screen.active_bindings.values():
        command = command_of(active.binding.id)
        if command is not None and active.enabled:
            keys[command.id].append(app.get_key_display(active.binding))
    return [(_in_a_row(shown), COMMANDS[name].help) for name, shown in keys.items() if shown]


def system_commands(app: App[int], screen: Screen[object]) -> Iterator[SystemCommand]:
    """The commands of a screen, for the palette."""
    listed: set[str] = set()
    for active in screen.active_bindings.values():
        binding = active.binding
        if command_of(binding.id) is not None and binding.id not in listed and active.enabled:
            listed.add(binding.id or "")
            yield SystemCommand(
                f"{binding.description}: {binding.tooltip}",
                app.get_key_display(binding),
                lambda active=active: app.run_action(active.binding.action, active.node),
            )


def _in_a_row(keys: list[str]) -> str:
    """The keys of one command; more than a few are a range, such as 1 to 9."""
    return "  ".join(keys) if len(keys) <= _FEW_KEYS else f"{keys[0]} to {keys[-1]}"
