"""Which commands can meet on one screen; written by ``python -m tests.command_contexts``.

Found out beforehand, since a start cannot wait until every screen is imported.
"""

SCREENS = {
    "before": (
        "back choose-theme command-palette copy find-flows go-to-id help leave leave-anywhere "
        "more-runs open-changes open-favourites open-history open-watched print-copied redraw "
        "refresh search suspend-process toggle-mouse",
        "LineBar LineSearch LineView RunTable SearchBar",
    ),
    "changes": (
        "back choose-theme command-palette compare-with copy find-flows go-to-id help leave "
        "leave-anywhere open-before open-favourites open-history open-watched print-copied "
        "redraw refresh save search suspend-process toggle-mouse toggle-same",
        "ChangeView IdInput LineBar LineSearch LineView RowsPane SearchBar",
    ),
    "choose": (
        "back command-palette leave-anywhere line-down line-up print-copied redraw suspend-process",
        "",
    ),
    "find": (
        "back choose-theme command-palette copy drop-search find-flows go-to-id help keep-search "
        "leave leave-anywhere more-rows open-favourites open-history open-watched print-copied "
        "redraw refresh rename-search search suspend-process toggle-favourite toggle-mouse watch",
        "Choices FlowForm FlowTable LineBar LineSearch LineView SavedList SearchBar",
    ),
    "flow": (
        "back change-picture choose-theme command-palette copy edit-note find-flows go-to-id "
        "help leave leave-anywhere next-cycle only-failed open-answer open-before open-changes "
        "open-favourites open-history open-log open-ticket open-watched open-why previous-cycle "
        "print-copied redraw refresh search suspend-process toggle-favourite toggle-mouse watch",
        "BoxView DetailPane GraphPane LineBar LineSearch LineView NodeTable RowsPane SearchBar Timeline",
    ),
    "help": (
        "back command-palette help leave leave-anywhere line-down line-up page-down page-up "
        "redraw suspend-process",
        "",
    ),
    "json": (
        "back choose-theme command-palette copy find-flows go-to-id help leave leave-anywhere "
        "open-favourites open-history open-watched print-copied redraw refresh search "
        "suspend-process toggle-mouse",
        "JsonInspector LineBar LineSearch LineView SearchBar",
    ),
    "log": (
        "ask-for-more back choose-theme command-palette copy filter-lines find-flows go-to-id "
        "help leave leave-anywhere open-favourites open-history open-watched print-copied redraw "
        "refresh save search suspend-process toggle-follow toggle-mouse",
        "FilterBar LineBar LineSearch LineView LogPane LogView SearchBar",
    ),
    "lookup": (
        "back choose-theme command-palette copy drop-search edit-note find-flows go-to-id help "
        "leave leave-anywhere open-favourites open-history open-watched print-copied redraw "
        "search suspend-process toggle-favourite toggle-mouse watch",
        "IdInput LineSearch LineView SavedList",
    ),
    "many": (
        "back choose-theme command-palette copy filter-lines find-flows go-to-id help leave "
        "leave-anywhere open-favourites open-history open-watched print-copied redraw refresh "
        "retry-failed save search sort-rows suspend-process toggle-mouse turn-rows watch",
        "LineBar LineSearch LineView ManyTable NarrowBar SearchBar",
    ),
    "name": ("back command-palette leave-anywhere redraw suspend-process", ""),
    "noroom": (
        "choose-theme command-palette find-flows go-to-id help leave leave-anywhere "
        "open-favourites open-history open-watched print-copied redraw suspend-process "
        "toggle-mouse",
        "",
    ),
    "note": ("back command-palette leave-anywhere redraw suspend-process", ""),
    "save": ("back command-palette leave-anywhere redraw suspend-process", ""),
    "setup": (
        "choose-theme command-palette find-flows go-to-id help leave leave-anywhere "
        "open-favourites open-history open-watched print-copied redraw save-settings "
        "suspend-process test-connection toggle-mouse try-demo",
        "",
    ),
    "task": (
        "back choose-theme command-palette copy edit-note find-flows go-to-id help leave "
        "leave-anywhere next-cycle next-sibling open-answer open-before open-changes "
        "open-favourites open-history open-inspector open-log open-parent open-ticket "
        "open-watched open-why previous-cycle previous-sibling print-copied redraw refresh "
        "search suspend-process toggle-favourite toggle-mouse watch",
        "DetailPane JsonInspector LineBar LineSearch LineView RowsPane SearchBar",
    ),
    "ticket": (
        "back choose-theme command-palette copy copy-ticket find-flows go-to-id help leave "
        "leave-anywhere open-favourites open-history open-watched print-copied redraw refresh "
        "save search suspend-process toggle-mouse",
        "LineBar LineSearch LineView Page SearchBar",
    ),
    "watched": (
        "back choose-theme command-palette copy find-flows go-to-id help leave leave-anywhere "
        "open-favourites open-history open-watched print-copied redraw refresh retry-failed "
        "search suspend-process toggle-mouse watch",
        "LineBar LineSearch LineView SearchBar WatchTable",
    ),
    "why": (
        "back choose-theme command-palette copy find-flows go-to-id help leave leave-anywhere "
        "open-favourites open-history open-log open-ticket open-watched print-copied redraw "
        "refresh search suspend-process toggle-mouse",
        "LineBar LineSearch LineView RowsPane SearchBar WhyPane",
    ),
}
"""By screen: its commands with the program's, and its panes."""

