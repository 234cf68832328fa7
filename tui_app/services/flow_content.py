"""Derives the content of a flow instance's screen without holding up the keys."""

import asyncio
from collections.abc import Iterable

from ..logic.flow_content import FlowContent
from ..models.flow_instance import FlowInstance
from ..models.lookup import FlowLookup

_AT_ONCE = 1_500
"""Tasks and dependencies up to which a graph is analyzed in a few milliseconds."""


def is_large(flows: Iterable[FlowInstance]) -> bool:
    """Whether analyzing the graphs of some flow instances takes longer than a key may wait."""
    graphs = [flow.graph for flow in flows if flow.graph is not None]
    return sum(len(graph.tasks or ()) + len(graph.relations or ()) for graph in graphs) > _AT_ONCE


async def content_of(found: FlowLookup) -> FlowContent:
    """Derive the content of one answer, in a thread if it is large."""
    return await asyncio.to_thread(FlowContent.of, found) if is_large([found.flow]) else FlowContent.of(found)
