"""The command among the words of a command line; without imports, as each start reads it first."""

COMMANDS = (
    "completion",
    "doctor",
    "find",
    "get",
    "help",
    "keys",
    "log",
    "overview",
    "paths",
    "profiles",
    "ticket",
    "version",
    "wait",
    "why",
)
"""Every command, by its name."""

_WITH_A_WORD = ("--profile", "--debug", "--view", "--field", "--since", "--timeout", "--max-length")
"""Options whose value is the next word, which is no command."""


def split(argv: list[str]) -> tuple[str, list[str]]:
    """The command, empty for the full screen, and the other arguments; options may stand before it."""
    word = first_word(argv)
    if word not in COMMANDS:
        return "", argv
    place = argv.index(word)
    return word, argv[:place] + argv[place + 1 :]


def first_word(argv: list[str]) -> str:
    """The first argument that is no option and no option's value; empty for none."""
    is_value = False
    for word in argv:
        if is_value or (word.startswith("-") and " " not in word):
            is_value = not is_value and word in _WITH_A_WORD
        else:
            return word
    return ""
