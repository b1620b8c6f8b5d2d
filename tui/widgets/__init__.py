"""The pieces of the screens, each painting one value."""
