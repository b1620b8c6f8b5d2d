"""The manual: its pages, in each language, and the one file that is made of all of them.

Imports `store` and `tui.papers`; never a screen or a command: those show a page.
"""
