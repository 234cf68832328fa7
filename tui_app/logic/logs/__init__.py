"""Logs: their lines, what failed in them, filters and search."""
