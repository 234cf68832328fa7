"""Every command a person can give, once: bindings, footer, help and palette all read this table.

A command's id is what a person rebinds. A key may stand in two rows where no screen has both.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from textual.binding import Binding, BindingType
from textual.keys import format_key

_CHOSEN: dict[str, str] = {}
"""Keys by command id, in place of the default ones."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can ask for."""

    id: str
    """Stable name, verb first; ``open-parent`` runs ``action_open_parent``."""

    default: str
    """The key it comes with, or several with commas between."""

    label: str
    """One or two words for the footer."""

    help: str
    """One sentence for help and palette."""

    in_footer: bool = False
    """Shown in the footer of screens that have it."""

    priority: bool = False
    """Works even while a text field has the focus."""

    @property
    def action(self) -> str:
        """Name of the action Textual calls."""
        return self.id.replace("-", "_")

    @property
    def key(self) -> str:
        """The keys in force, with commas between."""
        return _CHOSEN.get(self.id, self.default)

    @property
    def key_name(self) -> str:
        """The first of the keys in force, as a sentence names it."""
        return key_name(self.key.split(",")[0])

    def binding(self) -> Binding:
        """The row as a key binding."""
        return Binding(
            self.key,
            self.action,
            self.label,
            id=self.id,
            tooltip=self.help,
            show=self.in_footer,
            priority=self.priority,
        )


NEXT_ERROR = Command("next-error", "e", "Error", "Go to the next error of the log.", in_footer=True)
PREVIOUS_ERROR = Command("previous-error", "E", "Error before", "Go to the previous error of the log.")
TOGGLE_CAUSES_ONLY = Command(
    "toggle-causes-only", "c", "Causes", "Hide consequences and notices from the errors, or show them."
)
FILTER_LINES = Command(
    "filter-lines", "&", "Filter", "Keep the lines with a text; begin with ! to leave them out."
)
TOGGLE_NUMBERS = Command("toggle-numbers", "#", "Numbers", "Show or hide line numbers.")
TOGGLE_FOLLOW = Command("toggle-follow", "t", "Follow", "Fetch what is added to the log, or stop doing so.")
LOAD_MORE_LOG = Command("load-more-log", "m", "More", "Ask for more of a log that was cut.")
SAVE = Command("save", "s", "Save", "Save what is shown to a file.")
SELECT_LINES = Command("select-lines", "v", "Select", "Begin or end a selection of lines to copy.")

# Going somewhere.
BACK = Command("back", "escape", "Back", "Go back one step; a running question is cancelled.", in_footer=True)
GO_TO_ID = Command("go-to-id", "g", "Go to", "Type or paste an id to open.", in_footer=True)
OPEN_FAVOURITES = Command("open-favourites", "F", "Favourites", "List the favourites.")
OPEN_HISTORY = Command("open-history", "H", "History", "List what was opened before.")
OPEN_PARENT = Command("open-parent", "u", "Up", "Open the flow instance this task ran in.", in_footer=True)
OPEN_LOG = Command("open-log", "l", "Log", "Read the task's log.", in_footer=True)
OPEN_INSPECTOR = Command(
    "open-inspector", "i", "runMode", "Inspect runMode on a full screen.", in_footer=True
)
OPEN_ANSWER = Command("open-answer", "J", "Answer", "Inspect the server's whole answer.")
NEXT_SIBLING = Command("next-sibling", "]", "Next task", "Open the next task of the same flow instance.")
PREVIOUS_SIBLING = Command(
    "previous-sibling", "[", "Previous task", "Open the previous task of the same flow instance."
)

FIND_FLOWS = Command("find-flows", "S,f3", "Find", "Find flow instances by name, status, time or owner.")
START_SEARCH = Command("start-search", "enter", "Search", "Search with what is in the form.", in_footer=True)
LOAD_MORE_ROWS = Command(
    "load-more-rows", "m", "More", "Ask for the next page of what was found.", in_footer=True
)
SAVE_SEARCH = Command("save-search", "f2", "Save", "Save this search under a name.", in_footer=True)
RENAME_SEARCH = Command("rename-search", "e", "Rename", "Give a saved search another name.")
DELETE_SEARCH = Command("delete-search", "delete", "Drop", "Drop a saved search.")
NEXT_FIELD = Command("next-field", "down", "Next field", "Go to the next field, then to the list.")
PREVIOUS_FIELD = Command("previous-field", "up", "Field before", "Go to the field before.")
NEXT_CHOICE = Command("next-choice", "right", "Right", "Go to the next value of this field.")
PREVIOUS_CHOICE = Command("previous-choice", "left", "Left", "Go to the value before.")
TOGGLE_CHOICE = Command("toggle-choice", "space", "Pick", "Pick this value, or do not.", in_footer=True)

