"""Values in words.

Imports `store`, `store.notice`, `store.journal`, `store.tips`, `store.registers`, `store.duty`,
`store.desk` and `store.office`; never `tui.widgets`: what words stand on is not known here.
"""
