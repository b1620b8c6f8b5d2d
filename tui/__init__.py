"""The face of the desk: the app, its screens and widgets, and the command line. In the folder
itself lies what starts the program.

Imports `tui.terminal` and `tui.cli`; never what needs a language before it is chosen.
"""
