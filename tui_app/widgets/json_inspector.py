"""A view of received JSON as a tree that folds, or as raw text."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.reactive import reactive, var

from ..commands.table import COPY, FOLD_TO_LEVEL, FOLDS, TOGGLE_WRAP, bindings
from ..logic import sanitize
from ..logic.jsontree import rows
from ..logic.jsontree.document import JsonFault, JsonObject, scalar_text, to_text
from ..logic.jsontree.jq_path import JsonPath, path_of
from ..logic.jsontree.rows import JsonRow
from ..logic.jsontree.source import JsonSource, RawText
from ..messages import Copyable
from .glyphs import glyphs
from .lines.layout import Mark, Part
from .lines.view import LineView

__all__ = ["JsonInspector", "JsonSource"]

_MAX_INDENT = 24
_MOST_SHOWN = 1 << 14
"""Characters of a value that are shown in the tree."""
_MOST_IN_TREE = 1 << 21
"""Characters of a text that is shown as a tree; making one takes a second for four MiB."""
_MOST_COMMAS = 60_000
"""The same in commas and brackets."""
_MOST_RAW = 1 << 18
"""Characters of a larger text that are shown as received."""


class JsonInspector(LineView):
    """Shows one JSON source, even a malformed one."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(*FOLDS, TOGGLE_WRAP, FOLD_TO_LEVEL)
    COMPONENT_CLASSES: ClassVar[set[str]] = {"json--fault"}
    DEFAULT_CSS = """
    JsonInspector {
        & > .json--fault { color: $text-error; text-style: bold reverse; }
    }
    """

    margin_cells = 1

    source: var[JsonSource | None] = var(None)
    """The current source; an equal one leaves folds and cursor as they are."""

    raw: reactive[bool] = reactive(False, repaint=False, init=False)
    """Whether the text is shown as received; always true if it is not JSON."""

    path: var[JsonPath | None] = var[JsonPath | None](None, init=False)
    """Path of the row at the cursor, None in the raw view; watched, as a message comes a frame later."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.fault: JsonFault | None = None
        """The reason why there is no tree; None if there is one, or no text at all."""
        self._rows: Sequence[JsonRow] = ()
        self._folded: set[int] = set()
        self._text = RawText([])
        self._notes: list[str] = []
        self._tree_cursor: int | None = 0

    # The rows of both views: the raw one has notes, then lines.

    @property
    def row_count(self) -> int:
        """Number of rows of the current view."""
        return len(self._notes) + len(self._text.lines) if self.raw else len(self._rows)

    def shown_rows(self) -> Sequence[int]:
        """Rows that are not inside a folded one."""
        return range(self.row_count) if self.raw else rows.visible(self._rows, self._folded)

    def row(self, index: int) -> Sequence[Part]:
        """A key, its value and remarks about them; or a raw line."""
        if not self.raw:
            return self._tree_row(index)
        if index < len(self._notes):
            return [(self._notes[index], "line--bad" if self.fault else "line--muted")]
        return [(self._text.lines[index - len(self._notes)], "")]

    def marks(self, index: int) -> Sequence[Mark]:
        """Search matches, and the position of the fault."""
        marks = super().marks(index)
        if self.raw and self._text.fault and index == len(self._notes) + self._text.fault[0]:
            column = self._text.fault[1]
            return sorted([*marks, (column, column + 1, "json--fault")])
        return marks

    def reveal(self, index: int) -> None:
        """Unfold the rows around a row."""
        if not self.raw and not self._folded.isdisjoint(rows.ancestors(self._rows, index)):
            self._refold(self._folded.difference(rows.ancestors(self._rows, index)))

    def hanging_indent(self, index: int) -> int:
        """Indent the wrapped lines of a value a little more than its key."""
        return 0 if self.raw else min(2 * self._rows[index].depth + 4, _MAX_INDENT)

    # For screens.

    @property
    def current_path(self) -> JsonPath | None:
        """Path of the row at the cursor; None in the raw view."""
        if self.raw or self.cursor is None or self.source is None:
            return None
        return path_of(self._rows, self.cursor, self.source.prefix, self.source.is_embedded)

    def copy_value(self) -> str:
        """The full value of the row at the cursor: a string without quotes, all else as JSON text."""
        if self.source is None or self.raw or not self.cursor:
            return (self.source and self.source.text) or ""
        value = self._rows[self.cursor].value
        return str(value) if isinstance(value, str) else to_text(value)

    def whole_text(self) -> str:
        """All of it: one entry a line, or as received in the raw view."""
        if self.source is None or self.raw or not self._rows:
            return (self.source and self.source.text) or ""
        return to_text(self._rows[0].value)

    def copy_key(self) -> str:
        """The key or index of the row at the cursor; the name of the source for the outermost one."""
        if self.source is None or self.raw or not self.cursor:
            return self.source.name if self.source else ""
        return str(self._rows[self.cursor].key)

    def copy_path(self) -> str:
        """The jq path of the row at the cursor, empty if it has none."""
        return (path.text or "") if (path := self.current_path) else ""

    def copyables(self) -> list[Copyable]:
        """The texts that can be copied from the row at the cursor, without empty ones."""
        choices = [Copyable("value", self.copy_value())]
        if not self.raw and self.cursor is not None:
            row = self._rows[self.cursor]
            if row.opened and row.inner is not None:
                choices.append(Copyable("JSON inside the value", to_text(row.inner)))
            choices += [Copyable("key", self.copy_key()), Copyable("jq path", self.copy_path())]
        return [choice for choice in choices if choice.text]

    # Folding.

    def action_fold(self) -> None:
        """Scroll back if scrolled sideways, else fold the row, else go to its parent."""
        if self.left or self.raw or self.cursor is None:
            self.action_scroll_left()
        elif self._rows[self.cursor].inner and self.cursor not in self._folded:
            self._refold(self._folded | {self.cursor})
        elif self.cursor:
            self.cursor = self._rows[self.cursor].parent

    def action_unfold(self) -> None:
        """Unfold the row, or go to its first entry; scroll right on a row without entries."""
        if self.raw or self.cursor is None or not self._rows[self.cursor].inner:
            self.action_scroll_right()
        elif self.cursor in self._folded:
            self._refold(self._folded - {self.cursor})
        else:
            self.cursor += 1

    def action_toggle_fold(self) -> None:
        """Fold or unfold the row."""
        self.action_choose()

    def action_choose(self) -> None:
        """Fold or unfold the row; choose a row without entries."""
        if not self.raw and self.cursor is not None and self._rows[self.cursor].inner:
            self._refold(self._folded ^ {self.cursor})
        else:
            super().action_choose()

    def action_fold_all(self) -> None:
        """Fold everything below the outermost level."""
        self.action_fold_to_level(1)

    def action_unfold_all(self) -> None:
        """Unfold everything."""
        self._refold(set())

    def action_fold_to_level(self, level: int) -> None:
        """Unfold down to a level."""
        self._refold(rows.below_level(self._rows, level))

    def action_toggle_raw(self) -> None:
        """Switch between the tree and the text as received."""
        if self._rows:
            self.raw = not self.raw
        else:
            self.refuse("No tree view: only the raw text can be shown.")

    # Changes.

    def watch_source(self, source: JsonSource | None) -> None:
        """Parse the text; show it raw if it is not JSON."""
        self._rows, self._folded, self._notes, self.fault = (), set(), [], None
        self._text, self._tree_cursor = RawText([]), 0
        name = sanitize.one_line(source.name) if source is not None else ""
        if source is not None and source.text and is_too_large(source.text):
            shown = min(_MOST_RAW, len(source.text))
            self._notes = [
                f"{name} is too large for a tree: {len(source.text):,} characters.",
                f"Below are the first {shown:,}; {COPY.key_name} copies all.",
            ]
        elif source is not None and source.text:
            try:
                self._rows = rows.of_text(source.text)
            except JsonFault as fault:
                self.fault = fault
                self._notes = [f"{name} is not JSON: {fault}"]
        elif source is not None:
            self._notes = [f"{name} is {'null' if source.text is None else 'an empty string'}"]
        self.set_reactive(JsonInspector.raw, not self._rows)
        self.watch_raw()

    def watch_raw(self) -> None:
        """Show the rows of the other view; the cursor of the tree is restored later."""
        if self.raw and self.source is not None and self.source.text and not self._text.lines:
            text = self.source.text
            text = text[:_MOST_RAW] if is_too_large(text) else text
            self._text = RawText.of(text, self.fault)
        if self.raw and self.show_cursor:
            self._tree_cursor = self.cursor
        self.show_cursor = not self.raw
        self.set_reactive(JsonInspector.wrap, self.raw)  # reload_rows below does the layout
        self.left = 0
        self.reload_rows()
        self.cursor = self._tree_cursor
        self.call_after_refresh(self._show_fault)

    def watch_cursor(self, before: int | None, now: int | None) -> None:
        """Update the path."""
        super().watch_cursor(before, now)
        self.path = self.current_path

    def _show_fault(self) -> None:
        if self.raw and self._text.fault:
            line, column = self._text.fault
            self.scroll_to_characters(len(self._notes) + line, column, 1)

    def _refold(self, folded: set[int]) -> None:
        if not self.raw:
            self._folded = folded
            self.relayout()

    def _tree_row(self, index: int) -> list[Part]:
        row, glyph = self._rows[index], glyphs(self.app)
        mark = "  " if not row.inner else f"{glyph.folded if index in self._folded else glyph.unfolded} "
        parts = [("  " * row.depth + mark, "line--muted"), (f"{self._key_text(row)} ", "line--title")]
        parts.append(_value_part(row))
        is_text = index == 0 and self.source is not None and self.source.is_embedded
        if often := row.opened + is_text:
            times = "" if often == 1 else f", encoded {often} times"
            parts.append((f" {glyph.opening}JSON in string{times}{glyph.closing}", "line--muted"))
        if words := self._explanation(row):
            parts.append((f"{' ' if words.startswith('=') else '   '}{words}", "line--muted"))
        return parts

    def _key_text(self, row: JsonRow) -> str:
        if row.key is None:
            return sanitize.one_line(self.source.name) if self.source else ""
        key = str(row.key)
        is_bare = key.isidentifier() or isinstance(row.key, int)
        return sanitize.value(key if is_bare else scalar_text(key))

    def _explanation(self, row: JsonRow) -> str | None:
        if row.depth != 1 or self.source is None or self.source.explain is None:
            return None
        return self.source.explain(str(row.key), row.value)


def is_too_large(text: str) -> bool:
    """Whether making the tree of a text would hold up the keys."""
    return len(text) > _MOST_IN_TREE or sum(map(text.count, ",{[")) > _MOST_COMMAS


def _value_part(row: JsonRow) -> Part:
    """The text of a value: its size, or itself on one line."""
    if row.inner is not None:
        count = len(row.inner)
        if isinstance(row.inner, JsonObject):
            return f"{{{count} {'key' if count == 1 else 'keys'}}}", "line--muted"
        return f"[{count} {'item' if count == 1 else 'items'}]", "line--muted"
    if isinstance(row.value, str) and len(row.value) > _MOST_SHOWN:
        shown = sanitize.value(scalar_text(row.value[:_MOST_SHOWN]))
        return f"{shown}… ({len(row.value):,} characters)", ""
    return sanitize.value(scalar_text(row.value)), "line--muted" if row.value is None else ""
