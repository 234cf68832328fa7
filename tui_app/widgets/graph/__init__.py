"""The views of a workflow: table, graph, timeline."""
