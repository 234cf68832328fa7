"""Every user command, once: bindings, footer, help and palette all read this table.

A command's id is the name it is rebound by. Two commands may share a key if they never meet on a screen.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding, BindingType
from textual.keys import format_key

_own_keys: dict[str, str] = {}
"""The user's keys by command id; every other command has its default keys."""


@dataclass(frozen=True, slots=True)
class Command:
    """One user command."""

    id: str
    """Stable name, verb first; ``open-parent`` runs ``action_open_parent``."""

    default: str
    """The default key, or several with commas between."""

    label: str
    """One or two words for the footer."""

    help: str
    """One sentence for help and palette."""

    in_footer: bool = False
    """Whether the footer of its screens shows it."""

    priority: bool = False
    """Whether it works while a text field has the focus."""

    numbered: str = ""
    """Help of a single key, ``{}`` for its number, where each key passes its number to the action."""

    @property
    def action(self) -> str:
        """Name of the action that Textual calls."""
        return self.id.replace("-", "_")

    @property
    def key(self) -> str:
        """The keys in force, with commas between."""
        return _own_keys.get(self.id, self.default)

    @property
    def key_name(self) -> str:
        """The first of the keys in force, as a sentence names it."""
        return key_name(self.key.split(",")[0])

    @property
    def key_name_while_typing(self) -> str:
        """The first of the keys in force that types no character; empty for none."""
        names = (key_name(key) for key in self.key.split(","))
        return next((name for name in names if len(name) > 1), "")

    def bindings(self, keys: str) -> list[Binding]:
        """Bind the command to some keys, with commas between."""
        if not self.numbered:
            return [self._binding(keys, self.id, self.action, self.label, self.help)]
        return [
            self._binding(
                key,
                f"{self.id}-{number}",
                f"{self.action}({number})",
                f"{self.label} {number}",
                self.numbered.format(number),
            )
            for number, key in enumerate(keys.split(","), 1)
        ]

    def _binding(self, keys: str, id: str, action: str, label: str, help: str) -> Binding:
        return Binding(keys, action, label, id=id, tooltip=help, show=self.in_footer, priority=self.priority)


NEXT_ERROR = Command("next-error", "e", "Error", "Go to the next error of the log.", in_footer=True)
PREVIOUS_ERROR = Command("previous-error", "E", "Previous error", "Go to the previous error of the log.")
TOGGLE_CAUSES_ONLY = Command(
    "toggle-causes-only", "c", "Causes", "Hide consequences and notices from the errors, or show them."
)
FILTER_LINES = Command(
    "filter-lines", "&", "Filter", "Show lines or rows containing a text; start with ! to hide them."
)
TOGGLE_NUMBERS = Command("toggle-numbers", "#", "Numbers", "Show or hide line numbers.")
MORE_CONTEXT = Command("more-context", "z", "More context", "Show more lines around those the filter finds.")
LESS_CONTEXT = Command("less-context", "Z", "Less context", "Show fewer lines around those the filter finds.")
GO_TO_TIME = Command("go-to-time", "@", "Time", "Go to the first line of the log at or after a time.")
TOGGLE_FOLLOW = Command("toggle-follow", "t", "Follow", "Follow the log as it grows, or stop.")
LOAD_MORE_LOG = Command("load-more-log", "m", "More", "Load more of a truncated log.")
SAVE = Command("save", "s", "Save", "Save what is shown to a file.")
OPEN_IN_PAGER = Command("open-in-pager", "p", "Pager", "Read what is shown in $PAGER.")
OPEN_IN_EDITOR = Command("open-in-editor", "ctrl+e", "Editor", "Open a copy of what is shown in $EDITOR.")
TOGGLE_RAW_LINES = Command(
    "toggle-raw-lines", "V", "Raw", "Show progress bars and overstrikes as received, or as drawn."
)
SELECT_LINES = Command("select-lines", "v", "Select", "Start or end a selection of lines to copy.")

