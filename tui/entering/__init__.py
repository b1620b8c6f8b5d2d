"""What is being entered, without a widget: the model of the form and of the line-by-line dialogue.

Imports `store`, `store.notice`, `store.tips`, `store.registers`, `store.secret` and
`store.desk`; never `tui.widgets` or `tui.linear`, its two faces.
"""
