"""The base of the views of a workflow's nodes: commands on the node under the cursor."""

from collections.abc import Mapping
from typing import ClassVar

from ..commands.table import OPEN_PARENT
from ..logic.graph.nodes import Node
from ..models.ids import FlowInstanceId
from ..models.listed_run import ListedRun
from .run_list import RunList


class NodeList(RunList):
    """Tasks and referenced workflows of one flow instance."""

    REFUSALS: ClassVar[Mapping[str, str]] = {OPEN_PARENT.action: "This is its workflow."}

    flow_id: FlowInstanceId | None = None
    """The flow instance whose nodes are listed."""

    @property
    def current_node(self) -> Node | None:
        """The node under the cursor; None where the cursor is on several or on none."""
        raise NotImplementedError

    @property
    def current_run(self) -> ListedRun | None:
        """The run of the node under the cursor, if its id is usable."""
        if (node := self.current_node) is None:
            return None
        run_id = node.run_id
        return None if run_id is None else ListedRun(run_id, node.name, node.state, self.flow_id)

    @property
    def no_run(self) -> str:
        """The reason why there is no run under the cursor."""
        if (node := self.current_node) is not None:
            return f"This row has no usable id: {node.instance_id or 'none'}"
        return "These are several tasks: unfold them first." if self.row_count else super().no_run