# Navigation.
BACK = Command("back", "escape", "Back", "Go back one step; a running request is cancelled.", in_footer=True)
GO_TO_ID = Command("go-to-id", "g", "Go to", "Type or paste an id to open.", in_footer=True)
OPEN_FAVOURITES = Command("open-favourites", "F", "Favourites", "List the favourites.")
OPEN_HISTORY = Command("open-history", "H", "History", "List recently opened instances.")
OPEN_PARENT = Command("open-parent", "u", "Up", "Open the flow instance this task ran in.", in_footer=True)
OPEN_LOG = Command("open-log", "l", "Log", "Read the task's log.", in_footer=True)
OPEN_INSPECTOR = Command(
    "open-inspector", "i", "runMode", "Inspect runMode on a full screen.", in_footer=True
)
OPEN_ANSWER = Command("open-answer", "J", "Answer", "Show the server's raw answer.")
TOGGLE_EMPTY = Command("toggle-empty", "a", "Empty", "Show the fields that say nothing too, or hide them.")
NEXT_SIBLING = Command("next-sibling", "]", "Next task", "Open the next task of the same flow instance.")
PREVIOUS_SIBLING = Command(
    "previous-sibling", "[", "Previous task", "Open the previous task of the same flow instance."
)

FIND_FLOWS = Command("find-flows", "S,f3", "Find", "Find flow instances by name, status, time or owner.")
START_SEARCH = Command("start-search", "enter", "Search", "Search with the form.", in_footer=True)
EXPLAIN_FAILURE = Command(
    "explain-failure",
    "enter",
    "Why",
    "With nothing typed: show why the run under the cursor failed.",
    in_footer=True,
)
TOGGLE_SAVED = Command(
    "toggle-saved",
    "ctrl+t",
    "Saved",
    "Show favourites, searches and history on the first screen, or the overview.",
    in_footer=True,
)
LOAD_MORE_ROWS = Command("load-more-rows", "m", "More", "Load the next page of results.", in_footer=True)
SAVE_SEARCH = Command("save-search", "f2", "Save", "Save this search under a name.", in_footer=True)
RENAME_SEARCH = Command("rename-search", "e", "Rename", "Rename a saved search.")
DELETE_SEARCH = Command("delete-search", "delete", "Delete", "Delete a saved search.")
NEXT_FIELD = Command("next-field", "down", "Next field", "Go to the next field, then to the list.")
PREVIOUS_FIELD = Command("previous-field", "up", "Previous field", "Go to the previous field.")
NEXT_CHOICE = Command("next-choice", "right", "Right", "Go to the next value of this field.")
PREVIOUS_CHOICE = Command("previous-choice", "left", "Left", "Go to the previous value of this field.")
TOGGLE_CHOICE = Command("toggle-choice", "space", "Pick", "Pick this value, or unpick it.", in_footer=True)

