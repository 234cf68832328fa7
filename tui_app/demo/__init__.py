"""A gateway with a small believable world behind it, for trying the program without a platform."""
