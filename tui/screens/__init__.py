"""What is on top.

Imports `store`, `store.notice`, `store.journal`, `store.tips`, `store.registers`, `store.duty`,
`store.secret`, `store.desk`, `store.office`, `tui.terminal`, `tui.actions`, `tui.words`, `tui.entering`, `tui.notice_form`,
`tui.papers`, `tui.printing`, `tui.manual` and `tui.widgets`; never `tui.apps`, which puts it there.
"""
