"""The papers of an office, as text, page or workbook.

Imports `store`, `store.notice`, `store.tips`, `store.registers`, `store.duty`, `store.secret`,
`tui.terminal` and `tui.words`; never `store.desk`: a paper is handed what is on it.
"""
