"""What of a desk goes on paper and where it goes: the one table of papers, a folder, the printer.

Imports `store`, `store.notice`, `store.tips`, `store.duty`, `store.secret`, `store.desk` and
`tui.papers`; never a widget or a screen: the command line, the screen and the dialogue all print by it.
"""
