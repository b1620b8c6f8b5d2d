"""What is asked line by line (`--plain`).

Imports `store`, `store.notice`, `store.tips`, `store.registers`, `store.duty`, `store.desk`,
`tui.terminal`, `tui.actions`, `tui.words`, `tui.entering`, `tui.notice_form`, `tui.papers` and `tui.printing`;
never `tui.widgets` or `tui.screens`, since it paints nothing.
"""
