"""The runs whose status needs a reason."""

from ...models.lookup import Found
from ...models.status import Group, blocks_downstream


def needs_reason(found: Found) -> bool:
    """Whether a run has a status to explain: it failed, timed out or was cancelled, or has not started."""
    return blocks_downstream(found.state) or found.state.group is Group.WAITING
