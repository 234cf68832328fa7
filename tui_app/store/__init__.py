"""The disk: settings, favourites, history."""
