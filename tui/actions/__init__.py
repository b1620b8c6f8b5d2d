"""The one list of what can be done, by place: keys, footer, palette and help come from it.

Imports `store` and `store.secret`; never `tui.screens` or `tui.apps`, which do it.
"""
