"""What is entered of a notice, without a widget.

Imports `store`, `store.notice`, `store.secret`, `store.desk` and `tui.words`; never `tui.widgets`
or `tui.linear`, its two faces.
"""
