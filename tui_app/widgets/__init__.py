"""Draw the value they are given and say what was done to them."""