PANES = {
    "BoxView": "choose go-downstream go-last go-left go-right go-upstream next-match page-down "
    "page-up previous-match",
    "ChangeView": "choose go-first go-last line-down line-up next-match page-down page-up "
    "previous-match scroll-left scroll-right",
    "Choices": "next-choice previous-choice toggle-choice",
    "DetailPane": "choose go-first go-last line-down line-up next-match page-down page-up "
    "previous-match scroll-left scroll-right",
    "FilterBar": "back",
    "FlowForm": "next-field previous-field start-search",
    "FlowTable": "choose go-first go-last line-down line-up next-match page-down page-up "
    "previous-match scroll-left scroll-right",
    "GraphPane": "choose fold-all fold-around go-downstream go-last go-left go-right go-upstream "
    "next-failed next-match page-down page-up previous-match unfold-all",
    "IdInput": "enter-list",
    "JsonInspector": "choose fold fold-all fold-to-level go-first go-last line-down line-up "
    "next-match page-down page-up previous-match scroll-left scroll-right "
    "toggle-fold toggle-raw toggle-wrap unfold unfold-all",
    "LineBar": "back",
    "LineSearch": "next-match previous-match",
    "LineView": "choose go-first go-last line-down line-up next-match page-down page-up "
    "previous-match scroll-left scroll-right",
    "LogPane": "choose go-first go-last line-down line-up next-match page-down page-up previous-match "
    "scroll-left scroll-right toggle-numbers toggle-wrap",
    "LogView": "choose go-first go-last line-down line-up next-error next-match page-down page-up "
    "previous-error previous-match scroll-left scroll-right select-lines toggle-numbers "
    "toggle-wrap",
    "ManyTable": "choose go-first go-last line-down line-up next-match page-down page-up "
    "previous-match scroll-left scroll-right",
    "NarrowBar": "back",
    "NodeTable": "choose go-first go-last line-down line-up next-match page-down page-up "
    "previous-match scroll-left scroll-right",
    "Page": "go-first go-last line-down line-up next-match page-down page-up previous-match "
    "scroll-left scroll-right",
    "RowsPane": "choose go-first go-last line-down line-up next-match page-down page-up "
    "previous-match scroll-left scroll-right",
    "RunTable": "choose go-first go-last line-down line-up next-match page-down page-up "
    "previous-match scroll-left scroll-right",
    "SavedList": "choose go-first go-last line-down line-up next-match page-down page-up "
    "previous-match scroll-left scroll-right",
    "SearchBar": "back",
    "Timeline": "choose go-first go-last line-down line-up next-match page-down page-up "
    "previous-match scroll-left scroll-right",
    "WatchTable": "choose go-first go-last line-down line-up next-match page-down page-up "
    "previous-match scroll-left scroll-right",
    "WhyPane": "choose go-first go-last line-down line-up next-match page-down page-up previous-match "
    "scroll-left scroll-right",
}
"""Commands of each pane."""

TEXTUALS = {
    "ctrl+c": "Copy selected text",
    "shift+tab": "Focus Previous",
    "super+c": "Copy selected text",
    "tab": "Focus Next",
}
"""Keys that Textual itself binds on every screen, and what for."""
