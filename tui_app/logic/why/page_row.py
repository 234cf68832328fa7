"""One line of the page that explains a run."""

from dataclasses import dataclass
from typing import Literal

from ...models.ids import FlowInstanceId, TaskInstanceId
from ...models.status import Status

Kind = Literal["answer", "reason", "compared", "title", "step", "fold", "field", "line", "error", "note"]


@dataclass(frozen=True, slots=True)
class WhyRow:
    """One line of the page, safe to draw."""

    kind: Kind
    """The kind of line, which decides its style and what Enter does."""

    text: str
    """A sentence, a title, a value, a line of the log; the name of a step."""

    label: str = ""
    """The field of a value; the id of a step."""

    remark: str = ""
    """The relation of a step to the others."""

    state: Status | None = None
    """The status of a step."""

    target: TaskInstanceId | FlowInstanceId | None = None
    """The run that the row is about."""
