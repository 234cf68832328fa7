"""A stand-in for the EnOS gateway with a small believable world behind it."""
