"""What follows from the models: pure functions, the clock passed in."""
