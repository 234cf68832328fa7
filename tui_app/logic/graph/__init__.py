"""Workflows as graphs: nodes, order, layout, edge routing, time bars."""