# Causes and comparisons.
OPEN_WHY = Command(
    "open-why", "x", "Why", "Show what failed first, and the lines of its log.", in_footer=True
)
OPEN_BEFORE = Command("open-before", "b", "Before", "Compare with the previous runs.")
PREVIOUS_CYCLE = Command("previous-cycle", "<", "Earlier", "Open the same task one cycle earlier.")
NEXT_CYCLE = Command("next-cycle", ">", "Later", "Open the same task one cycle later.")
LOAD_MORE_RUNS = Command("load-more-runs", "m", "More", "Load ten more previous runs.", in_footer=True)
OPEN_CHANGES = Command("open-changes", "d", "Changes", "Show what changed since the last success.")
TOGGLE_UNCHANGED = Command(
    "toggle-unchanged", "a", "All", "Show unchanged values too, or hide them.", in_footer=True
)
COMPARE_WITH = Command(
    "compare-with", "c", "Compare", "Type the id of another run to compare with.", in_footer=True
)
WATCH = Command("watch", "W", "Watch", "Notify when it has finished, or stop watching.")
OPEN_WATCHED = Command("open-watched", "ctrl+w", "Watched", "List the watched instances.")
OPEN_TICKET = Command("open-ticket", "T", "Ticket", "Write a summary for a ticket and copy it.")
COPY_TICKET = Command("copy-ticket", "enter,y", "Copy", "Copy the whole ticket.", in_footer=True)
NEXT_VIEW = Command(
    "next-view",
    "w",
    "View",
    "Show the tasks as a table, a graph or a timeline.",
    in_footer=True,
)
SORT_ROWS = Command("sort-rows", "o", "Sort", "Sort the rows by the next column.", in_footer=True)
REVERSE_SORT = Command("reverse-sort", "O", "Reverse", "Reverse the order of the rows.")
TOGGLE_ONLY_FAILED = Command(
    "toggle-only-failed",
    "o,X",
    "Failed only",
    "Show only failures and what they block, or everything.",
    in_footer=True,
)
NEXT_FAILED = Command("next-failed", "home", "Failed", "Go to what failed first, then to the next failure.")
GO_DOWNSTREAM = Command("go-downstream", "down,j", "Downstream", "Go to a task that depends on this one.")
GO_UPSTREAM = Command("go-upstream", "up,k", "Upstream", "Go to a task that this one depends on.")
GO_RIGHT = Command("go-right", "right", "Right", "Go to the task on the right.")
GO_LEFT = Command("go-left", "left,h", "Left", "Go to the task on the left.")
TOGGLE_GROUP = Command("toggle-group", "space", "Fold", "Unfold a group of tasks, or fold it again.")
RETRY_FAILED = Command("retry-failed", "R", "Retry", "Retry the rows that got no answer.")

# Acting on what is shown.
REFRESH = Command("refresh", "r", "Refresh", "Load again from the server.", in_footer=True)
TOGGLE_FAVOURITE = Command(
    "toggle-favourite", "f", "Star", "Add this id to the favourites, or remove it.", in_footer=True
)
EDIT_NOTE = Command("edit-note", "e", "Note", "Write a note and tags for a favourite.")
PRINT_COPIED = Command(
    "print-copied", "P", "Print", "Print the copied text on the bare screen, to select it."
)
TOGGLE_MOUSE = Command("toggle-mouse", "M,f4", "Mouse", "Release the mouse to the terminal, or take it back.")
COPY = Command("copy", "y", "Copy", "Choose what to copy.", in_footer=True)

# Moving in any list, table, record, JSON or log.
LINE_DOWN = Command("line-down", "down,j", "Down", "Move down one line.")
LINE_UP = Command("line-up", "up,k", "Up", "Move up one line.")
GO_FIRST = Command("go-first", "home", "First", "Move to the first line.")
GO_LAST = Command("go-last", "end,G", "Last", "Move to the last line.")
PAGE_DOWN = Command("page-down", "pagedown,ctrl+d", "Page down", "Move down one page.")
PAGE_UP = Command("page-up", "pageup,ctrl+u", "Page up", "Move up one page.")
SCROLL_RIGHT = Command("scroll-right", "right", "Right", "Scroll right.")
SCROLL_LEFT = Command("scroll-left", "left", "Left", "Scroll left.")
CHOOSE = Command("choose", "enter", "Open", "Open the row under the cursor.")

FOCUS_LIST = Command("focus-list", "down", "List", "Move from the input into the list.", in_footer=True)

# Searching in the pane that has the focus.
SEARCH = Command("search", "slash", "Search", "Search in this pane; lower case ignores case.", in_footer=True)
NEXT_MATCH = Command("next-match", "n", "Next", "Go to the next match.")
PREVIOUS_MATCH = Command("previous-match", "N", "Previous", "Go to the previous match.")

