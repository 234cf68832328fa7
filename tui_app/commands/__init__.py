"""Every user command once, and the keys it is bound to."""
