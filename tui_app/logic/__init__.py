"""Everything computed from the models: pure functions, the clock passed in."""
