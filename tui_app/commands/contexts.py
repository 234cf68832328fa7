"""Commands that are active together on one screen; written by ``python -m tests.command_contexts``.

Computed beforehand, as a start cannot wait until every screen is imported.
"""

SCREENS = {
    "before": (
        "back choose-theme command-palette copy find-flows go-to-id help load-more-runs "
        "open-changes open-favourites open-history open-watched print-copied quit "
        "quit-anywhere redraw refresh search suspend-process switch-profile toggle-mouse",
        "ArrangedRows FilterBar FilterableView LineSearch LineView RowsPane RunList RunTable "
        "SearchBar WhyPane",
    ),
    "changes": (
        "back choose-theme command-palette compare-with copy find-flows go-to-id help "
        "open-before open-favourites open-history open-watched print-copied quit "
        "quit-anywhere redraw refresh save search suspend-process switch-profile toggle-mouse "
        "toggle-unchanged",
        "ChangeView FilterBar FilterableView IdInput LineSearch LineView RowsPane RunList SearchBar WhyPane",
    ),
    "choose": (
        "back command-palette line-down line-up print-copied quit quit-anywhere redraw suspend-process",
        "",
    ),
    "find": (
        "back choose-theme command-palette copy delete-search find-flows go-to-id help "
        "load-more-rows open-favourites open-history open-watched print-copied quit "
        "quit-anywhere redraw refresh rename-search save-search search suspend-process "
        "switch-profile toggle-mouse",
        "ArrangedList ArrangedRows ChoiceField FilterBar FilterableView FlowForm FlowTable "
        "IdInput LineSearch LineView RowsPane RunList SavedList SearchBar SearchField WhyPane",
    ),
    "flow": (
        "back choose-theme command-palette copy edit-note find-flows go-to-id help next-cycle "
        "next-view open-answer open-before open-changes open-favourites open-history open-log "
        "open-ticket open-watched open-why previous-cycle print-copied quit quit-anywhere redraw "
        "refresh search suspend-process switch-profile toggle-favourite toggle-mouse "
        "toggle-only-failed watch",
        "ArrangedRows BoxView DetailPane FilterBar FilterableView GraphPane LineSearch LineView "
        "NodeList NodeTable RowsPane RunList SearchBar Timeline WhyPane",
    ),
    "help": (
        "back command-palette go-first go-last help line-down line-up page-down page-up quit "
        "quit-anywhere redraw search suspend-process",
        "",
    ),
    "json": (
        "back choose-theme command-palette copy find-flows go-to-id help open-favourites "
        "open-history open-in-editor open-in-pager open-watched print-copied quit quit-anywhere "
        "redraw refresh search suspend-process switch-profile toggle-mouse",
        "FilterBar FilterableView JsonInspector LineSearch LineView RowsPane RunList SearchBar WhyPane",
    ),
    "log": (
        "back choose-theme command-palette copy filter-lines find-flows go-to-id go-to-time help "
        "load-more-log open-favourites open-history open-in-editor open-in-pager open-watched "
        "print-copied quit quit-anywhere redraw refresh save search suspend-process "
        "switch-profile toggle-follow toggle-mouse",
        "FilterBar FilterableView LineSearch LineView LogPane LogView PromptLine RowsPane RunList "
        "SearchBar TimeBar WhyPane",
    ),
    "lookup": (
        "back choose-theme command-palette copy delete-search find-flows go-to-id help "
        "open-favourites open-history open-watched print-copied quit quit-anywhere redraw "
        "refresh rename-search search suspend-process switch-profile toggle-group toggle-mouse "
        "toggle-saved",
        "ArrangedList FilterBar FilterableView IdInput LineSearch LineView OverviewTable "
        "RowsPane RunList SavedList WhyPane",
    ),
    "many": (
        "back choose-theme command-palette copy filter-lines find-flows go-to-id help "
        "open-favourites open-history open-watched print-copied quit quit-anywhere redraw "
        "refresh retry-failed reverse-sort save search sort-rows suspend-process switch-profile "
        "toggle-mouse",
        "BatchTable FilterBar FilterableView LineSearch LineView RowsPane RunList SearchBar WhyPane",
    ),
    "name": ("back command-palette quit-anywhere redraw suspend-process", ""),
    "noroom": (
        "choose-theme command-palette find-flows go-to-id help open-favourites open-history "
        "open-watched print-copied quit quit-anywhere redraw suspend-process switch-profile "
        "toggle-mouse",
        "",
    ),
    "note": ("back command-palette quit-anywhere redraw suspend-process", "ChoiceField"),
    "save": ("back command-palette quit-anywhere redraw suspend-process", ""),
    "setup": (
        "choose-theme command-palette find-flows go-to-id help open-favourites open-history "
        "open-watched print-copied quit quit-anywhere redraw save-settings suspend-process "
        "switch-profile test-connection toggle-mouse try-demo",
        "",
    ),
    "task": (
        "back choose-theme command-palette copy edit-note find-flows go-to-id help next-cycle "
        "next-sibling open-answer open-before open-changes open-favourites open-history "
        "open-inspector open-log open-parent open-ticket open-watched open-why previous-cycle "
        "previous-sibling print-copied quit quit-anywhere redraw refresh search suspend-process "
        "switch-profile toggle-empty toggle-favourite toggle-mouse watch",
        "DetailPane FilterBar FilterableView JsonInspector LineSearch LineView RowsPane RunList "
        "SearchBar WhyPane",
    ),
    "ticket": (
        "back choose-theme command-palette copy copy-ticket find-flows go-to-id help "
        "open-favourites open-history open-watched print-copied quit quit-anywhere redraw "
        "refresh save search suspend-process switch-profile toggle-mouse",
        "FilterBar FilterableView LineSearch LineView Page RowsPane RunList SearchBar WhyPane",
    ),
    "watched": (
        "back choose-theme command-palette copy find-flows go-to-id help open-favourites "
        "open-history open-watched print-copied quit quit-anywhere redraw refresh "
        "retry-failed search suspend-process switch-profile toggle-mouse watch",
        "ArrangedList FilterBar FilterableView LineSearch LineView RowsPane RunList SearchBar "
        "WatchTable WhyPane",
    ),
    "why": (
        "back choose-theme command-palette copy find-flows go-to-id help open-favourites "
        "open-history open-log open-ticket open-watched print-copied quit quit-anywhere redraw "
        "refresh search suspend-process switch-profile toggle-mouse",
        "FilterBar FilterableView LineSearch LineView RowsPane RunList SearchBar WhyPane",
    ),
}
"""By screen: its commands and the app's, and its panes."""

