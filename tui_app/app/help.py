"""The commands of a screen, as help and palette list them."""

from collections.abc import Iterator

from textual.app import App, SystemCommand
from textual.screen import Screen

from ..commands.row_commands import ROW_COMMANDS
from ..commands.table import COMMANDS, Group, command_of, group_of
from ..widgets.key_table import KeyGroup, KeyRow

_FEW_KEYS = 4


def keys_of(app: App[int], screen: Screen[object]) -> list[KeyGroup]:
    """Keys in force on a screen, each with its help, grouped, in the order of the table of commands."""
    keys: dict[str, list[str]] = {name: [] for name in COMMANDS}
    on_rows: set[str] = set()
    for active in screen.active_bindings.values():
        command = command_of(active.binding.id)
        if command is not None and active.enabled:
            keys[command.id].append(app.get_key_display(active.binding))
            if active.node not in (screen, app) and command.action in ROW_COMMANDS:
                on_rows.add(command.id)
    rows: dict[Group, list[KeyRow]] = {group: [] for group in Group}
    for name, shown in keys.items():
        if shown:
            group = Group.ROWS if name in on_rows else group_of(COMMANDS[name])
            rows[group].append(KeyRow(_in_a_row(shown), COMMANDS[name].help))
    return [KeyGroup(str(group), tuple(found)) for group, found in rows.items() if found]


def system_commands(app: App[int], screen: Screen[object]) -> Iterator[SystemCommand]:
    """The commands of a screen, for the palette; without those that only move the cursor."""
    listed: set[str] = set()
    for active in screen.active_bindings.values():
        binding = active.binding
        command = command_of(binding.id)
        is_listed = command is not None and group_of(command) is not Group.MOVING
        if not is_listed or binding.id in listed or not active.enabled:
            continue
        listed.add(binding.id or "")
        yield SystemCommand(
            f"{binding.description}: {binding.tooltip}",
            app.get_key_display(binding),
            lambda active=active: app.run_action(active.binding.action, active.node),
        )


def _in_a_row(keys: list[str]) -> str:
    """The keys of one command; more than a few are a range, such as 1 to 9."""
    return "  ".join(keys) if len(keys) <= _FEW_KEYS else f"{keys[0]} to {keys[-1]}"
