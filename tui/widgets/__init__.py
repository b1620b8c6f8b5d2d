"""What is painted.

Imports `store`, `store.notice`, `store.journal`, `store.tips`, `store.duty`, `store.desk`,
`store.office`, `tui.terminal`, `tui.actions`, `tui.words`, `tui.entering`, `tui.notice_form` and `tui.papers`;
never `tui.screens`, on which it stands.
"""