PANES = {
    "ArrangedList": "choose edit-note filter-lines go-first go-last line-down line-up next-match "
    "open-before open-changes open-inspector open-log open-parent open-ticket "
    "open-why page-down page-up previous-match reverse-sort scroll-left scroll-right "
    "sort-rows toggle-favourite watch",
    "ArrangedRows": "choose edit-note filter-lines go-first go-last line-down line-up next-match "
    "open-before open-changes open-inspector open-log open-parent open-ticket "
    "open-why page-down page-up previous-match reverse-sort scroll-left scroll-right "
    "sort-rows toggle-favourite watch",
    "BatchTable": "choose edit-note go-first go-last line-down line-up next-match open-before "
    "open-changes open-inspector open-log open-parent open-ticket open-why page-down "
    "page-up previous-match scroll-left scroll-right toggle-favourite watch",
    "BoxView": "choose go-downstream go-last go-left go-right go-upstream next-match page-down "
    "page-up previous-match",
    "ChangeView": "choose go-first go-last line-down line-up next-match page-down page-up "
    "previous-match scroll-left scroll-right",
    "ChoiceField": "next-choice previous-choice toggle-choice",
    "DetailPane": "choose go-first go-last line-down line-up next-match page-down page-up "
    "previous-match scroll-left scroll-right",
    "FilterBar": "back",
    "FilterableView": "choose go-first go-last line-down line-up next-match page-down page-up "
    "previous-match scroll-left scroll-right",
    "FlowForm": "next-field previous-field start-search",
    "FlowTable": "choose edit-note filter-lines go-first go-last line-down line-up next-match "
    "open-before open-changes open-inspector open-log open-parent open-ticket open-why "
    "page-down page-up previous-match reverse-sort scroll-left scroll-right sort-rows "
    "toggle-favourite watch",
    "GraphPane": "choose edit-note fold-all go-downstream go-last go-left go-right go-upstream "
    "next-failed next-match open-before open-changes open-inspector open-log open-parent "
    "open-ticket open-why page-down page-up previous-match toggle-favourite toggle-group "
    "unfold-all watch",
    "IdInput": "explain-failure focus-list",
    "JsonInspector": "choose fold fold-all fold-to-level go-first go-last line-down line-up "
    "next-match page-down page-up previous-match scroll-left scroll-right "
    "toggle-fold toggle-raw toggle-wrap unfold unfold-all",
    "LineSearch": "next-match previous-match",
    "LineView": "choose go-first go-last line-down line-up next-match page-down page-up "
    "previous-match scroll-left scroll-right",
    "LogPane": "choose go-first go-last less-context line-down line-up more-context next-match "
    "page-down page-up previous-match scroll-left scroll-right toggle-numbers toggle-wrap",
    "LogView": "choose go-first go-last less-context line-down line-up more-context next-error "
    "next-match page-down page-up previous-error previous-match scroll-left scroll-right "
    "select-lines toggle-causes-only toggle-numbers toggle-raw-lines toggle-wrap",
    "NodeList": "choose edit-note go-first go-last line-down line-up next-match open-before "
    "open-changes open-inspector open-log open-parent open-ticket open-why page-down "
    "page-up previous-match scroll-left scroll-right toggle-favourite watch",
    "NodeTable": "choose edit-note filter-lines go-first go-last line-down line-up next-match "
    "open-before open-changes open-inspector open-log open-parent open-ticket open-why "
    "page-down page-up previous-match reverse-sort scroll-left scroll-right sort-rows "
    "toggle-favourite watch",
    "OverviewTable": "choose edit-note filter-lines go-first go-last line-down line-up next-match "
    "open-before open-changes open-inspector open-log open-parent open-ticket "
    "open-why page-down page-up previous-match reverse-sort scroll-left scroll-right "
    "sort-rows toggle-favourite watch",
    "Page": "go-first go-last line-down line-up next-match page-down page-up previous-match "
    "scroll-left scroll-right",
    "PromptLine": "back",
    "RowsPane": "choose go-first go-last line-down line-up next-match page-down page-up "
    "previous-match scroll-left scroll-right",
    "RunList": "choose edit-note go-first go-last line-down line-up next-match open-before "
    "open-changes open-inspector open-log open-parent open-ticket open-why page-down "
    "page-up previous-match scroll-left scroll-right toggle-favourite watch",
    "RunTable": "choose edit-note filter-lines go-first go-last line-down line-up next-match "
    "open-before open-changes open-inspector open-log open-parent open-ticket open-why "
    "page-down page-up previous-match reverse-sort scroll-left scroll-right sort-rows "
    "toggle-favourite watch",
    "SavedList": "choose edit-note filter-lines go-first go-last line-down line-up next-match "
    "open-before open-changes open-inspector open-log open-parent open-ticket open-why "
    "page-down page-up previous-match refresh reverse-sort scroll-left scroll-right "
    "sort-rows toggle-favourite watch",
    "SearchBar": "back",
    "SearchField": "start-search",
    "TimeBar": "back",
    "Timeline": "choose edit-note go-first go-last line-down line-up next-match open-before "
    "open-changes open-inspector open-log open-parent open-ticket open-why page-down "
    "page-up previous-match scroll-left scroll-right toggle-favourite watch",
    "WatchTable": "choose edit-note filter-lines go-first go-last line-down line-up next-match "
    "open-before open-changes open-inspector open-log open-parent open-ticket open-why "
    "page-down page-up previous-match reverse-sort scroll-left scroll-right sort-rows "
    "toggle-favourite watch",
    "WhyPane": "choose edit-note go-first go-last line-down line-up next-match open-before "
    "open-changes open-inspector open-log open-parent open-ticket open-why page-down "
    "page-up previous-match scroll-left scroll-right toggle-favourite watch",
}
"""Commands of each pane."""

TEXTUALS = {
    "ctrl+c": "Copy selected text",
    "shift+tab": "Focus Previous",
    "super+c": "Copy selected text",
    "tab": "Focus Next",
}
"""Keys that Textual itself binds on every screen, with their labels."""
