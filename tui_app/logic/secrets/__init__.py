"""Forms of secrets in texts, as tables of patterns with their examples."""
