"""The names of views; without imports, so that the command line starts quickly."""

VIEWS = {
    "instance": "what happened, every field, runMode; the tasks of a flow instance",
    "log": "the log of a task instance",
    "run-mode": "runMode of a task instance on a full screen",
    "answer": "the server's whole answer",
    "lookup": "the id input with favourites and history",
    "overview": "the runs of the last hours, and why those failed that did",
    "favourites": "the favourites",
    "history": "instances opened before",
    "graph": "the tasks of a flow instance as a graph; of a task's flow instance with the cursor on the task",
    "timeline": "the tasks of a flow instance as a timeline",
    "why": "what failed first, and the lines of its log that say so",
    "ticket": "the same as Markdown to copy into a ticket, without secrets",
    "before": "the runs before, and whether this one is like them",
    "changes": "what changed since the last success, or since the second id",
    "many": "a table of many instances",
    "find": "flow instances by name, status, time or owner",
    "watched": "the watched instances; adds the ids named here",
}
"""Every view by its name on the command line, with its content."""

WITHOUT_ID = frozenset({"lookup", "overview", "favourites", "history", "watched", "find"})
"""Views that need no instance."""

ON_FIRST_SCREEN = frozenset({"lookup", "overview"})
"""Views that the first screen shows itself."""

OF_TWO = frozenset({"changes"})
"""Views of an instance and of another one beside it."""

OF_SEVERAL = frozenset({"many", "watched"}) | OF_TWO
"""Views of more than one instance."""

WITHIN_A_RUN = frozenset(
    {"log", "run-mode", "answer", "why", "ticket", "before", "changes", "graph", "timeline"}
)
"""Views of a run beside its record, which the key that quits leaves as it leaves a pager."""

OF_A_SEARCH = frozenset({"find"})
"""Views that take a search in place of ids."""
