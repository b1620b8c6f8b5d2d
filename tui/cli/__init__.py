"""The command line.

Imports `store`, `store.notice`, `store.journal`, `store.database`, `store.tips`, `store.registers`, `store.duty`,
`store.secret`, `store.desk`, `store.office`, `tui.terminal`, `tui.words`, `tui.entering`, `tui.notice_form`,
`tui.papers`, `tui.printing`, `tui.manual`, `tui.linear`, `tui.apps` and `tui.web`; never `tui.widgets` or `tui.screens`: a
command prints, asks, or starts an app.
"""
