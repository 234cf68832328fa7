"""The Textual app and its helpers: routes, library, watches, clipboard, appearance, keys, preload."""