# JSON.
FOLD = Command("fold", "left,h", "Fold", "Fold this object or list, or go to its parent.")
UNFOLD = Command("unfold", "right", "Unfold", "Unfold this object or list, or go to its first entry.")
TOGGLE_FOLD = Command("toggle-fold", "enter,space", "Fold", "Fold or unfold the row under the cursor.")
FOLD_ALL = Command("fold-all", "minus", "Fold all", "Fold everything.")
UNFOLD_ALL = Command("unfold-all", "plus,equals_sign", "Unfold all", "Unfold everything.")
FOLD_TO_LEVEL = Command(
    "fold-to-level",
    "1,2,3,4,5,6,7,8,9",
    "Level",
    "Unfold down to level 1 to 9.",
    numbered="Unfold down to level {}.",
)
TOGGLE_RAW = Command("toggle-raw", "v", "Raw", "Show exactly the text that was received.", in_footer=True)

# Logs.
TOGGLE_WRAP = Command("toggle-wrap", "w", "Wrap", "Wrap or unwrap long lines.", in_footer=True)

# The set-up form, where letters are text.
TEST_CONNECTION = Command(
    "test-connection", "f5", "Test", "Test the connection with the settings in the form.", in_footer=True
)
SAVE_SETTINGS = Command("save-settings", "f2", "Save", "Save the form and connect.", in_footer=True)
TRY_DEMO = Command("try-demo", "f8", "Demo", "Open the built-in demo; nothing is saved.", in_footer=True)

# The program.
HELP = Command("help", "question_mark,f1", "Help", "Show every key of this screen.", in_footer=True)
PALETTE = Command("command-palette", "ctrl+p", "Commands", "Find a command by its name.", priority=True)
QUIT = Command("quit", "q", "Quit", "Go back from a view of a run, as in less; elsewhere quit.")
CHOOSE_THEME = Command("choose-theme", "C,f9", "Theme", "Choose the colours; the choice is saved.")
SWITCH_PROFILE = Command("switch-profile", "p,f12", "Profile", "Choose another profile of config.toml.")
SUSPEND = Command(
    "suspend-process",
    "ctrl+z",
    "Suspend",
    "Suspend the program; fg in the shell resumes it.",
    priority=True,
)
REDRAW = Command(
    "redraw",
    "ctrl+l",
    "Redraw",
    "Draw the whole screen again.",
    priority=True,
)
QUIT_ANYWHERE = Command(
    "quit-anywhere", "ctrl+q", "Quit", "Quit the program, wherever you are.", in_footer=True, priority=True
)

MOVES = (
    LINE_DOWN,
    LINE_UP,
    GO_FIRST,
    GO_LAST,
    PAGE_DOWN,
    PAGE_UP,
    SCROLL_RIGHT,
    SCROLL_LEFT,
)
FOLDS = (FOLD, UNFOLD, TOGGLE_FOLD, FOLD_ALL, UNFOLD_ALL, TOGGLE_RAW)


OF_THE_APP = (
    *(QUIT, QUIT_ANYWHERE, SUSPEND, REDRAW, HELP, PALETTE, GO_TO_ID, OPEN_FAVOURITES, OPEN_HISTORY),
    *(OPEN_WATCHED, FIND_FLOWS, PRINT_COPIED, TOGGLE_MOUSE, CHOOSE_THEME, SWITCH_PROFILE),
)
"""Commands that the app itself carries out, on every screen."""


class Group(StrEnum):
    """A group of commands in the help, with its heading; in the order of the help."""

    SCREEN = "This screen"
    ROWS = "Rows and lists"
    MOVING = "Moving"
    GENERAL = "Everywhere"


