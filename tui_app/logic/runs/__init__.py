"""Runs of one task beside each other: cycles, statistics, comparison."""