# Finding out why.
OPEN_WHY = Command(
    "open-why", "x", "Why", "Show what failed first, and the lines of its log.", in_footer=True
)
OPEN_BEFORE = Command("open-before", "b", "Before", "Compare with the runs before: is this normal?")
PREVIOUS_CYCLE = Command("previous-cycle", "<", "Earlier", "Open the same task one cycle earlier.")
NEXT_CYCLE = Command("next-cycle", ">", "Later", "Open the same task one cycle later.")
LOAD_MORE_RUNS = Command("load-more-runs", "m", "More", "Ask for ten runs further back.", in_footer=True)
OPEN_CHANGES = Command("open-changes", "d", "Changes", "Show what changed since the last success.")
TOGGLE_UNCHANGED = Command("toggle-unchanged", "a", "All", "Show what is the same, too.", in_footer=True)
COMPARE_WITH = Command(
    "compare-with", "c", "Compare", "Type the id of another run to compare with.", in_footer=True
)
WATCH = Command("watch", "W", "Watch", "Tell me when it is over, or stop watching.")
OPEN_WATCHED = Command("open-watched", "ctrl+w", "Watched", "List what is being watched.")
OPEN_TICKET = Command("open-ticket", "T", "Ticket", "Write a summary for a ticket and copy it.")
COPY_TICKET = Command("copy-ticket", "enter,y", "Copy", "Copy the whole ticket.", in_footer=True)
NEXT_VIEW = Command(
    "next-view",
    "w",
    "Picture",
    "Show the tasks as a table, as a graph, or along the time.",
    in_footer=True,
)
SORT_ROWS = Command("sort-rows", "o", "Sort", "Sort the rows by the next column.", in_footer=True)
REVERSE_SORT = Command("reverse-sort", "O", "Turn", "Sort the rows the other way round.")
TOGGLE_ONLY_FAILED = Command(
    "toggle-only-failed",
    "o",
    "Failed only",
    "Show only failures and what they block, or everything.",
    in_footer=True,
)
NEXT_FAILED = Command("next-failed", "home", "Failed", "Go to what failed first, then to the next failure.")
GO_DOWNSTREAM = Command("go-downstream", "down,j", "Downstream", "Go down to a task that waits for this one.")
GO_UPSTREAM = Command("go-upstream", "up,k", "Upstream", "Go up to a task that this one waits for.")
GO_RIGHT = Command("go-right", "right", "Right", "Go to the task on the right.")
GO_LEFT = Command("go-left", "left,h", "Left", "Go to the task on the left.")
TOGGLE_GROUP = Command("toggle-group", "space", "Fold", "Unfold tasks drawn as one, or fold them again.")
RETRY_FAILED = Command("retry-failed", "R", "Retry", "Ask again for the rows that got no answer.")

# Acting on what is shown.
REFRESH = Command("refresh", "r", "Refresh", "Ask the server again.", in_footer=True)
TOGGLE_FAVOURITE = Command(
    "toggle-favourite", "f", "Star", "Keep this id as a favourite, or drop it.", in_footer=True
)
EDIT_NOTE = Command("edit-note", "e", "Note", "Write a note and tags for a favourite.")
PRINT_COPIED = Command("print-copied", "P", "Print", "Print what is copied on the bare screen, to select it.")
TOGGLE_MOUSE = Command("toggle-mouse", "M,f4", "Mouse", "Leave the mouse to the terminal, or take it back.")
COPY = Command("copy", "y", "Copy", "Choose what to copy.", in_footer=True)

# Moving in any list, table, record, JSON or log.
LINE_DOWN = Command("line-down", "down,j", "Down", "Move down one line.")
LINE_UP = Command("line-up", "up,k", "Up", "Move up one line.")
GO_FIRST = Command("go-first", "home", "First", "Move to the first line.")
GO_LAST = Command("go-last", "end", "Last", "Move to the last line.")
PAGE_DOWN = Command("page-down", "pagedown,ctrl+d", "Page down", "Move down one page.")
PAGE_UP = Command("page-up", "pageup,ctrl+u", "Page up", "Move up one page.")
SCROLL_RIGHT = Command("scroll-right", "right", "Right", "Show what lies further right.")
SCROLL_LEFT = Command("scroll-left", "left", "Left", "Show what lies further left.")
CHOOSE = Command("choose", "enter", "Open", "Open what the cursor is on.")