GROUPS: Mapping[Group, tuple[Command, ...]] = {
    Group.ROWS: (
        *(FILTER_LINES, SORT_ROWS, REVERSE_SORT, CHOOSE, LOAD_MORE_ROWS, RETRY_FAILED),
        *(SEARCH, NEXT_MATCH, PREVIOUS_MATCH),
    ),
    Group.MOVING: (
        *MOVES,
        *(GO_DOWNSTREAM, GO_UPSTREAM, GO_RIGHT, GO_LEFT),
        *(NEXT_FIELD, PREVIOUS_FIELD, NEXT_CHOICE, PREVIOUS_CHOICE, FOCUS_LIST),
    ),
    Group.GENERAL: (BACK, *OF_THE_APP),
}
"""Commands of each group; all others belong to `Group.SCREEN`. The palette leaves out `Group.MOVING`."""

_GROUP_OF = {command.id: group for group, commands in GROUPS.items() for command in commands}

_OF_ANY_RUN = (OPEN_PARENT, OPEN_INSPECTOR, TOGGLE_FAVOURITE)
_GENERAL = (SEARCH, COPY, REFRESH, BACK, GO_TO_ID, FIND_FLOWS, PALETTE, QUIT_ANYWHERE)
_RANKS = {one.action: 1 for one in _OF_ANY_RUN} | {one.action: 2 for one in _GENERAL}

_WITH_ROOM = (
    *(OPEN_BEFORE, OPEN_CHANGES, OPEN_TICKET, WATCH, FILTER_LINES, TOGGLE_FOLLOW, SAVE, OPEN_IN_PAGER),
    *(PREVIOUS_SIBLING, NEXT_SIBLING, PREVIOUS_CYCLE, NEXT_CYCLE, FIND_FLOWS, PALETTE),
)
"""Commands that a footer shows where all others leave room, what is used most first."""
_ROOM_RANKS = {one.action: rank for rank, one in enumerate(_WITH_ROOM, 1)}

COMMANDS: dict[str, Command] = {
    command.id: command for command in list(globals().values()) if isinstance(command, Command)
}
"""All commands by id."""


def command_of(binding_id: str | None) -> Command | None:
    """The command of a binding, whose id may end in a number; None for one of Textual's own."""
    name = binding_id or ""
    return COMMANDS.get(name) or COMMANDS.get(name.rpartition("-")[0])


def group_of(command: Command) -> Group:
    """The group of a command in the help."""
    return _GROUP_OF.get(command.id, Group.SCREEN)


def footer_rank(action: str) -> int:
    """The group of an action in the footer: of this screen first, then of any run, then of all screens."""
    return _RANKS.get(action, 0)


def room_rank(action: str) -> int:
    """The place of an action among those that need room in the footer, from 1; 0 for others."""
    return _ROOM_RANKS.get(action, 0)


def bindings(*commands: Command) -> list[BindingType]:
    """Default bindings of some commands, for a class's ``BINDINGS``."""
    return [binding for command in commands for binding in command.bindings(command.default)]


def rebound(rows: Iterable[BindingType]) -> Iterator[BindingType]:
    """Replace the default keys in a class's ``BINDINGS`` with the keys in force."""
    done: set[str] = set()
    for row in rows:
        command = command_of(row.id) if isinstance(row, Binding) else None
        if command is None:
            yield row
        elif command.id not in done:
            done.add(command.id)
            yield from command.bindings(command.key)


def set_own_keys(keys: Mapping[str, str]) -> None:
    """Put the user's keys in force, by command id.

    Sentences name the new keys from then on; `app.keys` rebinds screens and widgets, those on screen too.
    """
    _own_keys.clear()
    _own_keys.update(keys)


def has_own_keys() -> bool:
    """Whether any command has other keys than its default ones."""
    return bool(_own_keys)


def split_keys(keys: str) -> list[str]:
    """Split keys into Textual's names for them, such as ``question_mark`` for ``?``.

    Raises:
        InvalidBinding: there is nothing before or after a comma.
    """
    return [binding.key for binding in Binding.make_bindings([Binding(keys, "")])]


def key_name(key: str) -> str:
    """Name of a key in a sentence: its ASCII character if it has one, else Textual's name."""
    sign = format_key(key)
    return sign if len(sign) == 1 and sign.isascii() else key
