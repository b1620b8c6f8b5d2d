"""The face of the desk: the app, its screens and widgets, and the command line."""