FOCUS_LIST = Command("focus-list", "down", "List", "Move from the input into the list.", in_footer=True)

# Searching in the pane that has the focus.
SEARCH = Command(
    "search", "slash", "Search", "Search in this pane; lower case finds both cases.", in_footer=True
)
NEXT_MATCH = Command("next-match", "n", "Next", "Go to the next match.")
PREVIOUS_MATCH = Command("previous-match", "N", "Previous", "Go to the previous match.")

# JSON.
FOLD = Command("fold", "left,h", "Fold", "Fold this object or list, or go to the one around it.")
UNFOLD = Command("unfold", "right", "Unfold", "Unfold this object or list, or go to its first entry.")
TOGGLE_FOLD = Command("toggle-fold", "enter,space", "Fold", "Fold or unfold what the cursor is on.")
FOLD_ALL = Command("fold-all", "minus", "Fold all", "Fold everything.")
UNFOLD_ALL = Command("unfold-all", "plus,equals_sign", "Unfold all", "Unfold everything.")
FOLD_TO_LEVEL = Command("fold-to-level", "1,2,3,4,5,6,7,8,9", "Level", "Unfold down to level 1 to 9.")
TOGGLE_RAW = Command("toggle-raw", "v", "Raw", "Show exactly the text that was received.", in_footer=True)

# Logs.
TOGGLE_WRAP = Command("toggle-wrap", "w", "Wrap", "Wrap long lines or let them run on.", in_footer=True)

# The set-up form, where letters are text.
TEST_CONNECTION = Command(
    "test-connection", "f5", "Test", "Test the connection with what is in the form.", in_footer=True
)
SAVE_SETTINGS = Command("save-settings", "f2", "Save", "Save the form and connect.", in_footer=True)
TRY_DEMO = Command("try-demo", "f8", "Demo", "Look at the built-in demo; nothing is saved.", in_footer=True)

# The program.
HELP = Command("help", "question_mark,f1", "Help", "Show every key of this screen.", in_footer=True)
PALETTE = Command("command-palette", "ctrl+p", "Commands", "Find a command by its name.", priority=True)
QUIT = Command("quit", "q", "Quit", "Quit the program.")
CHOOSE_THEME = Command("choose-theme", "C,f9", "Theme", "Choose the colours; the choice is kept.")
SUSPEND = Command(
    "suspend-process",
    "ctrl+z",
    "Suspend",
    "Suspend the program; fg in the shell brings it back.",
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
    "quit-anywhere", "ctrl+q", "Quit", "Leave the program, wherever you are.", in_footer=True, priority=True
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
SEARCHES = (SEARCH, NEXT_MATCH, PREVIOUS_MATCH)
FOLDS = (FOLD, UNFOLD, TOGGLE_FOLD, FOLD_ALL, UNFOLD_ALL, TOGGLE_RAW)

COMMANDS: dict[str, Command] = {
    command.id: command for command in list(globals().values()) if isinstance(command, Command)
}
"""All rows by id."""


def command_of(binding_id: str | None) -> Command | None:
    """The row a binding was made from; one row may make several bindings, numbered behind a dash."""
    name = binding_id or ""
    return COMMANDS.get(name) or COMMANDS.get(name.rpartition("-")[0])


def bindings(*commands: Command) -> list[BindingType]:
    """The rows as a class's ``BINDINGS``."""
    return [command.binding() for command in commands]


def choose_keys(keys: Mapping[str, str]) -> None:
    """Put the person's keys in force, by command id; before any pane is imported, since that binds its keys.

    Textual's own keymap takes effect on every key press instead, and loses a command whose default key the
    focused text field takes.
    """
    _CHOSEN.clear()
    _CHOSEN.update(keys)


def split_keys(keys: str) -> list[str]:
    """Single keys by Textual's names for them, ``?`` as ``question_mark``.

    Raises:
        InvalidBinding: there is nothing before or after a comma.
    """
    return [binding.key for binding in Binding.make_bindings([Binding(keys, "")])]


def key_name(key: str) -> str:
    """A key as a sentence names it: the sign itself where it is one."""
    sign = format_key(key)
    return sign if len(sign) == 1 and sign.isascii() else key
