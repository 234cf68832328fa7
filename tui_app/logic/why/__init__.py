"""Explanations of a run's status: dependencies, root cause, page, ticket."""
